"""How many conversations are reviewed, and how much reviewers may read: ours unless an inbox sets its own."""

from __future__ import annotations

import pytest

from tests.operator import Operator

OURS = """\
10 of a hundred closed conversations are drawn for review.
A reviewer reads up to 20 an hour, 5 of them at once, and 60 a day.
"""


def test_without_a_setting_of_its_own_an_inbox_has_ours(riverside: Operator) -> None:
    assert riverside.types("inbox", "review", "riverside") == OURS


def test_what_is_named_is_changed_and_the_rest_stays(riverside: Operator) -> None:
    said = riverside.types("inbox", "review", "riverside", "--percent", "25", "--day", "30")
    assert said == OURS.replace("10 of", "25 of").replace("60 a day", "30 a day")
    riverside.types("inbox", "review", "riverside", "--hourly", "9", "--burst", "3")
    assert riverside.inbox("riverside").settings["review"] == {
        "percent": 25,
        "day": 30,
        "hourly": 9,
        "burst": 3,
    }


def test_an_inbox_can_have_nothing_reviewed(riverside: Operator) -> None:
    said = riverside.types("inbox", "review", "riverside", "--percent", "0")
    assert said.startswith("No closed conversations are drawn for review.\n")


def test_ours_comes_back(riverside: Operator) -> None:
    riverside.types("inbox", "review", "riverside", "--burst", "2")
    for _ in range(2):
        assert riverside.types("inbox", "review", "riverside", "--reset") == OURS
    assert "review" not in riverside.inbox("riverside").settings


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--percent", "101"), "--percent must be 0 to 100."),
        (("--percent", "-1"), "--percent must be 0 to 100."),
        (("--hourly", "0"), "--hourly must be 1 to 3600."),
        (("--burst", "1000"), "--burst must be 1 to 200."),
        (("--day", "0"), "--day must be 1 to 100000."),
        (("--day", "5", "--reset"), "leave it or the others out"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(
    riverside: Operator, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in riverside.fails("inbox", "review", "riverside", *words)
    assert "review" not in riverside.inbox("riverside").settings


def test_an_inbox_that_is_not_there_is_told(riverside: Operator) -> None:
    said = riverside.fails("inbox", "review", "lakeside", "--percent", "5")
    assert "There is no inbox lakeside; there are: riverside." in said
