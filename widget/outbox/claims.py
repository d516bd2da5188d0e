"""Which notice is whose: claims under a lease, and their end. Two workers never hold the same row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, update

from widget.outbox.queue import State
from widget.outbox.vendors.errors import Reason
from widget.store.models import account, outbox


@dataclass(frozen=True)
class Claim:
    """A row that this worker holds. `tries` counts this claim, and tells it from later ones of the row."""

    id: int
    delivery_id: str
    reference: str
    account_id: int
    notice: str
    tries: int
    look_first: bool  # an earlier try may have made a ticket


def is_due(connection: Connection, now: int) -> bool:
    """Whether `claim` or `lapsed` would find a row."""
    to_claim = select(outbox.c.id).join(account, outbox.c.account_id == account.c.id)
    either = or_(
        to_claim.where(_due(now), account.c.next_allowed_at <= now).exists(),
        select(outbox.c.id).where(_lapsed(now)).exists(),
    )
    return connection.execute(select(either)).scalar_one()


def claim(connection: Connection, now: int, lease_until: int) -> Claim | None:
    """The longest-due row of an account that may be called now, if this worker is the one to get it.

    None where there is no such row, or another worker was quicker.
    """
    row = connection.execute(
        select(outbox)
        .join(account, outbox.c.account_id == account.c.id)
        .where(_due(now), account.c.next_allowed_at <= now)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=outbox)  # on PostgreSQL: take another rather than wait for this
    ).one_or_none()
    if row is None:
        return None
    taken = connection.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.state == row.state, outbox.c.tries == row.tries)
        .values(state=State.SENDING, tries=row.tries + 1, lease_until=lease_until)
    )
    if taken.rowcount != 1:
        return None
    return _claim(row, row.tries + 1)


def finish(connection: Connection, held: Claim, state: State, *, due_at: int, reason: Reason | None) -> None:
    """Ends the claim. A claim whose lease ran out ends nothing: the row is another worker's by now."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == held.id, outbox.c.state == State.SENDING, outbox.c.tries == held.tries)
        .values(state=state, due_at=due_at, lease_until=0, reason=reason)
    )


def lapsed(connection: Connection, now: int) -> Claim | None:
    """A row whose worker is gone: nobody knows whether its try made a ticket."""
    row = connection.execute(
        select(outbox)
        .where(_lapsed(now))
        .order_by(outbox.c.lease_until)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return None if row is None else _claim(row, row.tries)


def _due(now: int) -> ColumnElement[bool]:
    return and_(outbox.c.state.in_((State.WAITING, State.UNCERTAIN)), outbox.c.due_at <= now)


def _lapsed(now: int) -> ColumnElement[bool]:
    return and_(outbox.c.state == State.SENDING, outbox.c.lease_until <= now)


def _claim(row: Row[Any], tries: int) -> Claim:
    return Claim(
        id=row.id,
        delivery_id=row.delivery_id,
        reference=row.reference,
        account_id=row.account_id,
        notice=row.notice,
        tries=tries,
        look_first=row.state != State.WAITING,
    )
