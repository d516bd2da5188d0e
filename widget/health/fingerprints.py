"""Thousands of phrases in a few kilobytes: each is told by a number that its words give, not by its letters.

A table holds `bits`, the size of a number, and `groups`: value -> `[shift, digits]`, the gaps between its
phrases' sorted numbers in a Rice code (R. F. Rice, JPL 79-22): a gap's part above its lowest `shift` bits as
so many ones and a zero, then those bits, the highest first; six of these bits are one digit of DIGITS, and
ones fill the last. Sparse numbers need no more than a few hundredths over what any code would.

Words that are in no table may share a number with some that are, about once in 2 ** bits / phrases: tables
that decide alone have more bits than those that only add to a sum.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeVar

M = TypeVar("M")

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"
_DIGIT_BITS = 6
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


def number_in(bits: int, phrase: str) -> int:
    """The number of this size that tells a whole phrase."""
    return number_of(step(START, phrase), bits)


def pack(values: Iterable[tuple[str, int]], bits: int) -> dict[str, Any]:
    """The table of these phrases with their values; a phrase may have several."""
    groups: dict[int, set[int]] = {}
    for phrase, value in values:
        groups.setdefault(value, set()).add(number_in(bits, phrase))
    coded = {str(value): _coded(sorted(group), bits) for value, group in sorted(groups.items())}
    return {"bits": bits, "groups": coded}


def unpack(table: Mapping[str, Any]) -> dict[int, list[int]]:
    """Number -> values."""
    values: dict[int, list[int]] = {}
    for value, (shift, digits) in table["groups"].items():
        for number in accumulate(_gaps(shift, digits)):
            values.setdefault(number, []).append(int(value))
    return values


def read_meanings(languages: Iterable[tuple[Mapping[str, Any], Sequence[M]]]) -> dict[int, list[M]]:
    """Number -> what is meant, of all these tables; each comes with the meanings that its values count."""
    known: dict[int, list[M]] = {}
    for table, meanings in languages:
        for number, values in unpack(table).items():
            known.setdefault(number, []).extend(meanings[value] for value in values)
    return known


class Words:
    """Words of which it matters only that they are listed."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._bits: int = table["bits"]
        self._numbers = frozenset(unpack(table))

    def __contains__(self, word: str) -> bool:
        return number_in(self._bits, word) in self._numbers


def _coded(numbers: list[int], bits: int) -> list[int | str]:
    gaps = [after - before for before, after in pairwise([0, *numbers])]
    # Each gap costs its ones, a zero, and `shift` bits.
    shift = min(range(1, bits), key=lambda shift: sum((gap >> shift) + 1 + shift for gap in gaps))
    written = "".join("1" * (gap >> shift) + "0" + format(gap % (1 << shift), f"0{shift}b") for gap in gaps)
    written += "1" * (-len(written) % _DIGIT_BITS)
    digits = (int(written[at : at + _DIGIT_BITS], 2) for at in range(0, len(written), _DIGIT_BITS))
    return [shift, "".join(DIGITS[digit] for digit in digits)]


def _gaps(shift: int, digits: str) -> Iterator[int]:
    written = "".join(format(DIGITS.index(digit), f"0{_DIGIT_BITS}b") for digit in digits)
    at = 0
    while (zero := written.find("0", at)) >= 0:
        end = zero + 1 + shift
        yield ((zero - at) << shift) + int(written[zero + 1 : end], 2)
        at = end
