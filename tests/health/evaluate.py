"""Scores the detector on labelled text: `python -m tests.health.evaluate FILE.jsonl [--wrong SOURCE]`.

Each line has `text`, `label` (1 = holds a health detail) and `source`; with `spans` (identifiers) instead,
the overlap of kinds is scored.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from widget.health.compiler import IDENTIFIER_KINDS
from widget.health.detector import Finding, scan

KINDS = frozenset(IDENTIFIER_KINDS)


def main(path: str, *options: str) -> None:
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    wrong = options[1] if options[:1] == ("--wrong",) else None
    if "spans" in rows[0]:
        identifiers(rows, wrong)
    else:
        messages(rows, wrong)


def messages(rows: list[dict[str, Any]], wrong: str | None) -> None:
    """F1 and false alarms by source and in all."""
    counts: Counter[tuple[str, int, bool]] = Counter()
    for row in rows:
        found = scan(row["text"])
        for source in (row["source"], "all"):
            counts[source, row["label"], found.health] += 1
        if row["source"] == wrong and found.health != bool(row["label"]):
            print(row["label"], row["text"][:300], [row["text"][f.start : f.end] for f in found.findings])
    for source in sorted({source for source, _, _ in counts}):
        hit, miss = counts[source, 1, True], counts[source, 1, False]
        alarm, quiet = counts[source, 0, True], counts[source, 0, False]
        recall = f"recall {hit / (hit + miss):.3f}" if hit + miss else ""
        alarms = f"false alarms {alarm / (alarm + quiet):.4f}" if alarm + quiet else ""
        print(f"{source:16} F1 {2 * hit / max(1, 2 * hit + miss + alarm):.3f} {recall} {alarms}")


def identifiers(rows: list[dict[str, Any]], wrong: str | None) -> None:
    """What was met, missed and found besides, by kind; a finding meets a span that it overlaps."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = [f for f in scan(row["text"]).findings if f.kind in KINDS]
        wanted = [Finding(s["start"], s["end"], s["kind"]) for s in row["spans"] if s["kind"] in KINDS]
        outcomes = [("met" if any(_meet(span, f) for f in found) else "missed", span) for span in wanted]
        outcomes += [("extra", f) for f in found if not any(_meet(span, f) for span in wanted)]
        for outcome, span in outcomes:
            counts[outcome, span.kind] += 1
            if outcome != "met" and span.kind == wrong:
                print(outcome, repr(row["text"]), row["text"][span.start : span.end])
    for kind in sorted(KINDS):
        print(
            f"{kind:16}", *(f"{outcome} {counts[outcome, kind]:4}" for outcome in ("met", "missed", "extra"))
        )


def _meet(a: Finding, b: Finding) -> bool:
    return a.kind == b.kind and a.start < b.end and b.start < a.end


if __name__ == "__main__":
    main(*sys.argv[1:])
