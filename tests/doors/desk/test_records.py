"""What auditors and leads look back on: of their own inboxes, newest first, with alarms on top."""

from __future__ import annotations

from typing import Any

from tests.doors.desk.correspondence import Correspondence, note
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from widget.records import activity
from widget.records.changing import change
from widget.records.encoding import b64u
from widget.staff import trail
from widget.staff.limits import with_limits
from widget.store.models import conversation, letter

ENTRIES = "/desk/records/entries"


def entries(seat: Seat) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(seat.get(ENTRIES))["entries"]
    return found


def of(seat: Seat, reference: str) -> list[tuple[str, str, str]]:
    """Kind, actor and outcome of a conversation's, oldest first."""
    found = [each for each in entries(seat) if each["reference"] == reference]
    return [(each["kind"], each["actor"], each["outcome"]) for each in reversed(found)]


def test_all_that_was_done_with_a_conversation_stands_there_with_the_members_names(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    opened = case.read_by(desk.agent)
    case.sends(desk.agent, note(desk.agent, opened, "Hm."), 1)
    case.answered_by(desk.lead, "Soon.")
    case.changes(desk.agent, version=3, state="closed", assignee=None)
    expected = [
        ("read", "Ada Agent", "read"),
        ("note", "Ada Agent", "kept"),
        ("read", "Lena Lead", "read"),
        ("reply", "Lena Lead", "waiting"),
        ("state", "Ada Agent", "closed released"),
    ]
    assert of(desk.auditor, case.reference) == expected
    assert of(desk.lead, case.reference) == expected


def test_entries_come_newest_first_and_say_nothing_of_letters(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "a secret of mine")
    case.answered_by(desk.agent, "another secret")
    answer = desk.auditor.get(ENTRIES)
    numbers = [each["seq"] for each in answer.get_json()["entries"]]
    assert numbers == sorted(numbers, reverse=True)
    assert set(answer.get_json()["entries"][0]) == {"seq", "at", "kind", "reference", "actor", "outcome"}
    assert "secret" not in answer.text
    assert b64u(case.draft.letter) not in answer.text


def test_what_members_do_without_a_conversation_is_there_too(desk: Staff) -> None:
    assert ("grant", "Lena Lead") in [(each["kind"], each["actor"]) for each in entries(desk.auditor)]


def test_another_inboxs_conversations_and_members_are_not_there(desk: Staff) -> None:
    mine, theirs = Correspondence.begun(desk.door), Correspondence.begun(desk.door, inbox="practice")
    mine.read_by(desk.agent)
    theirs.read_by(desk.other)
    assert of(desk.auditor, theirs.reference) == []
    assert of(desk.other, mine.reference) == []
    assert of(desk.other, theirs.reference) == [("read", "Otto", "read")]
    assert "Otto" not in {each["actor"] for each in entries(desk.auditor)}
    assert "Ada Agent" not in {each["actor"] for each in entries(desk.other)}


def test_the_record_outlives_the_conversation_and_the_member(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    case.read_by(desk.agent)
    assert desk.lead.removes(desk.agent).status_code == 200
    store = desk.door.house.store
    store.write(lambda c: c.execute(letter.delete()))
    store.write(lambda c: c.execute(conversation.delete()))
    assert of(desk.auditor, case.reference) == [("read", "Ada Agent", "read")]


def test_pages_go_back_to_the_first_entry(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    for _ in range(trail.ENTRIES + 20):
        case.asks(desk.agent)
    first = asked(desk.auditor.get(ENTRIES))
    assert len(first["entries"]) == trail.ENTRIES
    second = asked(desk.auditor.get(f"{ENTRIES}?before={first['next']}"))
    assert second["next"] is None
    assert {"alarms", "head"} & second.keys() == set()
    seen = [each["seq"] for each in first["entries"] + second["entries"]]
    # The other inbox's lead enrolled and signed in, which is nothing to this one's auditor.
    assert seen == sorted(set(seen), reverse=True)
    assert asked(desk.auditor.get(f"{ENTRIES}?before=1"))["entries"] == []


def test_an_alarm_stands_on_top_for_a_week(desk: Staff) -> None:
    desk.door.house.store.write(
        lambda c: change(c, "riverside", lambda found: with_limits(found, {"burst": 1, "hourly": 1}))
    )
    cases = [Correspondence.begun(desk.door) for _ in range(2)]
    assert [case.asks(desk.agent).status_code for case in cases] == [200, 429]
    for seat in (desk.auditor, desk.lead):
        (alarm,) = asked(seat.get(ENTRIES))["alarms"]
        assert (alarm["kind"], alarm["actor"], alarm["outcome"]) == ("budget", "Ada Agent", "hour")
        assert (alarm["reference"], alarm["at"]) == (cases[1].reference, desk.door.clock.now)
    assert asked(desk.other.get(ENTRIES))["alarms"] == []
    desk.door.clock.now += 7 * 86400
    assert desk.auditor.signs_in().status_code == 200
    assert asked(desk.auditor.get(ENTRIES))["alarms"] == []


def test_the_chains_head_is_given_to_be_noted_and_the_chain_holds(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    case.answered_by(desk.agent, "Soon.")
    head = asked(desk.auditor.get(ENTRIES))["head"]
    held = desk.door.house.store.read(activity.verify)
    assert head == {"seq": held.seq, "hash": b64u(held.hash)}


def test_only_auditors_and_leads_look_back(sqlite_desk: Staff) -> None:
    for who in ("agent", "reviewer", "unappointed", "waiting"):
        assert refusal(sqlite_desk.seats()[who].get(ENTRIES)) == (403, "forbidden"), who
    assert refusal(sqlite_desk.outsider.get(ENTRIES)) == (401, "signed_out")


def test_what_is_no_entrys_number_is_refused(sqlite_desk: Staff) -> None:
    for wrong in ("x", "-1", "1.5", "9" * 16, "%00", "1" * 5000):
        assert refusal(sqlite_desk.auditor.get(f"{ENTRIES}?before={wrong}")) == (422, "invalid"), wrong
