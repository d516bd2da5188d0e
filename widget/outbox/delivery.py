"""Delivers one notice at a time, so that in the end the vendor has one ticket for each.

The try is on record before the send and its outcome after it. Where a try's outcome is unknown, the vendor is
asked for the reference before the next create.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from widget.outbox import accounts, claims, ledger
from widget.outbox.claims import Claim
from widget.outbox.exchange import Limits
from widget.outbox.notice import BadNotice, Notice
from widget.outbox.queue import State
from widget.outbox.vendors.base import BadSettings, Vendor
from widget.outbox.vendors.errors import Reason, VendorError
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import ticket

FIRST_BACKOFF_SECONDS = 4.0
LONGEST_BACKOFF_SECONDS = 900.0
# A vendor that is down is called once in a while for all of its notices, not once for each of them.
LONGEST_HOLD_OFF_SECONDS = 30.0
# An adapter makes three calls at the most; the fourth part is for the database.
CALLS_WITHIN_A_LEASE = 4
_RANDOM = secrets.SystemRandom()


@dataclass(frozen=True)
class Delivered:
    """The vendor's id of the ticket, and whether it was sent now or found there."""

    external_id: str
    outcome: str


class Delivery:
    """One worker's hands. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        keys: KeyFolder,
        *,
        lease_seconds: float,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[float, float], float] = _RANDOM.uniform,
    ) -> None:
        self._store = store
        self._keys = keys
        self._lease = lease_seconds
        self._limits = Limits.within(lease_seconds / CALLS_WITHIN_A_LEASE)
        self._clock = clock
        self._jitter = jitter

    def step(self) -> bool:
        """Deals with one notice; False where none is due. Raises Overloaded when the store cannot write."""
        if not self._store.read(self._has_work):  # an idle worker must not stand in the line of writers
            return False
        if self._store.write(self._take_up):
            return True
        ends = time.monotonic() + self._lease  # before the claim, so that it is over before the row's lease
        held = self._store.write(self._claim)
        if held is None:
            return False
        grace = 0.0
        try:
            notice, vendor = self._open(held, ends)
            grace = vendor.grace
            done = self._deliver(held, notice, vendor)
        except VendorError as error:
            failure = error
            self._store.write(lambda connection: self._record_failure(connection, held, failure, grace))
        else:
            self._store.write(lambda connection: self._record_success(connection, held, done))
        return True

    def _has_work(self, connection: Connection) -> bool:
        return claims.is_due(connection, int(self._clock()))

    def _claim(self, connection: Connection) -> Claim | None:
        now = self._clock()
        return claims.claim(connection, int(now), math.ceil(now + self._lease))

    def _take_up(self, connection: Connection) -> bool:
        """A row that a lost worker held becomes uncertain: it is looked up once the vendor has settled."""
        now = self._clock()
        held = claims.lapsed(connection, int(now))
        if held is None:
            return False
        due_at = math.ceil(now + self._grace_of(connection, held.account_id))
        claims.finish(connection, held, State.UNCERTAIN, due_at=due_at, reason=Reason.WORKER_LOST)
        ledger.became(connection, held.reference, held.account_id, Reason.WORKER_LOST)
        return True

    def _grace_of(self, connection: Connection, account_id: int) -> float:
        try:
            account = accounts.load(connection, self._keys, account_id)
            return account.open(self._limits, time.monotonic()).grace
        except (BadSettings, accounts.UnknownAccount):
            return 0.0  # the next try parks it

    def _open(self, held: Claim, ends: float) -> tuple[Notice, Vendor]:
        try:
            account = self._store.read(
                lambda connection: accounts.load(connection, self._keys, held.account_id)
            )
            return Notice.unpack(held.notice), account.open(self._limits, ends)
        except (BadSettings, accounts.UnknownAccount):
            raise VendorError(Reason.BAD_ACCOUNT, permanent=True) from None
        except BadNotice:
            raise VendorError(Reason.HELD_BACK, permanent=True) from None

    def _deliver(self, held: Claim, notice: Notice, vendor: Vendor) -> Delivered:
        found = _look_up(vendor, notice) if held.look_first else None
        if found is not None:
            return Delivered(found, "found")
        body = vendor.compose(notice)
        self._store.write(lambda connection: ledger.trying(connection, held.reference, held.account_id, body))
        return Delivered(vendor.create(notice, body, held.delivery_id), "sent")

    def _record_success(self, connection: Connection, held: Claim, done: Delivered) -> None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = {"reference": held.reference, "account_id": held.account_id, "external_id": done.external_id}
        connection.execute(dialect.insert(ticket).values(row).on_conflict_do_nothing())
        claims.finish(connection, held, State.SENT, due_at=int(self._clock()), reason=None)
        ledger.became(connection, held.reference, held.account_id, done.outcome)

    def _record_failure(self, connection: Connection, held: Claim, error: VendorError, grace: float) -> None:
        ledger.became(connection, held.reference, held.account_id, error.reason)
        now = self._clock()
        if error.permanent:
            claims.finish(connection, held, State.PARKED, due_at=int(now), reason=error.reason)
            return
        state = State.UNCERTAIN if error.unsure else State.WAITING
        wait = self._backoff(held.tries) + (grace if error.unsure else 0.0)
        claims.finish(connection, held, state, due_at=math.ceil(now + wait), reason=error.reason)
        accounts.hold_off(connection, held.account_id, math.ceil(now + _hold_off(error, wait)))

    def _backoff(self, tries: int) -> float:
        """Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"""
        longest = min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** min(tries - 1, 16))
        return self._jitter(0.0, longest)


def _look_up(vendor: Vendor, notice: Notice) -> str | None:
    try:
        return vendor.find(notice)
    except VendorError as error:
        error.unsure = True  # whether there is a ticket is still not known
        raise


def _hold_off(error: VendorError, wait: float) -> float:
    """Seconds in which nobody calls the account: what the vendor asks for, or a while if it is not there."""
    if error.retry_after is not None:
        return error.retry_after
    if error.reason in (Reason.UNREACHABLE, Reason.UNTRUSTED, Reason.TIMED_OUT, Reason.LIMITED):
        return min(wait, LONGEST_HOLD_OFF_SECONDS)
    return 0.0
