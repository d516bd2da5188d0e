"""Which closed conversations are reviewed: drawn by dice as they are closed, and by nobody's choice."""

from __future__ import annotations

import json
import secrets

from sqlalchemy import ColumnElement, Connection, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from widget.staff import states
from widget.staff.people import LEAD, REVIEWER
from widget.staff.reviewing import review_in
from widget.store.models import conversation, inbox, sample

TO_REVIEW, REVIEWED = "to-review", "reviewed"
REVIEWS = (TO_REVIEW, REVIEWED)
SEE_REVIEWS = (LEAD, REVIEWER)
HUNDRED = 100


def draw(connection: Connection, conversation_id: bytes, state: str | None, now: int) -> None:
    """After a conversation became `state`; does nothing unless it is closed.

    The dice are thrown once in each inbox that it is closed in: to close it again changes nothing. What goes
    on in another conversation is reviewed there.
    """
    if state != states.CLOSED:
        return
    with_settings = select(conversation, inbox.c.settings).join(inbox, conversation.c.inbox_id == inbox.c.id)
    row = connection.execute(with_settings.where(conversation.c.id == conversation_id)).one()
    percent = review_in(json.loads(row.settings)).percent
    if percent == 0 or row.merged_into is not None or row.replaced_by is not None:
        return
    thrown = {
        "inbox_id": row.inbox_id,
        "drawn_at": now,
        "chosen": secrets.randbelow(HUNDRED) < percent,
        "scored_at": None,
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = dialect.insert(sample).values(conversation_id=conversation_id, **thrown)
    in_another = sample.c.inbox_id != row.inbox_id
    connection.execute(
        kept.on_conflict_do_update(index_elements=["conversation_id"], set_=thrown, where=in_another)
    )


def under_review(inbox_id: bytes) -> ColumnElement[bool]:
    """The inbox's conversations that a reviewer may read: drawn, and closed now."""
    drawn = select(sample.c.conversation_id).where(sample.c.inbox_id == inbox_id, sample.c.chosen)
    return and_(
        conversation.c.inbox_id == inbox_id,
        conversation.c.state == states.CLOSED,
        conversation.c.merged_into.is_(None),
        conversation.c.replaced_by.is_(None),
        conversation.c.id.in_(drawn),
    )


def stands(review: str) -> ColumnElement[bool]:
    """Of conversations that were drawn where they are now: those that have a score, or that have none."""
    scored = sample.c.scored_at.is_not(None) if review == REVIEWED else sample.c.scored_at.is_(None)
    return select(sample.c.conversation_id).where(here(), scored).exists()


def here() -> ColumnElement[bool]:
    """Joins a conversation with its row of `sample`, if it was drawn in the inbox where it is now."""
    return and_(
        sample.c.conversation_id == conversation.c.id,
        sample.c.inbox_id == conversation.c.inbox_id,
        sample.c.chosen,
    )
