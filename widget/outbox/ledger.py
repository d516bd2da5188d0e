"""The ledger: every notice that left or may have left, byte for byte, and what became of each try."""

from __future__ import annotations

import time

from sqlalchemy import Connection, func, select

from widget.records import activity
from widget.records.retention import day_of
from widget.store.models import conversation, letter

KIND = "notice"


def trying(connection: Connection, reference: str, account_id: int, body: bytes) -> None:
    """Written before the send, so that a worker that dies leaves a record of what it may have sent."""
    _write(connection, reference, account_id, "trying", body)


def became(connection: Connection, reference: str, account_id: int, outcome: str) -> None:
    """`outcome` is sent, found, or the reason why neither."""
    _write(connection, reference, account_id, outcome, b"")


def _write(connection: Connection, reference: str, account_id: int, outcome: str, body: bytes) -> None:
    last_day = _last_day(connection, reference)
    activity.append(connection, KIND, reference, f"account {account_id}", outcome, body, last_day)


def _last_day(connection: Connection, reference: str) -> int:
    """A notice's body is erased with the conversation that it tells of."""
    letters = letter.join(conversation, letter.c.conversation_id == conversation.c.id)
    newest = select(func.max(letter.c.expiry_day)).select_from(letters)
    found = connection.scalar(newest.where(conversation.c.reference == reference))
    return day_of(time.time()) if found is None else int(found)
