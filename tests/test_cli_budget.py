"""How much members may read: ours unless an inbox sets its own, and never what cannot be."""

from __future__ import annotations

import pytest

from tests.operator import Operator

OURS = """\
A member reads up to 60 conversations an hour, 20 of them at once,
and 200 a day; all members together 1000 a day.
"""


def test_without_a_budget_of_its_own_an_inbox_has_ours(riverside: Operator) -> None:
    assert riverside.types("inbox", "budget", "riverside") == OURS


def test_what_is_named_is_changed_and_the_rest_stays(riverside: Operator) -> None:
    said = riverside.types("inbox", "budget", "riverside", "--hourly", "30", "--burst", "10")
    assert said == OURS.replace("60", "30").replace("20 of", "10 of")
    said = riverside.types("inbox", "budget", "riverside", "--member-day", "100", "--inbox-day", "400")
    assert said.endswith("and 100 a day; all members together 400 a day.\n")
    assert riverside.inbox("riverside").settings["budget"] == {
        "hourly": 30,
        "burst": 10,
        "member_day": 100,
        "inbox_day": 400,
    }


def test_ours_comes_back(riverside: Operator) -> None:
    riverside.types("inbox", "budget", "riverside", "--burst", "5")
    for _ in range(2):
        assert riverside.types("inbox", "budget", "riverside", "--reset") == OURS
    assert "budget" not in riverside.inbox("riverside").settings


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--hourly", "0"), "--hourly must be 1 to 3600."),
        (("--burst", "1000"), "--burst must be 1 to 200."),
        (("--member-day", "-5"), "--member-day must be 1 to 100000."),
        (("--inbox-day", "100"), "--member-day cannot be above --inbox-day."),
        (("--burst", "5", "--reset"), "leave it or the others out"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(
    riverside: Operator, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in riverside.fails("inbox", "budget", "riverside", *words)
    assert "budget" not in riverside.inbox("riverside").settings


def test_an_inbox_that_is_not_there_is_told(riverside: Operator) -> None:
    for words in ((), ("--reset",), ("--burst", "5")):
        said = riverside.fails("inbox", "budget", "lakeside", *words)
        assert "There is no inbox lakeside; there are: riverside." in said
