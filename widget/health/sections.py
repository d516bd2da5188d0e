"""One language's section of the data file: `words`, what stays as it is written, and `tables`, what became
fingerprints. The file holds all languages' tables before all their words: gzip packs like beside like better.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from .fingerprints import pack
from .listfiles import BadList
from .misspelling import SHORTEST_NAME, sound_of
from .phrases import LONGEST_PHRASE

PARTS = ("tables", "words")
# A phrase decides alone, so that another's number must be rare; hundreds of sounds are tried for an unknown
# word; points only add up, and those of alarms over three sentences.
PHRASE_BITS = 27
# Words near a number decide nothing without it.
CONTEXT_BITS = 23
NAME_BITS = 28
HINT_BITS = 19
ALARM_BITS = 20
# What a phrase's number and a letter of a written term take with gzip, about.
PHRASE_BYTES = 2.7
LETTER_BYTES = 0.5
PLAIN = re.compile(f"(?:[a-z]+|#)(?: (?:[a-z]+|#)){{0,{LONGEST_PHRASE - 1}}}")


@dataclass(frozen=True)
class TermList:
    """Terms of one meaning.

    `sure`: a finding wherever one stands; the others need points that do not speak against them.
    `misspelled`: one-word names are also found when they are spelt nearly so.
    """

    kind: str
    terms: tuple[str, ...]
    crisis: bool = False
    misspelled: bool = False
    sure: bool = True

    def meaning(self) -> dict[str, Any]:
        return {"kind": self.kind, "crisis": self.crisis, "sure": self.sure}


@dataclass(frozen=True)
class Points:
    """Points by word, beginning or pair of words: those of health, and those of danger."""

    hints: Mapping[str, int] = field(default_factory=dict)
    alarms: Mapping[str, int] = field(default_factory=dict)


def section(
    lists: Iterable[TermList],
    classes: Mapping[str, list[str]] | None = None,
    sounds: Iterable[tuple[str, str]] = (),
    points: Points = Points(),
) -> dict[str, Any]:
    """Names and plain phrases become fingerprints, the other terms stay as they are written. Raises
    BadList.
    """
    known, heard = classes or {}, list(sounds)
    written: list[dict[str, Any]] = []
    meanings: list[dict[str, Any]] = []
    # What several lists hold means all that they say: "suicidal" is a state of mind, and in danger.
    phrases: set[tuple[str, int]] = set()
    contexts: set[tuple[str, int]] = set()
    names: set[tuple[str, int]] = set()
    for entry in lists:
        _check_classes(entry, known)
        named = {term for term in entry.terms if entry.misspelled and _is_name(term)}
        plain = {phrase for term in entry.terms for phrase in plain_phrases(term)} - named
        if named or plain:
            meaning = entry.meaning()
            if meaning not in meanings:
                meanings.append(meaning)
            index = meanings.index(meaning)
            names |= {(sound_of(name, heard), index) for name in named}
            (contexts if entry.kind.startswith("near:") else phrases).update((term, index) for term in plain)
        rest = sorted(term for term in set(entry.terms) - named if not plain_phrases(term))
        if rest:
            written.append(entry.meaning() | {"terms": "\n".join(rest)})
    return {
        "words": {"classes": dict(known), "lists": written, "meanings": meanings},
        "tables": {
            "names": pack(names, NAME_BITS),
            "phrases": pack(phrases, PHRASE_BITS),
            "contexts": pack(contexts, CONTEXT_BITS),
            "hints": pack(points.hints.items(), HINT_BITS),
            "alarms": pack(points.alarms.items(), ALARM_BITS),
        },
    }


def plain_phrases(term: str) -> list[str]:
    """What a term of plain words and a few choices among them stands for, if that is all: "cell|mobile #?".

    Empty if it stands for more than that, or for so many phrases that their numbers take more room than its
    letters do.
    """
    choices = [_choices(element) for element in term.split(" ")]
    number = prod(map(len, choices))
    if number > 1 and PHRASE_BYTES * number > LETTER_BYTES * len(term):
        return []
    phrases = [" ".join(filter(None, words)) for words in product(*choices)]
    return phrases if all(map(PLAIN.fullmatch, phrases)) else []


def _choices(element: str) -> list[str]:
    words = element.removesuffix("?").split("|")
    return [*words, ""] if element.endswith("?") else words


def _is_name(term: str) -> bool:
    return term.isalpha() and len(term) >= SHORTEST_NAME


def _check_classes(entry: TermList, classes: Mapping[str, list[str]]) -> None:
    for term in entry.terms:
        unknown = set(re.findall("<([a-z-]+)>", term)) - classes.keys()
        if unknown:
            raise BadList(f"{term!r}: there is no class {', '.join(sorted(unknown))}")
