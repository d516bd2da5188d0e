"""An inbox's own terms: put in, listed, taken out, and refused in one sentence without a change."""

from __future__ import annotations

import pytest

from tests.operator import Operator
from widget.records.ownterms import section_of, terms_of


def test_terms_are_put_in_listed_and_taken_out(riverside: Operator) -> None:
    assert "has no terms of its own" in riverside.types("inbox", "terms", "riverside")
    words = ("--add", "condition", "River  Program", "--add", "exception", "stroke clinic")
    said = riverside.types("inbox", "terms", "riverside", *words)
    assert [line.split(maxsplit=1) for line in said.splitlines()] == [
        ["condition", "river program"],
        ["exception", "stroke clinic"],
    ]
    assert riverside.types("inbox", "terms", "riverside") == said
    said = riverside.types("inbox", "terms", "riverside", "--remove", "RIVER program")
    assert said.split() == ["exception", "stroke", "clinic"]
    riverside.types("inbox", "terms", "riverside", "--remove", "stroke clinic")
    assert "terms" not in riverside.inbox("riverside").settings


def test_a_term_is_there_once_and_can_change_its_kind(riverside: Operator) -> None:
    for kind in ("condition", "condition", "exception"):
        riverside.types("inbox", "terms", "riverside", "--add", kind, "river program")
    assert riverside.inbox("riverside").settings["terms"] == [{"kind": "exception", "term": "river program"}]


def test_all_else_about_the_inbox_stays_as_it_is(riverside: Operator) -> None:
    before = riverside.inbox("riverside")
    riverside.types("inbox", "terms", "riverside", "--add", "symptom", "the wobbles")
    riverside.types(
        "inbox", "crisis", "riverside", "--language", "en", "--contact", "tel:112", "Call 112", ""
    )
    riverside.types("inbox", "terms", "riverside", "--remove", "the wobbles")
    riverside.types("inbox", "crisis", "riverside", "--reset")
    assert riverside.inbox("riverside") == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--add", "illness", "flu"), "There is no kind illness; there are: condition"),
        (("--add", "condition", "日本"), "cannot look for “日本”"),
        (("--add", "condition", " "), "cannot look for"),
        (("--add", "condition", "x" * 81), "at most 80 characters"),
        (("--remove", "asthmma"), "There is no term “asthmma” to remove"),
        (("--add", "symptom", "good", "--remove", "asthmma"), "There is no term “asthmma”"),
        (("--add", "symptom", "good", "--add", "symptom", "!"), "cannot look for “!”"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(
    riverside: Operator, words: tuple[str, ...], sentence: str
) -> None:
    riverside.types("inbox", "terms", "riverside", "--add", "condition", "asthma")
    assert sentence in riverside.fails("inbox", "terms", "riverside", *words)
    assert riverside.inbox("riverside").settings["terms"] == [{"kind": "condition", "term": "asthma"}]


def test_an_inbox_has_at_most_two_hundred(riverside: Operator) -> None:
    names = (f"river {one}{two}" for one in "abcdefghij" for two in "abcdefghijklmnopqrst")
    many = [word for name in names for word in ("--add", "condition", name)]
    riverside.types("inbox", "terms", "riverside", *many)
    said = riverside.fails("inbox", "terms", "riverside", "--add", "condition", "one more")
    assert "at most 200 terms; these would be 201" in said
    assert len(riverside.inbox("riverside").settings["terms"]) == 200
    assert section_of(terms_of(riverside.inbox("riverside")))


def test_an_inbox_that_is_not_there_is_told(riverside: Operator) -> None:
    for words in ((), ("--add", "condition", "asthma"), ("--remove", "asthma")):
        assert "There is no inbox lakeside; there are: riverside." in riverside.fails(
            "inbox", "terms", "lakeside", *words
        )
