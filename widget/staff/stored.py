"""A conversation's letters as they are stored, opened at rest: still sealed to their readers.

A reviewer's score is stored as a letter, and is none of the conversation's own: see scoring.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from widget.crypto.header import NOTE, PATIENT, RETURN, STAFF
from widget.crypto.layout import inspect
from widget.crypto.rest import open_at_rest
from widget.records import retention
from widget.records.encoding import b64u
from widget.records.inboxes import Inbox
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import letter

COUNTED = {PATIENT: "patient", STAFF: "team", NOTE: "notes"}


@dataclass(frozen=True)
class Stamp:
    """When a letter is received (Unix seconds), and the last day that it can be read on."""

    received_at: int
    expiry_day: int


def stored_letters(
    connection: Connection, keys: KeyFolder, conversation_id: bytes
) -> Iterator[tuple[Row[Any], bytes]]:
    """As they were received, oldest first, without those that have expired."""
    chosen = select(letter).where(letter.c.conversation_id == conversation_id, letter.c.direction <= NOTE)
    rows = connection.execute(chosen.order_by(letter.c.received_at, letter.c.direction, letter.c.seq))
    return opened_at_rest(keys, rows)


def opened_at_rest(keys: KeyFolder, rows: Iterable[Row[Any]]) -> Iterator[tuple[Row[Any], bytes]]:
    """Those that have not expired."""
    for row in rows:
        if (sealed := _opened(keys, row)) is not None:
            yield row, sealed


def stamp_of_next(connection: Connection, of: Inbox, conversation_id: bytes, now: int) -> Stamp:
    """Of a letter that is stored now: received after any before it, for this says their order, and readable
    for as long as they are. So what expires of a conversation is its beginning, also where the inbox that it
    was handed to keeps letters for a shorter time.
    """
    received_at = received_now(connection, conversation_id, now)
    newest = select(func.max(letter.c.expiry_day)).where(letter.c.conversation_id == conversation_id)
    last_day = connection.scalar(newest) or 0
    return Stamp(received_at, max(retention.expiry_day(of, received_at), last_day))


def received_now(connection: Connection, conversation_id: bytes, now: int) -> int:
    """The time of a letter that is stored now: later than any before it."""
    last = select(func.max(letter.c.received_at)).where(letter.c.conversation_id == conversation_id)
    return max(now, (connection.scalar(last) or 0) + 1)


def counts(connection: Connection, conversation_id: bytes) -> dict[str, int]:
    """How many letters there have been of each direction, those that have expired included."""
    newest = select(letter.c.direction, func.max(letter.c.seq)).group_by(letter.c.direction)
    rows = connection.execute(newest.where(letter.c.conversation_id == conversation_id))
    found = {row.direction: row[1] for row in rows}
    return {name: found.get(direction, 0) for direction, name in COUNTED.items()}


def last_seq(connection: Connection, conversation_id: bytes, direction: int) -> int:
    """The count of the newest letter of that direction; 0 where there is none."""
    mine = (letter.c.conversation_id == conversation_id, letter.c.direction == direction)
    return connection.scalar(select(func.max(letter.c.seq)).where(*mine)) or 0


def patients_stanza(
    connection: Connection, keys: KeyFolder, conversation_id: bytes
) -> tuple[int, bytes] | None:
    """Kind and key id of the patient's own stanza, by the newest letter; None where none is kept."""
    theirs = (letter.c.conversation_id == conversation_id, letter.c.direction.in_((PATIENT, STAFF)))
    newest = select(letter).where(*theirs).order_by(letter.c.received_at.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    stored = None if row is None else _opened(keys, row)
    return None if stored is None else next(each for each in inspect(stored).stanzas if each[0] == RETURN)


def letter_facts(row: Row[Any], sealed: bytes) -> dict[str, Any]:
    """A letter as browsers get it."""
    return {
        "id": b64u(row.id),
        "direction": row.direction,
        "seq": row.seq,
        "received": row.received_at,
        "until": row.expiry_day,
        "letter": b64u(sealed),
    }


def _opened(keys: KeyFolder, row: Row[Any]) -> bytes | None:
    """None for one that has expired: of it nothing is left but that it was there."""
    try:
        return open_at_rest(keys.kept_shred_key(row.expiry_day), row.id, row.sealed) if row.sealed else None
    except Shredded:
        return None
