"""Cuts a text into sentences. No finding crosses a cut, so that one key press rescans one sentence."""

import re
from typing import Any

from .folding import Folding


class Sentences:
    def __init__(self, rules: dict[str, Any], folding: Folding) -> None:
        """`rules` is the data file's `sentence`: pattern of an end, abbreviations, longest in code points."""
        self._end = re.compile(rules["end"])
        self._word = re.compile(rules["word"])
        self._joins = frozenset(rules["joins"])
        self._abbreviations = frozenset(rules["abbreviations"])
        self._longest: int = rules["longest"]
        self._folding = folding

    def cut(self, text: str) -> list[str]:
        """Sentences in order; joined again they are the text."""
        sentences: list[str] = []
        start = 0
        for end in self._end.finditer(text):
            if not self._goes_on(text, start, end):
                sentences += self._slices(text[start : end.end()])
                start = end.end()
        return sentences + self._slices(text[start:])

    def _goes_on(self, text: str, start: int, end: re.Match[str]) -> bool:
        before = text[max(start, end.start() - 16) : end.start()]
        if before[-1:] in self._joins:
            return True
        if end.group()[0] != ".":
            return False
        last = self._word.search(before)
        return last is not None and self._is_abbreviation(last.group())

    def _is_abbreviation(self, word: str) -> bool:
        return len(word) == 1 or self._folding.fold(word).text in self._abbreviations

    def _slices(self, sentence: str) -> list[str]:
        """What runs on without an end is cut behind the first space after the longest length, or there."""
        slices: list[str] = []
        while len(sentence) > self._longest:
            space = sentence.find(" ", self._longest, 2 * self._longest)
            size = space + 1 if space >= 0 else self._longest
            slices.append(sentence[:size])
            sentence = sentence[size:]
        return [*slices, sentence] if sentence else slices
