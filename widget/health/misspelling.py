"""Near misses of names that people misspell: spelt by sound, with one letter missing or too many."""

from collections.abc import Iterable, Iterator
from typing import Any

from .terms import Term


class Misspellings:
    def __init__(self, rules: dict[str, Any], names: Iterable[tuple[str, Term]]) -> None:
        """`rules` is the data file's `spelling`; `names` are the one-word terms open to near misses."""
        self._sounds: list[tuple[str, str]] = [(pair[0], pair[1]) for pair in rules["sounds"]]
        self._shortest: int = rules["shortest"]
        self._ordinary = frozenset(rules["ordinary"])
        self._names: dict[str, Term] = {}
        for name, term in names:
            for spelling in self._spellings(name):
                self._names.setdefault(spelling, term)

    def name_like(self, word: str) -> Term | None:
        """The term that `word`, which is in no list itself, is a near miss of."""
        if len(word) < self._shortest or word in self._ordinary:
            return None
        return next((self._names[s] for s in self._spellings(word) if s in self._names), None)

    def _spellings(self, word: str) -> Iterator[str]:
        """The word as it sounds, and that with any one letter but the first left out."""
        sound = word[0] + self._sound(word[1:])
        yield sound
        if len(sound) >= self._shortest:
            yield from (sound[:at] + sound[at + 1 :] for at in range(1, len(sound)))

    def _sound(self, word: str) -> str:
        for written, heard in self._sounds:
            word = word.replace(written, heard)
        return "".join(char for at, char in enumerate(word) if at == 0 or char != word[at - 1])
