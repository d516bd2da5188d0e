"""A patient deletes: whose wish counts, what is gone then, and what the receipt says of the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from tests.doors.returning import Returning, code_facts, post
from tests.doors.visitors import Door
from widget.crypto.header import NOTE
from widget.crypto.kit import Kit
from widget.crypto.returncode import derive, new_code
from widget.outbox import claims, ledger
from widget.outbox.queue import State
from widget.records import activity

DELETE = "/back/delete"


def test_letters_and_notes_are_gone_and_nobody_elses(door: Door, kit: Kit) -> None:
    patient, other = Returning.after_writing(door), Returning.after_writing(door)
    patient.hears(kit, "An answer")
    patient.hears(kit, "A note", NOTE)
    facts = post(door, DELETE, patient.asked_with | patient.wish()).get_json()
    assert facts["letters"] == 2  # a note is not the patient's
    assert [row["reference"] for row in door.rows("conversation")] == [other.reference]
    assert {row["conversation_id"] for row in door.rows("letter")} == {other.draft.conversation}


def test_what_may_have_arrived_at_a_vendor_is_told_of_as_that_and_not_tried_again(door: Door) -> None:
    patient = Returning.after_writing(door)
    now = door.clock.now

    def fail(connection: Connection) -> None:
        held = claims.claim(connection, now, now + 60)
        assert held
        ledger.trying(connection, held.reference, held.account_id, b"body")
        claims.finish(connection, held, State.UNCERTAIN, due_at=0, reason=None)

    door.house.store.write(fail)
    (told,) = post(door, DELETE, patient.asked_with | patient.wish()).get_json()["told"]
    assert (told["sure"], told["ticket"]) == (False, None)
    assert door.rows("outbox") == []


def test_what_a_worker_holds_just_then_is_told_of_and_not_tried_again(door: Door) -> None:
    patient = Returning.after_writing(door)
    store, now = door.house.store, door.clock.now
    held = store.write(lambda connection: claims.claim(connection, now, now + 60))
    assert held
    (told,) = post(door, DELETE, patient.asked_with | patient.wish()).get_json()["told"]
    assert told["sure"] is False
    store.write(lambda connection: claims.finish(connection, held, State.WAITING, due_at=0, reason=None))
    assert door.rows("outbox") == []


def test_it_is_on_record_without_a_word_of_what_was_written(door: Door) -> None:
    patient = Returning.after_writing(door)
    post(door, DELETE, patient.asked_with | patient.wish())
    (entry,) = [row for row in door.rows("chain") if row["kind"] == "deleted"]
    assert (entry["reference"], entry["actor"], entry["outcome"]) == (
        patient.reference,
        "patient",
        "1 letters",
    )
    door.house.store.read(activity.verify)


def test_a_second_time_is_answered_as_a_wrong_code_is(door: Door) -> None:
    patient = Returning.after_writing(door)
    wish = patient.wish()
    unknown = post(door, DELETE, code_facts(new_code()) | wish)
    assert post(door, DELETE, patient.asked_with | wish).status_code == 200
    before = door.digest()
    again = post(door, DELETE, patient.asked_with | wish)
    assert (again.status_code, again.data) == (unknown.status_code, unknown.data)
    assert door.digest() == before


@pytest.mark.parametrize("off", [-600, 600])
def test_clocks_may_differ_by_ten_minutes(sqlite_door: Door, off: int) -> None:
    patient = Returning.after_writing(sqlite_door)
    wish = patient.wish(at=sqlite_door.clock.now + off)
    assert post(sqlite_door, DELETE, patient.asked_with | wish).status_code == 200


def test_anothers_wish_deletes_nothing(door: Door) -> None:
    patient, other = Returning.after_writing(door), Returning.after_writing(door)
    before = door.digest()
    for asked in (
        patient.asked_with | other.wish(),
        patient.asked_with | patient.wish() | {"signature": other.wish()["signature"]},
        patient.asked_with | patient.wish() | {"token": other.asked_with["token"]},
    ):
        answer = post(door, DELETE, asked)
        assert (answer.status_code, answer.get_json()["error"]) == (404, "gone")
    assert door.digest() == before


def test_on_sqlite_nothing_of_it_is_left_in_any_file(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    (row,) = sqlite_door.rows("letter")
    assert row["sealed"][40:72] in everything(sqlite_door)
    post(sqlite_door, DELETE, patient.asked_with | patient.wish())
    left = everything(sqlite_door)
    assert row["sealed"][40:72] not in left
    assert derive(patient.draft.code).locator not in left


def everything(door: Door) -> bytes:
    folder = door.house.settings.instance
    return b"".join(path.read_bytes() for path in sorted(folder.glob("sotto.db*")))
