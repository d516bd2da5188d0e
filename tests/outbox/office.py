"""An outbox with a clock that tests set: hours of waiting pass at once, and nothing else is different."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Row, select

from widget.outbox import accounts, queue
from widget.outbox.delivery import Delivery
from widget.outbox.notice import HOUR, Kind, Notice, Urgency, desk_path
from widget.outbox.queue import State
from widget.records import activity
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import account, chain, chain_body, outbox, ticket

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
START = 1_800_000_000.0
NOBODY = "http://127.0.0.1:9/"  # nothing listens there


def new_reference() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(10))


def a_notice(reference: str = "7Q4M9ZTK2D", **changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "kind": Kind.OPENED,
        "reference": reference,
        "topic": "billing",
        "topic_label": "Billing question",
        "urgency": Urgency.SOON,
        "language": "es",
        "received": 500_000 * HOUR,
        "link": "http://desk.localhost:8000" + desk_path(reference),
        "test": False,
    }
    return Notice(**fields | changes)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Office:
    def __init__(self, store: Store, keys: KeyFolder) -> None:
        self.store = store
        self.keys = keys
        self.clock = Clock()

    def account(self, vendor: str, settings: Mapping[str, Any], credentials: Mapping[str, str]) -> int:
        return self.store.write(
            lambda connection: accounts.create(
                connection, self.keys, vendor=vendor, settings=settings, credentials=credentials
            )
        )

    def webhook(self, url: str) -> int:
        return self.account("webhook", {"url": url}, {"secret": SECRET})

    def enqueue(self, account_id: int, count: int = 1, **changes: Any) -> list[str]:
        """The references of so many new notices."""
        references = [new_reference() for _ in range(count)]

        def put(connection: Connection) -> None:
            for reference in references:
                notice = a_notice(reference, **changes)
                queue.enqueue(connection, account_id=account_id, notice=notice, now=int(self.clock()))

        self.store.write(put)
        return references

    def delivery(self, lease_seconds: float = 8.0, **options: Any) -> Delivery:
        return Delivery(self.store, self.keys, lease_seconds=lease_seconds, clock=self.clock, **options)

    def row(self, reference: str) -> Row[Any]:
        return self.store.read(
            lambda connection: connection.execute(select(outbox).where(outbox.c.reference == reference)).one()
        )

    def states(self) -> list[State]:
        return [
            State(state)
            for state in self.store.read(lambda connection: connection.scalars(select(outbox.c.state)).all())
        ]

    def external_ids(self) -> dict[str, str]:
        """The vendor's id by reference."""
        rows = self.store.read(lambda connection: connection.execute(select(ticket)).all())
        return {row.reference: row.external_id for row in rows}

    def next_allowed_at(self, account_id: int) -> int:
        query = select(account.c.next_allowed_at).where(account.c.id == account_id)
        return self.store.read(lambda connection: connection.execute(query).scalar_one())

    def ledger(self, reference: str) -> list[tuple[str, bytes]]:
        """Outcome and body of each entry, once the chain is verified."""
        query = (
            select(chain.c.outcome, chain_body.c.body)
            .join(chain_body, chain.c.seq == chain_body.c.seq)
            .where(chain.c.reference == reference)
            .order_by(chain.c.seq)
        )
        self.store.read(activity.verify)
        rows = self.store.read(lambda connection: connection.execute(query).all())
        return [(row.outcome, activity.body_of(row.body)) for row in rows]

    def next_due(self) -> float:
        """When there is something to do again."""
        query = select(outbox.c.due_at, account.c.next_allowed_at, outbox.c.lease_until).join(account)
        unsent = query.where(outbox.c.state != State.SENT)
        rows = self.store.read(lambda connection: connection.execute(unsent).all())
        return float(min(max(row) for row in rows))

    def work(self, delivery: Delivery) -> int:
        """All that is due; how much that was."""
        done = 0
        while delivery.step():
            done += 1
        return done

    def work_until_sent(
        self,
        delivery: Delivery,
        *,
        hands: int = 1,
        settle: Callable[[], None] = lambda: None,
        rounds: int = 400,
    ) -> None:
        """`settle` waits for what the vendor still works on: the grace that real time would give it."""
        with ThreadPoolExecutor(hands) as workers:
            for _ in range(rounds):
                for each in [workers.submit(self.work, delivery) for _ in range(hands)]:
                    each.result()
                settle()
                if set(self.states()) <= {State.SENT}:
                    return
                self.clock.now = max(self.clock.now + 1, self.next_due())
        raise AssertionError(f"not all sent: {self.states()}")
