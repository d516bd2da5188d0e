"""Names that people misspell: found by how they sound, or with one letter missing, too many, wrong or
swapped.

A name is kept as the fingerprint of its sound alone, so a word is compared by trying what it may have been
meant to be.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from .fingerprints import START, Words, number_of, read_meanings, step
from .terms import Term

# Letters that a name must have to be told by its sound; shorter ones must be spelt right.
SHORTEST_NAME = 6
REMEMBERED = 4096
VOWELS = "aeiou"


class Names:
    """All languages' names, which share one size of number, so that what a word may have been meant to be is
    tried once.
    """

    def __init__(
        self, rules: Mapping[str, Any], languages: list[tuple[Mapping[str, Any], list[Term]]]
    ) -> None:
        """`rules` is the data file's `spelling`; `languages` are pairs of a language's `names` of the data
        file and the meanings that its values count.
        """
        self._sounds: list[tuple[str, str]] = [(pair[0], pair[1]) for pair in rules["sounds"]]
        self._letters: str = rules["letters"]
        self._shortest_slip: int = rules["shortestSlip"]
        self._shortest_vowel: int = rules["shortestVowel"]
        self._shortest_wrong: int = rules["shortestWrong"]
        self._ordinary = Words(rules["ordinary"])
        self._bits: int = languages[0][0]["bits"]
        self._terms = read_meanings(languages)
        self.like = lru_cache(REMEMBERED)(self._like)

    def called(self, word: str) -> list[Term]:
        """What the names mean that sound as `word` does."""
        return [] if self._is_none(word) else self._at(step(START, sound_of(word, self._sounds)))

    def _like(self, word: str) -> list[Term]:
        """What the names mean that `word` is, or is a near miss of."""
        if self._is_none(word):
            return []
        found = (self._at(state) for state in self._meant(sound_of(word, self._sounds)))
        return next((terms for terms in found if terms), [])

    def _is_none(self, word: str) -> bool:
        return len(word) < SHORTEST_NAME or word in self._ordinary

    def _at(self, state: int) -> list[Term]:
        return self._terms.get(number_of(state, self._bits), [])

    def _meant(self, sound: str) -> Iterator[int]:
        """States of the sounds that may have been meant, the likeliest first. How the word begins is
        always right.
        """
        before = [step(START, sound[:at]) for at in range(len(sound) + 1)]
        yield before[-1]
        if len(sound) < self._shortest_slip:
            return
        for at in range(1, len(sound)):
            yield step(before[at], sound[at + 1 :])
        for at in range(1, len(sound) + 1):
            for letter in self._letters:
                yield step(before[at], letter + sound[at:])
        for at in range(1, len(sound) - 1):
            yield step(before[at], sound[at + 1] + sound[at] + sound[at + 2 :])
        for at in range(1, len(sound)):
            for letter in self._instead_of(sound[at], len(sound)):
                yield step(before[at], letter + sound[at + 1 :])

    def _instead_of(self, letter: str, length: int) -> str:
        """What may have been meant by a letter; people take one vowel for another sooner than others."""
        if length >= self._shortest_wrong:
            return self._letters
        return VOWELS if length >= self._shortest_vowel and letter in VOWELS else ""


def sound_of(word: str, sounds: list[tuple[str, str]]) -> str:
    """The word as it sounds."""
    for written, heard in sounds:
        word = word.replace(written, heard)
    return "".join(char for at, char in enumerate(word) if at == 0 or char != word[at - 1])
