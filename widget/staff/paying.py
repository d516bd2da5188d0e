"""What a reading is paid with: the budget first; above it, what a lead gave; at last, slowness."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from widget.staff import budget, extensions
from widget.staff.budget import HOUR_SECONDS, Budget, Left, Spent
from widget.staff.extensions import Extension
from widget.staff.limits import Limits
from widget.staff.people import Membership

FIRST, GIVEN, SLOW = "read", extensions.GIVEN, extensions.SLOW
# A tenth of the pace that an inbox has unless it sets its own.
SLOW_SECONDS = 600


@dataclass(frozen=True)
class Means:
    """What one member may read with at a moment. `above` is what they asked for, as it stands."""

    budget: Budget
    above: Extension | None

    @property
    def left(self) -> Left:
        """Slow readings are not counted: there is never more than one of them."""
        own = self.budget.left
        given = self.above.left if self.above is not None and self.above.state == GIVEN else 0
        return Left(own.count + given, own.limit)

    def after_one(self, now: int) -> tuple[str, Means]:
        """How it is paid, FIRST, GIVEN or SLOW, and what is left then. Raises Spent."""
        try:
            return FIRST, replace(self, budget=self.budget.after_one(now))
        except Spent as spent:
            return self._after_one_above(spent, now)

    def _after_one_above(self, spent: Spent, now: int) -> tuple[str, Means]:
        above, later = self.above, self.budget.after_one_above(now)
        if above is not None and above.state == GIVEN and above.left:
            return GIVEN, Means(later, replace(above, left=above.left - 1))
        if above is None or above.state != SLOW:
            raise spent
        wait = self.budget.read_at + slow_seconds(self.budget.limits) - now
        if wait > 0:
            raise Spent(spent.cap, spent.used, spent.limit, min(wait, spent.retry_after))
        return SLOW, Means(later, above)


def slow_seconds(limits: Limits) -> int:
    """From one reading to the next. Nobody reads faster by it than with a budget."""
    return max(SLOW_SECONDS, -(-HOUR_SECONDS // limits.hourly))


def look(connection: Connection, of: Membership, now: int) -> Means:
    """As it is now. Nobody else takes anything of the inbox's until the transaction ends."""
    mine = budget.look(connection, of, now)
    return Means(mine, extensions.of_member(connection, of.member.id, of.inbox_id, now))


def keep(connection: Connection, of: Membership, before: Means, after: Means, now: int) -> None:
    """Writes down what changed."""
    if after.budget != before.budget:
        budget.keep(connection, of.member.id, of.inbox_id, after.budget, now)
    if after.above is not None and after.above != before.above:
        extensions.keep(connection, after.above)
