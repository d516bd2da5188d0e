"""The daily summary: counts alone, through a real mail server, and never two on one day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from tests.cast import Instance
from tests.outbox.postoffice import HANG_UP, PostOffice
from tests.staff.cast import joins, keep
from widget.outbox import mail
from widget.records import activity
from widget.settings import Settings
from widget.staff import digesting, digests
from widget.staff.people import AUDITOR, WAITING, Membership
from widget.store.models import chain, chain_body, digest, membership

ADDRESS = "ada@riverside.example"
HOUR = 3600
DAY = 24 * HOUR
HALF_PAST = 1800


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def ada(instance: Instance) -> Membership:
    """Wants a summary at 13:00 UTC, an hour after the founding."""
    ada = joins(instance, "Ada Agent")
    wants(instance, ada)
    return ada


def wants(instance: Instance, who: Membership, address: str = ADDRESS) -> None:
    row = {"address": address, "hour": 13, "zone": "UTC", "next_at": instance.now + HOUR}
    instance.store.write(lambda c: c.execute(insert(digest).values(row | {"member_id": who.member.id})))


def works(instance: Instance, office: PostOffice, later: int = HOUR) -> None:
    """The worker's round, so long after the founding."""
    settings = Settings.from_environment(office.settings())
    digesting.send_due(settings, instance.store, instance.keys, instance.now + later)


def row(instance: Instance) -> Any:
    return instance.store.read(lambda c: c.execute(select(digest)).one())


def outcomes(instance: Instance) -> list[str]:
    query = select(chain.c.outcome).where(chain.c.kind == "digest").order_by(chain.c.seq)
    instance.store.read(activity.verify)
    return list(instance.store.read(lambda c: c.scalars(query).all()))


def test_it_counts_what_is_open_late_and_the_members_own(
    instance: Instance, office: PostOffice, ada: Membership
) -> None:
    sam = joins(instance, "Sam Agent")
    past = instance.now - HOUR
    keep(instance)
    keep(instance, due_at=past)
    keep(instance, assignee_id=ada.member.id, due_at=past)
    keep(instance, assignee_id=sam.member.id, state="snoozed", snoozed_until=past, due_at=past)
    keep(instance, assignee_id=ada.member.id, state="snoozed", snoozed_until=instance.now + DAY, due_at=past)
    keep(instance, assignee_id=ada.member.id, state="closed", due_at=past)
    keep(instance, assignee_id=ada.member.id, state="waiting", due_at=past)
    works(instance, office)
    (delivery,) = office.deliveries
    assert delivery.to == ADDRESS
    assert delivery.text.splitlines()[:3] == [
        "Riverside: open 4, late 3, waiting for you 1",
        "",
        "Open the desk: http://desk.localhost:8000/desk/",
    ]


def test_nothing_else_of_what_the_desk_knows_is_in_it(
    instance: Instance, office: PostOffice, ada: Membership
) -> None:
    reference = keep(instance, topic="prescriptions", urgency="urgent", language="es")
    works(instance, office)
    data = office.deliveries[0].data.decode().lower()
    for told in (reference, "prescriptions", "urgent", ada.member.name, ada.member.id.hex()):
        assert told.lower() not in data


def test_nothing_is_sent_where_nothing_waits(instance: Instance, office: PostOffice, ada: Membership) -> None:
    keep(instance, state="closed", assignee_id=ada.member.id)
    works(instance, office)
    assert office.deliveries == []
    assert outcomes(instance) == []
    keep(instance)
    works(instance, office, DAY)
    assert office.deliveries == []
    works(instance, office, DAY + HOUR)
    assert len(office.deliveries) == 1


@pytest.mark.usefixtures("ada")
def test_a_day_has_one_however_often_the_worker_looks(instance: Instance, office: PostOffice) -> None:
    keep(instance)
    works(instance, office, HOUR - 1)
    assert office.deliveries == []
    for later in range(HOUR, DAY + HOUR, HALF_PAST):
        works(instance, office, later)
    assert len(office.deliveries) == 1
    works(instance, office, DAY + HOUR)
    assert len(office.deliveries) == 2
    assert outcomes(instance) == ["trying", "sent"] * 2


def test_a_worker_that_was_down_sends_one_and_is_in_time_tomorrow(
    instance: Instance, office: PostOffice, ada: Membership
) -> None:
    del ada
    keep(instance)
    works(instance, office, 3 * DAY + 10 * HOUR)
    assert len(office.deliveries) == 1
    assert row(instance).next_at == instance.now + 4 * DAY + HOUR


@pytest.mark.usefixtures("ada")
def test_what_was_surely_not_taken_is_sent_half_an_hour_later(instance: Instance, office: PostOffice) -> None:
    keep(instance)
    office.answers = {"RCPT": "451 later"}
    works(instance, office)
    office.answers = {}
    works(instance, office, HOUR + HALF_PAST - 1)
    assert office.deliveries == []
    works(instance, office, HOUR + HALF_PAST)
    assert len(office.deliveries) == 1
    assert row(instance).next_at == instance.now + DAY + HOUR
    assert outcomes(instance) == ["trying", "failed", "trying", "sent"]


@pytest.mark.usefixtures("ada")
def test_after_some_hours_it_waits_for_tomorrow(instance: Instance, office: PostOffice) -> None:
    keep(instance)
    office.answers = {"greeting": "421 closed"}
    for later in range(HOUR, DAY, HALF_PAST // 2):
        works(instance, office, later)
    assert outcomes(instance) == ["trying", "failed"] * 8
    assert row(instance).next_at == instance.now + DAY + HOUR


@pytest.mark.usefixtures("ada")
def test_what_may_have_been_taken_is_not_sent_again(instance: Instance, office: PostOffice) -> None:
    keep(instance)
    office.answers = {".": HANG_UP}
    works(instance, office)
    office.answers = {}
    works(instance, office, 12 * HOUR)
    assert len(office.deliveries) == 1
    assert outcomes(instance) == ["trying", "unsure"]


def test_an_address_that_takes_no_mail_is_not_tried_again(
    instance: Instance, office: PostOffice, ada: Membership
) -> None:
    keep(instance)
    office.answers = {"RCPT": "550 no such user"}
    works(instance, office)
    assert outcomes(instance) == ["trying", "refused"]
    assert row(instance).next_at is None
    facts = instance.store.read(lambda c: digests.facts(c, ada.member.id))
    assert facts["state"] == digests.REFUSED


@pytest.mark.usefixtures("ada")
def test_a_worker_that_dies_while_it_sends_leaves_a_record_and_no_second_mail(
    instance: Instance, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(instance)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as until_then:
        until_then.setattr(mail, "send", dies)
        with pytest.raises(SystemExit):
            works(instance, office)
    works(instance, office, 2 * HOUR)
    assert office.deliveries == []
    assert outcomes(instance) == ["trying"]


@pytest.mark.usefixtures("ada")
def test_the_record_has_no_address(instance: Instance, office: PostOffice) -> None:
    keep(instance)
    works(instance, office)
    rows = instance.store.read(lambda c: c.execute(select(chain, chain_body.c.body).join(chain_body)).all())
    assert rows
    assert "ada@" not in repr(rows)


def test_who_answers_nothing_gets_none(instance: Instance, office: PostOffice) -> None:
    auditor, waiting = joins(instance, "Ann", AUDITOR), joins(instance, "Wim", state=WAITING)
    for each in (auditor, waiting):
        wants(instance, each)
    keep(instance)
    works(instance, office)
    assert office.deliveries == []


def test_several_members_are_served_in_one_round(instance: Instance, office: PostOffice) -> None:
    people = [joins(instance, f"Agent {number}") for number in range(3)]
    for number, each in enumerate(people):
        wants(instance, each, f"agent{number}@riverside.example")
    keep(instance)
    works(instance, office)
    assert sorted(each.to for each in office.deliveries) == [
        f"agent{number}@riverside.example" for number in range(3)
    ]


def test_what_the_member_changes_while_it_is_sent_stays(
    instance: Instance, office: PostOffice, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(instance)
    real = mail.send

    def stops_meanwhile(*given: Any) -> None:
        instance.store.write(lambda c: digests.stop(c, ada.member.id))
        real(*given)

    monkeypatch.setattr(mail, "send", stops_meanwhile)
    office.answers = {"RCPT": "451 later"}
    works(instance, office)
    assert (row(instance).address, row(instance).next_at) == ("", None)


def test_a_house_without_a_mail_server_leaves_them_waiting(instance: Instance, ada: Membership) -> None:
    del ada
    keep(instance)
    digesting.send_due(Settings.from_environment({}), instance.store, instance.keys, instance.now + HOUR)
    assert row(instance).next_at == instance.now + HOUR


def test_who_has_no_inbox_left_gets_none(instance: Instance, office: PostOffice, ada: Membership) -> None:
    keep(instance)
    gone = delete(membership).where(membership.c.member_id == ada.member.id)
    instance.store.write(lambda c: c.execute(gone))
    works(instance, office)
    assert office.deliveries == []
