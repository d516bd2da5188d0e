"""Delivery, on both databases: each notice goes to one worker at a time, and no try is forgotten."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.outbox.office import NOBODY, Office
from tests.outbox.vendor import SpokenVendor, answers, says
from widget.outbox import claims, status
from widget.outbox.queue import State
from widget.outbox.vendors.errors import Reason
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import account, outbox

ACCEPTED = answers("204 No Content")
LEASE = 8


@pytest.fixture
def office(store: Store, keys: KeyFolder) -> Office:
    return Office(store, keys)


@pytest.fixture
def vendor() -> Iterator[SpokenVendor]:
    with SpokenVendor(ACCEPTED) as vendor:
        yield vendor


def body(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[2]


def references(vendor: SpokenVendor) -> list[str]:
    return [json.loads(body(request))["data"]["reference"] for request in vendor.requests]


def longest(_least: float, most: float) -> float:
    """Jitter that always takes the whole time."""
    return most


def test_a_notice_is_delivered_and_the_ledger_has_the_very_bytes(
    office: Office, vendor: SpokenVendor
) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    office.work(office.delivery())
    row = office.row(reference)
    assert (row.state, row.tries, row.reason) == (State.SENT, 1, None)
    assert office.external_ids() == {reference: row.delivery_id}
    assert office.ledger(reference) == [("trying", body(vendor.requests[0])), ("sent", b"")]


def test_the_try_is_on_record_before_the_send(office: Office, vendor: SpokenVendor) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    seen: list[object] = []

    def look(client: object) -> None:
        seen.append((office.row(reference).state, office.row(reference).tries, office.ledger(reference)))
        ACCEPTED(client)  # type: ignore[arg-type]

    vendor.answer = look
    office.work(office.delivery())
    assert seen == [(State.SENDING, 1, [("trying", body(vendor.requests[0]))])]


def test_workers_side_by_side_never_deliver_the_same_notice(office: Office, vendor: SpokenVendor) -> None:
    wanted = office.enqueue(office.webhook(vendor.url), 60)
    start = threading.Barrier(4)

    def work() -> int:
        delivery = office.delivery()
        start.wait()
        return office.work(delivery)

    with ThreadPoolExecutor(4) as workers:
        done = [each.result() for each in [workers.submit(work) for _ in range(4)]]
    assert sorted(references(vendor)) == sorted(wanted)
    assert set(office.states()) == {State.SENT}
    assert sum(done) >= 60


def test_of_claims_of_one_row_at_the_same_moment_one_gets_it(office: Office, vendor: SpokenVendor) -> None:
    office.enqueue(office.webhook(vendor.url))
    now = int(office.clock())
    start = threading.Barrier(8)

    def take() -> claims.Claim | None:
        start.wait()
        return office.store.write(lambda connection: claims.claim(connection, now, now + LEASE))

    with ThreadPoolExecutor(8) as workers:
        taken = [each.result() for each in [workers.submit(take) for _ in range(8)]]
    assert sum(claim is not None for claim in taken) == 1


def test_a_killed_workers_notice_is_taken_up_once_its_lease_is_over(
    office: Office, vendor: SpokenVendor
) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    now = int(office.clock())
    assert office.store.write(lambda connection: claims.claim(connection, now, now + LEASE))
    office.clock.advance(LEASE - 1)
    assert office.work(office.delivery()) == 0
    assert vendor.requests == []
    office.clock.advance(1)
    office.work(office.delivery())
    assert office.row(reference).state == State.SENT
    assert [outcome for outcome, _ in office.ledger(reference)] == ["worker_lost", "trying", "sent"]


def test_a_worker_that_wakes_after_its_lease_changes_nothing(office: Office, vendor: SpokenVendor) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    now = int(office.clock())
    stale = office.store.write(lambda connection: claims.claim(connection, now, now + LEASE))
    assert stale is not None
    office.clock.advance(LEASE)
    office.work(office.delivery())
    office.store.write(
        lambda connection: claims.finish(connection, stale, State.PARKED, due_at=now, reason=Reason.REFUSED)
    )
    assert office.row(reference).state == State.SENT


@pytest.mark.parametrize(
    ("status_line", "reason"),
    [
        ("400 Bad", Reason.REFUSED),
        ("401 Who", Reason.UNAUTHORIZED),
        ("403 No", Reason.UNAUTHORIZED),
        ("404 Where", Reason.NOT_FOUND),
        ("422 What", Reason.REFUSED),
        ("302 There", Reason.REDIRECTED),
    ],
)
def test_what_trying_cannot_mend_is_parked_until_the_operator_puts_it_back(
    office: Office, vendor: SpokenVendor, status_line: str, reason: Reason
) -> None:
    vendor.answer = answers(status_line, b"we dislike the patient's diabetes")
    (reference,) = office.enqueue(office.webhook(vendor.url))
    office.work(office.delivery())
    office.clock.advance(10**6)
    office.work(office.delivery())
    assert (office.row(reference).state, office.row(reference).reason) == (State.PARKED, reason)
    assert len(vendor.requests) == 1
    vendor.answer = ACCEPTED
    assert office.store.write(lambda connection: status.retry(connection, int(office.clock()))) == 1
    office.work(office.delivery())
    assert (office.row(reference).state, office.row(reference).reason) == (State.SENT, None)


def test_a_try_of_unknown_outcome_is_uncertain_and_one_that_never_arrived_is_not(
    office: Office, vendor: SpokenVendor
) -> None:
    vendor.answer = says(b"")
    (cut,) = office.enqueue(office.webhook(vendor.url))
    (refused,) = office.enqueue(office.webhook(NOBODY))
    office.work(office.delivery())
    assert (office.row(cut).state, office.row(cut).reason) == (State.UNCERTAIN, Reason.CUT_OFF)
    assert (office.row(refused).state, office.row(refused).reason) == (State.WAITING, Reason.UNREACHABLE)


def test_the_waits_double_up_to_a_quarter_of_an_hour_and_go_on_for_ever(office: Office) -> None:
    (reference,) = office.enqueue(office.webhook(NOBODY))
    waits = []
    for _ in range(12):
        office.work(office.delivery(jitter=longest))
        waits.append(office.row(reference).due_at - office.clock())
        office.clock.now = office.next_due()
    assert waits == [4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]
    assert office.row(reference).tries == 12


def test_jitter_is_anything_from_nothing_to_the_whole_wait(office: Office) -> None:
    asked: list[tuple[float, float]] = []

    def note(least: float, most: float) -> float:
        asked.append((least, most))
        return least

    office.enqueue(office.webhook(NOBODY))
    delivery = office.delivery(jitter=note)
    for _ in range(3):
        delivery.step()
        office.clock.advance(1)
    assert asked == [(0, 4), (0, 8), (0, 16)]


@pytest.mark.parametrize("status_line", ["429 Slow", "503 Busy"])
def test_all_workers_wait_as_long_as_the_vendor_asks(
    office: Office, vendor: SpokenVendor, status_line: str
) -> None:
    vendor.answer = answers(status_line, b"", "Retry-After: 120")
    asked, other = office.webhook(vendor.url), office.webhook(vendor.url)
    office.enqueue(asked, 3)
    assert office.work(office.delivery()) == 1
    vendor.answer = ACCEPTED
    assert office.next_allowed_at(asked) == office.clock() + 120
    office.clock.advance(119)
    assert office.work(office.delivery()) == 0
    office.enqueue(other)
    assert office.work(office.delivery()) == 1  # another account is not held up
    office.clock.advance(1)
    office.work_until_sent(office.delivery())


def test_a_vendor_that_is_down_is_not_called_for_each_of_its_notices(office: Office) -> None:
    office.enqueue(office.webhook(NOBODY), 50)
    assert office.work(office.delivery(jitter=longest)) == 1


def test_a_failing_notice_does_not_stop_the_others(office: Office, vendor: SpokenVendor) -> None:
    number = office.webhook(vendor.url)
    (bad,) = office.enqueue(number)
    good = office.enqueue(number, 5)
    vendor.answer = lambda client: (
        answers("500 Oops")(client) if bad.encode() in vendor.requests[-1] else ACCEPTED(client)
    )
    office.work(office.delivery())
    assert {office.row(reference).state for reference in good} == {State.SENT}
    assert office.row(bad).state == State.UNCERTAIN


def spoil_notice(office: Office) -> None:
    office.store.write(
        lambda connection: connection.execute(update(outbox).values(notice='{"text": "hello"}'))
    )


def spoil_settings(office: Office) -> None:
    office.store.write(lambda connection: connection.execute(update(account).values(settings="{}")))


@pytest.mark.parametrize(
    ("spoil", "reason"), [(spoil_notice, Reason.HELD_BACK), (spoil_settings, Reason.BAD_ACCOUNT)]
)
def test_a_row_that_was_tampered_with_is_parked_and_nothing_leaves(
    office: Office, vendor: SpokenVendor, spoil: Callable[[Office], None], reason: Reason
) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    spoil(office)
    office.work(office.delivery())
    assert (office.row(reference).state, office.row(reference).reason) == (State.PARKED, reason)
    assert vendor.requests == []


def test_a_tampered_account_does_not_keep_a_lost_workers_notice_from_being_parked(
    office: Office, vendor: SpokenVendor
) -> None:
    (reference,) = office.enqueue(office.webhook(vendor.url))
    now = int(office.clock())
    office.store.write(lambda connection: claims.claim(connection, now, now + LEASE))
    spoil_settings(office)
    office.clock.advance(LEASE)
    office.work(office.delivery())
    assert office.row(reference).reason == Reason.BAD_ACCOUNT


def test_after_a_lost_worker_the_vendor_gets_its_grace_before_it_is_asked(office: Office) -> None:
    number = office.account(
        "roundup", {"url": NOBODY, "lookup_after": 60}, {"user": "sotto", "password": "secret"}
    )
    (reference,) = office.enqueue(number)
    now = int(office.clock())
    office.store.write(lambda connection: claims.claim(connection, now, now + LEASE))
    office.clock.advance(LEASE)
    office.work(office.delivery())
    row = office.row(reference)
    assert (row.state, row.reason) == (State.UNCERTAIN, Reason.WORKER_LOST)
    assert row.due_at == office.clock() + 60
