"""A conversation by its reference, of an inbox that one is a member of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from widget.staff import sampling
from widget.staff.errors import Gone
from widget.staff.people import REVIEWER, Membership
from widget.store.models import conversation


def find(connection: Connection, by: Membership, reference: str) -> Row[Any]:
    """Raises Gone: also for another inbox's, so that nobody learns which references there are, and for a
    reviewer of all that was not drawn for review.
    """
    found = select(conversation).where(
        conversation.c.reference == reference, conversation.c.inbox_id == by.inbox_id
    )
    if by.acts_as == REVIEWER:
        found = found.where(sampling.under_review(by.inbox_id))
    row = connection.execute(found).one_or_none()
    if row is None:
        raise Gone
    return row
