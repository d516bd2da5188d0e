"""Scores the detector on labelled text: `python -m tests.health.evaluate FILE.jsonl [--wrong SOURCE]`.

Each line has `text`, `label` (1 = holds a health detail) and `source`; with `spans` (identifiers) instead, the
overlap of kinds is scored.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from widget.health.detector import scan

KINDS = {
    "ssn",
    "mrn",
    "insurance_id",
    "date_of_birth",
    "card",
    "bank",
    "phone",
    "email",
    "address",
    "password",
}


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
    """Precision and recall by kind; a span is met when a finding of its kind overlaps it."""
    met: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for row in rows:
        found = [f for f in scan(row["text"]).findings if f.kind in KINDS]
        wanted = [s for s in row["spans"] if s["kind"] in KINDS]
        for span in wanted:
            hit = any(
                f.kind == span["kind"] and f.start < span["end"] and f.end > span["start"] for f in found
            )
            (met if hit else missed)[span["kind"]] += 1
            if not hit and wrong == span["kind"]:
                print("missed", repr(row["text"]), span)
        for f in found:
            if not any(s["kind"] == f.kind and f.start < s["end"] and f.end > s["start"] for s in wanted):
                extra[f.kind] += 1
                if wrong == f.kind:
                    print("extra", repr(row["text"]), row["text"][f.start : f.end], row["kinds"])
    for kind in sorted(KINDS):
        print(f"{kind:16} met {met[kind]:4} missed {missed[kind]:4} extra {extra[kind]:4}")


if __name__ == "__main__":
    main(*sys.argv[1:])
