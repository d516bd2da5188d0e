"""Phrases of plain words, told by their fingerprints: those that mean something, and those that only add
points.

A number in a text stands in a phrase as `#`, whatever it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from .fingerprints import START, number_in, number_of, read_meanings, step, unpack
from .terms import Hit, Term
from .tokens import Token

LONGEST_PHRASE = 3
# Letters of a longer word that stand for all its forms.
BEGINNING = 5
# Stand in pairs for the start and the end of a sentence.
SENTENCE_START = "^"
SENTENCE_END = "$"


class Phrases:
    """All languages' phrases: those that tell by themselves, and those that tell what a number near them is.
    Of each, all languages share one size of number.
    """

    def __init__(self, languages: list[tuple[Mapping[str, Any], list[Term]]]) -> None:
        """`languages` are pairs of a language's tables in the data file and the meanings that their values
        count.
        """
        self._tables = [
            (languages[0][0][name]["bits"], read_meanings((each[name], terms) for each, terms in languages))
            for name in ("phrases", "contexts")
        ]

    def hits(self, tokens: list[Token]) -> Iterator[Hit]:
        for at, first in enumerate(tokens):
            state = START
            for last in tokens[at : at + LONGEST_PHRASE]:
                state = step(state, _written(last) if last is first else f" {_written(last)}")
                for term in self._meant(state):
                    yield Hit(first.start, last.end, term)

    def know(self, word: str) -> bool:
        return next(self._meant(step(START, word)), None) is not None

    def _meant(self, state: int) -> Iterator[Term]:
        for bits, terms in self._tables:
            yield from terms.get(number_of(state, bits), ())


class Points:
    """What single words, their beginnings and pairs of words add to a sentence's points."""

    def __init__(self, tables: list[Mapping[str, Any]]) -> None:
        """`tables` are all languages' `hints` or `alarms`, which share one size of number."""
        self._bits: int = tables[0]["bits"]
        self._values: Counter[int] = Counter()
        for table in tables:
            self._values.update({number: sum(values) for number, values in unpack(table).items()})

    def of(self, signs: set[str]) -> int:
        """The points of `signs_of` a sentence, each counted once."""
        return sum(self._values[number_in(self._bits, sign)] for sign in signs)


def signs_of(tokens: list[Token]) -> set[str]:
    """All that may have points in a sentence: words, beginnings of long words, and pairs of neighbours."""
    words = [_written(token) for token in tokens]
    beginnings = {f"{word[:BEGINNING]}*" for word in words if len(word) > BEGINNING}
    pairs = {f"{word} {after}" for word, after in pairwise([SENTENCE_START, *words, SENTENCE_END])}
    return beginnings | pairs | set(words)


def _written(token: Token) -> str:
    return "#" if token.is_number else token.word
