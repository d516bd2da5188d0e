"""Whether a conversation's letters are all there, each once and in order, as far as their headers prove."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import BrokenChain, WrongPlace
from .header import NOTE, Place
from .letter import OpenedLetter


def check_thread(letters: Sequence[OpenedLetter]) -> None:
    """Letters opened and in the order the server gives. Raises WrongPlace or BrokenChain.

    Counts per direction run from 1 without a gap. `prev` names a letter given before, of patient or staff,
    that is no older than what the same writer has already seen. A letter that the server holds back at the
    end cannot be missed.
    """
    positions: dict[bytes, int] = {}
    counts: dict[int, int] = {}
    seen: dict[int, int] = {}
    for position, letter in enumerate(letters):
        header = letter.header
        _check_place(letters[0], letter)
        counts[header.direction] = counts.get(header.direction, 0) + 1
        if header.seq != counts[header.direction]:
            raise BrokenChain
        follows = positions.get(header.prev, -1)
        if (position == 0) != header.is_first or (position and follows < seen.get(header.direction, 0)):
            raise BrokenChain
        seen[header.direction] = follows
        if header.direction != NOTE:
            positions[letter.hash] = seen[header.direction] = position


def _check_place(first: OpenedLetter, letter: OpenedLetter) -> None:
    place = Place(first.header.inbox, first.header.conversation)
    if letter.header.direction > NOTE or place != Place(letter.header.inbox, letter.header.conversation):
        raise WrongPlace
