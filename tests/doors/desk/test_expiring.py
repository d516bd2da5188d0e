"""A conversation whose first letters have expired goes on, for the team and for its patient."""

from __future__ import annotations

from sqlalchemy import update

from tests.doors.desk.correspondence import Correspondence
from tests.doors.desk.seats import Seat, Staff
from tests.doors.desk.test_handing import care, handing
from tests.doors.returning import Returning, code_facts, post
from widget.records import retention
from widget.records.retention import day_of
from widget.store.models import inbox, letter

__all__ = ["care"]


def expire(of: Correspondence, *seqs: tuple[int, int]) -> None:
    """These letters, by direction and seq, have had their last day."""
    house, now = of.door.house, of.door.clock.now
    for direction, seq in seqs:
        this = (letter.c.conversation_id == of.draft.conversation, letter.c.direction == direction)
        over = update(letter).where(*this, letter.c.seq == seq).values(expiry_day=day_of(now) - 1)
        house.store.write(lambda connection, over=over: connection.execute(over))
    retention.purge(house.store, house.keys, now)


def back(of: Correspondence) -> Returning:
    return Returning(of.door, of.draft, of.reference)


def writes(of: Correspondence, text: str, seq: int) -> None:
    returning = back(of)
    answer = returning.sends(returning.envelope(returning.next_letter(text), seq=seq))
    assert answer.status_code == 201, answer.text


def test_what_is_left_opens_for_both_and_is_answered_by_both(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "one")
    case.answered_by(desk.agent, "two")
    writes(case, "three", 2)
    expire(case, (1, 1), (2, 1))
    opened = case.answered_by(desk.agent, "four")
    assert opened.texts == ["three"]
    assert opened.facts["counts"] == {"patient": 2, "team": 1, "notes": 0}
    writes(case, "five", 3)
    assert [each.message.text for each in case.opened_by_patient() if each.message] == [
        "three",
        "four",
        "five",
    ]
    facts = back(case).opens()
    assert facts["counts"] == {"patient": 3, "team": 2}
    assert [(each["direction"], each["seq"]) for each in facts["letters"]] == [(1, 2), (2, 2), (1, 3)]
    assert case.read_by(desk.lead).texts == ["three", "four", "five"]


def test_with_the_teams_letters_alone_left_the_patient_writes_on(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "one")
    case.answered_by(desk.agent, "two")
    expire(case, (1, 1))
    writes(case, "three", 2)
    opened = case.answered_by(desk.agent, "four")
    assert opened.texts == ["two", "three"]
    # A count is never given out twice.
    assert [row.seq for row, _ in case.stored()] == [1, 2, 2]


def test_a_receipt_of_erasure_counts_what_was_still_there(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "one")
    case.answered_by(desk.agent, "two")
    expire(case, (1, 1))
    returning = back(case)
    answer = post(case.door, "/back/delete", code_facts(case.draft.code) | returning.wish())
    assert answer.status_code == 200
    assert answer.get_json()["letters"] == 1


def test_letters_end_in_the_order_in_which_they_were_received_whatever_inbox_they_come_to(
    desk: Staff, care: Seat
) -> None:
    house = desk.door.house
    shorter = update(inbox).where(inbox.c.slug == "care-team").values(retention_days=3)
    house.store.write(lambda connection: connection.execute(shorter))
    case = Correspondence.begun(desk.door, "one")
    read = case.read_by(desk.agent)
    moved = desk.agent.post(f"{case.address}/handover", handing(case, desk.agent, read))
    assert moved.status_code == 200
    returning = back(case)
    to_care = returning.next_letter("two", epoch_public=care.desk.keys.epochs[0].xwing_public)
    answer = returning.sends(returning.envelope(to_care))
    assert answer.status_code == 201, answer.text
    days = [row.expiry_day for row, _ in case.stored()]
    assert len(days) == 2
    assert days == sorted(days)
