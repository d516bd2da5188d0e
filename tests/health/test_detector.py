"""What a caller may rely on, whatever the lists hold."""

import pytest

from tests.health.texts import odd_texts
from widget.health.compiler import build
from widget.health.detector import Detector, scan
from widget.health.sections import Points, section


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


def test_danger_is_read_from_three_neighbouring_sentences_together() -> None:
    points = Points(alarms={"alpha": 4, "beta": 4, "gamma": 4, "calm": -4})
    data = build()
    only = section([], points=points)
    detector = Detector(
        data
        | {part: {"en": own} for part, own in only.items()}
        | {scale: {"threshold": 8, "unsure": 0, "further": 1} for scale in ("danger", "health")}
    )

    def is_alarming(text: str) -> bool:
        return detector.scan(text).crisis

    assert is_alarming("Alpha. Beta. Gamma.")
    assert is_alarming("Nothing. Alpha. Beta. Gamma. Nothing.")
    assert not is_alarming("Alpha. Beta.")
    assert not is_alarming("Alpha. Nothing. Beta. Gamma.")
    assert not is_alarming("Alpha calm. Beta. Gamma.")
    # A piece without a word is no sentence.
    assert is_alarming("Alpha.\n\n!!!\n\nBeta.\n\nGamma.")
