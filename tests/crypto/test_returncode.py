from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto import returncode
from widget.crypto.returncode import ALPHABET, SYMBOLS, derive, new_code, parse, shown

codes = st.text(ALPHABET, min_size=SYMBOLS, max_size=SYMBOLS)


@each("returncode")
def test_return_code(vector: Vector) -> None:
    found, keys = outcome(lambda: derive(vector["typed"]))
    assert found == vector["outcome"]
    if keys is not None:
        expected = vector["expected"]
        assert shown(parse(vector["typed"])) == expected["shown"]
        names = (
            "locator",
            "token",
            "token_hash",
            "memo_key",
            "xwing_seed",
            "xwing_public",
            "sign_seed",
            "sign_public",
        )
        assert {name: getattr(keys, name) for name in names} == {name: data(expected[name]) for name in names}


def test_a_new_code_is_shown_in_groups_and_read_again() -> None:
    code = new_code()
    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{5}}[{ALPHABET}]{{2}}", code)
    assert shown(parse(code)) == code


def test_new_codes_use_all_symbols_and_differ() -> None:
    many = {parse(new_code()) for _ in range(200)}
    assert len(many) == 200
    assert set("".join(many)) == set(ALPHABET)


@settings(derandomize=True, deadline=None)
@given(code=codes, at=st.integers(0, 21), symbol=st.sampled_from(ALPHABET))
def test_every_single_slip_is_noticed(code: str, at: int, symbol: str) -> None:
    whole = shown(code).replace("-", "")
    assume(whole[at] != symbol)
    assert outcome(lambda: parse(whole[:at] + symbol + whole[at + 1 :]))[0] == "typing_slip"


@settings(derandomize=True, deadline=None)
@given(code=codes, one=st.integers(0, 21), other=st.integers(0, 21))
def test_every_two_symbols_swapped_are_noticed(code: str, one: int, other: int) -> None:
    symbols = list(shown(code).replace("-", ""))
    assume(symbols[one] != symbols[other])
    symbols[one], symbols[other] = symbols[other], symbols[one]
    assert outcome(lambda: parse("".join(symbols)))[0] == "typing_slip"


@settings(derandomize=True, deadline=None)
@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_an_error_of_ours(typed: str) -> None:
    assert outcome(lambda: parse(typed))[0] in {"malformed", "typing_slip"}


def test_keys_of_a_code_show_nothing_of_themselves() -> None:
    code = new_code()
    keys = derive(code)
    assert repr(keys) == "ReturnKeys()"
    assert returncode.derive(code) == keys
