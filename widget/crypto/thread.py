"""Whether a conversation's letters are all there, each once and in order, as far as they themselves prove."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import BadSignature, BrokenChain, HeldBack, WrongPlace
from .header import NO_LETTER, NOTE, Place
from .letter import OpenedLetter

# Where a letter stands that has expired: before all that are given.
GONE = -1


def begins(letters: Sequence[OpenedLetter]) -> bool:
    """Whether the conversation's beginning is there, and has not expired."""
    return not letters or letters[0].header.is_first


def check_thread(letters: Sequence[OpenedLetter]) -> None:
    """Letters opened and in the order the server gives. Raises WrongPlace, BrokenChain or BadSignature.

    Counts per direction run without a gap, from 1 unless the beginning is gone. `prev` names a letter given
    before, of patient or staff, that is no older than what the same writer has already seen. All messages
    state the same facts. A letter that the server holds back at the end cannot be missed.
    """
    oldest = 0 if begins(letters) else GONE
    hashes = [letter.hash if letter.header.direction != NOTE else None for letter in letters]
    counts: dict[int, int] = {}
    seen: dict[int, int] = {}
    for position, letter in enumerate(letters):
        header = letter.header
        _check_place(letters[0], letter)
        before = counts.get(header.direction, header.seq - 1 if oldest == GONE else 0)
        opens = position == 0 and header.is_first
        if header.seq != before + 1 or (header.prev == NO_LETTER) != opens:
            raise BrokenChain
        counts[header.direction] = header.seq
        follows = hashes.index(header.prev) if header.prev in hashes else GONE
        if not opens and not seen.get(header.direction, oldest) <= follows < position:
            raise BrokenChain
        seen[header.direction] = follows if header.direction == NOTE else position
    _check_facts(letters)


def check_beginning(letters: Sequence[OpenedLetter], today: int) -> None:
    """`today` counts days since 1970-01-01 UTC. Raises HeldBack where the first letter is missing before the
    last day that the others say of it.
    """
    if not begins(letters) and any(each.message and today <= each.message.until for each in letters):
        raise HeldBack


def _check_place(first: OpenedLetter, letter: OpenedLetter) -> None:
    place = Place(first.header.inbox, first.header.conversation)
    if letter.header.direction > NOTE or place != Place(letter.header.inbox, letter.header.conversation):
        raise WrongPlace


def _check_facts(letters: Sequence[OpenedLetter]) -> None:
    messages = [letter.message for letter in letters if letter.message is not None]
    if not all(each.agrees_with(messages[0]) for each in messages):
        raise BadSignature
