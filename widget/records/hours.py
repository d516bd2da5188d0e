"""An inbox's office hours: when its team answers, in the team's own time zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from widget.records.inboxes import Inbox
from widget.records.zones import zone

SETTING = "hours"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
# So that the last hour of an answer is found within weeks rather than years.
LEAST_MINUTES = 5 * 60
SPAN = re.compile(r"([0-9]{1,2})(?::([0-5][0-9]))?-([0-9]{1,2})(?::([0-5][0-9]))?")

Week = tuple[tuple[tuple[int, int], ...], ...]
"""Seven days from Monday, each with its spans: from and to in minutes since midnight."""


class BadHours(ValueError):
    """One sentence that says what cannot be."""


@dataclass(frozen=True)
class Hours:
    """Raises BadHours or BadZone when made with what cannot be."""

    zone: str
    week: Week

    def __post_init__(self) -> None:
        zone(self.zone)
        open_minutes = sum(end - start for spans in self.week for start, end in spans)
        if open_minutes < LEAST_MINUTES:
            raise BadHours("An inbox is open for at least five hours a week.")

    def after(self, moment: int, seconds: int) -> int:
        """When so many seconds of office time have passed since `moment` (both Unix seconds)."""
        left = seconds
        for opens, closes in self._spans(moment):
            start = max(opens, moment)
            if closes <= start:
                continue
            if left <= closes - start:
                return start + left
            left -= closes - start
        raise AssertionError("office hours come again every week")

    def facts(self) -> dict[str, Any]:
        return {"zone": self.zone, "week": [list(map(list, spans)) for spans in self.week]}

    def _spans(self, moment: int) -> Iterator[tuple[int, int]]:
        """From the day of `moment` on, in Unix seconds. Clocks that change make a span shorter or longer."""
        here = ZoneInfo(self.zone)
        day = datetime.fromtimestamp(moment, here).date()
        while True:
            for start, end in self.week[day.weekday()]:
                yield _moment(day, start, here), _moment(day, end, here)
            day += timedelta(days=1)


def hours_in(settings: Mapping[str, Any]) -> Hours | None:
    """Of an inbox's settings; None where every hour counts."""
    found = settings.get(SETTING)
    if found is None:
        return None
    return Hours(found["zone"], tuple(tuple((start, end) for start, end in day) for day in found["week"]))


def with_hours(found: Inbox, zone_name: str, given: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """The setting with these changed: what is not given stays. Raises BadHours or BadZone."""
    before = hours_in(found.settings)
    if before is None and not (zone_name and given):
        raise BadHours("Office hours need both: --zone and --open.")
    week = week_from(given) if given or before is None else before.week
    return {SETTING: Hours(zone_name or (before.zone if before else ""), week).facts()}


def without_hours() -> Mapping[str, Any]:
    return {SETTING: None}


def week_from(given: Iterable[tuple[str, str]]) -> Week:
    """Of days and spans as an operator types them: ("mon-fri", "9-17"), ("sat", "10:30-13").

    Raises BadHours.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for days, span in given:
        for day in _days(days):
            week[day].append(_span(span))
    return tuple(_apart(sorted(spans)) for spans in week)


def _days(text: str) -> Sequence[int]:
    first, _, last = text.lower().partition("-")
    last = last or first
    if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
        raise BadHours(f"{text[:20]!r} are no days: they read like mon-fri or sat.")
    return range(DAYS.index(first), DAYS.index(last) + 1)


def _span(text: str) -> tuple[int, int]:
    found = SPAN.fullmatch(text)
    if found:
        start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if start < end <= DAY_MINUTES:
            return start, end
    raise BadHours(f"{text[:20]!r} are no hours of a day: they read like 9-17 or 8:30-12.")


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise BadHours("Hours of one day overlap.")
    return tuple(spans)


def _moment(day: date, minutes: int, here: ZoneInfo) -> int:
    if minutes == DAY_MINUTES:
        day, minutes = day + timedelta(days=1), 0
    return int(datetime.combine(day, time(*divmod(minutes, 60)), here).timestamp())
