"""What a text tells about its writer: health details, identifiers, a crisis.

`static/js/health.js` does the same from the same data file; the shared vectors hold both to it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .folding import Folding
from .misspelling import Misspellings
from .patterns import PatternScan
from .sentences import Sentences
from .terms import Hit, Term, TermIndex, parse
from .tokens import Token, tokens_of

DATA = Path(__file__).parents[2] / "static" / "health" / "data.json"


class NoData(Exception):
    """The data file was not made yet."""


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count Unicode code points of the text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Scan:
    health: bool
    identifier: bool
    crisis: bool
    findings: list[Finding]


def scan(text: str) -> Scan:
    """Scans with the data file that was built with the product. Raises NoData."""
    return _detector().scan(text)


@cache
def _detector() -> "Detector":
    try:
        return Detector(json.loads(DATA.read_bytes()))
    except FileNotFoundError:
        raise NoData(f"{DATA} is missing; make it with python -m widget.health.compiler") from None


class Detector:
    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is what `compiler.build` gives."""
        self._ranks = {kind: rank for rank, kind in enumerate(data["kinds"])}
        self._identifiers = frozenset(data["identifiers"])
        self._threshold: int = data["threshold"]
        self._folding = Folding(data["fold"])
        self._sentences = Sentences(data["sentence"], self._folding)
        self._patterns = PatternScan(data["patterns"], data["facts"])
        named: list[tuple[str, Term]] = []
        self._terms = TermIndex(_terms(data["languages"], named))
        self._misspellings = Misspellings(data["spelling"], named)

    def scan(self, text: str) -> Scan:
        findings: list[Finding] = []
        crisis = False
        offset = 0
        for sentence in self._sentences.cut(text):
            found, alarming = self._scan_sentence(sentence)
            findings += [Finding(f.start + offset, f.end + offset, f.kind) for f in found]
            crisis = crisis or alarming
            offset += len(sentence)
        identifier = any(finding.kind in self._identifiers for finding in findings)
        health = any(finding.kind not in self._identifiers for finding in findings)
        return Scan(health, identifier, crisis, findings)

    def _scan_sentence(self, sentence: str) -> tuple[list[Finding], bool]:
        folded = self._folding.fold(sentence)
        tokens = tokens_of(folded.text)
        hits = _without_exceptions([*self._terms.hits(tokens), *self._near_misses(tokens)])
        contexts = [hit for hit in hits if hit.term.kind.startswith("near:")]
        spans = [(m.start, m.end, m.kind) for m in self._patterns.matches(folded.text, tokens, contexts)]
        spans += [(hit.start, hit.end, hit.term.kind) for hit in hits if self._stands_alone(hit.term)]
        spans += self._weak_together(hits)
        findings = [
            Finding(*folded.original_span(start, end), kind) for start, end, kind in self._chosen(spans)
        ]
        return findings, any(hit.term.crisis for hit in hits)

    def _near_misses(self, tokens: list[Token]) -> Iterable[Hit]:
        for token in tokens:
            if not token.is_number and not self._terms.starting_with(token):
                term = self._misspellings.name_like(token.word)
                if term:
                    yield Hit(token.start, token.end, term)

    def _stands_alone(self, term: Term) -> bool:
        return term.kind in self._ranks and term.weight >= self._threshold

    def _weak_together(self, hits: list[Hit]) -> list[tuple[int, int, str]]:
        """One finding over the weak terms of a sentence if together, each counted once, they weigh enough."""
        weak = {hit.term.order: hit for hit in hits if hit.term.kind in self._ranks}
        weak = {order: hit for order, hit in weak.items() if not self._stands_alone(hit.term)}
        if sum(hit.term.weight for hit in weak.values()) < self._threshold:
            return []
        heaviest = max(weak.values(), key=lambda hit: (hit.term.weight, -hit.term.order))
        start = min(hit.start for hit in weak.values())
        return [(start, max(hit.end for hit in weak.values()), heaviest.term.kind)]

    def _chosen(self, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Spans apart, in order: identifiers win over health, then the earlier, then the longer."""
        chosen: list[tuple[int, int, str]] = []
        for span in sorted(spans, key=self._precedence):
            if all(span[1] <= other[0] or span[0] >= other[1] for other in chosen):
                chosen.append(span)
        return sorted(chosen)

    def _precedence(self, span: tuple[int, int, str]) -> tuple[int, int, int, int]:
        start, end, kind = span
        return (0 if kind in self._identifiers else 1, start, -end, self._ranks[kind])


def _terms(languages: dict[str, Any], named: list[tuple[str, Term]]) -> Iterable[Term]:
    """Every language's terms; adds the one-word names that are open to near misses to `named`."""
    order = 0
    for language in languages.values():
        for entry in language["lists"]:
            for line in entry["terms"].split("\n"):
                text, _, weight = line.partition(" = ")
                elements = parse(text, language["classes"])
                term = Term(elements, entry["kind"], entry["crisis"], int(weight or entry["weight"]), order)
                order += 1
                if entry["misspelled"] and text.isalpha():
                    named.append((text, term))
                yield term


def _without_exceptions(hits: list[Hit]) -> list[Hit]:
    """The hits that no idiom covers, not even in part."""
    idioms = [hit for hit in hits if hit.term.kind == "exception"]
    return [
        hit
        for hit in hits
        if hit.term.kind != "exception" and all(hit.end <= i.start or hit.start >= i.end for i in idioms)
    ]
