"""What a conversation's row says of the team's work, as facts of days: here alone it is said what is counted.

Days are UTC days since 1970. A row says how things stand; what it said before is in what was counted before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, or_

from widget.store.models import conversation

DAY_SECONDS = 86400
# How long something took, in minutes: within a quarter of an hour, …, within thirty days, or longer. Stored
# figures count by the place in this line, so that it changes in a migration or not at all.
BOUNDS = (15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10080, 20160, 43200)
SPANS = len(BOUNDS) + 1
# Whether a patient was helped, as they say it. Stored by the place in this line, from 1.
RATINGS = ("no", "partly", "yes")
NOBODY = b""  # as whose a conversation counts that is nobody's


class Kind(StrEnum):
    OPENED = "opened"  # a patient began it
    ANSWERED = "answered"  # the first answer, with the time since it began
    TIMELY = "timely"  # the first answer came by when the patient was told
    LATE = "late"  # it had not come by then: on that day
    SOLVED = "solved"  # closed, with the time since it began; again, where it was opened again meanwhile
    BACKLOG = "backlog"  # not closed when the day ended
    RATED = "rated"  # the patient said whether they were helped; by what they said in place of a span


TIMED = (Kind.ANSWERED, Kind.SOLVED)


class Fact(NamedTuple):
    day: int
    kind: Kind
    span: int
    minutes: int


def facts(row: Row[Any], due_at: int, days: range, now: int) -> Iterator[Fact]:
    """What happened on these days. `due_at`: when the patient was told to expect the first answer."""
    for kind, at in _happened(row, due_at, now):
        if at // DAY_SECONDS in days:
            minutes = (at - row.received_at) // 60 if kind in TIMED else 0
            yield Fact(at // DAY_SECONDS, kind, _span(kind, minutes, row), minutes)


def may_matter(days: range) -> ColumnElement[bool]:
    """Of all rows that `facts` has something of; few others."""
    moments = [conversation.c[name] for name in ("received_at", "answered_at", "closed_at", "rated_at")]
    start, end = days.start * DAY_SECONDS, days.stop * DAY_SECONDS
    waits = and_(conversation.c.answered_at.is_(None), conversation.c.closed_at.is_(None))
    return and_(conversation.c.received_at < end, or_(waits, *(moment >= start for moment in moments)))


def unsolved(day: int) -> ColumnElement[bool]:
    """What is the backlog of that day's end; of today, if it ended now."""
    end = (day + 1) * DAY_SECONDS
    open_then = or_(conversation.c.closed_at.is_(None), conversation.c.closed_at >= end)
    return and_(conversation.c.received_at < end, open_then)


def span_of(minutes: int) -> int:
    return bisect_left(BOUNDS, minutes)


def _span(kind: Kind, minutes: int, row: Row[Any]) -> int:
    if kind == Kind.RATED:
        return int(row.rating)
    return span_of(minutes) if kind in TIMED else 0


def _happened(row: Row[Any], due_at: int, now: int) -> Iterator[tuple[Kind, int]]:
    answered, closed = row.answered_at, row.closed_at
    yield Kind.OPENED, row.received_at
    if answered is not None:
        yield Kind.ANSWERED, answered
    if answered is not None and answered <= due_at:
        yield Kind.TIMELY, answered
    # Nobody waits for an answer to what was closed without one.
    elif due_at < now and (answered is not None or closed is None or closed > due_at):
        yield Kind.LATE, due_at
    if closed is not None and row.merged_into is None and row.replaced_by is None:
        yield Kind.SOLVED, closed
    if row.rated_at is not None:
        yield Kind.RATED, row.rated_at
