"""Cuts a text into sentences. No finding crosses a cut, so that a key press rescans the sentence
that it touched, and those behind that its labels reach into.
"""

import re
from typing import Any

from .fingerprints import Words
from .folding import Folding

# The longest word before a full stop that is looked up, in characters.
LONGEST_WORD = 16
# More than any end is long; an end is looked for in this much more than the longest sentence, and no further.
LONGEST_END = 80
ABBREVIATED = re.compile(r"([a-z]+)\.\Z")


class Sentences:
    def __init__(self, rules: dict[str, Any], folding: Folding) -> None:
        """`rules` is the data file's `sentence`: patterns of an end and of what makes it none, abbreviations,
        longest in code points.
        """
        self._end = re.compile(rules["end"])
        self._joins = re.compile(rules["joins"])
        self._abbreviations = Words(rules["abbreviations"])
        self._longest: int = rules["longest"]
        self._folding = folding

    def cut(self, text: str) -> list[str]:
        """Sentences in order; joined again they are the text.

        Where a sentence ends depends on what follows its start alone: a text can be cut anew from any cut on.
        """
        sentences: list[str] = []
        start = 0
        while start < len(text):
            size = self._size(text[start : start + 2 * self._longest + LONGEST_END])
            sentences.append(text[start : start + size])
            start += size
        return sentences

    def _size(self, ahead: str) -> int:
        """How long the sentence is that starts here; one without an end is cut behind a space, or
        anywhere.
        """
        for end in self._end.finditer(ahead):
            if end.start() >= self._longest:
                break
            if not self._goes_on(ahead, end):
                return end.end()
        if len(ahead) <= self._longest:
            return len(ahead)
        space = ahead.find(" ", self._longest, 2 * self._longest)
        return space + 1 if space >= 0 else self._longest

    def _goes_on(self, ahead: str, end: re.Match[str]) -> bool:
        before = ahead[max(0, end.start() - LONGEST_WORD) : end.start()]
        folded = self._folding.fold(before).text + end.group()[0]
        abbreviated = ABBREVIATED.search(folded)
        return bool(self._joins.search(folded)) or (
            abbreviated is not None and self._is_abbreviation(abbreviated.group(1))
        )

    def _is_abbreviation(self, word: str) -> bool:
        return len(word) == 1 or word in self._abbreviations
