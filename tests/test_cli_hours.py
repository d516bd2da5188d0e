"""Which hours count until an answer is due: every one, unless the inbox has office hours."""

from __future__ import annotations

import pytest

from tests.operator import Operator

EVERY = "Every hour counts, nights and weekends too. Answers are due within 24 hours.\n"
OFFICE = ("--zone", "Europe/Madrid", "--open", "mon-fri", "9-17")


def types(operator: Operator, *words: str) -> str:
    return operator.types("inbox", "hours", "riverside", *words)


def test_without_hours_of_its_own_every_hour_counts(riverside: Operator) -> None:
    assert types(riverside) == EVERY


def test_hours_are_set_shown_and_taken_away(riverside: Operator) -> None:
    said = types(riverside, *OFFICE, "--open", "sat", "10:30-13", "--answer-hours", "8").splitlines()
    assert said[0] == "mon  9:00-17:00"
    assert said[5:7] == ["sat  10:30-13:00", "sun  closed"]
    assert said[7] == "Answers are due within 8 of these hours, Europe/Madrid:"
    assert said[8].startswith("a letter that comes in now by ")
    inbox = riverside.inbox("riverside")
    assert inbox.settings["answer_within_hours"] == 8
    assert inbox.settings["hours"]["zone"] == "Europe/Madrid"
    assert types(riverside, "--reset") == EVERY.replace("24", "8")
    assert "hours" not in riverside.inbox("riverside").settings


def test_what_is_not_named_stays(riverside: Operator) -> None:
    types(riverside, *OFFICE)
    before = riverside.inbox("riverside").settings["hours"]
    types(riverside, "--zone", "America/Denver")
    assert riverside.inbox("riverside").settings["hours"] == before | {"zone": "America/Denver"}
    types(riverside, "--open", "mon-wed", "8-12")
    after = riverside.inbox("riverside").settings["hours"]
    assert after == {"zone": "America/Denver", "week": [[[480, 720]]] * 3 + [[]] * 4}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--zone", "Europe/Madrid"), "need both: --zone and --open"),
        (("--open", "mon-fri", "9-17"), "need both: --zone and --open"),
        (("--zone", "Madrid", "--open", "mon-fri", "9-17"), "There is no time zone 'Madrid'"),
        (("--zone", "Europe/Madrid", "--open", "mon-fri", "17-9"), "'17-9' are no hours of a day"),
        (("--zone", "Europe/Madrid", "--open", "weekdays", "9-17"), "'weekdays' are no days"),
        (("--zone", "Europe/Madrid", "--open", "mon", "9-10"), "at least five hours a week"),
        ((*OFFICE, "--reset"), "leave it or the others out"),
        (("--answer-hours", "0"), "--answer-hours"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(
    riverside: Operator, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in riverside.fails("inbox", "hours", "riverside", *words)
    assert "hours" not in riverside.inbox("riverside").settings


def test_an_inbox_that_is_not_there_is_told(riverside: Operator) -> None:
    for words in ((), ("--reset",), OFFICE):
        assert "There is no inbox lakeside" in riverside.fails("inbox", "hours", "lakeside", *words)
