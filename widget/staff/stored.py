"""A conversation's letters as they are stored, opened at rest: still sealed to their readers.

A reviewer's score is stored as a letter, and is none of the conversation's own: see scoring.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from widget.crypto.header import NOTE, PATIENT, RETURN
from widget.crypto.layout import inspect
from widget.crypto.rest import open_at_rest
from widget.records.encoding import b64u
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import letter


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
        try:
            yield row, open_at_rest(keys.kept_shred_key(row.expiry_day), row.id, row.sealed)
        except Shredded:
            continue


def received_now(connection: Connection, conversation_id: bytes, now: int) -> int:
    """The time of a letter that is stored now: later than any before it, for this says their order."""
    last = select(func.max(letter.c.received_at)).where(letter.c.conversation_id == conversation_id)
    return max(now, (connection.scalar(last) or 0) + 1)


def last_seq(connection: Connection, conversation_id: bytes, direction: int) -> int:
    """The count of the newest letter of that direction; 0 where there is none."""
    mine = (letter.c.conversation_id == conversation_id, letter.c.direction == direction)
    return connection.scalar(select(func.max(letter.c.seq)).where(*mine)) or 0


def patients_stanza(
    connection: Connection, keys: KeyFolder, conversation_id: bytes
) -> tuple[int, bytes] | None:
    """Kind and key id of the patient's own stanza, by the oldest of their letters that is still kept; None
    where none is.
    """
    mine = (letter.c.conversation_id == conversation_id, letter.c.direction == PATIENT)
    row = connection.execute(select(letter).where(*mine).order_by(letter.c.seq).limit(1)).one_or_none()
    if row is None:
        return None
    try:
        stored = open_at_rest(keys.kept_shred_key(row.expiry_day), row.id, row.sealed)
    except Shredded:
        return None
    return next(stanza for stanza in inspect(stored).stanzas if stanza[0] == RETURN)


def letter_facts(row: Row[Any], sealed: bytes) -> dict[str, Any]:
    """A letter as browsers get it."""
    return {
        "id": b64u(row.id),
        "direction": row.direction,
        "seq": row.seq,
        "received": row.received_at,
        "letter": b64u(sealed),
    }
