"""What a text tells about its writer: health details, identifiers, a crisis.

`static/js/health.js` does the same from the same data file; the shared vectors hold both to it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .folding import Folded, Folding
from .misspelling import Names
from .patterns import PatternScan, reaching
from .phrases import Phrases, Points, signs_of
from .sentences import Sentences
from .spoken import in_digits
from .terms import Hit, Term, TermIndex, parse
from .tokens import Token, tokens_of

DATA = Path(__file__).parents[2] / "static" / "health" / "data.json"

# Danger is read from so many neighbouring sentences together: "I took them all. The whole bottle. Help."
DANGER_SENTENCES = 3
# The kind of a finding that no term names.
TOLD_BY_HINTS = "symptom"
# The kind of terms that hide what they cover: findings, and if their list says `crisis: yes`, words of danger
# too.
EXCEPTION = "exception"


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


class Strength(IntEnum):
    """Of the strongest term in a sentence."""

    NONE = 0
    UNSURE = 1
    SURE = 2


@dataclass(frozen=True)
class Scale:
    """How many points a sentence needs, how many of them a term brings that is not sure, and how many more
    are needed for each further sentence that is read together with it: a few come about by chance.
    """

    threshold: int
    unsure: int
    further: int

    def reached(self, strength: Strength, points: int, sentences: int = 1) -> bool:
        needed = self.threshold + self.further * (sentences - 1)
        return strength is Strength.SURE or points + self.unsure * strength >= needed


@dataclass(frozen=True)
class Reading:
    """A sentence's signs, the contexts in it or close in front, its spans, and its strongest terms of health
    and of danger.
    """

    signs: set[str]
    contexts: list[Hit]
    spans: list[tuple[int, int, str]]
    health: Strength
    danger: Strength


class Alarm(NamedTuple):
    """What a sentence says about danger: its strongest term, and its points."""

    strength: Strength
    points: int


class Detector:
    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is what `compiler.build` gives."""
        self._ranks = {kind: rank for rank, kind in enumerate(data["kinds"])}
        self._identifiers = frozenset(data["identifiers"])
        self._health, self._danger = Scale(**data["health"]), Scale(**data["danger"])
        self._folding = Folding(data["fold"])
        self._spoken: dict[str, str] = data["spoken"]
        self._sentences = Sentences(data["sentence"], self._folding)
        self._patterns = PatternScan(data["patterns"], data["facts"])
        languages = [words | data["tables"][name] for name, words in data["words"].items()]
        self._terms = TermIndex(_terms(languages))
        self._phrases = Phrases([(each, _meanings(each)) for each in languages])
        names = [(each["names"], _meanings(each)) for each in languages]
        self._names = Names(data["spelling"], names)
        self._hints = Points([each["hints"] for each in languages])
        self._alarms = Points([each["alarms"] for each in languages])

    def scan(self, text: str) -> Scan:
        findings: list[Finding] = []
        alarms: list[Alarm] = []
        ahead: list[Hit] = []
        offset = 0
        for sentence in self._sentences.cut(text):
            found, alarm, ahead = self._scan_sentence(sentence, ahead)
            findings += [Finding(f.start + offset, f.end + offset, f.kind) for f in found]
            alarms += [alarm] if alarm else []
            offset += len(sentence)
        crisis = any(self._alarming(alarms[at : at + DANGER_SENTENCES]) for at in range(len(alarms)))
        identifier = any(finding.kind in self._identifiers for finding in findings)
        health = any(finding.kind not in self._identifiers for finding in findings)
        return Scan(health, identifier, crisis, findings)

    def readings(self, text: str) -> Iterator["Reading"]:
        """What the sentences of a text hold, each by itself and before any points; those without a word are
        left out.
        """
        for sentence in self._sentences.cut(text):
            folded, tokens = self._written(sentence)
            if tokens:
                yield self._read(folded, tokens, [])

    def _alarming(self, together: list["Alarm"]) -> bool:
        strongest = max(alarm.strength for alarm in together)
        return self._danger.reached(strongest, sum(alarm.points for alarm in together), len(together))

    def _scan_sentence(
        self, sentence: str, ahead: list[Hit]
    ) -> "tuple[list[Finding], Alarm | None, list[Hit]]":
        """Its findings, what it says about danger if there is a word in it, and the contexts that reach into
        the next sentence; `ahead` are those that reach into this one.
        """
        folded, tokens = self._written(sentence)
        if not tokens:
            return [], None, reaching(ahead, len(folded.text))
        reading = self._read(folded, tokens, ahead)
        spans = [span for span in reading.spans if span[2] in self._identifiers]
        if self._health.reached(reading.health, self._hints.of(reading.signs)):
            # The whole sentence, where its words tell of health together and no term does.
            whole = (tokens[0].start, tokens[-1].end, TOLD_BY_HINTS)
            spans += self._merged(span for span in reading.spans if span not in spans) or [whole]
        findings = [
            Finding(*folded.original_span(start, end), kind) for start, end, kind in self._chosen(spans)
        ]
        alarm = Alarm(reading.danger, self._alarms.of(reading.signs))
        return findings, alarm, reaching(reading.contexts, len(folded.text))

    def _written(self, sentence: str) -> tuple[Folded, list[Token]]:
        """The folded sentence with its numbers in digits, and its tokens."""
        spelt = self._folding.fold(sentence)
        said = tokens_of(spelt.text)
        folded = in_digits(spelt, said, self._spoken)
        return folded, said if folded is spelt else tokens_of(folded.text)

    def _read(self, folded: Folded, tokens: list[Token], ahead: list[Hit]) -> "Reading":
        every = list(self._hits(tokens))
        idioms = [hit for hit in every if hit.term.kind == EXCEPTION]
        hits = _outside(idioms, every)
        danger = _outside([idiom for idiom in idioms if idiom.term.crisis], every)
        contexts = [*ahead, *(hit for hit in hits if hit.term.kind.startswith("near:"))]
        matches = list(self._patterns.matches(folded.text, tokens, contexts))
        telling = [hit for hit in hits if hit.term.kind in self._ranks]
        measured = any(match.kind not in self._identifiers for match in matches)
        return Reading(
            signs_of(tokens),
            contexts,
            [*matches, *((hit.start, hit.end, hit.term.kind) for hit in telling)],
            Strength.SURE if measured else _strength(telling),
            _strength(hit for hit in danger if hit.term.crisis),
        )

    def _hits(self, tokens: list[Token]) -> Iterable[Hit]:
        yield from self._terms.hits(tokens)
        yield from self._phrases.hits(tokens)
        for token in tokens:
            if not token.is_number:
                # A word that stands in a list is no slip of the pen.
                names = self._names.called if self._know(token) else self._names.like
                yield from (Hit(token.start, token.end, term) for term in names(token.word))

    def _know(self, token: Token) -> bool:
        return bool(self._terms.starting_with(token)) or self._phrases.know(token.word)

    def _merged(self, spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Spans of one kind that overlap become one: "want to kill" and "kill myself" are one to ask."""
        merged: list[tuple[int, int, str]] = []
        for start, end, kind in sorted(spans, key=lambda span: (self._ranks[span[2]], span[0])):
            first, last, same = merged[-1] if merged else (0, 0, "")
            if kind == same and start < last:
                merged[-1] = (first, max(last, end), kind)
            else:
                merged.append((start, end, kind))
        return merged

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


def _terms(languages: list[dict[str, Any]]) -> Iterator[Term]:
    for language in languages:
        for entry in language["lists"]:
            for text in entry["terms"].split("\n"):
                elements = parse(text, language["classes"])
                yield Term(elements, entry["kind"], entry["crisis"], entry["sure"])


def _meanings(language: dict[str, Any]) -> list[Term]:
    return [Term((), each["kind"], each["crisis"], each["sure"]) for each in language["meanings"]]


def _strength(hits: Iterable[Hit]) -> Strength:
    return max((Strength.SURE if hit.term.sure else Strength.UNSURE for hit in hits), default=Strength.NONE)


def _outside(idioms: list[Hit], hits: list[Hit]) -> list[Hit]:
    """The hits that no idiom covers, not even in part."""
    return [
        hit
        for hit in hits
        if hit.term.kind != EXCEPTION and all(hit.end <= i.start or hit.start >= i.end for i in idioms)
    ]
