"""The list over HTTP: of whose inboxes, asked for again, and what no page can ask for."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import insert

from tests.conftest import FOUNDED
from tests.doors.desk.correspondence import Correspondence
from tests.doors.desk.seats import Staff, asked, refusal
from widget.records.changing import change
from widget.records.encoding import b64u
from widget.staff.reviewing import with_review
from widget.store.models import membership

EVERY_ONE = {"percent": 100}


def test_a_member_sees_the_conversations_of_their_inboxes_alone(desk: Staff) -> None:
    mine = Correspondence.begun(desk.door)
    theirs = Correspondence.begun(desk.door, inbox="practice")
    for seat, case, slug in ((desk.agent, mine, "riverside"), (desk.other, theirs, "practice")):
        (row,) = asked(seat.get("/desk/list"))["conversations"]
        assert (row["reference"], row["inbox"]) == (case.reference, slug)


def test_an_inbox_that_is_not_theirs_cannot_be_asked_for(desk: Staff) -> None:
    answer = desk.agent.get("/desk/list?inbox=practice")
    assert refusal(answer) == (422, "invalid")
    assert answer.data == desk.agent.get("/desk/list?inbox=nowhere").data


def test_who_is_in_two_inboxes_sees_both_as_one_list_or_each_alone(desk: Staff) -> None:
    """Each by their own role."""
    also = {"member_id": desk.agent.member, "inbox_id": desk.door.bundle("practice").inbox}
    there = insert(membership).values(also | {"role": "reviewer", "state": "active", "since": FOUNDED})
    desk.door.house.store.write(lambda connection: connection.execute(there))
    mine, open_there, closed_there = (
        Correspondence.begun(desk.door, inbox=inbox) for inbox in ("riverside", "practice", "practice")
    )
    desk.door.house.store.write(lambda c: change(c, "practice", lambda found: with_review(found, EVERY_ONE)))
    assert closed_there.changes(desk.other, version=1, state="closed").status_code == 200
    answer = asked(desk.agent.get("/desk/list"))
    assert {row["reference"] for row in answer["conversations"]} == {mine.reference, closed_there.reference}
    assert open_there.reference not in str(answer)
    (row,) = asked(desk.agent.get("/desk/list?inbox=practice"))["conversations"]
    assert (row["reference"], row["inbox"]) == (closed_there.reference, "practice")
    assert answer["counts"]["open"] == 1
    assert answer["counts"]["closed"] == 1


def test_a_list_that_has_not_changed_is_one_number(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    number = asked(desk.agent.get("/desk/list?state=open"))["changed"]
    assert asked(desk.agent.get(f"/desk/list?state=open&since={number}")) == {"changed": number}
    case.answered_by(desk.lead, "Soon.")
    answer = asked(desk.agent.get(f"/desk/list?state=open&since={number}"))
    assert answer["conversations"] == []
    assert answer["counts"]["waiting"] == 1


def test_reading_changes_no_list(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    number = asked(desk.agent.get("/desk/list"))["changed"]
    case.read_by(desk.lead)
    assert asked(desk.agent.get(f"/desk/list?since={number}")) == {"changed": number}


def test_pages_go_on_by_their_cursor(desk: Staff) -> None:
    for _ in range(51):
        Correspondence.begun(desk.door)
    first = asked(desk.agent.get("/desk/list?sort=new"))
    second = asked(desk.agent.get(f"/desk/list?sort=new&after={first['next']}"))
    assert (len(first["conversations"]), len(second["conversations"]), second["next"]) == (50, 1, None)
    seen = {row["reference"] for answer in (first, second) for row in answer["conversations"]}
    assert len(seen) == 51


def test_nothing_in_a_list_is_of_a_letter(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "a secret of mine")
    text = desk.agent.get("/desk/list").text
    for secret in ("secret", b64u(case.draft.conversation), b64u(case.draft.letter), case.draft.code):
        assert secret not in text


NO_QUERIES: list[dict[str, str | bytes]] = [
    {"state": "lost"},
    {"state": "'; DROP TABLE conversation"},
    {"sort": "due,id"},
    {"topic": "x" * 100},
    {"topic": "\x00"},
    {"language": "\ud800".encode("utf-8", "surrogatepass")},
    {"urgency": "😀"},
    {"assignee": "everyone"},
    {"assignee": "A" * 10_000},
    {"opened": "1"},
    {"inbox": "../x"},
    {"since": "0x10"},
    {"since": "1" * 5000},
    {"after": "%"},
    {"after": "A" * 33},
    {"after": "A" * 34},
]


def test_what_no_page_asks_for_is_refused(sqlite_desk: Staff) -> None:
    for query in NO_QUERIES:
        answer = sqlite_desk.agent.get(f"/desk/list?{urlencode(query)}")
        assert refusal(answer) == (422, "invalid"), query


def test_what_is_not_known_is_passed_over(sqlite_desk: Staff) -> None:
    Correspondence.begun(sqlite_desk.door)
    answer = asked(sqlite_desk.agent.get("/desk/list?state=open&state=closed&colour=red&present=1"))
    assert len(answer["conversations"]) == 1
