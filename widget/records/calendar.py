"""Months as epochs: when each begins and ends, in Unix seconds, UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise


def months(now: float, count: int) -> list[tuple[int, int]]:
    """The month of `now` and those after it, as (first second, first second of the next)."""
    first = datetime.fromtimestamp(now, UTC)
    starts = [_month(first.year, first.month + ahead) for ahead in range(count + 1)]
    return list(pairwise(starts))


def _month(year: int, month: int) -> int:
    """`month` may run past 12."""
    return int(datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC).timestamp())
