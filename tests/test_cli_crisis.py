"""Whom patients are told to call: ours, an inbox's own by language, and never what no telephone can call."""

from __future__ import annotations

import pytest

from tests.operator import Operator

CALL_112 = ("--contact", "tel:112", "Llame al 112", "en una emergencia")
TEXT_HELP = ("--contact", "sms:+34600123456?body=AYUDA", "Envíe AYUDA", "")
NO_ADDRESSES = [
    "112",
    "tel:",
    "tel:1",
    "tel:1 1 2",
    "tel:112;ext=1",
    "TEL:112",
    "tel:\uff11\uff11\uff12",
    "tel:112\n",
    "tel:112?body=A",
    "tel:+" + "1" * 16,
    "sms:112?body=a%20b",
    "sms:112?cc=1",
    "https://example.org",
    "javascript:alert(1)",
]
OURS = """\
en (ours, for the United States)
  tel:988               Call 988, Suicide & Crisis Lifeline, free 24/7
  sms:988               Text 988
  tel:911               Call 911, in an emergency
es (ours, for the United States)
  tel:988               Llame al 988, Línea de crisis, gratis 24/7; oprima 2 para español
  sms:988?body=AYUDA    Envíe AYUDA al 988
  tel:911               Llame al 911, en una emergencia
"""


def test_without_a_list_of_its_own_an_inbox_has_ours(riverside: Operator) -> None:
    assert riverside.types("inbox", "crisis", "riverside") == OURS


def test_a_languages_list_is_replaced_whole_any_number_of_times(riverside: Operator) -> None:
    for _ in range(2):
        said = riverside.types("inbox", "crisis", "riverside", "--language", "es", *CALL_112, *TEXT_HELP)
        own = (
            "es\n  tel:112               Llame al 112, en una emergencia\n"
            "  sms:+34600123456?body=AYUDA  Envíe AYUDA\n"
        )
        assert said == OURS.split("es (ours")[0] + own
    said = riverside.types("inbox", "crisis", "riverside", "--language", "es", *CALL_112)
    assert "AYUDA" not in said


def test_who_changes_one_language_is_told_that_the_other_still_names_our_numbers(riverside: Operator) -> None:
    words = ("inbox", "crisis", "riverside", "--language", "es", *CALL_112)
    assert (
        riverside.remarks(*words)
        == "Patients who read en are still shown the numbers of the United States.\n"
    )


def test_our_list_comes_back_in_one_language_or_in_all(riverside: Operator) -> None:
    for language in ("en", "es"):
        riverside.types("inbox", "crisis", "riverside", "--language", language, *CALL_112)
    riverside.types("inbox", "crisis", "riverside", "--language", "es", "--reset")
    assert list(riverside.inbox("riverside").settings["crisis"]) == ["en"]
    for _ in range(2):
        assert riverside.types("inbox", "crisis", "riverside", "--reset") == OURS
    assert "crisis" not in riverside.inbox("riverside").settings


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_that_no_telephone_can_call_is_refused(riverside: Operator, address: str) -> None:
    riverside.types("inbox", "crisis", "riverside", "--language", "es", *CALL_112)
    before = riverside.inbox("riverside")
    wrong = ("--contact", address, "Call", "now")
    said = riverside.fails("inbox", "crisis", "riverside", "--language", "es", *TEXT_HELP, *wrong)
    assert "is no address such as tel:112" in said
    assert riverside.inbox("riverside") == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--language", "fr", *CALL_112), "The inbox does not speak fr; it speaks en, es."),
        (("--language", "fr", "--reset"), "does not speak fr"),
        (("--language", "es"), "Say whom to call: --contact"),
        (CALL_112, "Say whose list it is: --language"),
        (("--language", "es", *CALL_112, "--reset"), "leave it or --contact out"),
        (("--language", "es", *CALL_112 * 5), "1 to 4 contacts"),
        (("--language", "es", "--contact", "tel:112", " ", ""), "The name of tel:112 must have 1 to 30"),
        (("--language", "es", "--contact", "tel:112", "a\x1bb", ""), "printable"),
        (("--language", "es", "--contact", "tel:112", "Call", "x" * 61), "The purpose of tel:112 must have"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(
    riverside: Operator, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in riverside.fails("inbox", "crisis", "riverside", *words)
    assert "crisis" not in riverside.inbox("riverside").settings


def test_an_inbox_that_is_not_there_is_told(riverside: Operator) -> None:
    for words in ((), ("--reset",), ("--language", "es", *CALL_112)):
        assert "There is no inbox lakeside; there are: riverside." in riverside.fails(
            "inbox", "crisis", "lakeside", *words
        )
