"""Above the budget: asked for, given by another lead, refused, or read slowly with a reason on record."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.cast import Instance
from tests.staff.cast import joins, keep
from tests.staff.test_budget import DAY, HOUR, MIDNIGHT, entries, limit, read, reads_until_spent, spent
from widget.records import activity
from widget.staff import acts, asking, extensions, metering, paying
from widget.staff.budget import Budget, Left, Spent
from widget.staff.errors import Gone, Invalid
from widget.staff.extensions import GIVEN, SLOW, Extension
from widget.staff.limits import Limits
from widget.staff.metering import EXPORT, Reader
from widget.staff.paying import Means, slow_seconds
from widget.staff.people import Membership
from widget.store.models import chain, chain_body, extension

MINUTE = 60
WHY = "Nobody of the leads is here today."


@pytest.fixture
def ada(instance: Instance) -> Membership:
    """Has five conversations a day, and has read them."""
    limit(instance, member_day=5, burst=4, hourly=60)
    ada = joins(instance, "Ada")
    assert reads_until_spent(instance, ada) == 4
    assert reads_until_spent(instance, ada, 2 * MINUTE) == 1
    return ada


@pytest.fixture
def lena(instance: Instance) -> Membership:
    return joins(instance, "Lena", "lead")


AFTER = 2 * MINUTE


def ask(instance: Instance, me: Membership, later: int = AFTER) -> Extension:
    return instance.store.write(lambda c: asking.ask(c, me, instance.now + later))


def decide(instance: Instance, lead: Membership, asked: Extension, give: bool, later: int = AFTER) -> None:
    instance.store.write(lambda c: asking.decide(c, lead, asked.id, give, instance.now + later))


def go_slowly(instance: Instance, me: Membership, asked: Extension, later: int, why: str = WHY) -> Extension:
    return instance.store.write(lambda c: asking.go_slowly(c, me, asked.id, why, instance.now + later))


def standing(instance: Instance, me: Membership, later: int = AFTER) -> Extension | None:
    now = instance.now + later
    return instance.store.read(lambda c: extensions.of_member(c, me.member.id, me.inbox_id, now))


def outcomes(instance: Instance, kind: str = "read") -> list[str]:
    return [each.outcome for each in entries(instance, kind)]


def test_what_another_lead_gives_is_one_more_bucketful_above_the_days_cap(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    assert read(instance, ada, AFTER) == Left(3, 4)
    assert reads_until_spent(instance, ada, AFTER) == 3
    assert outcomes(instance) == ["read"] * 5 + ["given"] * 4
    assert spent(instance, ada, AFTER).cap == "member_day"


def test_what_was_given_stands_for_an_hour(instance: Instance, ada: Membership, lena: Membership) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    read(instance, ada, AFTER + HOUR - 1)
    assert spent(instance, ada, AFTER + HOUR).cap == "member_day"


def test_what_is_free_anyway_is_read_first(instance: Instance, ada: Membership, lena: Membership) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    limit(instance, member_day=6)
    assert read(instance, ada, AFTER + HOUR // 2) == Left(4, 4)
    assert outcomes(instance)[-1] == "read"


def test_it_is_above_the_whole_inboxs_cap_too(instance: Instance, ada: Membership, lena: Membership) -> None:
    limit(instance, member_day=5, inbox_day=5)
    bea = joins(instance, "Bea")
    assert spent(instance, bea, AFTER).cap == "inbox_day"
    decide(instance, lena, ask(instance, bea), give=True)
    assert reads_until_spent(instance, bea, AFTER) == 4
    assert spent(instance, ada, AFTER).cap == "member_day"


def test_nobody_asks_who_can_still_read(instance: Instance, ada: Membership) -> None:
    with pytest.raises(Invalid, match="right now"):
        ask(instance, ada, MIDNIGHT)
    assert entries(instance, "extension") == []


def test_asking_again_is_the_same_request(instance: Instance, ada: Membership) -> None:
    asked = ask(instance, ada)
    assert ask(instance, ada, AFTER + 10) == asked
    assert outcomes(instance, "extension") == ["asked"]


def test_two_who_ask_at_once_for_one_member_ask_once(instance: Instance, ada: Membership) -> None:
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _: ask(instance, ada), range(8)))
    assert len({each.id for each in asked}) == 1


def test_a_lead_who_has_used_up_their_own_is_no_lead_of_that(instance: Instance, lena: Membership) -> None:
    limit(instance, member_day=1)
    reads_until_spent(instance, lena)
    asked = ask(instance, lena, 0)
    with pytest.raises(Invalid, match="nobody approves their own"):
        decide(instance, lena, asked, give=True, later=0)
    # Another does; and where there is none, slow reading is theirs too.
    assert go_slowly(instance, lena, asked, 300).state == SLOW
    decide(instance, joins(instance, "Lou", "lead"), asked, give=True, later=301)
    assert reads_until_spent(instance, lena, 301) == 20


def test_a_refusal_stands_for_the_day_and_ends_slow_reading(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    asked = ask(instance, ada)
    go_slowly(instance, ada, asked, AFTER + 300)
    decide(instance, lena, asked, give=False, later=AFTER + 400)
    assert spent(instance, ada, 3 * HOUR).cap == "member_day"
    with pytest.raises(Invalid, match="said no for today"):
        ask(instance, ada, 3 * HOUR)
    with pytest.raises(Gone):
        go_slowly(instance, ada, asked, 3 * HOUR)
    assert standing(instance, ada, MIDNIGHT) is None


def test_a_lead_can_change_their_mind(instance: Instance, ada: Membership, lena: Membership) -> None:
    asked = ask(instance, ada)
    decide(instance, lena, asked, give=False)
    decide(instance, lena, asked, give=True, later=HOUR)
    assert reads_until_spent(instance, ada, HOUR) == 4


def test_what_is_given_is_given_once(instance: Instance, ada: Membership, lena: Membership) -> None:
    asked = ask(instance, ada)
    decide(instance, lena, asked, give=True)
    for give in (True, False):
        with pytest.raises(Gone):
            decide(instance, lena, asked, give=give)
    reads_until_spent(instance, ada, AFTER)
    again = ask(instance, ada)
    assert again.id != asked.id
    decide(instance, lena, again, give=True)
    assert reads_until_spent(instance, ada, AFTER) == 4


def test_of_two_leads_at_once_one_decides(instance: Instance, ada: Membership) -> None:
    leads = [joins(instance, name, "lead") for name in ("Lena", "Lou", "Liv", "Lia")]
    asked = ask(instance, ada)

    def attempt(lead: Membership) -> bool:
        try:
            decide(instance, lead, asked, give=True)
        except Gone:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, leads)) == 1
    assert reads_until_spent(instance, ada, AFTER) == 4


def test_where_nobody_answers_one_goes_on_slowly_after_five_minutes_with_a_reason(
    instance: Instance, ada: Membership
) -> None:
    asked = ask(instance, ada)
    with pytest.raises(Invalid, match="five minutes"):
        go_slowly(instance, ada, asked, AFTER + 299)
    go_slowly(instance, ada, asked, AFTER + 300)
    # The last one was read ten minutes before.
    assert spent(instance, ada, AFTER + 300).retry_after == 300
    assert reads_until_spent(instance, ada, AFTER + 600) == 1
    assert spent(instance, ada, AFTER + 600).retry_after == 600
    assert reads_until_spent(instance, ada, 5 * HOUR) == 1
    assert outcomes(instance)[-2:] == ["slow", "slow"]
    assert reads_until_spent(instance, ada, MIDNIGHT) == 4
    assert standing(instance, ada, MIDNIGHT) is None


def test_the_reason_is_in_the_erasable_part_of_the_record_alone(instance: Instance, ada: Membership) -> None:
    go_slowly(instance, ada, ask(instance, ada), AFTER + 300)
    last = entries(instance, "extension")[-1]
    assert (last.outcome, last.actor, last.reference) == ("slow", acts.actor(ada.member.id), None)
    said = select(chain_body.c.body).where(chain_body.c.seq == last.seq)
    body = instance.store.read(lambda c: c.scalars(said).one())
    assert json.loads(activity.body_of(body))["reason"] == WHY
    instance.store.write(lambda c: c.execute(chain_body.delete()))
    instance.store.read(activity.verify)
    assert WHY not in str(instance.store.read(lambda c: c.execute(select(chain)).all()))


@pytest.mark.parametrize("why", ["", "too short", " " * 40, "x" * 301])
def test_without_a_reason_that_says_something_nobody_goes_on(
    instance: Instance, ada: Membership, why: str
) -> None:
    asked = ask(instance, ada)
    with pytest.raises(Invalid, match="10 to 300"):
        go_slowly(instance, ada, asked, AFTER + 300, why)
    assert spent(instance, ada, AFTER + HOUR)


def test_a_request_is_its_own_members(instance: Instance, ada: Membership) -> None:
    asked = ask(instance, ada)
    bea = joins(instance, "Bea")
    with pytest.raises(Gone):
        go_slowly(instance, bea, asked, AFTER + 300)


def test_a_request_that_nobody_answered_is_over_after_a_day(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    asked = ask(instance, ada)
    with pytest.raises(Gone):
        decide(instance, lena, asked, give=True, later=AFTER + DAY)


def test_what_became_of_it_is_in_the_record_with_who_decided_for_whom(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    ada_s, lena_s = acts.actor(ada.member.id), acts.actor(lena.member.id)
    found = [(each.actor, each.outcome) for each in entries(instance, "extension")]
    assert found == [(ada_s, "asked"), (lena_s, f"given {ada_s}")]
    assert outcomes(instance, "budget") == ["hour"]  # the alarm stands
    assert reads_until_spent(instance, ada, AFTER) == 4
    instance.store.read(activity.verify)


def test_of_many_hands_at_once_no_more_is_read_than_was_given(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    references = [keep(instance) for _ in range(16)]

    def attempt(reference: str) -> bool:
        try:
            read(instance, ada, AFTER, reference)
        except Spent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, references)) == 4


def test_a_copy_is_paid_for_like_a_reading_and_recorded_as_what_it_is(
    instance: Instance, ada: Membership
) -> None:
    """Of what was read a moment ago it costs nothing, for it shows nothing new."""

    def export(reference: str, later: int) -> Left:
        reader = Reader(ada, reference, EXPORT)
        return instance.store.write(lambda c: metering.meter(c, reader, instance.now + later)).left

    reference = keep(instance)
    with pytest.raises(Spent):
        export(reference, AFTER)
    assert export(reference, MIDNIGHT).count == 3
    assert export(reference, MIDNIGHT + 1).count == 3
    assert read(instance, ada, MIDNIGHT + 2, reference).count == 3
    assert outcomes(instance, "export") == ["read", "again"]
    assert outcomes(instance)[-1] == "again"


@pytest.mark.parametrize(("hourly", "seconds"), [(3600, 600), (60, 600), (6, 600), (4, 900), (1, 3600)])
def test_slow_is_never_faster_than_the_inboxs_own_pace(hourly: int, seconds: int) -> None:
    limits = Limits(hourly=hourly, member_day=5)
    assert slow_seconds(limits) == seconds
    slow = Extension(b"", b"", b"", SLOW, 0, None, None, 0, DAY)
    used_up = Means(Budget(limits, 0, 5, 5, read_at=0), slow)
    with pytest.raises(Spent) as raised:
        used_up.after_one(seconds - 1)
    assert raised.value.retry_after == 1
    outcome, later = used_up.after_one(seconds)
    assert (outcome, later.budget.today, later.budget.read_at) == ("slow", 6, seconds)


def test_a_members_former_request_is_forgotten_when_they_ask_anew(
    instance: Instance, ada: Membership, lena: Membership
) -> None:
    decide(instance, lena, ask(instance, ada), give=True)
    reads_until_spent(instance, ada, AFTER)
    ask(instance, ada)
    rows = instance.store.read(lambda c: c.execute(select(extension)).all())
    assert [row.state for row in rows] == ["asked"]
    found = instance.store.read(lambda c: paying.look(c, ada, instance.now + AFTER))
    assert found.above is not None
    assert found.above.state != GIVEN
