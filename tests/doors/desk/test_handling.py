"""Who has a conversation and what state it is in: changed by version, on record, by those who answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.doors.desk.correspondence import Correspondence, copy_of
from tests.doors.desk.seats import Staff, asked, refusal
from widget.records.encoding import b64u

DAY = 86400


@pytest.fixture
def case(desk: Staff) -> Correspondence:
    return Correspondence.begun(desk.door)


@pytest.mark.parametrize("state", ["open", "waiting", "closed"])
def test_a_state_is_set_and_kept_with_its_time(desk: Staff, case: Correspondence, state: str) -> None:
    answer = case.changes(desk.agent, version=1, state=state)
    assert (answer.status_code, answer.get_json()) == (200, {"version": 2})
    row = case.row()
    assert (row.state, row.version) == (state, 2)
    assert row.closed_at == (desk.door.clock.now if state == "closed" else None)


def test_a_closed_one_can_be_opened_again(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, state="closed")
    case.changes(desk.lead, version=2, state="open")
    assert (case.row().state, case.row().closed_at) == ("open", None)


def test_a_closed_one_that_is_closed_again_was_closed_the_first_time(
    desk: Staff, case: Correspondence
) -> None:
    first = desk.door.clock.now
    case.changes(desk.agent, version=1, state="closed")
    desk.door.clock.now += 600
    assert case.changes(desk.lead, version=2, state="closed").status_code == 200
    assert case.row().closed_at == first
    case.changes(desk.lead, version=3, state="open")
    case.changes(desk.lead, version=4, state="closed")
    assert case.row().closed_at == first + 600


def test_a_snoozed_one_comes_back_by_itself(desk: Staff, case: Correspondence) -> None:
    until = desk.door.clock.now + 600
    assert case.changes(desk.agent, version=1, state="snoozed", snoozed_until=until).status_code == 200
    assert case.read_by(desk.agent).facts["state"] == "snoozed"
    assert references(desk, "open") == []
    desk.door.clock.now = until
    assert case.read_by(desk.agent).facts["state"] == "open"
    assert references(desk, "open") == [case.reference]
    # Nobody had to write for that, and what comes next is one version on.
    assert case.row().version == 2
    assert case.changes(desk.agent, version=2, state="open").status_code == 200
    assert case.row().snoozed_until is None


def references(desk: Staff, state: str) -> list[str]:
    answer = asked(desk.agent.get(f"/desk/list?state={state}"))
    return [each["reference"] for each in answer["conversations"]]


def test_a_conversation_is_taken_given_and_given_back(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, assignee="me")
    assert case.row().assignee_id == desk.agent.member
    case.changes(desk.agent, version=2, assignee=desk.lead.id)
    assert case.row().assignee_id == desk.lead.member
    assert case.read_by(desk.agent).facts["assignee"] == desk.lead.id
    case.changes(desk.agent, version=3, assignee=None)
    assert case.row().assignee_id is None
    assert case.row().state == "open"


def test_state_and_assignee_change_together(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, state="waiting", assignee="me")
    assert (case.row().state, case.row().assignee_id) == ("waiting", desk.agent.member)


def test_what_changed_is_entered_in_the_chain(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, assignee="me")
    case.changes(desk.lead, version=2, state="closed", assignee=None)
    entries = [row for row in desk.door.rows("chain") if row["kind"] == "state"]
    assert [(row["actor"], row["outcome"], row["reference"]) for row in entries] == [
        (f"member:{desk.agent.member.hex()}", "assigned", case.reference),
        (f"member:{desk.lead.member.hex()}", "closed released", case.reference),
    ]


def test_an_older_version_is_refused_and_says_the_newer(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, state="waiting")
    before = desk.door.digest()
    answer = case.changes(desk.lead, version=1, state="closed")
    assert refusal(answer) == (409, "version")
    assert answer.get_json()["version"] == 2
    assert desk.door.digest() == before


def test_of_many_who_take_it_at_once_one_has_it(desk: Staff, case: Correspondence) -> None:
    seats = [copy_of(seat) for seat in (desk.agent, desk.lead, desk.unappointed) for _ in range(3)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda seat: case.changes(seat, version=1, assignee="me"), seats))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 8]
    assert case.row().version == 2


def test_only_members_who_answer_can_have_a_conversation(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    before = sqlite_desk.door.digest()
    for who in ("reviewer", "auditor", "waiting", "other"):
        answer = case.changes(sqlite_desk.agent, version=1, assignee=sqlite_desk.seats()[who].id)
        assert refusal(answer) == (422, "invalid"), who
        assert "active member who answers" in answer.get_json()["message"]
    assert refusal(case.changes(sqlite_desk.agent, version=1, assignee=b64u(bytes(16)))) == (422, "invalid")
    assert sqlite_desk.door.digest() == before


def test_who_is_removed_has_no_conversation_any_more(desk: Staff, case: Correspondence) -> None:
    case.changes(desk.agent, version=1, assignee="me")
    assert desk.lead.removes(desk.agent).status_code == 200
    assert case.row().assignee_id is None
    listed = asked(desk.lead.get("/desk/list"))
    assert listed["conversations"][0]["assignee"] is None
    assert desk.agent.id not in [each["id"] for each in listed["members"]]


NOW = 1_795_176_000


CANNOT_BE: list[dict[str, Any]] = [
    {},
    {"version": 1},
    {"state": "closed"},
    {"version": "1", "state": "closed"},
    {"version": True, "state": "closed"},
    {"version": 1.5, "state": "closed"},
    {"version": -1, "state": "closed"},
    {"version": 2**53, "state": "closed"},
    {"version": None, "state": "closed"},
    {"version": 1, "state": "lost"},
    {"version": 1, "state": ["closed"]},
    {"version": 1, "state": {"a": 1}},
    {"version": 1, "state": 1},
    {"version": 1, "state": "snoozed"},
    {"version": 1, "state": "snoozed", "snoozed_until": NOW},
    {"version": 1, "state": "snoozed", "snoozed_until": NOW + 367 * DAY},
    {"version": 1, "state": "snoozed", "snoozed_until": 2**53 - 1},
    {"version": 1, "state": "snoozed", "snoozed_until": "tomorrow"},
    {"version": 1, "state": "open", "snoozed_until": NOW + 9},
    {"version": 1, "snoozed_until": NOW + 9},
    {"version": 1, "assignee": "you"},
    {"version": 1, "assignee": ""},
    {"version": 1, "assignee": "\x00"},
    {"version": 1, "assignee": 7},
    {"version": 1, "assignee": ["me"]},
    {"version": 1, "assignee": "A" * 21},
    {"version": 1, "assignee": "A" * 5000},
]
NO_OBJECTS = [b"", b"[]", b"null", b"{", b'{"version": NaN}', b"\xff", b'{"state": "\\ud800"}']


def test_what_cannot_be_is_told_in_a_sentence_and_changes_nothing(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    before = sqlite_desk.door.digest()
    for facts in CANNOT_BE:
        answer = case.changes(sqlite_desk.agent, **facts)
        assert refusal(answer) == (422, "invalid"), facts
        assert answer.get_json()["message"].endswith(".")
    for body in NO_OBJECTS:
        answer = sqlite_desk.agent.send(f"{case.address}/state", body, Content_Type="application/json")
        assert refusal(answer) == (400, "malformed"), body
    assert sqlite_desk.door.digest() == before
