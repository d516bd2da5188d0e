"""A report as a table for spreadsheets, which opens nothing and runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for another encoding
# What a spreadsheet takes for a formula, and the wide forms of the same that some take for it, too.
# https://owasp.org/www-community/attacks/CSV_Injection
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NAMES = {
    "week": {"week": "key", "from": "from", "to": "to"},
    "topic": {"topic": "key", "label": "label"},
    "agent": {"agent": "label"},
}
COUNTS = ("opened", "timely", "late", "backlog")
TIMES = {"answered": "first_answer", "solved": "solve"}


def sheet(report: Mapping[str, Any]) -> str:
    """FIGURES as CSV: times in minutes, empty where there is none."""
    names = NAMES[report["by"]]
    written = io.StringIO()
    # Quoted, a text stays one cell also where a semicolon is what separates them.
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([*names, *_figures(report["total"])])
    for row in report["rows"]:
        writer.writerow([*(harmless(row[key]) for key in names.values()), *_figures(row).values()])
    return BYTE_ORDER_MARK + written.getvalue()


def harmless(text: str) -> str:
    """With an apostrophe before it where it would be a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: row[name] for name in COUNTS}
    for kind, name in TIMES.items():
        spread = row[kind]
        found[kind] = spread["count"]
        for of in ("median", "mean", "nine_of_ten"):
            found[f"{name}_{of}_minutes"] = spread[of]
    return found | {f"helped_{said}": count for said, count in row["rated"].items()}
