"""At the door: who asks for more and who decides, with what a page is told meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from tests.doors.desk.correspondence import Correspondence
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from widget.records.changing import change
from widget.staff.limits import with_limits
from widget.store.models import conversation

HERE = "/desk/inboxes/riverside/extensions"
ENTRIES = "/desk/records/entries"
WHY = "Two colleagues are ill and patients wait."
ONE_A_DAY = {"burst": 2, "hourly": 60, "member_day": 1}


@pytest.fixture
def spent(desk: Staff) -> Staff:
    """The agent has read the one conversation of the day, and was told so at the second."""
    limits(desk)
    first, second = (Correspondence.begun(desk.door) for _ in range(2))
    first.read_by(desk.agent)
    assert refusal(second.asks(desk.agent)) == (429, "budget")
    return desk


def limits(desk: Staff) -> None:
    desk.door.house.store.write(lambda c: change(c, "riverside", lambda found: with_limits(found, ONE_A_DAY)))


def another_lead(desk: Staff) -> Seat:
    desk.appoint()
    return desk.unappointed


def waits(desk: Staff, seconds: int) -> None:
    desk.door.clock.now += seconds


def asks(seat: Seat) -> dict[str, Any]:
    return asked(seat.post(HERE))


def decides(seat: Seat, request: dict[str, Any], give: Any) -> Any:
    return seat.post(f"{HERE}/decided", {"id": request["id"], "give": give})


def looks(seat: Seat) -> dict[str, Any]:
    return asked(seat.get("/desk/extensions?since=1"))


def test_an_agent_asks_and_a_lead_lets_them_read_more(spent: Staff) -> None:
    request = asks(spent.agent)
    now = spent.door.clock.now
    assert request == looks(spent.agent)["own"]["riverside"]
    assert (request["state"], request["asked"], request["slow_from"]) == ("asked", now, now + 300)
    (seen,) = looks(spent.lead)["requests"]
    inbox = spent.lead.signed_in["inboxes"][0]["name"]
    assert seen == {
        "id": request["id"],
        "slug": "riverside",
        "inbox": inbox,
        "name": "Ada Agent",
        "state": "asked",
        "asked": now,
        "used": 1,
        "limit": 1,
        "cap": "member_day",
        "more": 2,
        "reason": None,
        "decides": True,
    }
    assert decides(spent.lead, request, True).status_code == 200
    own = looks(spent.agent)["own"]["riverside"]
    assert (own["state"], own["left"], own["until"]) == ("given", 2, now + 3600)
    cases = [Correspondence.begun(spent.door) for _ in range(3)]
    answers = [case.asks(spent.agent).status_code for case in cases]
    assert answers == [200, 200, 429]
    assert looks(spent.lead)["requests"] == []


def test_to_decide_the_passkey_is_touched(spent: Staff) -> None:
    request = asks(spent.agent)
    waits(spent, 61)
    assert refusal(decides(spent.lead, request, True)) == (403, "touch")
    spent.lead.touches()
    assert decides(spent.lead, request, True).status_code == 200


def test_nobody_decides_their_own_and_agents_decide_nothing(desk: Staff) -> None:
    limits(desk)
    cases = [Correspondence.begun(desk.door) for _ in range(2)]
    assert [case.asks(desk.lead).status_code for case in cases] == [200, 429]
    request = asks(desk.lead)
    assert looks(desk.lead)["requests"] == []
    answer = decides(desk.lead, request, True)
    assert refusal(answer) == (422, "invalid")
    assert "nobody approves their own" in answer.get_json()["message"]
    assert refusal(decides(desk.agent, request, True)) == (403, "forbidden")
    assert refusal(decides(desk.unappointed, request, True)) == (403, "forbidden")
    assert refusal(decides(desk.other, request, True)) == (403, "forbidden")
    assert refusal(cases[1].asks(desk.lead)) == (429, "budget")
    other = another_lead(desk)
    assert [each["name"] for each in looks(other)["requests"]] == ["Lena Lead"]
    assert decides(other, request, True).status_code == 200
    assert cases[1].asks(desk.lead).status_code == 200


def test_what_is_refused_can_be_seen_and_given_after_all(spent: Staff) -> None:
    request = asks(spent.agent)
    assert decides(spent.lead, request, False).status_code == 200
    assert looks(spent.agent)["own"]["riverside"]["state"] == "refused"
    assert refusal(spent.agent.post(HERE)) == (422, "invalid")
    assert [each["state"] for each in looks(spent.lead)["requests"]] == ["refused"]
    assert decides(spent.lead, request, True).status_code == 200
    assert refusal(decides(spent.lead, request, True)) == (404, "gone")


def test_slow_reading_says_why_to_leads_and_auditors(spent: Staff) -> None:
    request = asks(spent.agent)
    facts = {"id": request["id"], "reason": WHY}
    early = spent.agent.post(f"{HERE}/slow", facts)
    assert refusal(early) == (422, "invalid")
    waits(spent, 300)
    own = asked(spent.agent.post(f"{HERE}/slow", facts))
    midnight = spent.door.clock.now // 86400 * 86400 + 86400
    assert (own["state"], own["until"]) == ("slow", midnight)
    assert asked(spent.agent.post(f"{HERE}/slow", facts)) == own
    for seat in (spent.lead, spent.auditor):
        (seen,) = looks(seat)["requests"]
        assert (seen["state"], seen["reason"], seen["decides"]) == ("slow", WHY, seat is spent.lead)
        (why,) = [each["reason"] for each in asked(seat.get(ENTRIES))["alarms"] if each["reason"]]
        assert why == WHY
    case = Correspondence.begun(spent.door)
    answer = case.asks(spent.agent)
    assert refusal(answer) == (429, "budget")
    assert answer.get_json()["retry_after"] == 300
    waits(spent, 300)
    assert case.asks(spent.agent).status_code == 200
    assert WHY not in looks(spent.other)["requests"]


def test_alarms_reach_leads_and_auditors_whether_or_not_anybody_asks(spent: Staff) -> None:
    rang = {"cap": "member_day", "name": "Ada Agent", "slug": "riverside"}
    for seat in (spent.lead, spent.auditor):
        (alarm,) = looks(seat)["alarms"]
        assert rang.items() <= alarm.items()
    for seat in (spent.agent, spent.reviewer, spent.other):
        assert looks(seat)["alarms"] == looks(seat)["requests"] == []
    asks(spent.agent)
    assert looks(spent.lead)["alarms"] == []  # the request tells it
    waits(spent, 3600)
    assert spent.auditor.signs_in().status_code == 200
    assert looks(spent.auditor)["alarms"] == []


def test_an_alarm_stays_where_it_rang_though_its_conversation_goes_elsewhere(spent: Staff) -> None:
    """Which one it is of is for the member to choose, and so is where that one goes."""
    elsewhere = spent.door.bundle("practice").inbox
    moved = update(conversation).values(inbox_id=elsewhere)
    spent.door.house.store.write(lambda c: c.execute(moved))
    (alarm,) = looks(spent.lead)["alarms"]
    assert alarm["name"] == "Ada Agent"
    assert [each["kind"] for each in asked(spent.auditor.get(ENTRIES))["alarms"]] == ["budget"]
    assert looks(spent.other)["alarms"] == []
    assert asked(spent.other.get(ENTRIES))["alarms"] == []


def test_the_record_says_in_names_who_asked_and_who_let_whom(spent: Staff) -> None:
    decides(spent.lead, asks(spent.agent), True)
    found = [each for each in asked(spent.auditor.get(ENTRIES))["alarms"] if each["kind"] == "extension"]
    assert [(each["actor"], each["outcome"]) for each in found] == [
        ("Lena Lead", "given Ada Agent"),
        ("Ada Agent", "asked"),
    ]
    # Of the other inbox it is none of the business.
    assert asked(spent.other.get(ENTRIES))["alarms"] == []


def test_a_reviewer_and_a_member_with_budget_left_ask_for_nothing(sqlite_desk: Staff) -> None:
    for seat in (sqlite_desk.agent, sqlite_desk.reviewer, sqlite_desk.lead):
        assert refusal(seat.post(HERE)) == (422, "invalid")
    assert looks(sqlite_desk.agent) == {
        "now": sqlite_desk.door.clock.now,
        "own": {},
        "requests": [],
        "alarms": [],
    }


def test_who_has_left_asks_for_nothing_any_more(spent: Staff) -> None:
    request = asks(spent.agent)
    assert spent.lead.removes(spent.agent).status_code == 200
    assert looks(spent.lead)["requests"] == []
    assert refusal(decides(spent.lead, request, True)) == (404, "gone")


def test_a_page_that_only_polls_keeps_no_session(sqlite_desk: Staff) -> None:
    for _ in range(6):
        sqlite_desk.door.clock.now += 299
        assert looks(sqlite_desk.lead)
    sqlite_desk.door.clock.now += 6
    assert refusal(sqlite_desk.lead.get("/desk/extensions?since=1")) == (401, "signed_out")


@pytest.mark.parametrize(
    ("path", "facts", "code"),
    [
        ("decided", {}, 422),
        ("decided", {"id": "A" * 22}, 422),
        ("decided", {"id": "A" * 22, "give": 1}, 422),
        ("decided", {"id": "A" * 22, "give": True}, 404),
        ("slow", {"id": "A" * 22}, 422),
        ("slow", {"id": "A" * 22, "reason": ["why"]}, 422),
        ("slow", {"id": "A" * 22, "reason": "x" * 3000}, 422),
        ("slow", {"id": "A" * 22, "reason": WHY}, 404),
        ("slow", {"id": None, "reason": WHY}, 422),
    ],
)
def test_what_is_no_request_is_refused(
    sqlite_desk: Staff, path: str, facts: dict[str, Any], code: int
) -> None:
    assert sqlite_desk.lead.post(f"{HERE}/{path}", facts).status_code == code
