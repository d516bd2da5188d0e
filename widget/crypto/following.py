"""From a site's link to the keys that a letter is sealed to now: the checks, in their order
(docs/envelope.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .authority import Authority, Lead
from .encoding import from_base64url
from .errors import BadSignature, Expired, NoEpoch, PinMismatch, RolledBack, WrongPlace
from .inboxkeys import Epoch, Issue, Keys
from .labels import HASH_BYTES, equal
from .roster import Roster
from .signed import Signed, root_hash

# How far ahead of the reader's clock a statement may have been issued: clocks of phones and leads differ.
CLOCK_SKEW_SECONDS = 86_400


@dataclass(frozen=True)
class InboxKeys:
    """`root`: the pin's 32 bytes; `epoch`: the one to seal to; `good_until`: until when, in Unix seconds,
    this holds.
    """

    inbox: bytes
    root: bytes
    seq: int
    epoch: Epoch
    good_until: int


@dataclass(frozen=True)
class Traced:
    """What is signed all the way from a root: who may sign, and the keys they signed."""

    root: bytes
    authority: Authority
    keys: Keys


def follow(
    pins: Sequence[str],
    slug: str,
    root_public: bytes,
    authority: Signed,
    keys: Signed,
    now: int,
    seen_seq: int = 0,
) -> InboxKeys:
    """`pins`, of 43 characters each, and `slug` are those of the link that the reader opened, whatever a
    server says; `seen_seq` is the highest `seq` of KEYS that this reader has followed before.

    Raises Malformed, WrongVersion, PinMismatch, BadSignature, WrongPlace, Expired, RolledBack or NoEpoch.
    """
    roots = (from_base64url(pin, HASH_BYTES) for pin in pins)
    traced = trace(roots, root_public, authority, keys, now, seen_seq, lambda found: found.slug == slug)
    epoch = running(traced.keys, now)
    good_until = min(traced.keys.not_after, traced.authority.not_after, epoch.seal_until)
    return InboxKeys(traced.authority.inbox, traced.root, traced.keys.issue.seq, epoch, good_until)


def trace(
    roots: Iterable[bytes],
    root_public: bytes,
    authority: Signed,
    keys: Signed,
    now: int,
    seen_seq: int,
    belongs: Callable[[Authority], bool],
) -> Traced:
    """Steps 2 to 10, for whoever knows one of the roots (32 bytes each) and what the inbox has to be.

    Raises what `follow` does, but for NoEpoch.
    """
    root = root_hash(root_public)
    if not any(equal(root, known) for known in roots):
        raise PinMismatch
    authority.check(root_public, "authority")
    authorised = Authority.parse(authority.data)
    listed = Keys.parse(keys.data)
    lead = signer(authorised, listed.issue)
    keys.check(lead.public, "keys")
    if listed.issue.inbox != authorised.inbox or not belongs(authorised):
        raise WrongPlace
    check_times(authorised, lead, listed.issue, listed.not_after, now)
    if listed.issue.authority_version != authorised.version or listed.issue.seq < seen_seq:
        raise RolledBack
    return Traced(root, authorised, listed)


def follow_roster(authority: Authority, roster: Signed, now: int, seen_seq: int = 0) -> Roster:
    """The members, of an AUTHORITY that was traced.

    Raises Malformed, WrongVersion, BadSignature, WrongPlace, Expired or RolledBack.
    """
    listed = Roster.parse(roster.data)
    lead = signer(authority, listed.issue)
    roster.check(lead.public, "roster")
    if listed.issue.inbox != authority.inbox:
        raise WrongPlace
    check_times(authority, lead, listed.issue, authority.not_after, now)
    if listed.issue.authority_version != authority.version or listed.issue.seq < seen_seq:
        raise RolledBack
    return listed


def running(keys: Keys, now: int) -> Epoch:
    """The epoch that letters are sealed to. Raises NoEpoch."""
    epoch = next((epoch for epoch in keys.epochs if epoch.takes_letters(now)), None)
    if epoch is None:
        raise NoEpoch
    return epoch


def signer(authority: Authority, issue: Issue) -> Lead:
    """Raises BadSignature where AUTHORITY does not list the lead."""
    lead = authority.lead(issue.lead)
    if lead is None:
        raise BadSignature
    return lead


def check_times(authority: Authority, lead: Lead, issue: Issue, not_after: int, now: int) -> None:
    """The lead's own time is asked of the reader's clock too: a former lead could write any `issued`."""
    if not lead.not_before <= issue.issued <= now + CLOCK_SKEW_SECONDS:
        raise Expired
    if now > min(authority.not_after, not_after, lead.not_after):
        raise Expired
