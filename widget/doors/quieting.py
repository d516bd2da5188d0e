"""A patient wants no e-mail about answers any more."""

from __future__ import annotations

from sqlalchemy import Connection

from widget.doors.returning import Code, find
from widget.doors.solving import NOBODYS
from widget.records import telling


def quiet(connection: Connection, code: Code) -> None:
    """Whether there was an address, nobody here knows. Nothing of a wrong code."""
    row = find(connection, code)
    telling.quiet(connection, NOBODYS if row is None else row.id)
