"""What auditors and leads look back on: the chain's entries as far as they are of their inboxes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from widget.records import activity
from widget.staff import acts
from widget.staff.people import Membership
from widget.store.models import chain, chain_body, conversation, member, membership

ENTRIES = 100  # a page
ALARM, ASKED = "budget", "extension"
ALARMS = 40
ALARM_DAYS = 7
ACTOR = re.compile("member:[0-9a-f]{32}")


@dataclass(frozen=True)
class Entry:
    """`actor` is a member's name where there is one, else what the chain says; so in `outcome`."""

    seq: int
    at: int
    kind: str
    reference: str | None
    actor: str
    outcome: str

    def facts(self) -> dict[str, Any]:
        return vars(self).copy()


def entries(connection: Connection, mine: Sequence[Membership], before: int | None) -> list[Entry]:
    """Newest first, those before the entry of that number."""
    page = _visible(connection, mine).limit(ENTRIES)
    return _entries(connection, page if before is None else page.where(chain.c.seq < before))


@dataclass(frozen=True)
class Alarm:
    """`reason`: why a member went on slowly, in their words, until it is erased."""

    entry: Entry
    reason: str | None

    def facts(self) -> dict[str, Any]:
        return self.entry.facts() | {"reason": self.reason}


def alarms(connection: Connection, mine: Sequence[Membership], now: int) -> list[Alarm]:
    """Of the last days: who wanted to read more than they may, and what came of it."""
    lately = and_(chain.c.kind.in_((ALARM, ASKED)), chain.c.at > now - ALARM_DAYS * 86400)
    with_facts = select(chain, chain_body.c.body).join(chain_body, chain_body.c.seq == chain.c.seq)
    rows = connection.execute(with_facts.where(lately).order_by(chain.c.seq.desc()))
    said = ((row, json.loads(activity.body_of(row.body))) for row in rows)
    # By what they say themselves: where a conversation is by now is for whoever reads to choose.
    ours = {each.inbox_id.hex() for each in mine}
    found = list(islice((each for each in said if each[1]["inbox"] in ours), ALARMS))
    names = _names(connection) if found else {}
    return [Alarm(_entry(row, names), facts.get("reason")) for row, facts in found]


def _visible(connection: Connection, mine: Sequence[Membership]) -> Select[Any]:
    """All but what is of other inboxes.

    An entry whose conversation has expired is of no inbox that is known any more: it is shown to all who look
    back, for nobody would see it else. So is what a member did who has left.
    """
    inboxes = [each.inbox_id for each in mine]
    of_others = _of_a_conversation(conversation.c.inbox_id.not_in(inboxes))
    strangers = [acts.actor(found) for found in _strangers(connection, inboxes)]
    by_strangers = and_(
        chain.c.actor.in_(strangers), ~_of_a_conversation(conversation.c.inbox_id.in_(inboxes))
    )
    return select(chain).where(~or_(of_others, by_strangers)).order_by(chain.c.seq.desc())


def _of_a_conversation(where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(conversation.c.id).where(conversation.c.reference == chain.c.reference, where).exists()


def _strangers(connection: Connection, inboxes: Sequence[bytes]) -> Iterable[bytes]:
    """The members of other inboxes alone."""
    ours = select(membership.c.member_id).where(membership.c.inbox_id.in_(inboxes))
    others = select(membership.c.member_id).where(membership.c.member_id.not_in(ours)).distinct()
    return connection.scalars(others)


def _entries(connection: Connection, wanted: Select[Any]) -> list[Entry]:
    rows = connection.execute(wanted).all()
    names = _names(connection) if rows else {}
    return [_entry(row, names) for row in rows]


def _entry(row: Row[Any], names: Mapping[str, str]) -> Entry:
    actor = names.get(row.actor, row.actor)
    outcome = ACTOR.sub(lambda found: names.get(found[0], found[0]), row.outcome)
    return Entry(row.seq, row.at, row.kind, row.reference, actor, outcome)


def _names(connection: Connection) -> dict[str, str]:
    """By actor: of a desk's members, who are some dozens."""
    rows = connection.execute(select(member.c.id, member.c.name))
    return {acts.actor(row.id): row.name for row in rows}
