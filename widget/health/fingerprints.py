"""Thousands of phrases in a few kilobytes: each is told by a number that its words give, not by its letters.

A table holds `bits`, the size of a number, and `groups`: value -> the gaps between its phrases' sorted
numbers, as digits of DIGITS, one string for each place, the highest first. Words that are in no table may
share a number with some that are, about once in 2 ** bits / phrases: tables that decide alone have more bits
than those that only add to a sum.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"
_BASE = len(DIGITS)
_MASK = 0xFFFFFFFF
# FNV-1a of 32 bits (offset basis, prime), and the last steps of MurmurHash3, which spread it over all bits.
START = 2166136261
_PRIME = 16777619


def step(state: int, text: str) -> int:
    """The state after these further letters; `START` is the state before the first."""
    for char in text:
        state = ((state ^ ord(char)) * _PRIME) & _MASK
    return state


def number_of(state: int, bits: int) -> int:
    state ^= state >> 16
    state = (state * 0x85EBCA6B) & _MASK
    state ^= state >> 13
    state = (state * 0xC2B2AE35) & _MASK
    state ^= state >> 16
    return state >> (32 - bits)


def pack(values: Mapping[str, int], bits: int) -> dict[str, Any]:
    """The table of these phrases. Of two phrases with one number, the greater value stays."""
    numbers: dict[int, int] = {}
    for phrase, value in values.items():
        number = number_of(step(START, phrase), bits)
        numbers[number] = max(value, numbers.get(number, value))
    groups: dict[int, list[int]] = {}
    for number, value in sorted(numbers.items()):
        groups.setdefault(value, []).append(number)
    return {"bits": bits, "groups": {str(value): _digits(group) for value, group in sorted(groups.items())}}


def unpack(table: Mapping[str, Any]) -> dict[int, int]:
    """Number -> value."""
    values: dict[int, int] = {}
    for value, places in table["groups"].items():
        number = 0
        for digits in zip(*places, strict=True):
            gap = 0
            for digit in digits:
                gap = gap * _BASE + DIGITS.index(digit)
            number += gap
            values[number] = int(value)
    return values


def _digits(numbers: list[int]) -> list[str]:
    gaps = [after - before for before, after in pairwise([0, *numbers])]
    places = range(max(_places(gap) for gap in gaps))
    return ["".join(DIGITS[gap // _BASE**place % _BASE] for gap in gaps) for place in reversed(places)]


def _places(gap: int) -> int:
    places = 1
    while gap >= _BASE**places:
        places += 1
    return places
