"""What a team's conversations came to, by week, topic or agent: from slips alone, and from no letter.

Days that are over are counted in `figure`, which outlives the conversations; today, and days that the worker
has not counted yet, are told by the conversations themselves. Times are in plain hours: nights and weekends
count. An agent's are those of the conversations that were theirs when the day was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from widget.records import counting
from widget.records.counting import Amount, Cell
from widget.records.expectation import answer_within_hours, counts_office_hours
from widget.records.figures import BOUNDS, DAY_SECONDS, Kind
from widget.records.inboxes import Inbox
from widget.staff.periods import WEEK_DAYS, Asked, By, iso, week_of, weeks_of
from widget.staff.reportrows import Key, rows
from widget.staff.sums import Sums
from widget.store.models import conversation, figure


def report(connection: Connection, of: Inbox, asked: Asked, now: int) -> dict[str, Any]:
    """FIGURES: `rows` and their `total`, with a number or a spread (in minutes) of each kind of figure.

    It ends today where a later day was asked for.
    """
    asked = replace(asked, last=min(asked.last, now // DAY_SECONDS))
    parts = list(_parts(connection, of, asked, now))
    return {
        "inbox": of.slug,
        "by": str(asked.by),
        "from": iso(asked.first),
        "to": iso(asked.last),
        "answer_within_hours": answer_within_hours(of),
        "office_hours": counts_office_hours(of),
        "bounds": list(BOUNDS),
        "rows": [names | sums.facts() for names, sums in rows(connection, of, asked, _by_key(parts))],
        "total": _total(parts, asked).facts(),
    }


class _Part(NamedTuple):
    key: Key
    kind: str
    span: int
    amount: Amount


def _parts(connection: Connection, of: Inbox, asked: Asked, now: int) -> Iterator[_Part]:
    first = counting.uncounted_from(connection, now // DAY_SECONDS)  # first: this holds off the worker
    yield from _stored(connection, of, asked)
    days = range(max(first, asked.first), asked.last + 1)
    found = counting.tally(connection, days, now, conversation.c.inbox_id == of.id) if days else {}
    ends = _ends(asked)
    for cell, amount in found.items():
        if cell.kind != Kind.BACKLOG or cell.day in ends:
            yield _Part(_KEYS[asked.by](cell), cell.kind, cell.span, amount)


def _stored(connection: Connection, of: Inbox, asked: Asked) -> Iterator[_Part]:
    columns = {By.WEEK: figure.c.day, By.TOPIC: figure.c.topic, By.AGENT: figure.c.assignee_id}
    parts = (columns[asked.by], figure.c.kind, figure.c.span)
    these = (figure.c.inbox_id == of.id, figure.c.day.between(asked.first, asked.last))
    told = or_(figure.c.kind != Kind.BACKLOG, figure.c.day.in_(_ends(asked)))
    wanted = select(*parts, func.sum(figure.c.count), func.sum(figure.c.minutes)).where(*these, told)
    for key, kind, span, count, minutes in connection.execute(wanted.group_by(*parts)):
        amount = Amount(int(count), int(minutes))
        yield _Part(week_of(key) if asked.by == By.WEEK else key, kind, span, amount)


def _ends(asked: Asked) -> list[int]:
    """The last day of each part: its backlog alone is told, for those of several days do not add up."""
    if asked.by != By.WEEK:
        return [asked.last]
    return [min(week + WEEK_DAYS - 1, asked.last) for week in weeks_of(asked)]


def _by_key(parts: Iterable[_Part]) -> dict[Key, Sums]:
    found: dict[Key, Sums] = {}
    for part in parts:
        found.setdefault(part.key, Sums()).add(part.kind, part.span, part.amount)
    return found


def _total(parts: Iterable[_Part], asked: Asked) -> Sums:
    total = Sums()
    for part in parts:
        if part.kind != Kind.BACKLOG or asked.by != By.WEEK or part.key == week_of(asked.last):
            total.add(part.kind, part.span, part.amount)
    return total


_KEYS: Mapping[By, Callable[[Cell], Key]] = {
    By.WEEK: lambda cell: week_of(cell.day),
    By.TOPIC: lambda cell: cell.topic,
    By.AGENT: lambda cell: cell.assignee_id,
}
