"""Identifiers and measurements: patterns tried at the start of tokens, then checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .checks import CHECKS
from .terms import Hit
from .tokens import Token

# Furthest that a word of context ("my SSN is …", "… is my SSN") may stand from the number, in characters.
CONTEXT_BEFORE = 40
CONTEXT_BEHIND = 20
# A pattern may begin with these, which are no token.
OPENERS = "+("


class Match(NamedTuple):
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Pattern:
    """When a shape is a finding.

    `near`: context that must stand close by. `unless`: context right before that makes it ordinary. `before`:
    characters that must not stand in front. `needs`: what the sentence must hold at all (a number, or this
    character). If the pattern has a group, the group is the finding and ends the match.
    """

    kind: str
    pattern: re.Pattern[str]
    check: str
    near: str
    unless: str
    before: str
    digit_first: bool
    needs: str


def patterns_of(entries: list[dict[str, Any]]) -> list[Pattern]:
    return [
        Pattern(
            entry["kind"],
            re.compile(entry["pattern"]),
            entry["check"],
            entry["near"],
            entry["unless"],
            entry["before"],
            entry["first"] == "digit",
            entry["needs"],
        )
        for entry in entries
    ]


class PatternScan:
    def __init__(self, entries: list[dict[str, Any]], facts: Mapping[str, Any]) -> None:
        """`entries` and `facts` are the data file's `patterns` and `facts`."""
        self._patterns = patterns_of(entries)
        self._facts = facts

    def matches(self, text: str, tokens: list[Token], contexts: list[Hit]) -> Iterator[Match]:
        has_number = any(token.is_number for token in tokens)
        possible = [p for p in self._patterns if (has_number if p.needs == "number" else p.needs in text)]
        for token in tokens:
            starts = _starts(text, token.start)
            for pattern in possible:
                if pattern.digit_first == token.is_number:
                    match = self._match(pattern, text, starts, contexts)
                    if match:
                        yield match

    def _match(self, pattern: Pattern, text: str, starts: list[int], contexts: list[Hit]) -> Match | None:
        for at in starts:
            found = pattern.pattern.match(text, at)
            if found and not (at > 0 and text[at - 1] in pattern.before):
                return self._checked(pattern, found, at, contexts)
        return None

    def _checked(self, pattern: Pattern, found: re.Match[str], at: int, contexts: list[Hit]) -> Match | None:
        value = found.group(1) if found.re.groups else found.group()
        size = CHECKS[pattern.check](value, self._facts)
        start = found.end() - len(value)
        if not size or (pattern.near and not _is_near(contexts, pattern.near, at, found.end())):
            return None
        if pattern.unless and _is_near(contexts, pattern.unless, at, at):
            return None
        return Match(start, start + size, pattern.kind)


def _starts(text: str, start: int) -> list[int]:
    """Where a pattern may start for the token that starts here."""
    opened = start
    while opened > 0 and text[opened - 1] in OPENERS:
        opened -= 1
    return [start] if opened == start else [opened, start]


def _is_near(contexts: list[Hit], name: str, start: int, end: int) -> bool:
    """Whether such a context stands close before the span, or close behind it if the span is not empty."""
    return any(
        hit.term.kind == f"near:{name}"
        and (
            0 <= start - hit.end <= CONTEXT_BEFORE or (end > start and 0 <= hit.start - end <= CONTEXT_BEHIND)
        )
        for hit in contexts
    )
