"""Folds text to plain lower-case ASCII, remembering where each character came from."""

import unicodedata
from dataclasses import dataclass
from typing import Any

# Stands for a character that the folding table does not know; no term or pattern contains it.
UNKNOWN = "\0"
LAST_ASCII = 0x7F


@dataclass(frozen=True)
class Folded:
    """`text` is ASCII; `origins[i]` is the code point of the original that made `text[i]`."""

    text: str
    origins: list[int]
    length: int

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original.

        It takes along what was dropped behind it (accents, zero-width characters), and all of a character
        that folds to several.
        """
        last = self.origins[end - 1]
        behind = (origin for origin in self.origins[end:] if origin > last)
        return self.origins[start], next(behind, self.length)


class Folding:
    def __init__(self, table: dict[str, Any]) -> None:
        """`table` is the data file's `fold`: code points to drop, runs to shift, characters to replace, and
        those that Unicode decomposes into such characters (NFKD, which never changes for a character).
        """
        self._into: dict[str, str] = {}
        for first, last in table["drop"]:
            self._into.update((chr(code), "") for code in range(first, last + 1))
        for first, last, target in table["run"]:
            self._into.update((chr(code), chr(ord(target) + code - first)) for code in range(first, last + 1))
        for target, sources in table["into"].items():
            self._into.update((source, target) for source in sources)
        for first, last in table["decompose"]:
            for char in map(chr, range(first, last + 1)):
                pieces = [self._piece(part) for part in unicodedata.normalize("NFKD", char)]
                self._into.setdefault(char, UNKNOWN if UNKNOWN in pieces else "".join(pieces))

    def fold(self, text: str) -> Folded:
        pieces: list[str] = []
        origins: list[int] = []
        for index, char in enumerate(text):
            piece = self._piece(char)
            pieces.append(piece)
            origins.extend([index] * len(piece))
        return Folded("".join(pieces), origins, len(text))

    def _piece(self, char: str) -> str:
        return self._into.get(char, char if ord(char) <= LAST_ASCII else UNKNOWN)
