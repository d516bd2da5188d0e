"""Counts each day's conversations into `figure`, before they expire or their patients delete them.

Each fact (see figures.py) is counted once, whatever is deleted and whenever the worker runs:

- A day is counted once, when it is over, from the rows that are there; `counted` moves on in the same
  transaction. No run repeats a day, so that nothing that is deleted later takes a number away again, and
  nothing that is changed later (opened again, given to somebody else, handed over) changes a past week.
- A row that goes earlier is not there when its days are counted. Whoever deletes conversations therefore
  calls `count_departing` first, in the same transaction: it adds what the rows say of the days since.
- Both hold the row of `counted` until they commit, the count alone and those who delete together: a row is
  deleted before the count begins, or after it has moved on, and is never seen by both or by neither.

A cell holds no reference, no time of day and no word of anybody's, and goes itself after KEPT_DAYS: it tells
of members, too. Of days that are not counted yet, `tally` says the same from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from widget.records import figures, inboxes
from widget.records.expectation import expected_at
from widget.records.figures import DAY_SECONDS, NOBODY, Kind
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, counted, figure

KEPT_DAYS = 730
# A write that began just before midnight, with that day's time, is committed by then.
SETTLE_SECONDS = 300


class Cell(NamedTuple):
    inbox_id: bytes
    day: int
    topic: str
    assignee_id: bytes
    kind: Kind
    span: int


class Amount(NamedTuple):
    """How many, and how many minutes all of them took."""

    number: int
    minutes: int

    def plus(self, other: Amount) -> Amount:
        return Amount(self.number + other.number, self.minutes + other.minutes)


Tally = dict[Cell, Amount]


def count_days(store: Store, _keys: KeyFolder, now: float) -> int:
    """Counts the days that are over and were not counted yet. Returns how many.

    Each in a transaction of its own: other writers wait meanwhile.
    """
    last = int(now - SETTLE_SECONDS) // DAY_SECONDS - 1
    days = 0
    while store.write(lambda connection: _count_next(connection, last, int(now))):
        days += 1
    return days


def count_departing(connection: Connection, ids: Sequence[bytes], now: float) -> None:
    """Before these conversations are deleted; their rows are locked already, where somebody else could delete
    them at the same time.
    """
    if not ids:
        return
    today = int(now) // DAY_SECONDS
    days = range(uncounted_from(connection, today), today + 1)
    found = tally(connection, days, int(now), conversation.c.id.in_(ids))
    at_the_end = (Kind.BACKLOG, today)  # then they are not there
    _add(connection, {cell: found[cell] for cell in found if (cell.kind, cell.day) != at_the_end})


def uncounted_from(connection: Connection, today: int, *, alone: bool = False) -> int:
    """The first day that is not counted yet, which stays so until the transaction ends."""
    last = connection.execute(select(counted.c.day).with_for_update(read=not alone)).scalar_one()
    return max(int(last), today - KEPT_DAYS) + 1


def tally(connection: Connection, days: range, now: int, *where: ColumnElement[bool]) -> Tally:
    """What the rows say of these days; of a day that is not over, as far as it has come."""
    found = _happened(connection, days, now, *where)
    by = (conversation.c.inbox_id, conversation.c.topic, conversation.c.assignee_id)
    for day in days:
        left = select(*by, func.count()).where(figures.unsolved(day), *where).group_by(*by)
        for inbox_id, topic, assignee_id, count in connection.execute(left):
            cell = Cell(inbox_id, day, topic, assignee_id or NOBODY, Kind.BACKLOG, 0)
            found[cell] = Amount(count, 0)
    return found


def _happened(connection: Connection, days: range, now: int, *where: ColumnElement[bool]) -> Tally:
    known = {each.id: each for each in inboxes.every(connection)}
    found: Tally = {}
    for row in connection.execute(select(*_COLUMNS).where(figures.may_matter(days), *where)):
        due_at = expected_at(known[row.inbox_id], row.received_at)
        for day, kind, span, minutes in figures.facts(row, due_at, days, now):
            cell = Cell(row.inbox_id, day, row.topic, row.assignee_id or NOBODY, kind, span)
            found[cell] = found.get(cell, _NONE).plus(Amount(1, minutes))
    return found


def _count_next(connection: Connection, last: int, now: int) -> bool:
    """Whether there was a day to count, of those until `last`."""
    first = uncounted_from(connection, last + 1, alone=True)
    if first > last:
        return False
    day = min(max(first, _oldest(connection, last)), last)
    _add(connection, tally(connection, range(day, day + 1), now))
    connection.execute(update(counted).values(day=day))
    connection.execute(delete(figure).where(figure.c.day <= last + 1 - KEPT_DAYS))
    return True


def _oldest(connection: Connection, otherwise: int) -> int:
    """The first day that a row can say anything of."""
    found = connection.scalar(select(func.min(conversation.c.received_at)))
    return otherwise if found is None else int(found) // DAY_SECONDS


def _add(connection: Connection, found: Tally) -> None:
    """In order, so that two who add to the same cells do not wait for each other."""
    if not found:
        return
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(figure)
    sums = {name: figure.c[name] + added.excluded[name] for name in ("count", "minutes")}
    keys = list(figure.primary_key.columns)
    rows = [
        cell._asdict() | {"count": amount.number, "minutes": amount.minutes}
        for cell, amount in sorted(found.items())
    ]
    connection.execute(added.on_conflict_do_update(index_elements=keys, set_=sums), rows)


_NONE = Amount(0, 0)
_COLUMNS = [
    conversation.c[name]
    for name in (
        "inbox_id",
        "topic",
        "assignee_id",
        "received_at",
        "answered_at",
        "closed_at",
        "rating",
        "rated_at",
        "merged_into",
        "replaced_by",
    )
]
