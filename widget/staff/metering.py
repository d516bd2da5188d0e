"""A conversation is read: entered in the chain and paid for from the reader's budget, before it is opened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from widget.records import activity
from widget.staff import acts, budget, joining, paying
from widget.staff.budget import Left, Spent
from widget.staff.finding import find
from widget.staff.people import Membership
from widget.store.models import chain, chain_body

READ, EXPORT, ALARM = "read", "export", "budget"
AGAIN = "again"  # besides what paying.py has
# A conversation that one works on is looked at again and again, which shows nothing that was not seen.
AGAIN_SECONDS = 15 * 60
ALARM_SECONDS = 3600


@dataclass(frozen=True)
class Reader:
    """Who reads which conversation; `act` is READ, or EXPORT where a copy is taken."""

    membership: Membership
    reference: str
    act: str = READ

    @property
    def actor(self) -> str:
        return acts.actor(self.membership.member.id)

    @property
    def inbox_id(self) -> bytes:
        return self.membership.inbox_id


@dataclass(frozen=True)
class Metered:
    """What is left of the budget, and which conversations may be opened now, by their ids."""

    left: Left
    opened: frozenset[bytes]


def meter(connection: Connection, reader: Reader, now: int) -> Metered:
    """Raises Gone, or Spent: then nothing is recorded. Within AGAIN_SECONDS of the last time it costs
    nothing.

    Those that go on in this one are read with it as far as the budget reaches, and cost as much as if they
    were read alone: merging would else be a way to read many for one.
    """
    mine = reader.membership
    row = find(connection, mine, reader.reference)
    joined = [each for each in joining.joined(connection, row.id) if each.inbox_id == row.inbox_id]
    before = means = paying.look(connection, mine, now)
    opened = set()
    for each in (row, *joined):
        outcome = AGAIN
        if not _was_read_lately(connection, reader.actor, each.reference, now):
            try:
                outcome, means = means.after_one(now)
            except Spent:
                if each is row:
                    raise
                continue
        opened.add(each.id)
        _record(connection, reader, each.reference, reader.act, outcome, now)
    paying.keep(connection, mine, before, means, now)
    return Metered(means.left, frozenset(opened))


def alarm(connection: Connection, reader: Reader, spent: Spent, now: int) -> None:
    """For those who look back, once an hour for each member and inbox."""
    budget.look(connection, reader.membership, now)  # two at once ring one
    if all(each.actor != reader.actor for each in rung(connection, reader.inbox_id, now)):
        _record(connection, reader, reader.reference, ALARM, spent.cap, now)


def rung(connection: Connection, inbox_id: bytes, now: int) -> list[Row[Any, Any, Any, Any, Any]]:
    """The inbox's alarms of the last hour, newest first. By what they say themselves: where the conversation
    is by now is for whoever reads to choose.
    """
    lately = (
        select(chain.c.seq, chain.c.at, chain.c.actor, chain.c.outcome, chain_body.c.body)
        .join(chain_body, chain_body.c.seq == chain.c.seq)
        .where(chain.c.kind == ALARM, chain.c.at > now - ALARM_SECONDS)
    )
    rows = connection.execute(lately.order_by(chain.c.seq.desc()))
    return [row for row in rows if json.loads(activity.body_of(row.body))["inbox"] == inbox_id.hex()]


def _was_read_lately(connection: Connection, actor: str, reference: str, now: int) -> bool:
    lately = select(chain.c.seq).where(
        chain.c.reference == reference,
        chain.c.at > now - AGAIN_SECONDS,
        chain.c.kind.in_((READ, EXPORT)),
        chain.c.actor == actor,
    )
    return connection.execute(lately.limit(1)).first() is not None


def _record(
    connection: Connection, reader: Reader, reference: str, kind: str, outcome: str, now: int
) -> None:
    facts = {"inbox": reader.inbox_id.hex()}
    acts.record(connection, kind, reader.actor, outcome, facts, now, reference)
