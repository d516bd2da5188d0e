"""Reviewers at the door: what they may read, on which budget, and scores that nobody but the team reads."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest

from tests.doors.desk.correspondence import Correspondence, Opened, note, reply, running_of, score
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.doors.returning import Returning, post
from widget.crypto.header import INBOX, Place
from widget.crypto.letter import open_letter
from widget.crypto.payload import Score
from widget.records.changing import change
from widget.records.encoding import from_b64u
from widget.staff.limits import with_limits
from widget.staff.reviewing import with_review

DAY = 86400
WORDS = "Kind, but the second question was not answered."


def reviews(desk: Staff, **given: int) -> None:
    desk.door.house.store.write(
        lambda c: change(c, "riverside", lambda found: with_review(found, {"percent": 100} | given))
    )


def closed(desk: Staff, text: str = "When is my refill due?") -> Correspondence:
    """Answered by the agent, and closed with the answer."""
    case = Correspondence.begun(desk.door, text)
    case.answered_by(desk.agent, "On Monday.", "closed")
    return case


def patient_of(case: Correspondence) -> Returning:
    return Returning(case.door, case.draft, case.reference)


def scores_read_by(seat: Seat, case: Correspondence) -> list[tuple[int, str, str]]:
    """Score, text and who gave it, as the member's browser opens them."""
    facts = case.read_by(seat).facts
    place = Place(from_b64u(facts["origin"]), from_b64u(facts["id"]))
    running = running_of(seat)
    found = []
    for each in facts["scores"]:
        letter = from_b64u(each["letter"])
        seed = running.xwing_seed
        said = Score.parse(
            open_letter(letter, INBOX, seed, sign_public=running.sign_public, place=place).payload
        )
        found.append((said.score, said.text, each["by"]))
    return found


def test_a_reviewer_reads_what_was_drawn_once_it_is_closed_and_only_while_it_is(desk: Staff) -> None:
    reviews(desk)
    case = Correspondence.begun(desk.door, "one")
    assert refusal(case.asks(desk.reviewer)) == (404, "gone")
    case.answered_by(desk.agent, "two", "closed")
    assert case.read_by(desk.reviewer).texts == ["one", "two"]
    (row,) = asked(desk.reviewer.get("/desk/list"))["conversations"]
    assert (row["reference"], row["review"]) == (case.reference, "to-review")
    version = case.row().version
    assert case.changes(desk.agent, version=version, state="open").status_code == 200
    assert refusal(case.asks(desk.reviewer)) == (404, "gone")
    assert asked(desk.reviewer.get("/desk/list"))["conversations"] == []


def test_one_that_the_patient_calls_solved_is_drawn_too(desk: Staff) -> None:
    reviews(desk)
    case = Correspondence.begun(desk.door)
    patient = patient_of(case)
    assert post(case.door, "/back/state", patient.asked_with | {"state": "solved"}).status_code == 200
    assert case.read_by(desk.reviewer).texts == ["When is my refill due?"]


def test_what_was_not_drawn_is_gone_for_a_reviewer_whatever_they_ask_for(desk: Staff) -> None:
    reviews(desk, percent=0)
    case = closed(desk)
    opened = case.read_by(desk.lead)
    assert refusal(case.asks(desk.reviewer)) == (404, "gone")
    assert refusal(case.scored_by(desk.reviewer, score(desk.reviewer, opened, 3))) == (404, "gone")
    assert asked(desk.reviewer.get("/desk/list"))["conversations"] == []
    read = [row for row in desk.door.rows("chain") if row["kind"] == "read" and row["actor"] == who(desk)]
    assert read == []


def who(desk: Staff) -> str:
    return f"member:{desk.reviewer.member.hex()}"


def test_a_reviewer_changes_nothing(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    opened = case.read_by(desk.reviewer)
    seat = desk.reviewer
    for letter in (reply(seat, opened, "Hello"), note(seat, opened, "Hm")):
        assert refusal(case.sends(seat, letter, opened.version)) == (403, "forbidden")
    assert refusal(case.changes(seat, version=opened.version, state="open")) == (403, "forbidden")
    for path in ("merge", "replacement", "handover"):
        assert refusal(seat.post(f"{case.address}/{path}", {"version": opened.version})) == (403, "forbidden")


def test_reviewers_have_a_budget_of_their_own_which_ends_in_an_alarm_too(desk: Staff) -> None:
    reviews(desk, burst=2, hourly=6, day=3)
    cases = [closed(desk) for _ in range(4)]
    assert asked(cases[0].asks(desk.reviewer))["budget"] == {"left": 1, "limit": 2}
    assert cases[1].asks(desk.reviewer).status_code == 200
    answer = cases[2].asks(desk.reviewer)
    assert refusal(answer) == (429, "budget")
    assert (answer.get_json()["cap"], answer.get_json()["limit"]) == ("hour", 6)
    assert cases[2].asks(desk.agent).status_code == 200
    desk.door.clock.now += 600
    assert cases[2].asks(desk.reviewer).status_code == 200
    desk.door.clock.now += 600
    answer = cases[3].asks(desk.reviewer)
    assert (refusal(answer), answer.get_json()["cap"]) == ((429, "budget"), "member_day")
    alarms = asked(desk.lead.get("/desk/records/entries"))["alarms"]
    assert [each["actor"] for each in alarms] == ["Rui Reviewer"]


def test_what_agents_set_for_the_whole_inbox_holds_for_reviewers_as_well(sqlite_desk: Staff) -> None:
    desk = sqlite_desk
    reviews(desk)
    cases = [closed(desk) for _ in range(2)]
    day = {"member_day": 3, "inbox_day": 3}
    desk.door.house.store.write(lambda c: change(c, "riverside", lambda found: with_limits(found, day)))
    assert cases[0].asks(desk.reviewer).status_code == 200
    answer = cases[1].asks(desk.reviewer)
    assert (refusal(answer), answer.get_json()["cap"]) == ((429, "budget"), "inbox_day")


def test_a_score_is_stored_sealed_and_read_by_reviewers_and_leads(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    before = case.row()
    opened = case.read_by(desk.reviewer)
    assert (opened.facts["scores"], opened.facts["next_score"]) == ([], 1)
    answer = case.scored_by(desk.reviewer, score(desk.reviewer, opened, 4, WORDS))
    assert (answer.status_code, answer.get_json()) == (201, {})
    for seat in (desk.reviewer, desk.lead):
        assert scores_read_by(seat, case) == [(4, WORDS, "Rui Reviewer")]
    # The conversation is as it was.
    after = case.row()
    assert (after.version, after.state, after.last_at) == (before.version, "closed", before.last_at)
    assert case.read_by(desk.lead).texts == ["When is my refill due?", "On Monday."]
    (entry,) = [row for row in desk.door.rows("chain") if row["kind"] == "score"]
    assert (entry["actor"], entry["outcome"], entry["reference"]) == (who(desk), "scored", case.reference)


def test_nobody_else_gets_a_score_or_hears_of_one(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    opened = case.read_by(desk.reviewer)
    assert case.scored_by(desk.reviewer, score(desk.reviewer, opened, 1, WORDS)).status_code == 201
    for seat in (desk.agent, desk.unappointed):
        facts = asked(case.asks(seat))
        assert not {"scores", "next_score"} & set(facts)
        assert {each["direction"] for each in facts["letters"]} == {1, 2}
        assert "review" not in asked(seat.get("/desk/list?state=closed"))["conversations"][0]
        assert refusal(case.scored_by(seat, score(desk.reviewer, opened, 5, seq=2))) == (403, "forbidden")
    returned = patient_of(case).opens()
    assert [each["direction"] for each in returned["letters"]] == [1, 2]
    assert not {"scores", "next_score"} & set(returned)
    assert not any("by" in each for each in returned["letters"])
    assert [each.header.direction for each in case.opened_by_patient()] == [1, 2]


def test_the_list_hears_of_a_score(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    number = asked(desk.reviewer.get("/desk/list?review=to-review"))["changed"]
    opened = case.read_by(desk.reviewer)
    case.scored_by(desk.reviewer, score(desk.reviewer, opened, 4))
    answer = asked(desk.reviewer.get(f"/desk/list?review=to-review&since={number}"))
    assert (answer["conversations"], answer["counts"]["reviewed"]) == ([], 1)
    (row,) = asked(desk.lead.get("/desk/list?review=reviewed"))["conversations"]
    assert (row["reference"], row["review"]) == (case.reference, "reviewed")


def test_of_several_scores_of_one_reviewer_the_newest_counts(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    for value in (2, 5):
        opened = case.read_by(desk.reviewer)
        assert case.scored_by(desk.reviewer, score(desk.reviewer, opened, value)).status_code == 201
    assert scores_read_by(desk.lead, case) == [(5, "", "Rui Reviewer")]
    facts = asked(case.asks(desk.reviewer))
    assert ([each["mine"] for each in facts["scores"]], facts["next_score"]) == ([True], 3)
    assert [each["mine"] for each in asked(case.asks(desk.lead))["scores"]] == [False]


def test_the_same_score_again_is_the_same_answer_and_stored_once(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    letter = score(desk.reviewer, case.read_by(desk.reviewer), 4, WORDS)
    assert case.scored_by(desk.reviewer, letter).status_code == 201
    # Also once it is nothing that a reviewer may read any more.
    assert case.changes(desk.agent, version=case.row().version, state="open").status_code == 200
    assert case.scored_by(desk.reviewer, letter).status_code == 201
    assert sum(row["direction"] == 6 for row in desk.door.rows("letter")) == 1
    assert sum(row["kind"] == "score" for row in desk.door.rows("chain")) == 1


def test_another_score_in_its_place_is_refused(desk: Staff) -> None:
    reviews(desk)
    case, other = closed(desk), closed(desk)
    opened = case.read_by(desk.reviewer)
    mine = secrets.token_bytes(16)
    first = score(desk.reviewer, opened, 4, letter=mine)
    assert case.scored_by(desk.reviewer, first).status_code == 201
    again = score(desk.reviewer, opened, 5, letter=mine)
    assert refusal(case.scored_by(desk.reviewer, again)) == (409, "conflict")
    assert refusal(other.scored_by(desk.reviewer, first)) == (409, "conflict")
    # A reply's id is taken as well.
    theirs = opened.letters[1].header.letter
    assert refusal(case.scored_by(desk.reviewer, score(desk.reviewer, opened, 5, letter=theirs))) == (
        409,
        "conflict",
    )


def test_a_score_that_does_not_follow_the_last_one_is_told_to_look_again(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    opened = case.read_by(desk.reviewer)
    case.scored_by(desk.reviewer, score(desk.reviewer, opened, 4))
    for seq in (1, 3):
        answer = case.scored_by(desk.reviewer, score(desk.reviewer, opened, 5, seq=seq))
        assert refusal(answer) == (409, "version")
        assert answer.get_json()["version"] == opened.version


WRONG: dict[str, Callable[[Seat, Opened], bytes]] = {
    "no letter": lambda _, __: b"no letter",
    "nothing": lambda _, __: b"",
    "another version": lambda seat, to: b"SL\x02" + score(seat, to, 4)[3:],
    "a reply": lambda seat, to: reply(seat, to, "Hello"),
    "a note": lambda seat, to: note(seat, to, "Hello"),
    "of another conversation": lambda seat, to: score(seat, to, 4, conversation=bytes(16)),
    "of another inbox": lambda seat, to: score(seat, to, 4, inbox=bytes(16)),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_score_of_this_conversation_is_refused(sqlite_desk: Staff, what: str) -> None:
    desk = sqlite_desk
    reviews(desk)
    case = closed(desk)
    letter = WRONG[what](desk.reviewer, case.read_by(desk.reviewer))
    assert refusal(case.scored_by(desk.reviewer, letter)) == (422, "invalid")
    assert [row["scored_at"] for row in desk.door.rows("sample")] == [None]


def test_a_score_sealed_to_keys_that_have_ended_is_to_be_sealed_anew(sqlite_desk: Staff) -> None:
    desk = sqlite_desk
    reviews(desk)
    case = closed(desk)
    letter = score(desk.reviewer, case.read_by(desk.reviewer), 4)
    assert desk.lead.removes(desk.agent).status_code == 200
    assert refusal(case.scored_by(desk.reviewer, letter)) == (412, "stale")


def test_a_score_expires_with_the_letters_that_it_is_about(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    opened = case.read_by(desk.reviewer)
    desk.door.clock.now += 5 * DAY
    for seat in (desk.reviewer, desk.lead):
        assert seat.signs_in().status_code == 200
    assert case.scored_by(desk.reviewer, score(desk.reviewer, opened, 4)).status_code == 201
    days = {row["expiry_day"] for row in desk.door.rows("letter")}
    assert len(days) == 1
    house = desk.door.house
    house.keys.destroy_shred_keys(days.pop() + 1)
    assert asked(case.asks(desk.lead))["scores"] == []
    assert refusal(case.scored_by(desk.reviewer, score(desk.reviewer, opened, 4, seq=2))) == (404, "gone")


def test_who_wrote_stands_at_each_letter_of_the_team_and_stays_when_they_leave(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    case.answered_by(desk.agent, "On Monday.")
    opened = case.read_by(desk.lead)
    assert case.sends(desk.lead, note(desk.lead, opened, "Call her."), opened.version).status_code == 201
    assert desk.lead.removes(desk.agent).status_code == 200
    letters = asked(case.asks(desk.lead))["letters"]
    assert [each.get("by") for each in letters] == [None, "Ada Agent", "Lena Lead"]


def test_a_patient_who_erases_the_conversation_erases_its_scores(desk: Staff) -> None:
    reviews(desk)
    case = closed(desk)
    case.scored_by(desk.reviewer, score(desk.reviewer, case.read_by(desk.reviewer), 4))
    patient = patient_of(case)
    answer = post(case.door, "/back/delete", patient.asked_with | patient.wish())
    assert answer.status_code == 200
    assert answer.get_json()["letters"] == 2  # as the patient counts them
    assert desk.door.rows("letter") == []
    assert desk.door.rows("sample") == []
