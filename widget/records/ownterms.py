"""An inbox's own terms for the health detector: what it marks beside the built-in lists, and what never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from widget.health.own import BadTerm, own_section
from widget.records.inboxes import Inbox

MOST_TERMS = 200
LONGEST_TERM = 80

Terms = tuple[tuple[str, str], ...]  # kind and term


def terms_of(inbox: Inbox) -> Terms:
    return tuple((each["kind"], each["term"]) for each in inbox.settings.get("terms", ()))


def with_changes(inbox: Inbox, removed: Sequence[str], added: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """The setting when these are taken out and then those put in; one that is there gets the new kind.

    Raises BadTerm.
    """
    kinds = {term: kind for kind, term in terms_of(inbox)}
    for term in map(_tidy, removed):
        if kinds.pop(term, None) is None:
            raise BadTerm(f"There is no term “{term}” to remove: flask inbox terms {inbox.slug} lists them.")
    kinds |= {_tidy(term): kind for kind, term in added}
    _check(kinds)
    return {"terms": [{"kind": kind, "term": term} for term, kind in kinds.items()] or None}


@lru_cache(maxsize=64)
def section_of(terms: Terms) -> Mapping[str, Any] | None:
    """What the page's detector gets; None where there is nothing of the inbox's own."""
    fit = [each for each in terms if _fits(each)]
    return own_section(fit) if fit else None


def _fits(term: tuple[str, str]) -> bool:
    """Whether this release still takes the term: one that it refuses must not take the page down."""
    try:
        own_section([term])
    except BadTerm:
        return False
    return True


def _check(kinds: Mapping[str, str]) -> None:
    for term, kind in kinds.items():
        if len(term) > LONGEST_TERM:
            raise BadTerm(f"“{term[:20]}…” is too long: a term has at most {LONGEST_TERM} characters.")
        own_section([(kind, term)])
    own_section((kind, term) for term, kind in kinds.items())
    if len(kinds) > MOST_TERMS:
        raise BadTerm(f"An inbox has at most {MOST_TERMS} terms; these would be {len(kinds)}.")


def _tidy(term: str) -> str:
    """The detector makes no difference between these, so that a term is there once."""
    return " ".join(term.lower().split())
