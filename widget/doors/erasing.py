"""A patient deletes a conversation, and is told what that did and what it could not undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, or_, select

from widget.crypto.deletion import verify_deletion
from widget.crypto.errors import SealError
from widget.crypto.header import NOTE
from widget.doors.refusals import Refusal
from widget.doors.returning import PATIENT_ACTOR, Code, find
from widget.outbox.notice import BadNotice, Notice
from widget.outbox.queue import State
from widget.outbox.shared import LABELS, VENDOR_NAMES
from widget.records import activity, counting, retention
from widget.staff.joining import goes_on_in
from widget.store.models import account, conversation, letter, outbox, ticket

DELETED = "deleted"
# How far the clock of the patient's device may be off.
CLOCK_SKEW_SECONDS = 600


@dataclass(frozen=True)
class Wish:
    """Signed by the return code's key; `at` in Unix seconds."""

    at: int
    signature: bytes = field(repr=False)


@dataclass(frozen=True)
class Erasure:
    """`letters` of both sides were erased, and when; until which day backups may hold them, sealed; and what
    vendors were told.
    """

    reference: str
    letters: int
    erased_on: date
    backups_until: date
    told: tuple[dict[str, Any], ...]

    def facts(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "letters": self.letters,
            "erased_on": self.erased_on.isoformat(),
            "backups_until": self.backups_until.isoformat(),
            "told": list(self.told),
        }


def erase(connection: Connection, code: Code, wish: Wish, backup_days: int, now: int) -> Erasure:
    """With all conversations that go on in it, for they are the same patient's.

    Raises Refusal("gone") for a wrong code and a wrong signature alike, and ("clock").
    """
    row = find(connection, code)
    if row is None:
        raise Refusal("gone")
    try:
        verify_deletion(row.patient_sign_public, row.id, wish.at, wish.signature)
    except SealError:
        raise Refusal("gone") from None
    if abs(wish.at - now) > CLOCK_SKEW_SECONDS:
        raise Refusal("clock")
    going = connection.execute(
        select(conversation.c.id, conversation.c.reference)
        .where(or_(conversation.c.id == row.id, goes_on_in(row.id)))
        .order_by(conversation.c.id)
        .with_for_update(of=conversation)
    ).all()
    ids, references = [each.id for each in going], [each.reference for each in going]
    if row.id not in ids:  # another request was faster
        raise Refusal("gone")
    both_sides = (letter.c.conversation_id.in_(ids), letter.c.direction < NOTE, letter.c.sealed != b"")
    count = connection.scalar(select(func.count()).where(*both_sides)) or 0
    of_these = outbox.c.reference.in_(references)
    told = tuple(_told(each) for each in connection.execute(_TRIED.where(of_these)))
    # None of them is sent from now on, whoever holds it just now.
    connection.execute(delete(outbox).where(of_these, outbox.c.state != State.SENT.value))
    counting.count_departing(connection, ids, now)
    connection.execute(delete(letter).where(letter.c.conversation_id.in_(ids)))
    connection.execute(delete(conversation).where(conversation.c.id.in_(ids)))
    today = retention.day_of(now)
    for reference in references:
        activity.append(connection, DELETED, reference, PATIENT_ACTOR, f"{count} letters", b"", today, at=now)
    erased_on = datetime.fromtimestamp(now, UTC).date()
    return Erasure(row.reference, count, erased_on, retention.readable_until(today, backup_days), told)


_TRIED = (
    select(outbox.c.notice, outbox.c.state, account.c.vendor, ticket.c.external_id)
    .join(account, outbox.c.account_id == account.c.id)
    .outerjoin(
        ticket,
        (ticket.c.reference == outbox.c.reference) & (ticket.c.account_id == outbox.c.account_id),
    )
    .where(or_(outbox.c.tries > 0, outbox.c.state != State.WAITING.value))
    .order_by(outbox.c.id)
)


def _told(row: Row[Any, Any, Any, Any]) -> dict[str, Any]:
    """`sure`: whether it is known to have arrived. A ticket stays: no vendor is told to erase it."""
    try:
        facts = Notice.unpack(row.notice).facts()
    except BadNotice:
        facts = {}
    return {
        "vendor": VENDOR_NAMES.get(row.vendor, row.vendor),
        "ticket": row.external_id,
        "sure": row.state == State.SENT.value,
        "facts": [{"label": LABELS[name], "value": str(value)} for name, value in facts.items()],
    }
