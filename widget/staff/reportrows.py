"""The rows of a report: weeks, topics or agents, under the names that they are known by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from widget.crypto.encoding import to_base64url
from widget.records.figures import NOBODY, Kind
from widget.records.inboxes import Inbox
from widget.staff.periods import WEEK_DAYS, Asked, By, iso, name_of_week, weeks_of
from widget.staff.sums import Sums
from widget.store.models import member

NOBODYS = "Nobody"
LEFT = "Somebody who left"  # without a trace; as a rule names stay

Key = int | str | bytes  # a week's first day, a topic's code, or a member's id
Rows = list[tuple[dict[str, str], Sums]]


def rows(connection: Connection, of: Inbox, asked: Asked, sums: Mapping[Key, Sums]) -> Rows:
    return _ROWS[asked.by](connection, of, asked, sums)


def _weeks(_connection: Connection, _of: Inbox, asked: Asked, sums: Mapping[Key, Sums]) -> Rows:
    """All of them, also those without a figure; the first and the last may be parts of weeks."""
    return [
        (
            {
                "key": name_of_week(week),
                "label": name_of_week(week),
                "from": iso(max(week, asked.first)),
                "to": iso(min(week + WEEK_DAYS - 1, asked.last)),
            },
            sums.get(week, Sums()),
        )
        for week in weeks_of(asked)
    ]


def _topics(_connection: Connection, of: Inbox, _asked: Asked, sums: Mapping[Key, Sums]) -> Rows:
    """All that there are now, and earlier ones that have a figure; the largest first."""
    labels = {topic.code: _in_words(topic.label) for topic in of.topics}
    codes = [*labels, *sorted(str(key) for key in sums if key not in labels)]
    found = [({"key": code, "label": labels.get(code, code)}, sums.get(code, Sums())) for code in codes]
    return sorted(found, key=lambda row: -row[1].of(Kind.OPENED))


def _agents(connection: Connection, _of: Inbox, _asked: Asked, sums: Mapping[Key, Sums]) -> Rows:
    """All who have a figure, by name, also those who have left; what is nobody's comes last."""
    ids = [key for key in sums if isinstance(key, bytes) and key != NOBODY]
    known = connection.execute(select(member.c.id, member.c.name).where(member.c.id.in_(ids)))
    names = {row.id: row.name for row in known}
    named = sorted((names.get(each, LEFT), each) for each in ids)
    found = [({"key": to_base64url(each), "label": name}, sums[each]) for name, each in named]
    return found + ([({"key": "", "label": NOBODYS}, sums[NOBODY])] if NOBODY in sums else [])


def _in_words(labels: Mapping[str, str]) -> str:
    """The desk speaks English; an inbox without it is shown in its first language."""
    return labels.get("en") or next(iter(labels.values()))


_ROWS: Mapping[By, Callable[[Connection, Inbox, Asked, Mapping[Key, Sums]], Rows]] = {
    By.WEEK: _weeks,
    By.TOPIC: _topics,
    By.AGENT: _agents,
}
