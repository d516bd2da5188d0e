"""Terms: phrases of the lists, and where they stand in a row of tokens.

A term is a few elements between spaces:

    word            this word                   word*      a word that starts so (itself too)
    *end            a word that ends so         #          a number
    _               any one word                ~          up to three words
    <class>         a word of that class        a|b        either
    a?              a, or nothing
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .tokens import Token

GAP = 3
SHORTEST_STEM_BEFORE_ENDING = 3


@dataclass
class Element:
    """What one word of a term may be."""

    words: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    number: bool = False
    anything: bool = False
    optional: bool = False
    gap: bool = False

    def fits(self, token: Token) -> bool:
        word = token.word
        if token.is_number:
            return self.number or self.anything or word in self.words
        return (
            word in self.words
            or self.anything
            or (bool(self.stems) and any(stem in self.stems for stem in stems_of(word)))
            or (bool(self.endings) and any(ending in self.endings for ending in endings_of(word)))
        )


@dataclass(frozen=True)
class Term:
    """A phrase with its meaning. `kind` is a finding's kind, `exception`, `near:NAME`, or empty."""

    elements: tuple[Element, ...]
    kind: str
    crisis: bool
    sure: bool


class Hit(NamedTuple):
    """A term that stands at these offsets of the folded text."""

    start: int
    end: int
    term: Term


def stems_of(word: str) -> Iterator[str]:
    return (word[:size] for size in range(1, len(word) + 1))


def endings_of(word: str) -> Iterator[str]:
    return (word[start:] for start in range(SHORTEST_STEM_BEFORE_ENDING, len(word)))


def parse(text: str, classes: Mapping[str, list[str]]) -> tuple[Element, ...]:
    return tuple(_element(part, classes) for part in text.split(" "))


def _element(part: str, classes: Mapping[str, list[str]]) -> Element:
    if part == "~":
        return Element(gap=True)
    element = Element(optional=part.endswith("?"))
    for choice in part.removesuffix("?").split("|"):
        names = classes[choice[1:-1]] if choice.startswith("<") else [choice]
        for name in names:
            _allow(element, name)
    return element


def _allow(element: Element, name: str) -> None:
    if name == "#":
        element.number = True
    elif name == "_":
        element.anything = True
    elif name.endswith("*"):
        element.stems.add(name[:-1])
    elif name.startswith("*"):
        element.endings.add(name[1:])
    else:
        element.words.add(name)


class TermIndex:
    """Terms by their first element, so that a word meets only those that it can start."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._words: dict[str, list[Term]] = defaultdict(list)
        self._stems: dict[str, list[Term]] = defaultdict(list)
        self._endings: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            first = term.elements[0]
            for word in [*first.words, *(["#"] if first.number else [])]:
                self._words[word].append(term)
            for stem in first.stems:
                self._stems[stem].append(term)
            for ending in first.endings:
                self._endings[ending].append(term)

    def starting_with(self, token: Token) -> list[Term]:
        found = list(self._words.get(token.word, ()))
        if token.is_number:
            return found + self._words.get("#", [])
        for stem in stems_of(token.word):
            found += self._stems.get(stem, ())
        for ending in endings_of(token.word):
            found += self._endings.get(ending, ())
        return found

    def hits(self, tokens: list[Token]) -> Iterator[Hit]:
        for at, token in enumerate(tokens):
            for term in self.starting_with(token):
                last = _last_token(term.elements, 1, tokens, at + 1)
                if last >= 0:
                    yield Hit(token.start, tokens[last].end, term)


def _last_token(elements: tuple[Element, ...], which: int, tokens: list[Token], at: int) -> int:
    """Index of the last token if the elements from `which` on fit the tokens from `at` on, else -1."""
    if which == len(elements):
        return at - 1
    element = elements[which]
    if element.gap:
        ends = (_last_token(elements, which + 1, tokens, at + skip) for skip in range(GAP + 1))
        return next((end for end in ends if end >= 0), -1)
    if at < len(tokens) and element.fits(tokens[at]):
        end = _last_token(elements, which + 1, tokens, at + 1)
        if end >= 0:
            return end
    return _last_token(elements, which + 1, tokens, at) if element.optional else -1
