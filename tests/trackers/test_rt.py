"""The Request Tracker adapter against a real Request Tracker 5."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.outbox.office import Office, a_notice, new_reference
from tests.trackers.rt import RequestTracker
from widget.outbox import status
from widget.outbox.exchange import Limits
from widget.outbox.queue import State
from widget.outbox.vendors.errors import Reason, VendorError
from widget.outbox.vendors.rt import RequestTracker as Adapter
from widget.store import Store
from widget.store.keyfolder import KeyFolder

SET_PATTERN = """
use strict; use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;
my $field = RT::CustomField->new(RT->SystemUser);
$field->LoadByName(Name => $ARGV[0], LookupType => 'RT::Queue-RT::Ticket');
my ($done, $why) = $field->SetPattern($ARGV[1] // '');
die "$why\\n" unless $done;
"""
DELETE = """
use strict; use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;
my $ticket = RT::Ticket->new(RT->SystemUser);
$ticket->Load($ARGV[0]);
my ($done, $why) = $ticket->SetStatus('deleted');
die "$why\\n" unless $done;
"""


def adapter(rt: RequestTracker, token: str | None = None, queue: str | None = None) -> Adapter:
    settings = {"url": rt.url, "queue": queue or rt.queue}
    return Adapter(settings, {"token": token or rt.token}, Limits.within(60), time.monotonic() + 240)


@contextmanager
def a_field_that_takes_nothing(rt: RequestTracker, name: str) -> Iterator[None]:
    rt.perl(SET_PATTERN, name, "(?#Never)^(?!)")
    try:
        yield
    finally:
        rt.perl(SET_PATTERN, name)


@pytest.fixture
def office(sqlite_store: Store, keys: KeyFolder) -> Office:
    return Office(sqlite_store, keys)


def test_a_notice_becomes_a_ticket_with_all_fields_and_nobody_to_write_to(rt: RequestTracker) -> None:
    notice = a_notice(new_reference(), test=True)
    vendor = adapter(rt)
    ticket = rt.get(f"ticket/{vendor.create(notice, vendor.compose(notice), 'unused')}")
    assert ticket["Subject"] == f"TEST Support request {notice.reference}"
    assert ticket["Requestor"] == ticket["Cc"] == ticket["AdminCc"] == []
    assert {field["name"]: field["values"] for field in ticket["CustomFields"]} == {
        "Ref": [notice.reference],
        "Category": ["Billing question"],
        "Urgency": ["soon"],
        "Lang": ["es"],
        "ConsoleLink": [notice.link],
    }


def test_a_ticket_is_found_by_its_reference_alone(rt: RequestTracker) -> None:
    notice = a_notice(new_reference())
    vendor = adapter(rt)
    assert vendor.find(notice) is None
    number = vendor.create(notice, vendor.compose(notice), "unused")
    assert vendor.find(notice) == number
    assert vendor.find(a_notice(new_reference())) is None


def test_a_field_that_rt_drops_is_noticed_and_the_ticket_not_made_twice(
    rt: RequestTracker, office: Office
) -> None:
    account = office.account("rt", {"url": rt.url, "queue": rt.queue, "lookup_after": 0}, {"token": rt.token})
    (reference,) = office.enqueue(account)
    delivery = office.delivery(lease_seconds=240)
    with a_field_that_takes_nothing(rt, "Ref"):
        office.work(delivery)
        assert office.row(reference).state == State.PARKED
        assert office.row(reference).reason == Reason.INCOMPLETE
        office.store.write(lambda connection: status.retry(connection, int(office.clock())))
        office.work(delivery)
    assert office.row(reference).state == State.PARKED
    assert rt.references().count(reference) == 1


def test_once_the_fields_are_mended_and_the_ticket_deleted_a_retry_makes_a_whole_one(
    rt: RequestTracker, office: Office
) -> None:
    account = office.account("rt", {"url": rt.url, "queue": rt.queue, "lookup_after": 0}, {"token": rt.token})
    (reference,) = office.enqueue(account)
    delivery = office.delivery(lease_seconds=240)
    with a_field_that_takes_nothing(rt, "Category"):
        office.work(delivery)
    (half,) = [ticket for ticket in rt.tickets() if ticket["Subject"].endswith(reference)]
    rt.perl(DELETE, str(half["id"]))
    office.store.write(lambda connection: status.retry(connection, int(office.clock())))
    office.work(delivery)
    assert office.row(reference).state == State.SENT
    assert rt.references().count(reference) == 1


@pytest.mark.parametrize(
    ("token", "queue", "reason"),
    [("1-2-3", None, Reason.UNAUTHORIZED), (None, "no such queue", Reason.UNAUTHORIZED)],
    ids=["token", "queue"],
)
def test_what_cannot_be_mended_by_trying_is_permanent(
    rt: RequestTracker, token: str | None, queue: str | None, reason: Reason
) -> None:
    vendor = adapter(rt, token, queue)
    with pytest.raises(VendorError) as raised:
        vendor.create(a_notice(), vendor.compose(a_notice()), "unused")
    assert raised.value.permanent
    assert raised.value.reason == reason
