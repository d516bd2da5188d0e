"""What figures come to, added up: how many there were, and how long things took."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from widget.records.counting import Amount
from widget.records.figures import SPANS, TIMED, Kind

MEDIAN, NINE_OF_TEN = 0.5, 0.9


@dataclass
class Spread:
    """How long things took, by span (records/figures.py): how many, and the minutes of all of them."""

    counts: list[int] = field(default_factory=lambda: [0] * SPANS)
    minutes: list[int] = field(default_factory=lambda: [0] * SPANS)

    @property
    def count(self) -> int:
        return sum(self.counts)

    def add(self, span: int, amount: Amount) -> None:
        self.counts[span] += amount.number
        self.minutes[span] += amount.minutes

    def mean(self) -> int | None:
        return round(sum(self.minutes) / self.count) if self.count else None

    def within(self, share: float) -> int | None:
        """The minutes that this share of all took at most.

        About right: it is known which span holds the one that is asked for; it is taken for the mean there.
        """
        left = math.ceil(share * self.count)
        for count, minutes in zip(self.counts, self.minutes, strict=True):
            if count and left <= count:
                return round(minutes / count)
            left -= count
        return None

    def facts(self) -> dict[str, Any]:
        return {
            "count": self.count,
            "median": self.within(MEDIAN),
            "mean": self.mean(),
            "nine_of_ten": self.within(NINE_OF_TEN),
            "spans": self.counts,
        }


@dataclass
class Sums:
    """Of each kind of figure."""

    counts: dict[str, int] = field(default_factory=dict)
    spreads: dict[str, Spread] = field(default_factory=lambda: {kind: Spread() for kind in TIMED})

    def add(self, kind: str, span: int, amount: Amount) -> None:
        if kind in self.spreads:
            self.spreads[kind].add(span, amount)
        else:
            self.counts[kind] = self.counts.get(kind, 0) + amount.number

    def of(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    def facts(self) -> dict[str, Any]:
        """By kind: a number, or how long it took."""
        spreads = {str(kind): spread.facts() for kind, spread in self.spreads.items()}
        return {str(kind): self.of(kind) for kind in Kind if kind not in self.spreads} | spreads
