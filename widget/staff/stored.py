"""A conversation's letters as they are stored, opened at rest: still sealed to their readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from widget.crypto.rest import open_at_rest
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import letter


def stored_letters(
    connection: Connection, keys: KeyFolder, conversation_id: bytes
) -> Iterator[tuple[Row[Any], bytes]]:
    """As they were received, oldest first, without those that have expired."""
    chosen = select(letter).where(letter.c.conversation_id == conversation_id)
    for row in connection.execute(chosen.order_by(letter.c.received_at, letter.c.direction, letter.c.seq)):
        try:
            yield row, open_at_rest(keys.kept_shred_key(row.expiry_day), row.id, row.sealed)
        except Shredded:
            continue


def received_now(connection: Connection, conversation_id: bytes, now: int) -> int:
    """The time of a letter that is stored now: later than any before it, for this says their order."""
    last = select(func.max(letter.c.received_at)).where(letter.c.conversation_id == conversation_id)
    return max(now, (connection.scalar(last) or 0) + 1)
