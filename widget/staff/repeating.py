"""A letter that is posted again, because its answer was lost: it is there once, and is no other's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from widget.crypto.letter import letter_hash
from widget.crypto.rest import open_at_rest
from widget.staff.errors import Taken
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import conversation, letter


def stored_before(
    connection: Connection, keys: KeyFolder, letter_id: bytes, given: bytes, reference: str
) -> Row[Any, Any, Any, Any, Any] | None:
    """The row of the same letter, with the conversation's `version`; None where none has its id.

    Raises Taken where another letter has it, or it is another conversation's.
    """
    row = connection.execute(_WITH_CONVERSATION.where(letter.c.id == letter_id)).one_or_none()
    if row is not None and (row.reference != reference or _hash(keys, row) != letter_hash(given)):
        raise Taken
    return row


def _hash(keys: KeyFolder, row: Row[Any, Any, Any, Any, Any]) -> bytes | None:
    """Of all that its writer sealed: stanzas for other readers may have been added."""
    try:
        return letter_hash(open_at_rest(keys.kept_shred_key(row.expiry_day), row.id, row.sealed))
    except Shredded:
        return None


_WITH_CONVERSATION = select(
    letter.c.id, letter.c.expiry_day, letter.c.sealed, conversation.c.reference, conversation.c.version
).join(conversation, letter.c.conversation_id == conversation.c.id)
