"""The checks that have the last word on an identifier's shape."""

import pytest

from widget.health.checks import CHECKS, read_facts
from widget.health.compiler import build

FACTS = read_facts(build()["facts"])


def size(check: str, text: str) -> int:
    return CHECKS[check](text, FACTS)


def test_a_card_ends_before_its_expiry_date() -> None:
    assert size("card", "4111 1111 1111 1111 0928") == len("4111 1111 1111 1111")
    assert size("card", "4o12 8888 8888 l88l") == len("4012 8888 8888 1881")
    assert not size("card", "4111 1111 1111 1112 0928")


def test_an_iban_ends_where_its_country_says() -> None:
    assert size("iban", "gb29-nwbk-6016-1331-9268-19 please") == len("gb29-nwbk-6016-1331-9268-19")


@pytest.mark.parametrize("text", ["04091981", "19810409", "o4/o9/l98l", "9 apr '81", "1981 4 9"])
def test_a_day_is_a_date(text: str) -> None:
    assert size("date", text) == len(text)


@pytest.mark.parametrize("text", ["13131981", "01/01/1900", "4/9", "31 apr", "isnt 11/02"])
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert not size("date", text)


@pytest.mark.parametrize(
    "text",
    [
        *("2025", "2025 3", "2019-2021", "12/05/2025", "120/80"),
        *("a123", "415-555-2671", "1 800 555 0134", "h1036-054", "80840"),
    ],
)
def test_years_dates_and_telephone_numbers_are_no_record_number(text: str) -> None:
    assert not size("member", text)


@pytest.mark.parametrize("text", ["2019-3347", "w2290 88451 02", "5 509 221", "5_0017_22"])
def test_a_record_number_may_look_like_the_start_of_one(text: str) -> None:
    assert size("member", text) == len(text)


@pytest.mark.parametrize(
    "text", ["8-character", "10:30am", "iphone15", "err_4031", "scan2.pdf", "a/b2c3d4", "abc12"]
)
def test_a_word_with_a_number_is_not_always_a_secret(text: str) -> None:
    assert not size("secret", text)


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("sunshine.", "sunshine"),
        ("sunflower and it keeps spinning", "sunflower"),
        ("purple cows eat slow grass, it says", "purple cows eat slow grass"),
        ("perro gato 12 usuario", "perro gato 12"),
        ('"blue horse" without quotes', '"blue horse"'),
        ("4821 for the app", "4821"),
        ("60 41 7, is", "60 41 7"),
        ("fluffy99! please", "fluffy99"),
        ("correct-horse-stapler", "correct-horse-stapler"),
    ],
)
def test_a_password_goes_up_to_what_is_no_part_of_it(text: str, password: str) -> None:
    assert text[: size("password", text)] == password


@pytest.mark.parametrize(
    "text",
    [
        "expired",
        "wrong!",
        "probably fine",
        "cambiada",
        '"not valid"',
        "it",
        "they're",
        "8-character",
        "case-sensitive",
    ],
)
def test_what_is_said_about_a_password_is_none(text: str) -> None:
    assert not size("password", text)


def test_a_password_that_must_be_whole_goes_up_to_the_end() -> None:
    assert size("whole", "silver otter")
    assert not size("whole", "silver otter is")
