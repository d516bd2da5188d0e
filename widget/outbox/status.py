"""What the operator sees of the outbox, and puts back into it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from widget.outbox.queue import State
from widget.outbox.vendors.errors import ADVICE, Reason
from widget.store.models import account, outbox


@dataclass(frozen=True)
class Stuck:
    """A notice that has not arrived after at least one try."""

    reference: str
    vendor: str
    account_id: int
    state: State
    tries: int
    due_at: int
    reason: Reason | None

    @property
    def advice(self) -> str:
        """One sentence: why, and where it is parked what to do."""
        return ADVICE[self.reason] if self.reason else "It is being tried."


def counts(connection: Connection) -> dict[State, int]:
    """How many notices are in each state, none left out."""
    found = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    counted = {State(state): count for state, count in found}
    return {state: counted.get(state, 0) for state in State}


def stuck(connection: Connection, limit: int = 100) -> list[Stuck]:
    """Those that were tried and have not arrived, parked ones first, then the oldest."""
    rows = connection.execute(
        select(outbox, account.c.vendor)
        .join(account, outbox.c.account_id == account.c.id)
        .where(outbox.c.state != State.SENT, outbox.c.tries > 0)
        .order_by(outbox.c.state != State.PARKED, outbox.c.id)
        .limit(limit)
    )
    return [
        Stuck(
            reference=row.reference,
            vendor=row.vendor,
            account_id=row.account_id,
            state=State(row.state),
            tries=row.tries,
            due_at=row.due_at,
            reason=Reason(row.reason) if row.reason else None,
        )
        for row in rows
    ]


def retry(connection: Connection, now: int, reference: str | None = None) -> int:
    """Puts parked notices (or the one of `reference`) back; returns how many.

    They come back uncertain, so that the vendor is asked first: a person may have made the ticket by hand.
    """
    chosen = [outbox.c.state == State.PARKED]
    if reference is not None:
        chosen.append(outbox.c.reference == reference)
    return connection.execute(
        update(outbox).where(*chosen).values(state=State.UNCERTAIN, due_at=now, reason=None)
    ).rowcount
