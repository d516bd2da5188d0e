"""What state a conversation is in: as it is stored, and as it is now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case

from widget.store.models import conversation

OPEN, WAITING, SNOOZED, CLOSED = "open", "waiting", "snoozed", "closed"  # waiting for the patient
STATES = (OPEN, WAITING, SNOOZED, CLOSED)


def now_in(row: Row[Any], now: int) -> str:
    """A snoozed one is open again once it is due: nobody has to wake it."""
    state: str = row.state
    return OPEN if state == SNOOZED and row.snoozed_until <= now else state


def came_back(now: int) -> ColumnElement[bool]:
    """Stored as snoozed, and open."""
    return and_(conversation.c.state == SNOOZED, conversation.c.snoozed_until <= now)


def sleeps(now: int) -> ColumnElement[bool]:
    return and_(conversation.c.state == SNOOZED, conversation.c.snoozed_until > now)


def becoming(state: str | None, now: int, snoozed_until: int | None = None) -> dict[str, Any]:
    """What a conversation's row holds when it becomes that; nothing where it stays what it is.

    One that is closed again stays closed since the first time. Where to write that there is an answer is
    erased with its closing.
    """
    if state is None:
        return {}
    closed_at = case((conversation.c.state == CLOSED, conversation.c.closed_at), else_=now)
    closing = {"closed_at": closed_at, "notify": None} if state == CLOSED else {"closed_at": None}
    return {"state": state, "snoozed_until": snoozed_until} | closing
