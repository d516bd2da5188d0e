"""Whether a sealed letter is the next one of its conversation: all that can be said of it without a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from widget.crypto.header import INBOX, NOTE, RETURN, STAFF, Header
from widget.crypto.letter import Inspected, inspect
from widget.records import inboxes
from widget.records.inboxes import Epoch, Inbox
from widget.staff import states
from widget.staff.errors import Invalid, Outdated, Stale
from widget.staff.finding import find
from widget.staff.people import Membership
from widget.staff.stored import Stamp, last_seq, patients_stanza, stamp_of_next
from widget.store.keyfolder import KeyFolder

# Writers put the inbox first, then the patient's return key; a note is for the team alone.
READERS = {STAFF: (INBOX, RETURN), NOTE: (INBOX,)}
STATES = (states.OPEN, states.WAITING, states.CLOSED)


@dataclass(frozen=True)
class Draft:
    """A letter as it was posted. `version` is that of the conversation it was written on, `state` what the
    conversation becomes, None where that is not said.
    """

    by: Membership
    reference: str
    letter: bytes = field(repr=False)
    version: int
    state: str | None


@dataclass(frozen=True)
class Parsed:
    draft: Draft
    inspected: Inspected

    @property
    def header(self) -> Header:
        return self.inspected.header


@dataclass(frozen=True)
class Answer:
    """A letter that fits its conversation."""

    draft: Draft
    header: Header
    inbox: Inbox
    conversation: Row[Any]
    epoch_id: int
    stamp: Stamp

    @property
    def is_reply(self) -> bool:
        return self.header.direction == STAFF


def parse(draft: Draft) -> Parsed:
    """Raises Malformed or WrongVersion, or Invalid for a letter that no member of a team writes."""
    inspected = inspect(draft.letter)
    kinds = tuple(kind for kind, _ in inspected.stanzas)
    if kinds != READERS.get(inspected.header.direction):
        raise Invalid("A reply is sealed to the inbox and the patient, a note to the inbox alone.")
    if draft.state is not None and draft.state not in STATES:
        raise Invalid(f"With a letter a conversation becomes one of: {', '.join(STATES)}.")
    return Parsed(draft, inspected)


def check(connection: Connection, keys: KeyFolder, given: Parsed, now: int) -> Answer:
    """Raises Gone, Outdated, Stale or Invalid."""
    draft, header = given.draft, given.header
    conversation_id = find(connection, draft.by, draft.reference).id
    last = last_seq(connection, conversation_id, header.direction)
    patient = patients_stanza(connection, keys, conversation_id)
    here = inboxes.get(connection, draft.by.slug)
    stamp = stamp_of_next(connection, here, conversation_id, now)
    # After the letters: if its version is what the writer saw, so were they.
    row = find(connection, draft.by, draft.reference)
    # Letters stay of the inbox where the conversation began, whatever inbox it was handed to.
    if (header.inbox, header.conversation) != (row.origin_inbox_id or row.inbox_id, row.id):
        raise Invalid("The letter is of another conversation.")
    if row.version != draft.version:
        raise Outdated(row.version)
    if header.seq != last + 1:
        raise Invalid("The letter is not the next one of this conversation.")
    epoch = epoch_for(connection, given.inspected, row.inbox_id, now)
    if header.direction == STAFF and given.inspected.stanzas[1] != patient:
        raise Invalid("The letter is sealed to another patient than the one who wrote.")
    return Answer(draft, header, here, row, epoch.id, stamp)


def epoch_for(connection: Connection, given: Inspected, inbox_id: bytes, now: int) -> Epoch:
    """The inbox's epoch that the letter is sealed to. Raises Stale unless it takes letters now."""
    key_id = given.stanzas[0][1]
    epoch = next((each for each in inboxes.epochs(connection, inbox_id) if each.key_id == key_id), None)
    if epoch is None or not epoch.takes_letters(now):
        raise Stale
    return epoch
