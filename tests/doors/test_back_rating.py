"""Whether it helped, as the patient says it: once, of three words, and for the team's figures alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doors.returning import Returning, code_facts, post
from tests.doors.visitors import Door
from widget.crypto.returncode import new_code
from widget.records.counting import tally
from widget.records.figures import Kind


def rates(patient: Returning, rating: Any) -> int:
    return post(patient.door, "/back/rating", patient.asked_with | {"rating": rating}).status_code


def counted(door: Door) -> dict[int, int]:
    """How often each rating was given today."""
    today, now = door.clock.now // 86_400, door.clock.now
    found = door.house.store.read(lambda c: tally(c, range(today, today + 1), now))
    return {cell.span: amount.number for cell, amount in found.items() if cell.kind == Kind.RATED}


def test_what_is_solved_can_be_rated_once(door: Door) -> None:
    patient = Returning.after_writing(door)
    post(door, "/back/state", patient.asked_with)
    version = patient.row["version"]
    assert patient.opens()["rated"] is False
    assert rates(patient, "partly") == 200
    assert patient.opens()["rated"] is True
    door.clock.now += 60
    assert rates(patient, "no") == 200
    assert (patient.row["rating"], patient.row["rated_at"]) == (2, door.clock.now - 60)
    assert patient.row["version"] == version
    assert counted(door) == {2: 1}


def test_what_is_open_is_not_rated(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    assert rates(patient, "yes") == 200
    assert patient.row["rating"] is None
    assert counted(sqlite_door) == {}


@pytest.mark.parametrize("rating", [None, 3, "", "great", ["yes"], {"yes": 1}])
def test_there_are_three_words(sqlite_door: Door, rating: Any) -> None:
    patient = Returning.after_writing(sqlite_door)
    post(sqlite_door, "/back/state", patient.asked_with)
    assert rates(patient, rating) == 400
    assert patient.row["rating"] is None


def test_a_wrong_code_is_answered_as_a_right_one(door: Door) -> None:
    patient = Returning.after_writing(door)
    post(door, "/back/state", patient.asked_with)
    before = door.digest()
    wrong = post(door, "/back/rating", code_facts(new_code()) | {"rating": "yes"})
    assert door.digest() == before
    right = post(door, "/back/rating", patient.asked_with | {"rating": "yes"})
    assert (wrong.status_code, wrong.data) == (right.status_code, right.data)


def test_a_rating_stays_counted_when_the_patient_deletes_the_conversation(door: Door) -> None:
    patient = Returning.after_writing(door)
    post(door, "/back/state", patient.asked_with)
    rates(patient, "yes")
    assert post(door, "/back/delete", patient.asked_with | patient.wish()).status_code == 200
    assert door.rows("conversation") == []
    kept = [row for row in door.rows("figure") if row["kind"] == Kind.RATED]
    assert [(row["span"], row["count"]) for row in kept] == [(3, 1)]
