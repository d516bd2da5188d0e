"""Sessions: they end when nobody is there, when they are old, when told to, and with who had them."""

from __future__ import annotations

import pytest

from tests.doors.conftest import OpenDoor
from tests.doors.desk.seats import Seat, Staff, asked, first_lead, refusal
from widget.crypto.encoding import to_base64url
from widget.crypto.kit import Kit

IDLE, MOST = 30 * 60, 12 * 3600


def is_in(seat: Seat) -> bool:
    answer = seat.get("/desk/me")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def test_a_session_ends_when_nobody_was_there_for_half_an_hour(sqlite_desk: Staff) -> None:
    agent, lead, clock = sqlite_desk.agent, sqlite_desk.lead, sqlite_desk.door.clock
    clock.now += IDLE - 1
    assert is_in(agent)
    clock.now += IDLE - 1
    assert is_in(agent)
    assert not is_in(lead)
    clock.now += IDLE
    assert not is_in(agent)


def test_a_session_ends_after_twelve_hours_whoever_is_there(sqlite_desk: Staff) -> None:
    agent, clock = sqlite_desk.agent, sqlite_desk.door.clock
    begun = clock.now
    while clock.now + 1000 < begun + MOST:
        clock.now += 1000
        assert is_in(agent)
    clock.now = begun + MOST
    assert not is_in(agent)


def test_the_hours_and_minutes_are_settings(open_door: OpenDoor, sqlite_url: str, kit: Kit) -> None:
    door = open_door(sqlite_url, SOTTO_DESK_IDLE_MINUTES="5", SOTTO_DESK_SESSION_HOURS="1")
    lead = first_lead(door, kit, "riverside", "Lena")
    assert lead.signed_in["idle_seconds"] == 300  # no keys stay in a page whose session is over
    for _ in range(11):
        door.clock.now += 299
        assert is_in(lead)
    door.clock.now += 311
    assert not is_in(lead)
    lead.signs_in()
    door.clock.now += 300
    assert not is_in(lead)


def test_the_desk_locks_itself_before_the_session_ends(sqlite_desk: Staff) -> None:
    assert sqlite_desk.lead.signed_in["idle_seconds"] == 600
    sqlite_desk.door.clock.now += 1200
    assert is_in(sqlite_desk.lead)


def test_after_how_long_it_does_is_a_setting(open_door: OpenDoor, sqlite_url: str, kit: Kit) -> None:
    door = open_door(sqlite_url, SOTTO_DESK_LOCK_MINUTES="2")
    assert first_lead(door, kit, "riverside", "Lena").signed_in["idle_seconds"] == 120


def test_that_the_member_is_there_is_written_down_once_a_minute(sqlite_desk: Staff) -> None:
    def last() -> int:
        rows = sqlite_desk.door.rows("session")
        found: int = next(row["last_at"] for row in rows if row["member_id"] == sqlite_desk.agent.member)
        return found

    began = last()
    for seconds, written in ((59, began), (1, began + 60), (59, began + 60), (1, began + 120)):
        sqlite_desk.door.clock.now += seconds
        assert is_in(sqlite_desk.agent)
        assert last() == written


def test_a_page_that_asks_by_itself_keeps_no_session(sqlite_desk: Staff) -> None:
    agent, clock = sqlite_desk.agent, sqlite_desk.door.clock
    for _ in range(5):
        clock.now += IDLE // 5 - 1
        assert agent.get("/desk/list?since=0").status_code == 200
    clock.now += 10
    assert refusal(agent.get("/desk/list?since=0")) == (401, "signed_out")


def test_a_page_that_says_that_somebody_is_there_keeps_it(sqlite_desk: Staff) -> None:
    agent, clock = sqlite_desk.agent, sqlite_desk.door.clock
    for _ in range(10):
        clock.now += IDLE // 5
        assert agent.get("/desk/list?since=0&present=1").status_code == 200


def test_a_member_sees_their_own_sessions_alone(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    other = Seat(sqlite_desk.door, passkey=agent.passkey)
    sqlite_desk.door.clock.now += 5
    other.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
    other.signs_in()
    listed = asked(agent.get("/desk/sessions"))["sessions"]
    assert [(each["label"], each["current"]) for each in listed] == [
        ("Firefox on Linux", False),
        ("A browser", True),
    ]
    assert [each["began"] for each in listed] == [sqlite_desk.door.clock.now, sqlite_desk.door.clock.now - 5]
    assert all(len(each["id"]) == 22 for each in listed)


def test_a_session_can_be_ended_from_another(desk: Staff) -> None:
    agent = desk.agent
    other = Seat(desk.door, passkey=agent.passkey)
    other.signs_in()
    (theirs,) = [each["id"] for each in asked(agent.get("/desk/sessions"))["sessions"] if not each["current"]]
    assert asked(agent.post(f"/desk/sessions/{theirs}/end")) == {}
    assert not is_in(other)
    assert is_in(agent)
    assert refusal(agent.post(f"/desk/sessions/{theirs}/end")) == (404, "gone")


def test_nobody_ends_anothers_session(sqlite_desk: Staff) -> None:
    (theirs,) = [each["id"] for each in asked(sqlite_desk.agent.get("/desk/sessions"))["sessions"]]
    assert refusal(sqlite_desk.lead.post(f"/desk/sessions/{theirs}/end")) == (404, "gone")
    assert is_in(sqlite_desk.agent)


def where(seat: Seat) -> str:
    return f"/desk/inboxes/riverside/members/{seat.id}/sessions"


def test_a_lead_sees_where_a_member_is_signed_in_and_ends_one_or_all(desk: Staff) -> None:
    agent, lead = desk.agent, desk.lead
    other = Seat(desk.door, passkey=agent.passkey)
    desk.door.clock.now += 5
    other.signs_in()
    listed = asked(lead.get(where(agent)))["sessions"]
    assert [(each["label"], each["current"]) for each in listed] == [("A browser", False)] * 2
    assert asked(lead.post(f"{where(agent)}/end", {"session": listed[0]["id"]})) == {}
    assert (is_in(other), is_in(agent)) == (False, True)
    assert refusal(lead.post(f"{where(agent)}/end", {"session": listed[0]["id"]})) == (404, "gone")
    other.signs_in()
    assert asked(lead.post(f"{where(agent)}/end", {"session": None})) == {}
    assert (is_in(other), is_in(agent), is_in(lead)) == (False, False, True)
    ended = [row for row in desk.door.rows("chain") if row["kind"] == "sign-out"]
    assert [row["outcome"] for row in ended] == ["Ada Agent", "Ada Agent"]


def test_a_lead_signs_nobody_out_who_is_no_member_of_their_inbox(sqlite_desk: Staff) -> None:
    lead, other = sqlite_desk.lead, sqlite_desk.other
    assert refusal(lead.get(where(other))) == (422, "invalid")
    assert refusal(lead.post(f"{where(other)}/end", {"session": None})) == (422, "invalid")
    (theirs,) = [each["id"] for each in asked(sqlite_desk.agent.get("/desk/sessions"))["sessions"]]
    assert refusal(lead.post(f"{where(lead)}/end", {"session": theirs})) == (404, "gone")
    assert is_in(other)
    assert is_in(sqlite_desk.agent)


@pytest.mark.parametrize("facts", [{}, {"session": 7}, {"session": "x"}, {"session": ""}])
def test_nobody_is_signed_out_by_what_names_no_session(sqlite_desk: Staff, facts: dict[str, object]) -> None:
    answer = sqlite_desk.lead.post(f"{where(sqlite_desk.agent)}/end", facts)
    assert refusal(answer) == (422, "invalid")
    assert is_in(sqlite_desk.agent)


@pytest.mark.parametrize("name", ["x", "A" * 21, "%00", "é" * 22])
def test_what_is_no_session_is_invalid(sqlite_desk: Staff, name: str) -> None:
    assert refusal(sqlite_desk.agent.post(f"/desk/sessions/{name}/end")) == (422, "invalid")


def test_ending_ones_own_session_takes_the_cookie_back(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    (mine,) = [each["id"] for each in asked(agent.get("/desk/sessions"))["sessions"]]
    answer = agent.post(f"/desk/sessions/{mine}/end")
    assert "__Host-sotto-desk=;" in answer.headers["Set-Cookie"]
    assert not is_in(agent)


def test_sessions_that_are_over_vanish(sqlite_desk: Staff) -> None:
    sqlite_desk.door.clock.now += MOST
    sqlite_desk.agent.signs_in()
    assert len(sqlite_desk.door.rows("session")) == 1
    assert len(asked(sqlite_desk.agent.get("/desk/sessions"))["sessions"]) == 1


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>", "A browser"),
    ],
)
def test_a_session_is_told_by_browser_and_system(sqlite_desk: Staff, agent: str, label: str) -> None:
    seat = Seat(sqlite_desk.door, passkey=sqlite_desk.agent.passkey)
    seat.client.environ_base["HTTP_USER_AGENT"] = agent
    seat.signs_in()
    listed = asked(seat.get("/desk/sessions"))["sessions"]
    assert [each["label"] for each in listed if each["current"]] == [label]


def test_a_sessions_id_opens_nothing(sqlite_desk: Staff) -> None:
    row = sqlite_desk.door.rows("session")[0]
    for value in (row["id"], row["token_hash"]):
        seat = Seat(sqlite_desk.door)
        seat.client.set_cookie("__Host-sotto-desk", to_base64url(value), domain="desk.localhost")
        assert not is_in(seat)
