"""A patient says whether they were helped: a word of three, for the team's figures."""

from __future__ import annotations

from sqlalchemy import Connection, update

from widget.doors.returning import Code, find
from widget.doors.solving import NOBODYS
from widget.records.figures import RATINGS
from widget.staff import states
from widget.store.models import conversation


def rate(connection: Connection, code: Code, rating: str, now: int) -> None:
    """Once for each conversation, when it is closed; `rating` is one of RATINGS. Nothing of a wrong code.

    Its version stays: nothing changed that anybody answers to.
    """
    row = find(connection, code)
    closed_one = (
        conversation.c.id == (NOBODYS if row is None else row.id),
        conversation.c.state == states.CLOSED,
        conversation.c.rating.is_(None),
    )
    connection.execute(
        update(conversation).where(*closed_one).values(rating=RATINGS.index(rating) + 1, rated_at=now)
    )
