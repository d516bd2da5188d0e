"""An inbox's own terms: put in, listed, taken out, and refused in one sentence without a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operator import Operator
from widget.records import inboxes
from widget.records.inboxes import Inbox
from widget.records.ownterms import section_of, terms_of


@pytest.fixture
def house(operator: Operator, tmp_path: Path) -> Operator:
    """With the inbox riverside."""
    operator.types("db", "upgrade")
    operator.types("inbox", "create", "Riverside", "--kit", str(tmp_path / "demo.kit"), "--demo")
    return operator


def found(operator: Operator) -> Inbox:
    return operator.store().read(lambda connection: inboxes.get(connection, "riverside"))


def test_terms_are_put_in_listed_and_taken_out(house: Operator) -> None:
    assert "has no terms of its own" in house.types("inbox", "terms", "riverside")
    words = ("--add", "condition", "River  Program", "--add", "exception", "stroke clinic")
    said = house.types("inbox", "terms", "riverside", *words)
    assert [line.split(maxsplit=1) for line in said.splitlines()] == [
        ["condition", "river program"],
        ["exception", "stroke clinic"],
    ]
    assert house.types("inbox", "terms", "riverside") == said
    said = house.types("inbox", "terms", "riverside", "--remove", "RIVER program")
    assert said.split() == ["exception", "stroke", "clinic"]
    house.types("inbox", "terms", "riverside", "--remove", "stroke clinic")
    assert "terms" not in found(house).settings


def test_a_term_is_there_once_and_can_change_its_kind(house: Operator) -> None:
    for kind in ("condition", "condition", "exception"):
        house.types("inbox", "terms", "riverside", "--add", kind, "river program")
    assert found(house).settings["terms"] == [{"kind": "exception", "term": "river program"}]


def test_all_else_about_the_inbox_stays_as_it_is(house: Operator) -> None:
    before = found(house)
    house.types("inbox", "terms", "riverside", "--add", "symptom", "the wobbles")
    house.types("inbox", "crisis", "riverside", "--language", "en", "--contact", "tel:112", "Call 112", "")
    house.types("inbox", "terms", "riverside", "--remove", "the wobbles")
    house.types("inbox", "crisis", "riverside", "--reset")
    assert found(house) == before


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
    house: Operator, words: tuple[str, ...], sentence: str
) -> None:
    house.types("inbox", "terms", "riverside", "--add", "condition", "asthma")
    assert sentence in house.fails("inbox", "terms", "riverside", *words)
    assert found(house).settings["terms"] == [{"kind": "condition", "term": "asthma"}]


def test_an_inbox_has_at_most_two_hundred(house: Operator) -> None:
    names = (f"river {one}{two}" for one in "abcdefghij" for two in "abcdefghijklmnopqrst")
    many = [word for name in names for word in ("--add", "condition", name)]
    house.types("inbox", "terms", "riverside", *many)
    said = house.fails("inbox", "terms", "riverside", "--add", "condition", "one more")
    assert "at most 200 terms; these would be 201" in said
    assert len(found(house).settings["terms"]) == 200
    assert section_of(terms_of(found(house)))


def test_an_inbox_that_is_not_there_is_told(house: Operator) -> None:
    for words in ((), ("--add", "condition", "asthma"), ("--remove", "asthma")):
        assert "There is no inbox lakeside; there are: riverside." in house.fails(
            "inbox", "terms", "lakeside", *words
        )
