"""axe-core, run in a page whatever the page's policy: the browser runs it, not the page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(place: Page | Frame) -> list[str]:
    """What axe finds wrong in this document: one line each, with the elements."""
    place.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = place.evaluate(
        "(rules) => axe.run({ iframes: false, runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in found["violations"]]
