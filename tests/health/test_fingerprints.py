"""Fingerprints of phrases: what is packed is found again, and the rest hardly ever."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from widget.health.fingerprints import START, number_of, pack, step, unpack

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz #", min_size=1, max_size=20)


@given(st.sets(st.tuples(WORDS, st.integers(-31, 63)), max_size=60))
def test_every_phrase_has_all_its_values_and_no_number_has_others(values: set[tuple[str, int]]) -> None:
    found = unpack(pack(values, 27))
    wanted: dict[int, set[int]] = {}
    for phrase, value in values:
        wanted.setdefault(number_of(step(START, phrase), 27), set()).add(value)
    assert {number: sorted(each) for number, each in found.items()} == {
        number: sorted(each) for number, each in wanted.items()
    }


def test_the_numbers_are_those_of_fnv_and_murmur() -> None:
    # FNV-1a's published vectors, before the last mixing.
    assert step(START, "") == 0x811C9DC5
    assert step(START, "a") == 0xE40C292C
    assert step(START, "foobar") == 0xBF9CF968
    assert step(step(START, "foo"), "bar") == step(START, "foobar")
    # MurmurHash3's finalizer maps 0 to 0 and 1 to 0x514E28B7.
    assert number_of(0, 32) == 0
    assert number_of(1, 32) == 0x514E28B7


def test_other_phrases_share_a_number_about_as_often_as_is_said() -> None:
    random = Random(3)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(42_000)]
    table = unpack(pack(((word, 1) for word in words[:2000]), 16))
    shared = sum(number_of(step(START, word), 16) in table for word in words[2000:])
    assert 0.9 < shared / 40_000 / (2000 / 2**16) < 1.1
