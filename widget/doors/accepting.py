"""Accepts a submission: its conversation, its letter and its notice are stored together, or nothing is."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from widget.crypto.rest import seal_at_rest
from widget.doors import earlier
from widget.doors.house import House
from widget.doors.known import KnownInbox
from widget.doors.reading import Submission
from widget.doors.receipts import Receipt, receipt
from widget.doors.refusals import Refusal
from widget.outbox import notice, queue
from widget.records import retention, telling
from widget.records.expectation import expected_at
from widget.store import Overloaded
from widget.store.models import conversation, letter, submission
from widget.store.prepared import Prepared

REFERENCE_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another
REFERENCE_LENGTH = 10
REFERENCE_BITS = 5 * REFERENCE_LENGTH
OPEN = "open"  # a conversation's first state

_INSERT_SUBMISSION = Prepared.insert(submission)
# What comes later in a conversation's life is nothing yet.
_INSERT_CONVERSATION = Prepared.insert(
    conversation,
    "assignee_id",
    "snoozed_until",
    "answered_at",
    "replied_at",
    "answers",
    "closed_at",
    "rating",
    "rated_at",
    "opened_at",
    "opened_seq",
    "origin_inbox_id",
    "merged_into",
    "replaced_by",
)
_INSERT_LETTER = Prepared.insert(letter, "written_by")


def new_reference() -> str:
    """Ten symbols at random, unrelated to any other id."""
    bits = secrets.randbits(REFERENCE_BITS)
    return "".join([REFERENCE_SYMBOLS[bits >> shift & 31] for shift in range(0, REFERENCE_BITS, 5)])


def accept(
    house: House,
    known: KnownInbox,
    given: Submission,
    now: int,
    make_reference: Callable[[], str] = new_reference,
) -> tuple[Receipt, bool]:
    """The receipt, and whether the submission is new. Durable on return.

    Raises Refusal("conflict") when its ids stand for something else already, and Overloaded.
    """
    arrival = _arrive(house, known, given, now)
    while True:
        reference = make_reference()
        note = arrival.notice(reference)
        try:
            house.store.write(lambda connection: _store(connection, arrival, reference, note))  # noqa: B023  run at once
        except IntegrityError:
            first = _explain(house, known, given, reference)
            if first is not None:
                return first, False
            continue
        return arrival.receipt(reference), True


@dataclass(frozen=True)
class _Arrival:
    """A submission made ready outside the transaction, so that others wait for the database alone."""

    house: House
    known: KnownInbox
    given: Submission
    received_at: int
    expiry_day: int
    sealed: bytes
    notify: bytes

    def notice(self, reference: str) -> notice.Notice | None:
        """None where the inbox tells nobody."""
        if self.known.inbox.account_id is None:
            return None
        slip = self.given.opened.slip
        return notice.opened(
            self.known.inbox,
            reference=reference,
            topic=slip.topic,
            urgency=slip.urgency,
            language=slip.language,
            received_at=self.received_at,
            desk_origin=self.house.settings.desk_origin,
        )

    def receipt(self, reference: str) -> Receipt:
        return receipt(
            self.known.inbox,
            reference=reference,
            received_at=self.received_at,
            expiry_day=self.expiry_day,
            backup_days=self.house.settings.backup_days,
        )


def _arrive(house: House, known: KnownInbox, given: Submission, now: int) -> _Arrival:
    day = retention.expiry_day(known.inbox, now)
    try:
        shred_key = house.keys.shred_key(day)
    except OSError as problem:  # made ahead as a rule; a full disk can keep a new one from being made
        raise Overloaded("the shred key cannot be made now") from problem
    opened = given.opened
    sealed = seal_at_rest(shred_key, day, opened.inspected.header.letter, opened.letter)
    notify = telling.seal(shred_key, day, opened.slip.conversation, opened.compartment)
    return _Arrival(house, known, given, now, day, sealed, notify)


def _store(connection: Connection, arrival: _Arrival, reference: str, note: notice.Notice | None) -> None:
    """Four rows. The submission comes first: its id decides whether the others are a repetition."""
    opened, slip = arrival.given.opened, arrival.given.opened.slip
    _INSERT_SUBMISSION.run(
        connection,
        id=opened.submission,
        conversation_id=slip.conversation,
        digest=opened.digest,
        reference=reference,
        expires_at=retention.submission_expires_at(arrival.received_at),
    )
    _INSERT_CONVERSATION.run(
        connection,
        id=slip.conversation,
        inbox_id=slip.inbox,
        reference=reference,
        locator=slip.locator,
        token_hash=slip.token_hash,
        patient_sign_public=slip.patient_sign_public,
        memo=slip.memo,
        topic=slip.topic,
        urgency=slip.urgency,
        language=slip.language,
        state=OPEN,
        version=1,
        last_at=arrival.received_at,
        received_at=arrival.received_at,
        due_at=expected_at(arrival.known.inbox, arrival.received_at),
        notify=arrival.notify,
    )
    _INSERT_LETTER.run(
        connection,
        id=opened.inspected.header.letter,
        conversation_id=slip.conversation,
        epoch_id=arrival.given.epoch.id,
        direction=opened.inspected.header.direction,
        seq=opened.inspected.header.seq,
        expiry_day=arrival.expiry_day,
        sealed=arrival.sealed,
        received_at=arrival.received_at,
    )
    account_id = arrival.known.inbox.account_id
    if note is not None and account_id is not None:
        queue.enqueue(connection, account_id=account_id, notice=note, now=arrival.received_at)


def _explain(house: House, known: KnownInbox, given: Submission, reference: str) -> Receipt | None:
    """The first answer, for the same submission again; None where only the new reference was taken."""
    first = house.store.read(lambda connection: earlier.find(connection, given.opened.submission))
    if first is None:
        if house.store.read(lambda connection: earlier.reference_is_taken(connection, reference)):
            return None
        raise Refusal("conflict")
    if first.digest != given.opened.digest or first.inbox_id not in (None, known.inbox.id):
        raise Refusal("conflict")
    day = first.expiry_day
    return receipt(
        known.inbox,
        reference=first.reference,
        received_at=first.received_at,
        expiry_day=retention.expiry_day(known.inbox, first.received_at) if day is None else day,
        backup_days=house.settings.backup_days,
    )
