"""Messages as people write them. The lists were tuned on these: they guard against losing ground."""

from pathlib import Path

import pytest

from bench.health.scores import of_identifiers
from widget.health.detector import scan

CASES = Path(__file__).with_name("cases")


def lines(name: str) -> list[str]:
    text = (CASES / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize("text", lines("health"))
def test_a_health_detail_is_found(text: str) -> None:
    assert scan(text).health


@pytest.mark.parametrize("text", lines("ordinary"))
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert not scan(text).health


@pytest.mark.parametrize("text", lines("crisis"))
def test_danger_is_seen(text: str) -> None:
    assert scan(text).crisis


@pytest.mark.parametrize("text", lines("calm"))
def test_what_only_sounds_like_danger_stays_quiet(text: str) -> None:
    assert not scan(text).crisis


@pytest.mark.parametrize("text", lines("identifiers"))
def test_an_identifier_is_found(text: str) -> None:
    message, kind = text.split("\t")
    assert kind in [finding.kind for finding in scan(message).findings]


@pytest.mark.parametrize("text", lines("numbers"))
def test_a_number_that_identifies_nobody_is_left_alone(text: str) -> None:
    assert not scan(text).identifier


@pytest.mark.parametrize(
    ("name", "spans", "precision", "recall"),
    [
        ("near-misses", 2000, 0.96, 0.92),
        ("harder-near-misses", 1000, 0.9, 0.84),
        ("everyday-near-misses", 1700, 0.94, 0.92),
        ("others-near-misses", 1000, 0.88, 0.93),
        ("mixed-near-misses", 2000, 0.89, 0.91),
        ("unlabelled-near-misses", 1500, 0.82, 0.52),
    ],
)
def test_most_identifiers_among_near_misses_are_told_from_them(
    name: str, spans: int, precision: float, recall: float
) -> None:
    found = of_identifiers(CASES / f"{name}.jsonl", scan)
    assert found.hits + found.misses > spans
    assert found.precision > precision
    assert found.recall > recall
