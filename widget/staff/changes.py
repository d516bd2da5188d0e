"""Whether a list is still what it was: one number, which costs a few rows however much there is.

Triggers count every change of an inbox's conversations, in the transaction of the change. So a number that
is read before the list can only be older than the list: what is committed in between shows at the next look,
and is never missed. Two things change a list without a write: a snoozed conversation comes back, of which the
latest moment that has passed tells; and an answer stays unopened for too long, which is looked at every few
minutes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Select, func, select

from widget.staff.wanted import Wanted
from widget.store.models import conversation, inbox, inbox_change

NUMBER_BYTES = 6  # what JavaScript holds exactly
LOOK_SECONDS = 300


def changed(connection: Connection, wanted: Wanted, now: int) -> int:
    """Another number for another list, or for the same after a change; its size says nothing."""
    told: list[object] = [wanted.member_id, wanted.state, sorted(wanted.filters.items()), wanted.sort.number]
    told += [(each.inbox_id, each.acts_as) for each in wanted.memberships]
    told += [tuple(row) for row in connection.execute(_moves(wanted, now))]
    if "opened" in wanted.filters:
        told.append(now // LOOK_SECONDS)
    return int.from_bytes(hashlib.blake2b(repr(told).encode(), digest_size=NUMBER_BYTES).digest())


def _moves(wanted: Wanted, now: int) -> Select[Any]:
    mine = [each.inbox_id for each in wanted.memberships]
    came_back = (
        select(func.max(conversation.c.snoozed_until))
        .where(conversation.c.inbox_id == inbox.c.id, conversation.c.snoozed_until <= now)
        .scalar_subquery()
    )
    counted = select(inbox.c.id, inbox_change.c.number, came_back).outerjoin(inbox_change)
    return counted.where(inbox.c.id.in_(mine)).order_by(inbox.c.id)
