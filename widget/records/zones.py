"""Time zones by their names (https://www.iana.org/time-zones), and hours of the day in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NAME = re.compile(r"[A-Za-z0-9_+-]{1,20}(/[A-Za-z0-9_+-]{1,20}){0,2}")
DAYS_AROUND = 2  # enough for any hour, whatever a zone does on the way


class BadZone(ValueError):
    """One sentence that names it."""


def zone(name: str) -> ZoneInfo:
    """Raises BadZone."""
    try:
        if NAME.fullmatch(name):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as Europe
        pass
    raise BadZone(f"There is no time zone {name[:40]!r}: one reads like Europe/Madrid.")


def next_hour(name: str, hour: int, after: int) -> int:
    """When that hour of the day next begins in the zone, later than `after` (Unix seconds).

    An hour that a day leaves out, when clocks go forward, begins an hour later there. Raises BadZone.
    """
    return min(at for at in _around(name, hour, after) if at > after)


def last_hour(name: str, hour: int, until: int) -> int:
    """When it last began, no later than `until`. Raises BadZone."""
    return max(at for at in _around(name, hour, until) if at <= until)


def _around(name: str, hour: int, moment: int) -> Iterator[int]:
    """That hour of the days before and after."""
    here = zone(name)
    today = datetime.fromtimestamp(moment, here).date()
    for ahead in range(-DAYS_AROUND, DAYS_AROUND + 1):
        yield int(datetime.combine(today + timedelta(days=ahead), time(hour), here).timestamp())
