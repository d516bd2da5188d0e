"""What a member may read: a bucket of conversations that fills by the hour, and caps for the day.

A member of the team reads what they answer, a few dozen conversations a day. Whoever reads faster with a
stolen session and key is held to the same, and is seen. Days are UTC days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select
from sqlalchemy.dialects import postgresql, sqlite

from widget.records.retention import DAY_SECONDS, day_of
from widget.staff.errors import StaffError
from widget.staff.limits import Limits
from widget.staff.people import Membership
from widget.staff.reviewing import limits_for
from widget.store.models import inbox, reading

HOUR_SECONDS = 3600
WHOLE = 1000  # the bucket is kept in thousandths of a conversation

HOUR, MEMBER_DAY, INBOX_DAY = "hour", "member_day", "inbox_day"


class Spent(StaffError):
    """`used` of `limit` are used of the `cap`: HOUR, MEMBER_DAY or INBOX_DAY. In `retry_after` seconds there
    is one more.
    """

    def __init__(self, cap: str, used: int, limit: int, retry_after: int) -> None:
        super().__init__(f"{used} of {limit}: {cap}")
        self.cap = cap
        self.used = used
        self.limit = limit
        self.retry_after = retry_after


@dataclass(frozen=True)
class Left:
    """How many conversations can be read at once now, and how many there can be at most."""

    count: int
    limit: int


@dataclass(frozen=True)
class Budget:
    """One member's in one inbox at a moment. `filled`: thousandths in the bucket; `today` and `inbox_today`:
    read today by the member, and by all of the inbox's; `read_at`: when the member's last one was paid for.
    """

    limits: Limits
    filled: int
    today: int
    inbox_today: int
    read_at: int = 0

    @property
    def left(self) -> Left:
        limits = self.limits
        day = min(limits.member_day - self.today, limits.inbox_day - self.inbox_today)
        return Left(max(0, min(self.filled // WHOLE, day)), limits.burst)

    def after_one(self, now: int) -> Budget:
        """Raises Spent."""
        limits, tomorrow = self.limits, DAY_SECONDS - now % DAY_SECONDS
        if self.today >= limits.member_day:
            raise Spent(MEMBER_DAY, self.today, limits.member_day, tomorrow)
        if self.inbox_today >= limits.inbox_day:
            raise Spent(INBOX_DAY, self.inbox_today, limits.inbox_day, tomorrow)
        if self.filled < WHOLE:
            wait = -(-(WHOLE - self.filled) * HOUR_SECONDS // (limits.hourly * WHOLE))
            raise Spent(HOUR, limits.hourly, limits.hourly, wait)
        return Budget(limits, self.filled - WHOLE, self.today + 1, self.inbox_today + 1, now)

    def after_one_above(self, now: int) -> Budget:
        """One that the bucket does not pay for. The day counts it all the same."""
        return Budget(self.limits, self.filled, self.today + 1, self.inbox_today + 1, now)


def look(connection: Connection, of: Membership, now: int) -> Budget:
    """As it is now. Nobody else takes anything of the inbox's budgets until the transaction ends."""
    lock(connection, of.inbox_id)
    return glance(connection, of, now)


def lock(connection: Connection, inbox_id: bytes) -> None:
    """The inbox's own row stands for all that its members take turns at. NO KEY: patients' letters, whose
    rows refer to it, go in meanwhile.
    """
    connection.execute(select(inbox.c.id).where(inbox.c.id == inbox_id).with_for_update(key_share=True))


def glance(connection: Connection, of: Membership, now: int) -> Budget:
    """To be shown: the next moment it may be another."""
    limits = _limits(connection, of)
    row = _row(connection, of.member.id, of.inbox_id)
    today = day_of(now)
    everyones = (reading.c.inbox_id == of.inbox_id, reading.c.day == today)
    of_all = select(func.sum(reading.c.count)).where(*everyones)
    return Budget(
        limits=limits,
        filled=limits.burst * WHOLE if row is None else _filled(row, limits, now),
        today=row["count"] if row is not None and row["day"] == today else 0,
        inbox_today=int(connection.scalar(of_all) or 0),
        read_at=0 if row is None else row["filled_at"],
    )


def keep(connection: Connection, member_id: bytes, inbox_id: bytes, budget: Budget, now: int) -> None:
    """Writes down what `look` gave and `after_one` made of it."""
    row = {"left": budget.filled, "filled_at": now, "day": day_of(now), "count": budget.today}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = dialect.insert(reading).values(member_id=member_id, inbox_id=inbox_id, **row)
    connection.execute(kept.on_conflict_do_update(index_elements=["member_id", "inbox_id"], set_=row))


def _limits(connection: Connection, of: Membership) -> Limits:
    settings = connection.scalars(select(inbox.c.settings).where(inbox.c.id == of.inbox_id)).one()
    return limits_for(of.acts_as, json.loads(settings))


def _row(connection: Connection, member_id: bytes, inbox_id: bytes) -> RowMapping | None:
    mine = select(reading).where(reading.c.member_id == member_id, reading.c.inbox_id == inbox_id)
    return connection.execute(mine).mappings().one_or_none()


def _filled(row: RowMapping, limits: Limits, now: int) -> int:
    since = max(0, now - row["filled_at"])
    filled: int = row["left"] + since * limits.hourly * WHOLE // HOUR_SECONDS
    return min(limits.burst * WHOLE, filled)
