"""Near misses of names that people misspell: by sound, or with one letter missing, too many or wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from .terms import Term


class Misspellings:
    def __init__(self, rules: dict[str, Any], names: Iterable[tuple[str, Term]]) -> None:
        """`rules` is the data file's `spelling`; `names` are the one-word terms open to near misses."""
        self._sounds: list[tuple[str, str]] = [(pair[0], pair[1]) for pair in rules["sounds"]]
        self._shortest: int = rules["shortest"]
        self._shortest_cut: int = rules["shortestCut"]
        self._shortest_swapped: int = rules["shortestSwapped"]
        self._ordinary = frozenset(rules["ordinary"])
        self._whole: dict[str, Term] = {}
        self._cut: dict[str, Term] = {}
        for name, term in names:
            sound = self._sound(name)
            self._whole.setdefault(sound, term)
            for cut in self._cuts(sound):
                self._cut.setdefault(cut, term)

    def name_like(self, word: str) -> Term | None:
        """The term that `word`, which is in no list itself, is a near miss of."""
        if len(word) < self._shortest or word in self._ordinary:
            return None
        sound = self._sound(word)
        cuts = list(self._cuts(sound))
        found = self._whole.get(sound) or self._cut.get(sound) or _first(self._whole, cuts)
        if found or len(sound) < self._shortest_swapped:
            return found
        return _first(self._cut, cuts)

    def _cuts(self, sound: str) -> Iterator[str]:
        """The sound with any one letter but the first left out, if it is long enough to be told without."""
        if len(sound) >= self._shortest_cut:
            yield from (sound[:at] + sound[at + 1 :] for at in range(1, len(sound)))

    def _sound(self, word: str) -> str:
        """The word as it sounds; its first letter stays, since people get that right."""
        rest = word[1:]
        for written, heard in self._sounds:
            rest = rest.replace(written, heard)
        heard_word = word[0] + rest
        return "".join(c for at, c in enumerate(heard_word) if at == 0 or c != heard_word[at - 1])


def _first(terms: dict[str, Term], sounds: list[str]) -> Term | None:
    return next((terms[sound] for sound in sounds if sound in terms), None)
