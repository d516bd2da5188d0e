"""The checks that have the last word on an identifier's shape."""

import pytest

from widget.health.checks import CHECKS
from widget.health.compiler import build

FACTS = build()["facts"]


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


@pytest.mark.parametrize("text", ["2025", "2025 3", "a123", "12/05/2025", "415-555-2671", "1 800 555 0134"])
def test_years_dates_and_telephone_numbers_are_no_record_number(text: str) -> None:
    assert not size("member", text)


@pytest.mark.parametrize("text", ["2019-3347", "w2290 88451 02", "5 509 221"])
def test_a_record_number_may_look_like_the_start_of_one(text: str) -> None:
    assert size("member", text) == len(text)


@pytest.mark.parametrize(
    "text", ["8-character", "10:30am", "iphone15", "err_4031", "scan2.pdf", "a/b2c3d4", "abc12"]
)
def test_a_word_with_a_number_is_not_always_a_secret(text: str) -> None:
    assert not size("secret", text)


def test_a_password_may_be_a_word_but_not_what_is_said_about_one() -> None:
    assert size("password", "sunshine.") == len("sunshine")
    assert size("password", '"blue horse"')
    assert size("password", "4821")
    assert not any(
        size("password", word) for word in ("expired", "wrong!", "probably", "cambiada", '"not valid"')
    )
