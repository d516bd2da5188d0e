"""How many there are, counted no further than a page shows: more than that is "or more" to whoever reads it.

Each count walks an index and stops at MOST, so that it costs the same however many conversations there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, literal, select

from widget.staff import states
from widget.staff.people import REVIEWER, Membership
from widget.staff.piles import spelled_out
from widget.staff.sampling import REVIEWS, stands, under_review
from widget.store.models import conversation

MOST = 500
_MOST = spelled_out(MOST)


def counts(
    connection: Connection, memberships: Sequence[Membership], member_id: bytes, now: int
) -> dict[str, int]:
    """By state, and of the open ones those that are the member's and those that are nobody's; `most`. For a
    reviewer also how many of theirs are to be reviewed, and how many are.
    """
    answering = [each.inbox_id for each in memberships if each.acts_as != REVIEWER]
    drawn = [under_review(each.inbox_id) for each in memberships if each.acts_as == REVIEWER]
    in_inboxes = conversation.c.inbox_id.in_(answering)
    is_open = and_(in_inboxes, conversation.c.state == states.OPEN)
    back = and_(in_inboxes, states.came_back(now))
    mine, nobodys = conversation.c.assignee_id == member_id, conversation.c.assignee_id.is_(None)
    wanted: dict[str, Sequence[ColumnElement[bool]]] = {
        states.OPEN: (is_open, back),
        states.WAITING: (and_(in_inboxes, conversation.c.state == states.WAITING),),
        states.SNOOZED: (and_(in_inboxes, states.sleeps(now)),),
        states.CLOSED: (and_(in_inboxes, conversation.c.state == states.CLOSED), *drawn),
        "mine": (and_(is_open, mine), and_(back, mine)),
        "unassigned": (and_(is_open, nobodys), and_(back, nobodys)),
    }
    if drawn:
        wanted |= {each: [and_(pile, stands(each)) for pile in drawn] for each in REVIEWS}
    parts = [
        _up_to_most(part).label(f"{name}_{n}") for name, of in wanted.items() for n, part in enumerate(of)
    ]
    found = connection.execute(select(*parts)).mappings().one()
    totals = {name: sum(found[f"{name}_{n}"] for n in range(len(of))) for name, of in wanted.items()}
    return {name: min(total, MOST) for name, total in totals.items()} | {"most": MOST}


def late(connection: Connection, of: Membership, now: int) -> int:
    """Of the open ones in this inbox, those that an answer is due for."""
    here = and_(conversation.c.inbox_id == of.inbox_id, conversation.c.due_at <= now)
    parts = (and_(here, conversation.c.state == states.OPEN), and_(here, states.came_back(now)))
    found = connection.execute(select(*(_up_to_most(part) for part in parts))).one()
    return min(sum(found), MOST)


def _up_to_most(where: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select(literal(1).label("one")).select_from(conversation).where(where).limit(_MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
