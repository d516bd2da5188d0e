"""Reads a posted envelope as far as the server can: the slip, and of the letter what anybody may see."""

from __future__ import annotations

from dataclasses import dataclass

from widget.crypto.envelope import Opened, open_envelope, post_key_id
from widget.crypto.errors import SealError, WrongPlace
from widget.crypto.header import INBOX, RETURN
from widget.doors.known import KnownInbox
from widget.doors.refusals import Refusal
from widget.outbox.notice import Urgency
from widget.records.inboxes import Epoch
from widget.store.keyfolder import KeyFolder

URGENCIES = frozenset(level.value for level in Urgency)
FIRST_LETTER = (INBOX, RETURN)  # to the team and back to the patient, in the order that browsers write them


@dataclass(frozen=True)
class Submission:
    """An envelope that fits its inbox."""

    opened: Opened
    epoch: Epoch


def read(envelope: bytes, known: KnownInbox, keys: KeyFolder, now: float) -> Submission:
    """Raises Refusal: malformed, stale (a key that is not in use), or slip (what does not fit the inbox)."""
    opened = open_posted(envelope, keys, now)
    _refuse_other_slips(opened, known)
    return Submission(opened, _epoch(opened, known, now))


def open_posted(envelope: bytes, keys: KeyFolder, now: float) -> Opened:
    """A wrong key and an altered byte get one answer: no answer tells more than that it could not be read.

    Raises Refusal: malformed, stale or slip.
    """
    opened = _opened(envelope, keys)
    if not keys.takes_notify_key(opened.compartment.key_id, now):
        raise Refusal("stale")
    return opened


def _opened(envelope: bytes, keys: KeyFolder) -> Opened:
    try:
        key = keys.post_key(post_key_id(envelope))
        return open_envelope(envelope, key.private, key.public)
    except KeyError:
        raise Refusal("stale") from None
    except WrongPlace:
        raise Refusal("slip") from None
    except SealError:
        raise Refusal("malformed") from None


def _refuse_other_slips(opened: Opened, known: KnownInbox) -> None:
    """A slip says what this inbox knows, and its letter is a conversation's first."""
    slip = opened.slip
    fits = (
        slip.inbox == known.inbox.id
        and slip.topic in known.topics
        and slip.urgency in URGENCIES
        and slip.language in known.inbox.languages
        and opened.inspected.header.is_first
        and tuple(kind for kind, _ in opened.inspected.stanzas) == FIRST_LETTER
    )
    if not fits:
        raise Refusal("slip")


def _epoch(opened: Opened, known: KnownInbox, now: float) -> Epoch:
    """The epoch that the letter is sealed to, while it takes letters."""
    epoch = known.epochs.get(opened.inspected.stanzas[0][1])
    if epoch is None or not epoch.takes_letters(now):
        raise Refusal("stale")
    return epoch
