"""The vectors that JavaScript reads too (tests/js/health.test.js)."""

import json
from pathlib import Path
from typing import Any

import pytest

from widget.health.detector import scan

VECTORS = json.loads(Path("tests/vectors/health.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_text_has_exactly_these_findings(vector: dict[str, Any]) -> None:
    text = vector["text"]
    found = scan(text)
    assert [f"{text[f.start : f.end]}:{f.kind}" for f in found.findings] == vector["findings"]
    assert found.crisis == vector["crisis"]
