"""A patient says that a conversation is solved."""

from __future__ import annotations

from sqlalchemy import Connection, update

from widget.crypto.labels import ID_BYTES
from widget.doors.returning import PATIENT_ACTOR, Code, find
from widget.records import activity, retention, telling
from widget.staff import sampling, states
from widget.store.models import conversation

SOLVED = "solved"
NOBODYS = bytes(ID_BYTES)


def solve(connection: Connection, code: Code, now: int) -> None:
    """Nothing of a wrong code; nothing of one that is closed already."""
    row = find(connection, code)
    open_one = (
        conversation.c.id == (NOBODYS if row is None else row.id),
        conversation.c.state != states.CLOSED,
    )
    values = {"version": conversation.c.version + 1} | states.becoming(states.CLOSED, now)
    changed = connection.execute(update(conversation).where(*open_one).values(values))
    if row is not None and changed.rowcount:
        telling.quiet(connection, row.id)
        sampling.draw(connection, row.id, states.CLOSED, now)
        day = retention.day_of(now)
        activity.append(connection, SOLVED, row.reference, PATIENT_ACTOR, states.CLOSED, b"", day, at=now)
