"""The Roundup adapter against a real Roundup."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.outbox.office import Office, a_notice, new_reference
from tests.trackers.roundup import Roundup
from widget.outbox.exchange import Limits
from widget.outbox.queue import State
from widget.outbox.vendors.errors import Reason, VendorError
from widget.outbox.vendors.roundup import Roundup as Adapter
from widget.store import Store
from widget.store.keyfolder import KeyFolder


def adapter(tracker: Roundup, password: str | None = None, path: str = "") -> Adapter:
    credentials = {"user": tracker.user, "password": password or tracker.password}
    return Adapter({"url": tracker.url + path}, credentials, Limits.within(20), time.monotonic() + 60)


@pytest.fixture
def office(sqlite_store: Store, keys: KeyFolder) -> Office:
    return Office(sqlite_store, keys)


def test_a_notice_becomes_an_issue_with_these_fields_and_no_others(roundup: Roundup) -> None:
    notice = a_notice(new_reference(), test=True)
    vendor = adapter(roundup)
    number = vendor.create(notice, vendor.compose(notice), "unused")
    (issue,) = [issue for issue in roundup.issues() if issue["ref"] == notice.reference]
    assert issue["id"] == number
    assert issue["title"] == f"TEST Support request {notice.reference}"
    assert issue["category"] == "Billing question"
    assert (issue["urgency"], issue["lang"]) == ("soon", "es")
    assert issue["console_link"] == notice.link
    assert issue["messages"] == []


def test_an_issue_is_found_by_its_reference_alone(roundup: Roundup) -> None:
    notice = a_notice(new_reference())
    vendor = adapter(roundup)
    assert vendor.find(notice) is None
    number = vendor.create(notice, vendor.compose(notice), "unused")
    assert vendor.find(notice) == number
    assert vendor.find(a_notice(new_reference())) is None


def test_a_second_create_of_a_reference_gives_the_first_issue(roundup: Roundup) -> None:
    notice = a_notice(new_reference())
    vendor = adapter(roundup)
    first = vendor.create(notice, vendor.compose(notice), "unused")
    assert vendor.create(notice, vendor.compose(notice), "unused") == first
    assert roundup.references().count(notice.reference) == 1


@pytest.mark.parametrize(
    ("password", "path", "reason"),
    [("wrong", "", Reason.UNAUTHORIZED), (None, "no/such/tracker", Reason.NOT_FOUND)],
)
def test_what_cannot_be_mended_by_trying_is_permanent(
    roundup: Roundup, password: str | None, path: str, reason: Reason
) -> None:
    vendor = adapter(roundup, password, path)
    with pytest.raises(VendorError) as raised:
        vendor.create(a_notice(), vendor.compose(a_notice()), "unused")
    assert raised.value.permanent
    assert raised.value.reason == reason


def test_a_tracker_without_the_fields_refuses_and_the_notice_is_parked(
    tmp_path: Path, office: Office
) -> None:
    tracker = Roundup(tmp_path, with_fields=False)
    try:
        account = office.account(
            "roundup", {"url": tracker.url}, {"user": tracker.user, "password": tracker.password}
        )
        (reference,) = office.enqueue(account)
        office.work(office.delivery())
    finally:
        tracker.stop()
    assert office.row(reference).state == State.PARKED
    assert office.row(reference).reason == Reason.REFUSED


def test_roundups_own_rate_limit_is_obeyed_and_all_arrive_once(tmp_path: Path, office: Office) -> None:
    tracker = Roundup(tmp_path, calls_per_minute=6)
    try:
        account = office.account(
            "roundup", {"url": tracker.url}, {"user": tracker.user, "password": tracker.password}
        )
        references = office.enqueue(account, 12)
        delivery = office.delivery(lease_seconds=40)
        assert office.work(delivery) < 12
        assert office.next_allowed_at(account) > office.clock()
        assert Reason.LIMITED in {office.row(reference).reason for reference in references}
        # What the limit does with real time is Roundup's to say; the others arrive once it is lifted.
        tracker.set_calls_per_minute(1_000_000)
        office.work_until_sent(delivery)
        assert sorted(tracker.references()) == sorted(references)
    finally:
        tracker.stop()
