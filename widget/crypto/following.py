"""From a site's link to the keys that a letter is sealed to now: the checks, in their order
(docs/envelope.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .authority import Authority
from .encoding import from_base64url
from .errors import BadSignature, Expired, NoEpoch, PinMismatch, RolledBack, WrongPlace
from .inboxkeys import Epoch, Keys
from .labels import HASH_BYTES, equal
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
    root = root_hash(root_public)
    if not any(equal(root, from_base64url(pin, HASH_BYTES)) for pin in pins):
        raise PinMismatch
    authority.check(root_public, "authority")
    authorised = Authority.parse(authority.data)
    listed = _signed_by_a_lead(authorised, keys)
    if listed.issue.inbox != authorised.inbox or authorised.slug != slug:
        raise WrongPlace
    _check_times(authorised, listed, now)
    if listed.issue.authority_version != authorised.version or listed.issue.seq < seen_seq:
        raise RolledBack
    epoch = next((epoch for epoch in listed.epochs if epoch.takes_letters(now)), None)
    if epoch is None:
        raise NoEpoch
    good_until = min(listed.not_after, authorised.not_after, epoch.seal_until)
    return InboxKeys(authorised.inbox, root, listed.issue.seq, epoch, good_until)


def _signed_by_a_lead(authority: Authority, keys: Signed) -> Keys:
    listed = Keys.parse(keys.data)
    lead = authority.lead(listed.issue.lead)
    if lead is None:
        raise BadSignature
    keys.check(lead.public, "keys")
    return listed


def _check_times(authority: Authority, keys: Keys, now: int) -> None:
    """The lead's own time is asked of the reader's clock too: a former lead could write any `issued`."""
    lead = authority.lead(keys.issue.lead)
    issued = keys.issue.issued
    if lead is None or not lead.not_before <= issued <= now + CLOCK_SKEW_SECONDS:
        raise Expired
    if now > min(authority.not_after, keys.not_after, lead.not_after):
        raise Expired
