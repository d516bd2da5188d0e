"""A conversation by its reference, of an inbox that one is a member of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from widget.staff.errors import Gone
from widget.staff.people import Membership
from widget.store.models import conversation


def find(connection: Connection, by: Membership, reference: str) -> Row[Any]:
    """Raises Gone: also for another inbox's, so that nobody learns which references there are."""
    here = (conversation.c.reference == reference, conversation.c.inbox_id == by.inbox_id)
    row = connection.execute(select(conversation).where(*here)).one_or_none()
    if row is None:
        raise Gone
    return row
