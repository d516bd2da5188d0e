"""Identifiers and measurements: patterns tried at the start of tokens, then checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .checks import CHECKS, read_facts
from .terms import Hit
from .tokens import Token

# Furthest that a word of context ("my SSN is …", "… is my SSN") may stand from the number, in characters.
CONTEXT_BEFORE = 60
CONTEXT_BEHIND = 45
# It may stand in an earlier sentence; each end between them counts as so many characters more.
SENTENCE_END = 20
# So many characters of a context count as one that it stands nearer.
LONGER = 1000
# Context of what is no writer's own, whatever its shape: "your page shows …", "… is an example".
PRINTED = "printed"
# Behind what may be somebody else's: "… is that you?", unless a "mine" stands in front; and "… is my cell".
OTHERS = "others"
OWN = "own"
# A question without a word of the writer's asks for somebody else's: "Is it 30 Park Ave?"
ASKED = "asked"
WRITER = "writer"
# What a pattern needs if it is not told otherwise.
NUMBER = "number"
# A pattern may begin with these, which are no token.
OPENERS = "+("
# A pattern never starts behind these.
ALWAYS_BEFORE = "abcdefghijklmnopqrstuvwxyz0123456789"


class Match(NamedTuple):
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Pattern:
    """When a shape is a finding.

    `near`: context that must stand close by. `unless`: contexts that make it something else if they stand
    before it, nearer than `near` or `rather` do: the last label in front of a number says what it is.
    `rather`: such a context that need not be there. `theirs`: contexts of what is somebody else's, if they
    stand before it, nearer than `rather` does. `before`: characters that must not stand in front, besides
    letters and digits. `first`: the kind of token it starts with (`digit`, `letter`, `any`). `needs`: what
    the sentence must hold at all (a number, or one of these texts). If the pattern has a group, the group is
    the finding and ends the match.
    """

    kind: str
    pattern: re.Pattern[str]
    check: str
    near: str
    unless: tuple[str, ...]
    rather: str
    theirs: tuple[str, ...]
    before: str
    first: str
    needs: tuple[str, ...]


def patterns_of(entries: list[dict[str, Any]]) -> list[Pattern]:
    return [
        Pattern(
            entry["kind"],
            re.compile(entry["pattern"]),
            entry.get("check", "always"),
            entry.get("near", ""),
            tuple(entry.get("unless", "").split()),
            entry.get("rather", ""),
            tuple(entry.get("theirs", "").split()),
            ALWAYS_BEFORE + entry.get("before", ""),
            entry.get("first", "digit"),
            tuple(entry.get("needs", "" if "near" in entry else NUMBER).split("|")),
        )
        for entry in entries
    ]


class PatternScan:
    def __init__(self, entries: list[dict[str, Any]], facts: Mapping[str, Any]) -> None:
        """`entries` and `facts` are the data file's `patterns` and `facts`."""
        self._patterns = patterns_of(entries)
        self._facts = read_facts(facts)

    def matches(self, text: str, tokens: list[Token], contexts: list[Hit]) -> Iterator[Match]:
        has_number = any(token.is_number for token in tokens)
        known = {context.term.kind for context in contexts}
        possible = [
            pattern
            for pattern in self._patterns
            if (not pattern.near or f"near:{pattern.near}" in known)
            and (has_number if pattern.needs == (NUMBER,) else any(each in text for each in pattern.needs))
        ]
        for token in tokens:
            starts = _starts(text, token.start)
            others = "letter" if token.is_number else "digit"
            for pattern in possible:
                if pattern.first != others:
                    match = self._match(pattern, text, starts, contexts)
                    if match:
                        yield match

    def _match(self, pattern: Pattern, text: str, starts: list[int], contexts: list[Hit]) -> Match | None:
        for at in starts:
            found = pattern.pattern.match(text, at)
            if found and not (at > 0 and text[at - 1] in pattern.before):
                return self._checked(pattern, found, contexts)
        return None

    def _checked(self, pattern: Pattern, found: re.Match[str], contexts: list[Hit]) -> Match | None:
        value = found.group(1) if found.re.groups else found.group()
        size = CHECKS[pattern.check](value, self._facts)
        start = found.end() - len(value)
        if not size or not _is_meant(pattern, found.string, contexts, start, start + size):
            return None
        return Match(start, start + size, pattern.kind)


def reaching(contexts: list[Hit], length: int) -> list[Hit]:
    """The contexts of a sentence of this length that reach into the next; their offsets count from there."""
    away = length + SENTENCE_END
    moved = (hit._replace(start=hit.start - away, end=hit.end - away) for hit in contexts)
    return [hit for hit in moved if -hit.end < CONTEXT_BEFORE]


def _starts(text: str, start: int) -> list[int]:
    """Where a pattern may start for the token that starts here."""
    opened = start
    while opened > 0 and text[opened - 1] in OPENERS:
        opened -= 1
    return [start] if opened == start else [opened, start]


def _is_meant(pattern: Pattern, text: str, contexts: list[Hit], start: int, end: int) -> bool:
    """Whether the contexts of a match allow it."""
    if _distance(contexts, PRINTED, start) <= CONTEXT_BEFORE or _is_behind(contexts, PRINTED, end):
        return False
    nearest = _distance(contexts, pattern.near, start)
    if pattern.near and nearest > CONTEXT_BEFORE and not _is_behind(contexts, pattern.near, end):
        return False
    mine = _distance(contexts, pattern.rather, start)
    own = min(nearest, mine)
    if pattern.theirs and _is_theirs(pattern, text, contexts, start, end, mine, own):
        return False
    return all(_distance(contexts, name, start) >= own for name in pattern.unless)


def _is_theirs(
    pattern: Pattern, text: str, contexts: list[Hit], start: int, end: int, mine: float, own: float
) -> bool:
    """Whether it belongs to somebody else; `mine` and `own` are the distances of `rather`, and of the nearer
    of `near` and `rather`. In front, a label outdoes what an earlier sentence tells: "Pharmacy: … Phone: …".
    """
    if _is_behind(contexts, OWN, end):
        return False
    here = [hit for hit in contexts if hit.start >= 0]
    if mine > CONTEXT_BEFORE and (_is_behind(contexts, OTHERS, end) or _is_asked(here, text, start, end)):
        return True
    return any(
        _distance(here, name, start) < mine or _distance(contexts, name, start) < own
        for name in pattern.theirs
    )


def _is_asked(here: list[Hit], text: str, start: int, end: int) -> bool:
    """Whether a question asks for it that says nothing of the writer; `here` are the sentence's contexts."""
    asks = text.find("?", end) >= 0 and _distance(here, ASKED, start) <= CONTEXT_BEFORE
    return asks and all(hit.term.kind != f"near:{WRITER}" for hit in here)


def _distance(contexts: list[Hit], name: str, start: int) -> float:
    """How far in front of `start` the nearest such context ends; one that reaches into the match is at 0. Of
    two that end together the longer is a little nearer: "request id" is no "id".
    """
    before = (hit for hit in contexts if hit.start < start and hit.term.kind == f"near:{name}")
    near = (hit for hit in before if start - hit.end <= CONTEXT_BEFORE)
    return min(
        [CONTEXT_BEFORE + 1, *(max(start - hit.end, 0) - (hit.end - hit.start) / LONGER for hit in near)]
    )


def _is_behind(contexts: list[Hit], name: str, end: int) -> bool:
    return any(0 <= hit.start - end <= CONTEXT_BEHIND and hit.term.kind == f"near:{name}" for hit in contexts)
