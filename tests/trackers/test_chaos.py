"""Whatever happens on the way to a real vendor: in the end it has exactly one ticket for each submission."""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.outbox.office import SECRET, Office
from tests.trackers.chaos import ChaosProxy, Mood
from tests.trackers.fixtures import RT_IS_ON
from widget.demo.vendor import Vendor
from widget.outbox.queue import State
from widget.outbox.vendors.errors import Reason
from widget.store import Store
from widget.store.keyfolder import KeyFolder

SUBMISSIONS = 30
HANDS = 3
CALL = {"webhook": 0.5, "roundup": 0.5, "rt": 1.5}  # seconds that a call may take


@dataclass(frozen=True)
class Case:
    """A real vendor, how to sign in to it, and the references of the tickets that it holds."""

    name: str
    url: str
    settings: dict[str, Any]
    credentials: dict[str, str]
    references: Callable[[], list[str]]

    @property
    def lease(self) -> float:
        """A lease in which four calls have room."""
        return CALL[self.name] * 4

    @property
    def give_up(self) -> float:
        """Seconds after which a call has certainly been given up."""
        return CALL[self.name] * 1.4

    def account(self, office: Office, url: str) -> int:
        return office.account(self.name, {"url": url, **self.settings}, self.credentials)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Vendor]:
    with Vendor(0) as vendor:
        threading.Thread(target=vendor.serve_forever, daemon=True).start()
        yield vendor
        vendor.shutdown()


@pytest.fixture(params=["webhook", "roundup", *(["rt"] if RT_IS_ON else [])])
def case(request: pytest.FixtureRequest) -> Case:
    vendor = request.getfixturevalue("receiver" if request.param == "webhook" else request.param)
    if request.param == "webhook":
        url = f"http://127.0.0.1:{vendor.server_port}/webhook"
        return Case("webhook", url, {}, {"secret": SECRET}, lambda: by_webhook_id(vendor))
    if request.param == "roundup":
        credentials = {"user": vendor.user, "password": vendor.password}
        return Case("roundup", vendor.url, {"lookup_after": 0}, credentials, vendor.references)
    settings = {"queue": vendor.queue, "lookup_after": 0}
    return Case("rt", vendor.url, settings, {"token": vendor.token}, vendor.references)


def by_webhook_id(vendor: Vendor) -> list[str]:
    """One reference for each `webhook-id`: a receiver takes an id once, the demo's shows each try."""
    taken = {
        request.headers["webhook-id"]: json.loads(request.body)["data"]["reference"]
        for request in vendor.shelf.all()
    }
    return list(taken.values())


@pytest.fixture
def office(sqlite_store: Store, keys: KeyFolder) -> Office:
    return Office(sqlite_store, keys)


def test_one_ticket_for_each_after_all_kinds_of_trouble(case: Case, office: Office) -> None:
    seed = secrets.randbits(32)
    with ChaosProxy(case.url, seed=seed, give_up=case.give_up) as proxy:
        account = case.account(office, proxy.url)
        proxy.moods = [*Mood, *[Mood.FINE] * (SUBMISSIONS - len(Mood))]
        references = office.enqueue(account, SUBMISSIONS)
        office.work_until_sent(office.delivery(case.lease), hands=HANDS, settle=proxy.settle)
    assert_one_each(case, references, f"seed {seed}")
    assert set(proxy.seen) == set(Mood)


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.FINE], ids=lambda mood: mood.name)
def test_one_ticket_after_each_kind_of_trouble(case: Case, office: Office, mood: Mood) -> None:
    with ChaosProxy(case.url, give_up=case.give_up) as proxy:
        account = case.account(office, proxy.url)
        references = office.enqueue(account, 2)
        delivery = office.delivery(case.lease)
        proxy.moods = [mood]
        office.work(delivery)
        proxy.settle()
        assert proxy.seen[mood] >= 1
        proxy.moods = [Mood.FINE]
        office.clock.advance(60)
        office.work_until_sent(delivery, settle=proxy.settle)
    assert_one_each(case, references, mood.name)


def test_one_ticket_for_each_after_the_vendor_was_down(case: Case, office: Office) -> None:
    with ChaosProxy(case.url, give_up=case.give_up) as proxy:
        account = case.account(office, proxy.url)
        delivery = office.delivery(20)
        references = office.enqueue(account, 5)
        proxy.go_down()
        for _ in range(4):
            office.work(delivery)
            assert State.SENT not in office.states()
            office.clock.advance(3600)
        assert {office.row(reference).reason for reference in references} <= {Reason.UNREACHABLE, None}
        proxy.come_back()
        references += office.enqueue(account, 5)
        office.work_until_sent(delivery, hands=HANDS, settle=proxy.settle)
    assert_one_each(case, references, "down")


def test_no_call_is_made_before_the_time_that_the_vendor_asked_for(case: Case, office: Office) -> None:
    with ChaosProxy(case.url, give_up=case.give_up) as proxy:
        account = case.account(office, proxy.url)
        delivery = office.delivery(20)
        references = office.enqueue(account, 3)
        proxy.moods = [Mood.LIMITED]
        office.work(delivery)
        assert len(proxy.requests) == 1  # the first answer holds for all notices of the account
        proxy.moods = [Mood.FINE]
        office.clock.advance(19)
        office.work(delivery)
        assert len(proxy.requests) == 1
        office.clock.advance(2)
        office.work_until_sent(delivery, settle=proxy.settle)
    assert_one_each(case, references, "limited")


def assert_one_each(case: Case, references: list[str], story: str) -> None:
    held = Counter(reference for reference in case.references() if reference in set(references))
    assert held == Counter(references), story
