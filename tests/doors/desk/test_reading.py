"""Reading a conversation: who may, what is served, what it costs, and what stays on record."""

from __future__ import annotations

from tests.doors.desk.correspondence import Correspondence, note
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from widget.crypto.header import INBOX
from widget.crypto.letter import inspect, key_id_of
from widget.crypto.statements import Signed, follow, pin_of
from widget.records.changing import change
from widget.records.encoding import b64u
from widget.staff.limits import with_limits
from widget.store.models import conversation


def test_a_member_opens_a_conversation_with_the_keys_that_were_granted_to_them(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "Where is my refill?")
    opened = case.read_by(desk.agent)
    assert opened.texts == ["Where is my refill?"]
    assert opened.first.name == "Ana"
    assert opened.facts["reference"] == case.reference
    assert (opened.facts["id"], opened.facts["slug"]) == (b64u(case.draft.conversation), "riverside")
    known = {name: opened.facts[name] for name in ("topic", "urgency", "language", "state", "assignee")}
    assert known == {
        "topic": "billing",
        "urgency": "normal",
        "language": "en",
        "state": "open",
        "assignee": None,
    }


def test_the_inboxs_statements_lead_from_its_pin_to_the_key_that_letters_are_sealed_to(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    keys = case.read_by(desk.agent).facts["keys"]
    root = desk.door.bundle().root_public
    authority, listed = (Signed.from_json(keys[kind]) for kind in ("authority", "keys"))
    found = follow([pin_of(root)], "riverside", root, authority, listed, desk.door.clock.now)
    (_, letter), *_ = case.stored()
    assert inspect(letter).stanzas[0] == (INBOX, key_id_of(found.epoch.xwing_public))


def test_letters_of_both_sides_and_notes_come_oldest_first_within_one_second_too(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "one")
    case.answered_by(desk.agent, "two")
    opened = case.read_by(desk.lead)
    assert case.sends(desk.lead, note(desk.lead, opened, "three"), opened.version).status_code == 201
    case.answered_by(desk.agent, "four")
    last = case.read_by(desk.agent)
    assert last.texts == ["one", "two", "three", "four"]
    assert [each["direction"] for each in last.facts["letters"]] == [1, 2, 3, 2]


def test_others_may_not_read(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    before = sqlite_desk.door.rows("chain")
    for who in ("waiting", "auditor"):
        assert refusal(case.asks(sqlite_desk.seats()[who])) == (403, "forbidden"), who
    assert refusal(case.asks(sqlite_desk.reviewer)) == (404, "gone")
    assert refusal(case.asks(sqlite_desk.outsider)) == (401, "signed_out")
    assert refusal(case.asks(sqlite_desk.other)) == (404, "gone")
    assert sqlite_desk.door.rows("chain") == before


def test_an_unknown_reference_is_as_one_of_another_inbox(sqlite_desk: Staff) -> None:
    elsewhere = Correspondence.begun(sqlite_desk.door, inbox="practice")
    answers = [elsewhere.asks(sqlite_desk.agent), sqlite_desk.agent.post("/desk/c/0000000000/read")]
    assert [refusal(answer) for answer in answers] == [(404, "gone")] * 2
    assert answers[0].data == answers[1].data


def test_each_reading_is_entered_in_the_chain_with_who_and_what(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    case.read_by(desk.agent)
    case.read_by(desk.agent)
    read = [row for row in desk.door.rows("chain") if row["kind"] == "read"]
    assert [(row["reference"], row["actor"], row["outcome"]) for row in read] == [
        (case.reference, f"member:{desk.agent.member.hex()}", "read"),
        (case.reference, f"member:{desk.agent.member.hex()}", "again"),
    ]


def test_whoever_has_read_too_much_is_told_when_there_is_more(desk: Staff) -> None:
    limits(desk, {"burst": 2, "hourly": 6, "member_day": 9, "inbox_day": 9})
    cases = [Correspondence.begun(desk.door) for _ in range(3)]
    assert asked(cases[0].asks(desk.agent))["budget"] == {"left": 1, "limit": 2}
    assert asked(cases[1].asks(desk.agent))["budget"] == {"left": 0, "limit": 2}
    answer = cases[2].asks(desk.agent)
    assert refusal(answer) == (429, "budget")
    told = answer.get_json()
    assert {name: told[name] for name in ("retry_after", "used", "limit", "cap")} == {
        "retry_after": 600,
        "used": 6,
        "limit": 6,
        "cap": "hour",
    }
    assert answer.headers["Retry-After"] == "600"
    assert "letters" not in told
    # What was read already goes on; so does another member.
    assert cases[0].asks(desk.agent).status_code == 200
    assert cases[2].asks(desk.lead).status_code == 200
    desk.door.clock.now += 600
    assert cases[2].asks(desk.agent).status_code == 200


def test_merging_is_no_way_to_read_many_for_one(desk: Staff) -> None:
    limits(desk, {"burst": 3, "hourly": 6})
    one, *others = (Correspondence.begun(desk.door) for _ in range(5))
    for other in others:
        merged = desk.agent.post(f"{other.address}/merge", {"version": 1, "other": one.reference})
        assert merged.status_code == 200, merged.text
        desk.door.clock.now += 1
    facts = asked(one.asks(desk.agent))
    served = [each["reference"] for each in facts["joined"]]
    assert (len(served), len(facts["withheld"])) == (2, 2)
    assert {*served, *facts["withheld"]} == {each.reference for each in others}
    assert facts["budget"]["left"] == 0
    read = [row["reference"] for row in desk.door.rows("chain") if row["kind"] == "read"]
    assert sorted(read) == sorted([one.reference, *served])
    # Read again it shows the same for nothing, and one more when there is one.
    assert [each["reference"] for each in asked(one.asks(desk.agent))["joined"]] == served
    desk.door.clock.now += 600
    assert len(asked(one.asks(desk.agent))["joined"]) == 3
    assert refusal(Correspondence.begun(desk.door).asks(desk.agent)) == (429, "budget")


def limits(desk: Staff, given: dict[str, int]) -> None:
    desk.door.house.store.write(lambda c: change(c, "riverside", lambda found: with_limits(found, given)))


def test_what_has_expired_is_not_served(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    (row, _), *_ = case.stored()
    sqlite_desk.door.house.keys.destroy_shred_keys(row.expiry_day + 1)
    assert asked(case.asks(sqlite_desk.agent))["letters"] == []


def test_one_that_is_gone_is_gone(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    gone = conversation.delete().where(conversation.c.reference == case.reference)
    sqlite_desk.door.house.store.write(lambda connection: connection.execute(gone))
    assert refusal(case.asks(sqlite_desk.agent)) == (404, "gone")


def test_a_member_who_was_removed_reads_nothing_more(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    seat: Seat = desk.agent
    case.read_by(seat)
    assert desk.lead.removes(seat).status_code == 200
    assert refusal(case.asks(seat)) == (401, "signed_out")
