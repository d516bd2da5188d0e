"""What figures come to, added up: how many there were, and how long things took."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from widget.records.counting import Amount
from widget.records.figures import BOUNDS, RATINGS, SPANS, TIMED, Kind

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
        """The minutes that this share of all took at most, about right: of those in one span, their number
        and their mean are known. They are taken to lie evenly around it, as far apart as the span lets them.
        """
        place = math.ceil(share * self.count)
        for span, count in enumerate(self.counts):
            if count and place <= count:
                mean = self.minutes[span] / count
                return round(mean + (place - (count + 1) / 2) / count * _width(span, mean))
            place -= count
        return None

    def facts(self) -> dict[str, Any]:
        return {
            "count": self.count,
            "median": self.within(MEDIAN),
            "mean": self.mean(),
            "nine_of_ten": self.within(NINE_OF_TEN),
            "spans": self.counts,
        }


def _width(span: int, mean: float) -> float:
    """Of what is even around its mean and within the span; the last one has no end."""
    below = mean - (BOUNDS[span - 1] if span else 0)
    return 2 * (min(below, BOUNDS[span] - mean) if span < len(BOUNDS) else below)


@dataclass
class Sums:
    """Of each kind of figure."""

    counts: dict[str, int] = field(default_factory=dict)
    spreads: dict[str, Spread] = field(default_factory=lambda: {kind: Spread() for kind in TIMED})
    ratings: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RATINGS, 0))

    def add(self, kind: str, span: int, amount: Amount) -> None:
        if kind in self.spreads:
            self.spreads[kind].add(span, amount)
        elif kind == Kind.RATED:
            self.ratings[RATINGS[span - 1]] += amount.number
        else:
            self.counts[kind] = self.counts.get(kind, 0) + amount.number

    def of(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    def facts(self) -> dict[str, Any]:
        """By kind: a number, how long it took, or how many said what."""
        others: dict[str, Any] = {str(kind): spread.facts() for kind, spread in self.spreads.items()}
        others[str(Kind.RATED)] = self.ratings
        return {str(kind): self.of(kind) for kind in Kind if str(kind) not in others} | others
