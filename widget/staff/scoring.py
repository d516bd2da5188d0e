"""Takes a reviewer's score, as far as it can be checked without a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from widget.crypto.header import INBOX, NOTE, SCORE
from widget.crypto.letter import Inspected, inspect
from widget.crypto.rest import seal_at_rest
from widget.staff import acts, fitting
from widget.staff.errors import Gone, Invalid, Outdated
from widget.staff.finding import find
from widget.staff.people import Membership
from widget.staff.repeating import stored_before
from widget.staff.stored import last_seq, opened_at_rest, received_now
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import conversation, epoch, letter, sample

KIND = "score"


@dataclass(frozen=True)
class Draft:
    """A score as it was posted."""

    by: Membership
    reference: str
    letter: bytes = field(repr=False)


def take(connection: Connection, keys: KeyFolder, draft: Draft, now: int) -> None:
    """Stores it, unless it was stored before. The conversation stays as it is.

    Raises Malformed or WrongVersion for what is no letter, Gone, Outdated, Stale, Taken and Invalid.
    """
    inspected = _parse(draft)
    header = inspected.header
    posted = (header.letter, draft.letter, draft.reference)
    if stored_before(connection, keys, *posted) is not None:
        return
    row = _held(connection, draft)
    if (header.inbox, header.conversation) != (row.origin_inbox_id or row.inbox_id, row.id):
        raise Invalid("The review is of another conversation.")
    if header.seq != next_seq(connection, row.id):
        if stored_before(connection, keys, *posted) is not None:  # by another request, while this one waited
            return
        raise Outdated(row.version)
    received_at = received_now(connection, row.id, now)
    day, shred_key = _last_day(connection, keys, row.id)
    stored = {
        "id": header.letter,
        "conversation_id": row.id,
        "epoch_id": fitting.epoch_for(connection, inspected, row.inbox_id, now).id,
        "direction": SCORE,
        "seq": header.seq,
        "expiry_day": day,
        "sealed": seal_at_rest(shred_key, day, header.letter, draft.letter),
        "received_at": received_at,
        "written_by": draft.by.member.id,
    }
    connection.execute(insert(letter).values(stored))
    drawn = sample.c.conversation_id == row.id
    connection.execute(update(sample).where(drawn).values(scored_at=received_at))
    facts = {"inbox": row.inbox_id.hex(), "letter": header.letter.hex()}
    acts.record(connection, KIND, acts.actor(draft.by.member.id), "scored", facts, now, draft.reference)


def next_seq(connection: Connection, conversation_id: bytes) -> int:
    """The count of the conversation's next score."""
    return last_seq(connection, conversation_id, SCORE) + 1


def newest(connection: Connection, keys: KeyFolder, of: Row[Any]) -> Iterator[tuple[Row[Any], bytes]]:
    """Each reviewer's newest score of a conversation, sealed, oldest first; without those that have expired.

    Those that were given in another inbox, before the conversation was handed over, stay that inbox's.
    """
    given_here = (letter.c.direction == SCORE, epoch.c.inbox_id == of.inbox_id)
    chosen = select(letter).join(epoch, letter.c.epoch_id == epoch.c.id)
    theirs = chosen.where(letter.c.conversation_id == of.id, *given_here)
    rows = connection.execute(theirs.order_by(letter.c.seq))
    by_member = {row.written_by: row for row in rows}
    return opened_at_rest(keys, sorted(by_member.values(), key=lambda row: row.seq))


def _parse(draft: Draft) -> Inspected:
    inspected = inspect(draft.letter)
    kinds = [kind for kind, _ in inspected.stanzas]
    if inspected.header.direction != SCORE or kinds != [INBOX]:
        raise Invalid("A review is sealed to the inbox alone.")
    return inspected


def _held(connection: Connection, draft: Draft) -> Row[Any]:
    """The conversation, as no other changes it until the transaction ends.

    Its row is written as it is: that locks it, and its trigger tells the lists that something is new.
    """
    this = conversation.c.id == find(connection, draft.by, draft.reference).id
    connection.execute(update(conversation).where(this).values(version=conversation.c.version))
    return find(connection, draft.by, draft.reference)


def _last_day(connection: Connection, keys: KeyFolder, conversation_id: bytes) -> tuple[int, bytes]:
    """A score goes with the letters that it is about: on the last day of the newest of them, by its key.

    Raises Gone.
    """
    theirs = (letter.c.conversation_id == conversation_id, letter.c.direction <= NOTE)
    day = connection.scalar(select(func.max(letter.c.expiry_day)).where(*theirs))
    if day is None:
        raise Gone
    try:
        return day, keys.kept_shred_key(day)
    except Shredded:
        raise Gone from None
