"""The reading budget: a bucket that fills, caps for the day, and nobody who takes what another has taken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.cast import Instance
from tests.staff.cast import joins, keep
from widget.records import activity
from widget.records.changing import change
from widget.staff import acts, budget, metering, reading
from widget.staff.budget import Budget, Left, Spent
from widget.staff.errors import Gone
from widget.staff.limits import BadLimit, Limits, with_limits
from widget.staff.metering import Reader
from widget.staff.people import Membership
from widget.store.models import chain

HOUR, DAY = 3600, 86400
MIDNIGHT = 12 * HOUR  # from when the house was founded


@pytest.fixture
def ada(instance: Instance) -> Membership:
    return joins(instance, "Ada")


def limit(instance: Instance, **changes: int) -> None:
    instance.store.write(lambda c: change(c, "riverside", lambda found: with_limits(found, changes)))


def read(instance: Instance, me: Membership, later: int = 0, reference: str | None = None) -> Left:
    """A conversation that nobody has read yet, unless one is named; `later` seconds after the founding."""
    reader = Reader(me, reference or keep(instance))
    return reading.read(instance.store, instance.keys, reader, instance.now + later).left


def spent(instance: Instance, me: Membership, later: int = 0) -> Spent:
    with pytest.raises(Spent) as raised:
        read(instance, me, later)
    return raised.value


def reads_until_spent(instance: Instance, me: Membership, later: int = 0) -> int:
    count = 0
    while True:
        try:
            read(instance, me, later)
        except Spent:
            return count
        count += 1


def entries(instance: Instance, kind: str) -> list[Any]:
    wanted = select(chain).where(chain.c.kind == kind).order_by(chain.c.seq)
    return list(instance.store.read(lambda c: c.execute(wanted).all()))


def test_after_a_pause_a_member_reads_as_many_at_once_as_the_bucket_holds(
    instance: Instance, ada: Membership
) -> None:
    assert reads_until_spent(instance, ada) == 20
    refused = spent(instance, ada)
    assert (refused.cap, refused.used, refused.limit, refused.retry_after) == ("hour", 60, 60, 60)


def test_the_bucket_fills_by_the_minute_and_not_over(instance: Instance, ada: Membership) -> None:
    reads_until_spent(instance, ada)
    assert spent(instance, ada, later=45).retry_after == 15
    assert reads_until_spent(instance, ada, later=60) == 1
    assert reads_until_spent(instance, ada, later=60 + 10 * 60) == 10
    assert reads_until_spent(instance, ada, later=5 * HOUR) == 20


def test_a_reading_tells_how_many_are_left(instance: Instance, ada: Membership) -> None:
    assert [read(instance, ada) for _ in range(2)] == [Left(19, 20), Left(18, 20)]


@pytest.mark.parametrize("hourly", [1, 7, 60, 3600])
def test_whoever_waits_as_long_as_they_are_told_reads_one(hourly: int) -> None:
    limits = Limits(hourly=hourly, burst=1)
    for filled in (0, 1, 333, 999):
        with pytest.raises(Spent) as raised:
            Budget(limits, filled, 0, 0).after_one(0)
        wait = raised.value.retry_after
        assert filled + wait * hourly * 1000 // HOUR >= 1000
        assert filled + (wait - 1) * hourly * 1000 // HOUR < 1000


def test_a_members_day_ends_at_its_cap_and_begins_anew_at_midnight(
    instance: Instance, ada: Membership
) -> None:
    limit(instance, member_day=5)
    assert reads_until_spent(instance, ada) == 5
    refused = spent(instance, ada, later=HOUR)
    assert (refused.cap, refused.used, refused.limit) == ("member_day", 5, 5)
    assert refused.retry_after == MIDNIGHT - HOUR
    assert spent(instance, ada, later=MIDNIGHT - 1).retry_after == 1
    assert reads_until_spent(instance, ada, later=MIDNIGHT) == 5


def test_an_inboxs_day_ends_for_all_its_members(instance: Instance, ada: Membership) -> None:
    bea = joins(instance, "Bea")
    limit(instance, member_day=3, inbox_day=5)
    assert reads_until_spent(instance, ada) == 3
    assert reads_until_spent(instance, bea) == 2
    refused = spent(instance, bea)
    assert (refused.cap, refused.used, refused.limit) == ("inbox_day", 5, 5)
    # A newcomer has read nothing, and is told the same.
    assert spent(instance, joins(instance, "Cy")).cap == "inbox_day"


def test_a_smaller_bucket_counts_at_once(instance: Instance, ada: Membership) -> None:
    read(instance, ada)
    limit(instance, burst=3)
    assert reads_until_spent(instance, ada) == 3


def test_the_same_conversation_again_costs_nothing_for_a_while_and_is_recorded(
    instance: Instance, ada: Membership
) -> None:
    reference = keep(instance)
    assert read(instance, ada, reference=reference) == Left(19, 20)
    assert read(instance, ada, 14 * 60, reference).count == 20  # the bucket is full again
    assert read(instance, ada, 28 * 60, reference).count == 20
    assert read(instance, ada, 43 * 60, reference).count == 19
    assert [each.outcome for each in entries(instance, "read")] == ["read", "again", "again", "read"]


def test_one_members_reading_makes_it_cheaper_for_nobody_else(instance: Instance, ada: Membership) -> None:
    reference = keep(instance)
    read(instance, ada, reference=reference)
    assert read(instance, joins(instance, "Bea"), reference=reference) == Left(19, 20)


def test_what_one_works_on_can_be_read_again_when_all_is_used_up(instance: Instance, ada: Membership) -> None:
    reference = keep(instance)
    read(instance, ada, reference=reference)
    reads_until_spent(instance, ada)
    assert read(instance, ada, reference=reference) == Left(0, 20)


def test_every_reading_is_on_record_before_a_letter_is_opened(instance: Instance, ada: Membership) -> None:
    written = instance.writes("Where is my refill?")
    (instance.keys._path / "shred").rename(instance.keys._path / "away")  # no letter can be opened now
    read(instance, ada, reference=written.reference)
    (entry,) = entries(instance, "read")
    assert (entry.reference, entry.actor, entry.outcome) == (
        written.reference,
        acts.actor(ada.member.id),
        "read",
    )
    assert entry.at == instance.now
    instance.store.read(activity.verify)


def test_what_is_refused_is_not_recorded_as_read_and_rings_once_an_hour(
    instance: Instance, ada: Membership
) -> None:
    reads_until_spent(instance, ada)
    for later in (0, 1, 30, 59):
        spent(instance, ada, later)
    assert len(entries(instance, "read")) == 20
    (alarm,) = entries(instance, "budget")
    assert (alarm.actor, alarm.outcome, alarm.at) == (acts.actor(ada.member.id), "hour", instance.now)
    for later in range(60, 2 * HOUR, 30):
        reads_until_spent(instance, ada, later)
    assert len(entries(instance, "budget")) == 2


def test_each_members_alarm_rings_for_itself(instance: Instance, ada: Membership) -> None:
    limit(instance, burst=1)
    for me in (ada, joins(instance, "Bea")):
        reads_until_spent(instance, me)
    assert len({each.actor for each in entries(instance, "budget")}) == 2


def test_a_conversation_that_is_not_there_costs_nothing(instance: Instance, ada: Membership) -> None:
    with pytest.raises(Gone):
        read(instance, ada, reference="0000000000")
    assert entries(instance, "read") == []
    assert read(instance, ada) == Left(19, 20)


def test_of_many_at_once_no_more_read_than_there_is_left(instance: Instance, ada: Membership) -> None:
    """Each of several conversations, by several hands of one member: one bucket, one record."""
    limit(instance, burst=5, hourly=1)
    references = [keep(instance) for _ in range(24)]

    def attempt(reference: str) -> bool:
        try:
            read(instance, ada, reference=reference)
        except Spent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, references)) == 5
    assert len(entries(instance, "read")) == 5
    assert len(entries(instance, "budget")) == 1


def test_of_several_members_at_once_no_more_read_than_the_inbox_has_left(instance: Instance) -> None:
    limit(instance, member_day=4, inbox_day=6)
    team = [joins(instance, name) for name in ("Ada", "Bea", "Cy", "Di")]
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda me: reads_until_spent(instance, me), team))
    assert sum(counts) == 6
    assert len(entries(instance, "read")) == 6


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_two_who_look_at_the_last_one_do_not_both_get_it(instance: Instance, ada: Membership) -> None:
    """The second waits for the first. On SQLite there is one writer at a time."""
    now = instance.now
    with instance.store.engine.begin() as first, instance.store.engine.begin() as second:
        budget.look(first, ada, now)
        second.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(Exception, match="lock timeout"):
            budget.look(second, ada, now)
    # A patient's letter goes in all the same, for its row refers to the inbox.
    with instance.store.engine.begin() as first:
        budget.look(first, ada, now)
        keep(instance)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hourly": 0}, "--hourly must be 1 to 3600."),
        ({"burst": 201}, "--burst must be 1 to 200."),
        ({"member_day": -1}, "--member-day must be 1 to 100000."),
        ({"inbox_day": 100_001}, "--inbox-day must be 1 to 100000."),
        ({"inbox_day": 100}, "--member-day cannot be above --inbox-day."),
    ],
)
def test_limits_that_cannot_be_are_refused(changes: dict[str, int], sentence: str) -> None:
    with pytest.raises(BadLimit, match=sentence):
        Limits(**changes)


def test_the_meter_is_part_of_the_transaction(instance: Instance, ada: Membership) -> None:
    """If the record cannot be written, nothing is taken either."""
    reader = Reader(ada, keep(instance))

    def fail(connection: Any) -> None:
        metering.meter(connection, reader, instance.now)
        raise LookupError

    with pytest.raises(LookupError):
        instance.store.write(fail)
    assert entries(instance, "read") == []
    assert read(instance, ada) == Left(19, 20)
