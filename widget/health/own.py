"""An inbox's own terms and exceptions, as one more language of the detector's data."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from .compiler import HEALTH_KINDS, LISTS
from .folding import Folding
from .listfiles import BadList, fold_table, term_of
from .sections import TermList, section

OWN_KINDS = (*HEALTH_KINDS, "exception")


class BadTerm(ValueError):
    """A term that the detector cannot look for; the message tells the operator why."""


def own_section(terms: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The section of (kind, term) pairs; docs/health-detector.md tells how a term is written.

    An exception of an inbox hides findings alone, never words of danger. Raises BadTerm.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, term in terms:
        if kind not in OWN_KINDS:
            raise BadTerm(f"There is no kind {kind}; there are: {', '.join(OWN_KINDS)}.")
        by_kind.setdefault(kind, []).append(_checked(term))
    return section(TermList(kind, tuple(own)) for kind, own in by_kind.items())


def _checked(term: str) -> str:
    try:
        text = term_of(term, _folding())
    except BadList:
        raise BadTerm(f"The detector cannot look for “{term}”: write it in Latin letters.") from None
    if "<" in text:
        raise BadTerm(f"“{term}” names a class of words, which are the built-in lists' alone.")
    return text


@cache
def _folding() -> Folding:
    return Folding(fold_table(LISTS / "folding.txt"))
