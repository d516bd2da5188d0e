"""What a report is asked for: of which days, and in which parts. Days are UTC days since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from widget.staff.errors import Invalid

MOST_DAYS = 731  # figures are not kept for longer
WEEK_DAYS = 7
_START = date(1970, 1, 1)
_MONDAY = 3  # 1970 began on a Thursday


class By(StrEnum):
    WEEK = "week"
    TOPIC = "topic"
    AGENT = "agent"


@dataclass(frozen=True)
class Asked:
    """Both days are among them."""

    first: int
    last: int
    by: By


def read_asked(given: Mapping[str, str]) -> Asked:
    """From an address's query. Raises Invalid."""
    first, last = _day(given.get("from")), _day(given.get("to"))
    if not 0 <= last - first < MOST_DAYS:
        raise Invalid("A report is of two years at the most, and ends on the day it begins or later.")
    try:
        return Asked(first, last, By(given.get("by", "")))
    except ValueError:
        raise Invalid(f"A report is by one of: {', '.join(By)}.") from None


def iso(day: int) -> str:
    """Such as 2026-11-20."""
    return (_START + timedelta(day)).isoformat()


def week_of(day: int) -> int:
    """The Monday that its ISO week begins with."""
    return day - (day + _MONDAY) % WEEK_DAYS


def weeks_of(asked: Asked) -> range:
    """By their Mondays."""
    return range(week_of(asked.first), asked.last + 1, WEEK_DAYS)


def name_of_week(day: int) -> str:
    """ISO 8601, such as 2026-W47."""
    year, week, _ = (_START + timedelta(day)).isocalendar()
    return f"{year}-W{week:02}"


def _day(given: str | None) -> int:
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        found = date.min
    # Python reads other spellings, too, and what comes before 1970 is asked for by mistake.
    if found < _START or found.isoformat() != given:
        raise Invalid("A report begins and ends on days that are written like 2026-11-20.")
    return (found - _START).days
