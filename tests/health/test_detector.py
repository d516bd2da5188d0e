"""What a caller may rely on, whatever the lists hold."""

import pytest

from tests.health.texts import odd_texts
from widget.health.detector import scan


def test_findings_are_in_order_and_apart() -> None:
    for text in odd_texts(500, seed=7):
        found = scan(text)
        edges = [edge for finding in found.findings for edge in (finding.start, finding.end)]
        assert edges == sorted(edges)
        assert all(0 <= finding.start < finding.end <= len(text) for finding in found.findings)


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "1" * 300_000, "1-" * 150_000, "a.b@" * 75_000, "my chest " * 30_000]
)
def test_a_long_run_of_the_same_is_scanned(text: str) -> None:
    scan(text)


def test_what_is_removed_takes_its_hidden_characters_along() -> None:
    text = "asthma\u200b\u0301 ok"
    [finding] = scan(text).findings
    assert text[finding.start : finding.end] == "asthma\u200b\u0301"


def test_an_identifier_wins_over_a_health_term_in_the_same_place() -> None:
    [finding] = scan("my password is depressed99").findings
    assert finding.kind == "password"


def test_a_sentence_is_scanned_by_itself() -> None:
    first, second = "My SSN is late. ", "321549876 is the order."
    assert not scan(first + second).identifier
    assert scan(first.replace(". ", " ") + second).identifier
