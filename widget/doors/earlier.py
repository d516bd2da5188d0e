"""Looks up what was stored before under the ids of a submission that could not be stored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from widget.crypto.header import PATIENT
from widget.records.retention import SUBMISSION_SECONDS
from widget.store.models import conversation, letter, submission


@dataclass(frozen=True)
class Earlier:
    """`inbox_id` and `expiry_day` are None when the conversation has expired meanwhile."""

    digest: bytes
    reference: str
    received_at: int
    inbox_id: bytes | None
    expiry_day: int | None


def find(connection: Connection, submission_id: bytes) -> Earlier | None:
    row = connection.execute(_FIND.where(submission.c.id == submission_id)).one_or_none()
    if row is None:
        return None
    return Earlier(
        row.digest, row.reference, row.expires_at - SUBMISSION_SECONDS, row.inbox_id, row.expiry_day
    )


def reference_is_taken(connection: Connection, reference: str) -> bool:
    found = select(conversation.c.id).where(conversation.c.reference == reference)
    return connection.execute(found).first() is not None


_FIRST_LETTER = and_(
    letter.c.conversation_id == conversation.c.id, letter.c.direction == PATIENT, letter.c.seq == 1
)
_FIND = (
    select(submission.c.digest, submission.c.reference, submission.c.expires_at)
    .add_columns(conversation.c.inbox_id, letter.c.expiry_day)
    .outerjoin(conversation, conversation.c.id == submission.c.conversation_id)
    .outerjoin(letter, _FIRST_LETTER)
)
