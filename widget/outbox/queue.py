"""Putting a notice into the outbox, in the transaction that stores the letter."""

from __future__ import annotations

import secrets
from enum import StrEnum

from sqlalchemy import Connection

from widget.outbox.notice import Notice
from widget.store.models import outbox
from widget.store.prepared import Prepared


class State(StrEnum):
    """Where a notice is on its way.

    Waiting: the vendor surely has no ticket for it yet. Sending: a worker holds it under a lease.
    Uncertain: an earlier try may have made a ticket, so the vendor is asked before the next try.
    Parked: it waits for the operator.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    PARKED = "parked"


_INSERT = Prepared.insert(outbox, "id")


def enqueue(connection: Connection, *, account_id: int, notice: Notice, now: int) -> None:
    """One more notice for the account, due at once. `now` in Unix seconds."""
    _INSERT.run(
        connection,
        delivery_id=f"msg_{secrets.token_hex(16)}",
        reference=notice.reference,
        account_id=account_id,
        kind=notice.kind.value,
        notice=notice.pack(),
        state=State.WAITING.value,
        tries=0,
        due_at=now,
        lease_until=0,
        reason=None,
    )
