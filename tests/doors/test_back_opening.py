"""What a code opens, letter by letter; and decoys, which whoever guesses codes cannot tell from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event

from tests.doors.returning import Returning, code_facts, post
from tests.doors.visitors import Door
from widget.crypto.header import NOTE, PATIENT, STAFF
from widget.crypto.kit import Kit
from widget.crypto.layout import inspect
from widget.crypto.returncode import new_code
from widget.doors.returning import STEP
from widget.records.encoding import from_b64u

DAY = 86_400


def places(facts: dict[str, Any]) -> list[tuple[int, int]]:
    return [(each["direction"], each["seq"]) for each in facts["letters"]]


def test_letters_of_both_sides_come_in_the_order_they_were_written_in(door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(door)
    patient.hears(kit, "We look into it.")
    patient.sends(patient.envelope(patient.next_letter("Thank you.")))
    patient.hears(kit, "It is paid back.")
    assert places(patient.opens()) == [(PATIENT, 1), (STAFF, 1), (PATIENT, 2), (STAFF, 2)]


def test_what_the_team_notes_for_itself_is_never_in_it(door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(door)
    patient.hears(kit, "Is she the one who called?", NOTE)
    assert places(patient.opens()) == [(PATIENT, 1)]
    assert patient.row["opened_seq"] == 0


def test_the_desk_can_see_which_answer_was_fetched(door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(door)
    patient.hears(kit, "One")
    door.clock.now += 30
    patient.opens()
    assert (patient.row["opened_at"], patient.row["opened_seq"]) == (door.clock.now, 1)


@pytest.mark.parametrize(("state", "told"), [("open", "open"), ("snoozed", "open"), ("closed", "closed")])
def test_what_a_team_does_among_itself_is_not_told(sqlite_door: Door, state: str, told: str) -> None:
    patient = Returning.after_writing(sqlite_door)
    patient.becomes(state=state, snoozed_until=sqlite_door.clock.now + DAY)
    assert patient.opens()["state"] == told


def test_one_that_was_answered_and_put_off_stays_answered(sqlite_door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(sqlite_door)
    patient.hears(kit, "It is paid back.")
    patient.becomes(state="snoozed", snoozed_until=sqlite_door.clock.now + DAY)
    assert patient.opens()["state"] == "waiting"


def test_a_later_letter_keeps_the_conversation_readable_for_longer(sqlite_door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(sqlite_door)
    before = patient.opens()["readable_until"]
    sqlite_door.clock.now += 10 * DAY
    patient.hears(kit, "It took us a while.")
    assert patient.opens()["readable_until"] > before


def test_saying_that_it_is_solved_tells_nothing_of_a_wrong_code(door: Door) -> None:
    patient = Returning.after_writing(door)
    right, wrong = (post(door, "/back/state", each) for each in (patient.asked_with, code_facts(new_code())))
    assert (right.status_code, right.data) == (wrong.status_code, wrong.data)
    assert patient.row["state"] == "closed"


def test_a_wrong_code_changes_nothing(door: Door, kit: Kit) -> None:
    Returning.after_writing(door).hears(kit, "An answer")
    before = door.digest()
    for path in ("/back/open", "/back/state", "/back/quiet"):
        assert post(door, path, code_facts(new_code())).status_code == 200
    assert door.digest() == before


def test_a_right_place_with_a_wrong_token_takes_the_same_way_too(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    for engine in {sqlite_door.house.store.engine, sqlite_door.house.store._readers}:
        event.listen(engine, "before_cursor_execute", note)
    ways = []
    for token in (patient.asked_with["token"], code_facts(new_code())["token"]):
        asked.clear()
        answer = post(sqlite_door, "/back/open", patient.asked_with | {"token": token})
        ways.append((answer.status_code, len(answer.data), list(asked)))
    assert ways[0] == ways[1]


def test_a_decoy_is_a_letter_of_the_right_form_to_keys_that_its_inbox_has(door: Door) -> None:
    for _ in range(10):
        facts = post(door, "/back/open", code_facts(new_code())).get_json()
        (told,) = facts["letters"]
        found = inspect(from_b64u(told["letter"]))
        bundle = door.bundle(facts["inboxes"][0]["slug"])
        assert (found.header.is_first, found.header.inbox) == (True, bundle.inbox)
        assert found.header.conversation == from_b64u(facts["conversation"])
        assert found.header.letter == from_b64u(told["id"])
        assert found.body_length == inspect(door.draft().but(text="").sealed_letter()).body_length
        assert facts["received"] == told["received"] <= door.clock.now


def test_decoys_come_from_all_inboxes(sqlite_door: Door) -> None:
    answers = [post(sqlite_door, "/back/open", code_facts(new_code())).get_json() for _ in range(24)]
    assert {facts["inboxes"][0]["slug"] for facts in answers} == {"riverside", "practice"}


def test_the_decoys_of_another_instance_are_others(open_door: Any, sqlite_url: str) -> None:
    code = code_facts(new_code())
    door = open_door(sqlite_url)
    one = post(door, "/back/open", code).get_json()["reference"]
    door.house.keys._root = bytes(32)
    assert post(door, "/back/open", code).get_json()["reference"] != one


def test_an_answers_length_tells_steps_alone_and_cannot_be_compressed_away(
    sqlite_door: Door, kit: Kit
) -> None:
    patient = Returning.after_writing(sqlite_door)
    for number in range(12):
        patient.hears(kit, f"Answer {number}")
        answer = post(sqlite_door, "/back/open", patient.asked_with)
        assert len(answer.data) % STEP == 0
    pads = [json.loads(post(sqlite_door, "/back/open", patient.asked_with).data)["pad"] for _ in range(2)]
    assert pads[0] != pads[1]
    assert len(set(pads[0])) > 32


def test_letters_and_codes_are_counted_each_by_themselves(open_door: Any, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_RETURN_LIMIT="3 per minute")
    patient = Returning.after_writing(door)
    envelope = patient.envelope(patient.next_letter("More"))
    for path in ("/back/state", "/back/delete"):
        post(door, path, code_facts(new_code()) | patient.wish())
    assert post(door, "/back/open", patient.asked_with).status_code == 429
    assert patient.sends(envelope).status_code == 201
    assert door.get("/back").status_code == 200
