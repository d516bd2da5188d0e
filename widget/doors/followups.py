"""A patient's later letters: read as far as the server can, and stored with what they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, case, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from widget.crypto.compartment import PUT
from widget.crypto.envelope import Opened
from widget.crypto.header import INBOX, PATIENT, RETURN
from widget.crypto.rest import seal_at_rest
from widget.doors import reading
from widget.doors.refusals import Refusal
from widget.records import expectation, inboxes, retention, telling
from widget.records.inboxes import Epoch, Inbox
from widget.staff import states
from widget.staff.stored import last_seq, patients_stanza, stamp_of_next
from widget.store import Overloaded, Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, letter, submission

READERS = (INBOX, RETURN)


@dataclass(frozen=True)
class FollowUp:
    """An envelope that fits the conversation its slip names."""

    opened: Opened
    row: Row[Any]
    inbox: Inbox
    epoch: Epoch


def read(connection: Connection, keys: KeyFolder, envelope: bytes, now: int) -> FollowUp:
    """Raises Refusal: malformed, stale, gone (also for another code's conversation), slip, or version."""
    opened = reading.open_posted(envelope, keys, now)
    row = _conversation(connection, opened)
    here = inboxes.by_id(connection, row.inbox_id)
    _refuse_other_letters(connection, keys, opened, row)
    key_id = opened.inspected.stanzas[0][1]
    epochs = inboxes.epochs(connection, here.id)
    epoch = next((each for each in epochs if each.key_id == key_id), None)
    if epoch is None or not epoch.takes_letters(now):
        raise Refusal("stale")
    is_next = opened.inspected.header.seq == last_seq(connection, row.id, PATIENT) + 1
    if not is_next and not _is_repeated(connection, opened):
        raise Refusal("version", more={"version": row.version})
    return FollowUp(opened, row, here, epoch)


def accept(store: Store, keys: KeyFolder, given: FollowUp, now: int) -> bool:
    """Whether it is new. Durable on return. Raises Refusal: conflict, version or stale; and Overloaded."""
    stamp = store.read(lambda connection: stamp_of_next(connection, given.inbox, given.row.id, now))
    day = stamp.expiry_day
    try:
        shred_key = keys.shred_key(day)
    except OSError as problem:  # made ahead as a rule; a full disk can keep a new one from being made
        raise Overloaded("the shred key cannot be made now") from problem
    header = given.opened.inspected.header
    sealed = seal_at_rest(shred_key, day, header.letter, given.opened.letter)
    row = {
        "id": header.letter,
        "conversation_id": given.row.id,
        "epoch_id": given.epoch.id,
        "direction": PATIENT,
        "seq": header.seq,
        "expiry_day": day,
        "sealed": sealed,
        "received_at": stamp.received_at,
    }
    notify = _notify(given, shred_key, day)
    try:
        store.write(lambda connection: _store(connection, given, row, notify))
    except IntegrityError:
        return _explain(store, given)
    return True


def _conversation(connection: Connection, opened: Opened) -> Row[Any]:
    """By what the slip says of its code: nobody else knows the locator and the token."""
    slip = opened.slip
    row = connection.execute(select(conversation).where(conversation.c.locator == slip.locator)).one_or_none()
    if row is None or row.token_hash != slip.token_hash:
        raise Refusal("gone")
    said = (slip.inbox, slip.conversation, slip.patient_sign_public)
    if said != (row.origin_inbox_id or row.inbox_id, row.id, row.patient_sign_public):
        raise Refusal("slip")
    return row


def _refuse_other_letters(connection: Connection, keys: KeyFolder, opened: Opened, row: Row[Any]) -> None:
    kinds = tuple(kind for kind, _ in opened.inspected.stanzas)
    if opened.inspected.header.is_first or kinds != READERS:
        raise Refusal("slip")
    if opened.inspected.stanzas[1] != patients_stanza(connection, keys, row.id):
        raise Refusal("slip")


def _is_repeated(connection: Connection, opened: Opened) -> bool:
    mine = select(submission.c.id).where(submission.c.id == opened.submission)
    return connection.execute(mine).first() is not None


def _notify(given: FollowUp, shred_key: bytes, day: int) -> bytes | None:
    """Where to write that there is an answer, as it is stored; None where that stays what it was."""
    compartment = given.opened.compartment
    if compartment.mode != PUT:
        return None
    return telling.seal(shred_key, day, given.row.id, compartment)


def _store(connection: Connection, given: FollowUp, row: dict[str, Any], notify: bytes | None) -> None:
    """The submission comes first: its id decides whether the rest is a repetition."""
    sent = {
        "id": given.opened.submission,
        "conversation_id": given.row.id,
        "digest": given.opened.digest,
        "reference": given.row.reference,
        "expires_at": retention.submission_expires_at(row["received_at"]),
    }
    connection.execute(insert(submission).values(sent))
    # Handed over since it was looked at, it has other readers than the letter is sealed to.
    as_seen = (conversation.c.id == given.row.id, conversation.c.inbox_id == given.row.inbox_id)
    changed = {
        "version": conversation.c.version + 1,
        "last_at": row["received_at"],
        "due_at": case(
            (_STILL_OWED, conversation.c.due_at),
            else_=expectation.expected_at(given.inbox, row["received_at"]),
        ),
    } | states.becoming(states.OPEN, row["received_at"])
    if connection.execute(update(conversation).where(*as_seen).values(changed)).rowcount != 1:
        raise Refusal("stale")
    connection.execute(insert(letter).values(row))
    if notify is not None:
        telling.put(connection, given.row.id, notify)


# Who writes again while they wait must not lose their place.
_STILL_OWED = and_(
    conversation.c.state != states.CLOSED,
    or_(conversation.c.replied_at.is_(None), conversation.c.last_at > conversation.c.replied_at),
)


def _explain(store: Store, given: FollowUp) -> bool:
    """False for the same submission again."""
    opened = given.opened
    found = select(submission.c.digest, submission.c.conversation_id).where(
        submission.c.id == opened.submission
    )
    row = store.read(lambda connection: connection.execute(found).one_or_none())
    if row is None:
        taken = select(letter.c.id).where(letter.c.id == opened.inspected.header.letter)
        if store.read(lambda connection: connection.execute(taken).first()) is not None:
            raise Refusal("conflict")
        # Another device's letter came first and took the count.
        raise Refusal("version", more={"version": given.row.version + 1})
    if (row.digest, row.conversation_id) != (opened.digest, given.row.id):
        raise Refusal("conflict")
    return False
