"""The piles that lists are made of: an inbox's conversations of one stored state, as an index orders them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam

from widget.staff import states
from widget.staff.people import REVIEWER, Membership
from widget.staff.sampling import under_review
from widget.store.models import conversation

Pile = ColumnElement[bool]


def piles(memberships: Sequence[Membership], state: str | None, now: int) -> list[Pile]:
    """Those that hold all conversations in that state, or in any; for a reviewer, of what they may read."""
    return [pile for each in memberships for pile in _of_inbox(each, state, now)]


def spelled_out(limit: int) -> BindParameter[int]:
    """Written into the statement: PostgreSQL plans badly for a limit that it does not know."""
    return bindparam(None, limit, literal_execute=True)


def _of_inbox(of: Membership, state: str | None, now: int) -> list[Pile]:
    if of.acts_as == REVIEWER:
        return [under_review(of.inbox_id)] if state in (None, states.CLOSED) else []
    wanted = [each for each in states.STATES if state in (None, each)]
    here = conversation.c.inbox_id == of.inbox_id
    found = [and_(here, conversation.c.state == each) for each in wanted]
    if state == states.SNOOZED:
        return [and_(pile, states.sleeps(now)) for pile in found]
    if state == states.OPEN and found:
        return [*found, and_(here, states.came_back(now))]
    return found
