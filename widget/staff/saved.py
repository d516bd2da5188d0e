"""Saved replies: texts that a team uses again and again, sealed to its inbox.

The server has one row for each, with its newest revision alone. It checks what can be checked without a
key, so that two who change the same one at once do not write over each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from widget.crypto.header import INBOX, NO_LETTER, SAVED, Header
from widget.crypto.labels import ID_BYTES
from widget.crypto.letter import Inspected, inspect
from widget.records.encoding import b64u
from widget.staff import acts, budget, fitting
from widget.staff.errors import Gone, Invalid, Outdated, Taken
from widget.staff.people import Membership
from widget.store.models import saved_reply

KIND = "saved-reply"
MOST_REPLIES = 300  # of an inbox: a page opens them all at once
NO_CONVERSATION = bytes(ID_BYTES)


@dataclass(frozen=True)
class Draft:
    """A saved reply as it was posted."""

    by: Membership
    letter: bytes = field(repr=False)


def every(connection: Connection, by: Membership) -> list[dict[str, Any]]:
    """All of the inbox, sealed, as browsers get them."""
    mine = select(saved_reply).where(saved_reply.c.inbox_id == by.inbox_id)
    return [
        _facts(row) | {"letter": b64u(row.sealed)}
        for row in connection.execute(mine.order_by(saved_reply.c.id))
    ]


def save(connection: Connection, draft: Draft, now: int) -> dict[str, Any]:
    """Id, revision and time of what is saved now, also for a letter that was saved before.

    Raises Malformed or WrongVersion for what is no letter, Stale, Gone, Outdated, Taken and Invalid.
    """
    inspected = _parse(draft)
    header = inspected.header
    before = _locked(connection, draft.by, header.letter)
    if before is not None and before.sealed == draft.letter:
        return _facts(before)
    _check_revision(before, header)
    epoch_id = fitting.epoch_for(connection, inspected, draft.by.inbox_id, now).id
    row = {"epoch_id": epoch_id, "revision": header.seq, "sealed": draft.letter, "changed_at": now}
    if before is None:
        _check_room(connection, draft.by)
        connection.execute(insert(saved_reply).values(id=header.letter, inbox_id=draft.by.inbox_id, **row))
    else:
        connection.execute(update(saved_reply).where(saved_reply.c.id == header.letter).values(**row))
    _record(connection, draft.by, "saved", header.letter, header.seq, now)
    return {"id": b64u(header.letter), "revision": header.seq, "changed": now}


def remove(connection: Connection, by: Membership, reply_id: bytes, revision: int, now: int) -> None:
    """Does nothing where it is gone already. Raises Outdated where it has another revision."""
    before = _locked(connection, by, reply_id)
    if before is None or before.inbox_id != by.inbox_id:
        return
    if before.revision != revision:
        raise Outdated(before.revision)
    connection.execute(delete(saved_reply).where(saved_reply.c.id == reply_id))
    _record(connection, by, "removed", reply_id, revision, now)


def _parse(draft: Draft) -> Inspected:
    inspected = inspect(draft.letter)
    header = inspected.header
    kinds = [kind for kind, _ in inspected.stanzas]
    if header.direction != SAVED or kinds != [INBOX] or header.prev != NO_LETTER:
        raise Invalid("A saved reply is sealed to the inbox alone, and follows no letter.")
    if (header.inbox, header.conversation) != (draft.by.inbox_id, NO_CONVERSATION):
        raise Invalid("The saved reply is of another inbox.")
    return inspected


def _locked(connection: Connection, by: Membership, reply_id: bytes) -> Row[Any] | None:
    """One at a time changes an inbox's saved replies, so that what is looked at stays so."""
    budget.lock(connection, by.inbox_id)
    return connection.execute(select(saved_reply).where(saved_reply.c.id == reply_id)).one_or_none()


def _check_revision(before: Row[Any] | None, header: Header) -> None:
    if before is None:
        if header.seq != 1:  # it was removed meanwhile
            raise Gone
    elif before.inbox_id != header.inbox:
        raise Taken
    elif header.seq != before.revision + 1:
        raise Outdated(before.revision)


def _check_room(connection: Connection, by: Membership) -> None:
    mine = saved_reply.c.inbox_id == by.inbox_id
    count = connection.scalar(select(func.count()).select_from(saved_reply).where(mine)) or 0
    if count >= MOST_REPLIES:
        raise Invalid(f"An inbox has at most {MOST_REPLIES} saved replies. Remove one that nobody uses.")


def _record(
    connection: Connection, by: Membership, outcome: str, reply_id: bytes, revision: int, now: int
) -> None:
    facts = {"inbox": by.inbox_id.hex(), "reply": reply_id.hex(), "revision": revision}
    acts.record(connection, KIND, acts.actor(by.member.id), outcome, facts, now)


def _facts(row: Row[Any]) -> dict[str, Any]:
    return {"id": b64u(row.id), "revision": row.revision, "changed": row.changed_at}
