"""How often the detector is right, on labelled messages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.health.corpus import Message
from widget.health.compiler import IDENTIFIER_KINDS
from widget.health.detector import Detector, Scan

# Of the data file with gzip, in bytes.
LARGEST_DATA = 60_000


@dataclass(frozen=True)
class Score:
    """Messages that were found or not, of those that hold what is looked for and those that do not."""

    hits: int
    misses: int
    alarms: int
    quiet: int

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.misses + self.alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.misses)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.alarms)

    @property
    def false_alarms(self) -> float:
        return self.alarms / max(1, self.alarms + self.quiet)


def score(found: Iterable[tuple[bool, bool]]) -> Score:
    """Of (label, whether it was found) pairs."""
    counts = Counter(found)
    return Score(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def of_messages(messages: Iterable[Message], finds: Callable[[str], bool]) -> Score:
    return score((message.label, finds(message.text)) for message in messages)


def of_identifiers(path: Path, scan: Callable[[str], Scan]) -> Score:
    """Of single identifiers: a finding meets a span that it overlaps if its kind is right; `quiet` is not
    counted.
    """
    hits = misses = alarms = 0
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        text = row["text"]
        starts = [(text.index(span["value"]), span) for span in row["spans"]]
        wanted = [(start, start + len(span["value"]), span["kind"]) for start, span in starts]
        found = [(f.start, f.end, f.kind) for f in scan(text).findings if f.kind in IDENTIFIER_KINDS]
        met = [any(_meet(span, other) for other in found) for span in wanted]
        hits += sum(met)
        misses += len(met) - sum(met)
        alarms += sum(not any(_meet(span, other) for span in wanted) for other in found)
    return Score(hits, misses, alarms, 0)


def _meet(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]


def without_points(data: dict[str, Any]) -> Detector:
    """The detector with its sure terms alone, as a reference: what lists do without anything learned."""
    scale = {"threshold": 1, "unsure": 0, "further": 0}
    nothing = {"bits": 1, "groups": {}}
    tables = {name: {**own, "hints": nothing, "alarms": nothing} for name, own in data["tables"].items()}
    return Detector({**data, "health": scale, "danger": scale, "tables": tables})
