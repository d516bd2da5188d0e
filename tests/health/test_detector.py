"""What a caller may rely on, whatever the lists hold."""

import pytest

from tests.health.texts import odd_texts
from widget.health.compiler import build
from widget.health.detector import Detector, scan
from widget.health.folding import Folding
from widget.health.sections import Points, TermList, section


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


@pytest.mark.parametrize(
    "text",
    [
        "You asked for my SSN. 321549876",
        "You asked for my SSN. Well. 321549876",
        "You asked for my SSN! …! 321549876",
        "My SSN? Sure.\n321549876",
    ],
)
def test_a_label_reaches_into_the_next_sentences(text: str) -> None:
    assert [finding.kind for finding in scan(text).findings] == ["ssn"]


@pytest.mark.parametrize(
    "text",
    [
        "You want my SSN here. I have been looking for it for a while. 321549876",
        "My SSN is late. The order is 321549876",
        "My SSN is late. My. Order. Is. 321549876",
    ],
)
def test_a_label_reaches_no_further_than_others_allow(text: str) -> None:
    assert not scan(text).identifier


def test_no_term_goes_on_in_the_next_sentence() -> None:
    data = build()
    only = section([TermList("symptom", ("alpha beta",))])
    detector = Detector(data | {part: {"en": own} for part, own in only.items()})
    assert detector.scan("Alpha beta").health
    assert not detector.scan("Alpha. Beta").health


@pytest.mark.parametrize(
    "text",
    [
        "Your help page shows 321-54-9876",
        "321-54-9876 is only an example",
        "¿321-54-9876 es un número de ejemplo?",
    ],
)
def test_what_is_printed_as_an_example_is_nobody_s(text: str) -> None:
    assert not scan(text).identifier
    assert scan("321-54-9876").identifier


@pytest.mark.parametrize(
    ("written", "folded"),
    [("ﬁ", "fi"), ("ǽ", "ae"), ("⑩", "10"), ("\N{MATHEMATICAL FRAKTUR SMALL S}", "s"), ("2½", "2/2")],
)
def test_what_unicode_decomposes_is_folded(written: str, folded: str) -> None:
    assert Folding(build()["fold"]).fold(written).text == folded


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
