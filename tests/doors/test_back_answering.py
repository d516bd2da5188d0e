"""A patient's later letters: each is there once, in its place, and opens the conversation again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.doors.returning import Returning, post
from tests.doors.visitors import Door
from widget.crypto import xwing
from widget.crypto.header import INBOX, RETURN
from widget.crypto.kit import Kit
from widget.crypto.returncode import derive


def test_no_vendor_hears_of_it(door: Door) -> None:
    patient = Returning.after_writing(door)
    patient.sends(patient.envelope(patient.next_letter("More")))
    assert len(door.rows("outbox")) == 1
    assert patient.row["version"] == 2


@pytest.mark.parametrize("state", ["closed", "snoozed", "waiting"])
def test_it_opens_the_conversation_again_whatever_it_was(door: Door, state: str) -> None:
    patient = Returning.after_writing(door)
    patient.becomes(state=state, closed_at=1, snoozed_until=2**40)
    patient.sends(patient.envelope(patient.next_letter("More")))
    row = patient.row
    assert (row["state"], row["closed_at"], row["snoozed_until"]) == ("open", None, None)


def test_sealed_anew_it_counts_once_though_the_team_wrote_meanwhile(door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(door)
    same = {"submission": bytes(16), "digest": bytes(32)}
    assert patient.sends(patient.envelope(patient.next_letter("More", **same))).status_code == 201
    patient.hears(kit, "An answer")
    assert patient.sends(patient.envelope(patient.next_letter("More", **same))).status_code == 200
    assert len(door.rows("letter")) == 3


def test_ids_that_stand_for_something_else_are_a_conflict(door: Door) -> None:
    patient = Returning.after_writing(door)
    sent = patient.next_letter("More", submission=bytes(16), digest=b"1" * 32)
    assert patient.sends(patient.envelope(sent)).status_code == 201
    others = (
        {"submission": bytes(16), "digest": b"2" * 32},
        {"submission": patient.draft.submission},
        {"letter": patient.draft.letter},
    )
    envelopes = [patient.envelope(patient.next_letter("Other", **each), seq=3) for each in others]
    before = door.digest()
    for envelope in envelopes:
        answer = patient.sends(envelope)
        assert (answer.status_code, answer.get_json()["error"]) == (409, "conflict")
    assert door.digest() == before


@pytest.mark.parametrize("seq", [3, 4, 9])
def test_a_place_that_is_not_the_next_one_is_refused(door: Door, seq: int) -> None:
    patient = Returning.after_writing(door)
    envelope = patient.envelope(patient.next_letter("Too far"), seq=seq)
    before = door.digest()
    answer = patient.sends(envelope)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "version")
    assert door.digest() == before


def test_of_many_at_once_one_gets_the_place(door: Door) -> None:
    patient = Returning.after_writing(door)
    envelopes = [patient.envelope(patient.next_letter(f"From {number}")) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = [answer.status_code for answer in pool.map(patient.sends, envelopes)]
    assert sorted(answers) == [201] + 7 * [409]
    assert patient.row["version"] == 2


def test_the_same_one_many_times_at_once_is_there_once(door: Door) -> None:
    patient = Returning.after_writing(door)
    envelope = patient.envelope(patient.next_letter("Once"))
    with ThreadPoolExecutor(8) as pool:
        answers = [answer.status_code for answer in pool.map(patient.sends, [envelope] * 8)]
    assert sorted(answers) == 7 * [200] + [201]
    assert len(door.rows("letter")) == 2


def test_readers_that_a_later_letter_must_not_have_are_refused(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    team, mine = (INBOX, patient.draft.epoch_public), (RETURN, derive(patient.draft.code).xwing_public)
    stranger = (INBOX, xwing.public_of(bytes(32)))
    for readers in ([mine, team], [team, stranger, mine]):
        answer = patient.sends(patient.envelope(patient.next_letter("x"), readers=readers))
        assert (answer.status_code, answer.get_json()["error"]) == (422, "slip")


def test_a_later_letter_is_not_taken_by_the_form(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    answer = sqlite_door.post(patient.envelope(patient.next_letter("x")))
    assert (answer.status_code, answer.get_json()["error"]) == (422, "slip")


def test_after_a_deletion_a_late_retry_revives_nothing(door: Door) -> None:
    patient = Returning.after_writing(door)
    first, later = patient.draft.envelope(), patient.envelope(patient.next_letter("More"))
    patient.sends(later)
    assert post(door, "/back/delete", patient.asked_with | patient.wish()).status_code == 200
    before = door.digest()
    assert patient.sends(later).get_json()["error"] == "gone"
    assert door.post(first).status_code == 200
    assert door.digest() == before


def test_who_writes_again_while_they_wait_keeps_their_place(door: Door, kit: Kit) -> None:
    patient = Returning.after_writing(door)
    due = patient.row["due_at"]
    door.clock.now += 3600
    assert patient.sends(patient.envelope(patient.next_letter("Are you there?"))).status_code == 201
    assert patient.row["due_at"] == due
    patient.hears(kit, "Yes, it comes tomorrow.")
    patient.becomes(replied_at=door.clock.now, answers=1, state="waiting")
    door.clock.now += 3600
    assert patient.sends(patient.envelope(patient.next_letter("It did not."), seq=3)).status_code == 201
    assert patient.row["due_at"] > due
