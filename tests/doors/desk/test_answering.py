"""A member's reply or note goes in, sealed in Python, and is opened by the patient's return code."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from tests.doors.desk.correspondence import Correspondence, Opened, copy_of, note, reply, running_of, sealed
from tests.doors.desk.seats import Seat, Staff, refusal
from widget.crypto.encoding import from_json
from widget.crypto.header import GRANT, HOLDER, INBOX, NOTE, RETURN, SAVED, STAFF
from widget.crypto.kit import KitEpoch
from widget.crypto.layout import MOST_LETTER_BYTES, STANZA_BYTES, take_apart, with_stanza
from widget.crypto.letter import MOST_PAYLOAD_BYTES
from widget.crypto.rest import open_at_rest, seal_at_rest
from widget.crypto.returncode import derive, new_code
from widget.records.retention import day_of
from widget.store.models import conversation, epoch
from widget.store.models import letter as letters

DAY = 86400


@pytest.fixture
def case(desk: Staff) -> Correspondence:
    return Correspondence.begun(desk.door)


def test_the_patient_opens_the_answer_with_the_return_code(desk: Staff, case: Correspondence) -> None:
    case.answered_by(desk.agent, "On Friday.")
    case.answered_by(desk.lead, "It is there now.")
    opened = case.opened_by_patient()
    assert [from_json(each.payload)["text"] for each in opened] == [
        "When is my refill due?",
        "On Friday.",
        "It is there now.",
    ]


def test_a_note_is_read_by_the_team_and_never_by_the_patient(desk: Staff, case: Correspondence) -> None:
    opened = case.read_by(desk.agent)
    assert case.sends(desk.agent, note(desk.agent, opened, "Called the pharmacy."), 1).status_code == 201
    assert case.read_by(desk.lead).texts[-1] == "Called the pharmacy."
    assert len(case.opened_by_patient()) == 1
    stanzas = take_apart(case.stored()[1][1]).stanzas
    assert [each.kind for each in stanzas] == [INBOX]


def test_a_reply_changes_what_the_list_says(desk: Staff, case: Correspondence) -> None:
    desk.door.clock.now += 500
    opened = case.read_by(desk.agent)
    answer = case.sends(desk.agent, reply(desk.agent, opened, "Soon."), 1)
    assert (answer.status_code, answer.get_json()) == (201, {"version": 2})
    row = case.row()
    now = desk.door.clock.now
    assert (row.version, row.state, row.assignee_id) == (2, "waiting", desk.agent.member)
    assert (row.last_at, row.answered_at, row.replied_at, row.answers) == (now, now, now, 1)
    (listed,) = desk.agent.get("/desk/list").get_json()["conversations"]
    assert (listed["answered"], listed["unread"], listed["opened"]) == (True, False, False)


def test_a_second_reply_leaves_the_first_ones_time_and_the_assignee(
    desk: Staff, case: Correspondence
) -> None:
    case.answered_by(desk.agent, "Soon.")
    first = case.row()
    desk.door.clock.now += 900
    case.answered_by(desk.lead, "Now.", "closed")
    row = case.row()
    assert (row.answered_at, row.assignee_id) == (first.answered_at, desk.agent.member)
    assert (row.replied_at, row.answers) == (desk.door.clock.now, 2)
    assert (row.state, row.closed_at) == ("closed", desk.door.clock.now)


def test_a_note_leaves_the_state_and_whose_it_is(desk: Staff, case: Correspondence) -> None:
    before = case.row()
    opened = case.read_by(desk.agent)
    case.sends(desk.agent, note(desk.agent, opened, "Hm."), 1)
    row = case.row()
    kept = ("state", "assignee_id", "last_at", "answered_at", "replied_at", "answers", "closed_at")
    assert [getattr(row, name) for name in kept] == [getattr(before, name) for name in kept]
    assert row.version == 2


@pytest.mark.parametrize("write", [reply, note])
@pytest.mark.parametrize("state", ["open", "waiting", "closed"])
def test_a_letter_can_say_what_becomes_of_the_conversation(
    sqlite_desk: Staff, write: Callable[..., bytes], state: str
) -> None:
    case, agent = Correspondence.begun(sqlite_desk.door), sqlite_desk.agent
    case.changes(agent, version=1, state="snoozed", snoozed_until=sqlite_desk.door.clock.now + 99)
    opened = case.read_by(agent)
    assert case.sends(agent, write(agent, opened, "Well."), 2, state).status_code == 201
    row = case.row()
    assert (row.state, row.snoozed_until) == (state, None)
    assert (row.closed_at is not None) == (state == "closed")


def test_the_letter_is_stored_sealed_until_its_own_last_day(desk: Staff, case: Correspondence) -> None:
    desk.door.clock.now += 3 * DAY
    assert desk.agent.signs_in().status_code == 200
    opened = case.read_by(desk.agent)
    letter = reply(desk.agent, opened, "Soon.")
    case.sends(desk.agent, letter, 1)
    (row,) = [row for row in desk.door.rows("letter") if row["direction"] == STAFF]
    day = day_of(desk.door.clock.now) + 30
    assert (row["expiry_day"], row["received_at"], row["seq"]) == (day, desk.door.clock.now, 1)
    assert letter not in row["sealed"]
    assert open_at_rest(desk.door.house.keys.shred_key(day), row["id"], row["sealed"]) == letter
    (named,) = [each for each in desk.door.rows("epoch") if each["id"] == row["epoch_id"]]
    assert named["kem_public"] == desk.door.epoch().xwing_public


def test_letters_are_entered_in_the_chain(desk: Staff, case: Correspondence) -> None:
    opened = case.read_by(desk.agent)
    case.sends(desk.agent, note(desk.agent, opened, "Hm."), 1)
    case.answered_by(desk.lead, "Soon.", "closed")
    written = [row for row in desk.door.rows("chain") if row["kind"] in ("reply", "note")]
    assert [(row["kind"], row["reference"], row["actor"], row["outcome"]) for row in written] == [
        ("note", case.reference, f"member:{desk.agent.member.hex()}", "kept"),
        ("reply", case.reference, f"member:{desk.lead.member.hex()}", "closed"),
    ]


def test_of_two_who_answer_at_once_the_second_is_told_and_nothing_of_theirs_is_stored(
    desk: Staff, case: Correspondence
) -> None:
    seen_by_agent, seen_by_lead = case.read_by(desk.agent), case.read_by(desk.lead)
    first, second = reply(desk.agent, seen_by_agent, "Friday."), reply(desk.lead, seen_by_lead, "Monday.")
    assert case.sends(desk.agent, first, 1).status_code == 201
    before = desk.door.digest()
    answer = case.sends(desk.lead, second, 1)
    assert refusal(answer) == (409, "version")
    assert answer.get_json()["version"] == 2
    assert desk.door.digest() == before
    case.answered_by(desk.lead, "Monday, I hear.")
    assert [from_json(each.payload)["text"] for each in case.opened_by_patient()][1:] == [
        "Friday.",
        "Monday, I hear.",
    ]


def test_a_change_of_state_is_one_that_a_reply_has_to_have_seen(desk: Staff, case: Correspondence) -> None:
    opened = case.read_by(desk.agent)
    assert case.changes(desk.lead, version=1, state="closed").status_code == 200
    before = desk.door.digest()
    assert refusal(case.sends(desk.agent, reply(desk.agent, opened, "Soon."), 1)) == (409, "version")
    assert desk.door.digest() == before


def test_of_many_at_the_same_moment_one_is_stored(desk: Staff, case: Correspondence) -> None:
    """Two agents in earnest: threads, each with letters of its own."""
    opened = case.read_by(desk.agent)
    letters = [reply(desk.agent, opened, f"Answer {number}") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda letter: case.sends(copy_of(desk.agent), letter, 1), letters))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert len(case.opened_by_patient()) == 2


def test_a_letter_that_was_sent_again_gets_the_same_answer_and_is_there_once(
    desk: Staff, case: Correspondence
) -> None:
    opened = case.read_by(desk.agent)
    letter = reply(desk.agent, opened, "Soon.")
    first = case.sends(desk.agent, letter, 1)
    before = desk.door.digest()
    assert case.sends(desk.agent, letter, 1).data == first.data
    assert desk.door.digest() == before
    # Also when others went on meanwhile: the answer is still that of this letter.
    case.answered_by(desk.lead, "Now.")
    again = case.sends(desk.agent, letter, 1)
    assert (again.status_code, again.get_json()) == (201, {"version": 2})
    assert len(case.opened_by_patient()) == 3


def test_the_same_letter_twice_at_the_same_moment_is_there_once(desk: Staff, case: Correspondence) -> None:
    opened = case.read_by(desk.agent)
    letter = reply(desk.agent, opened, "Soon.")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: case.sends(copy_of(desk.agent), letter, 1), range(8)))
    assert [(answer.status_code, answer.get_json()) for answer in answers] == [(201, {"version": 2})] * 8
    assert len(case.opened_by_patient()) == 2


def test_another_letter_under_the_same_id_is_refused(desk: Staff, case: Correspondence) -> None:
    opened = case.read_by(desk.agent)
    header = opened.next_header(STAFF)
    case.sends(desk.agent, sealed(desk.agent, header, opened, "Soon."), 1)
    other = sealed(desk.agent, header, opened, "Never.")
    elsewhere = Correspondence.begun(desk.door)
    read_there = elsewhere.read_by(desk.agent)
    moved = sealed(
        desk.agent, replace(read_there.next_header(STAFF), letter=header.letter), read_there, "Soon."
    )
    before = desk.door.digest()
    for version in (1, 2):
        assert refusal(case.sends(desk.agent, other, version)) == (409, "conflict")
    assert refusal(elsewhere.sends(desk.agent, moved, 1)) == (409, "conflict")
    assert desk.door.digest() == before


Wrong = Callable[[Seat, Opened], bytes]


def with_header(direction: int, **changes: Any) -> Wrong:
    def made(seat: Seat, opened: Opened) -> bytes:
        return sealed(seat, replace(opened.next_header(direction), **changes), opened, "Soon.")

    return made


def with_readers(direction: int, choose: Callable[[bytes, bytes], list[tuple[int, bytes]]]) -> Wrong:
    def made(seat: Seat, opened: Opened) -> bytes:
        running = running_of(seat).xwing_public
        readers = choose(running, opened.first.return_public)
        return sealed(seat, opened.next_header(direction), opened, "Soon.", readers=readers)

    return made


def to_epoch(halves: Callable[[Seat], KitEpoch]) -> Wrong:
    def made(seat: Seat, opened: Opened) -> bytes:
        return sealed(seat, opened.next_header(STAFF), opened, "Soon.", halves=halves(seat))

    return made


NOT_ITS_NEXT: dict[str, tuple[Wrong, tuple[int, str]]] = {
    "of another inbox": (with_header(STAFF, inbox=bytes(16)), (422, "invalid")),
    "of another conversation": (with_header(STAFF, conversation=bytes(16)), (422, "invalid")),
    "counted again": (with_header(NOTE, seq=2), (422, "invalid")),
    "counted ahead": (with_header(STAFF, seq=3), (422, "invalid")),
    "of a patient": (with_header(1, seq=2), (422, "invalid")),
    "a saved reply": (with_readers(SAVED, lambda inbox, _: [(INBOX, inbox)]), (422, "invalid")),
    "a grant": (with_readers(GRANT, lambda inbox, _: [(HOLDER, inbox)]), (422, "invalid")),
    "to another patient": (
        with_readers(STAFF, lambda inbox, _: [(INBOX, inbox), (RETURN, derive(new_code()).xwing_public)]),
        (422, "invalid"),
    ),
    "in another order": (
        with_readers(STAFF, lambda inbox, patient: [(RETURN, patient), (INBOX, inbox)]),
        (422, "invalid"),
    ),
    "to one more": (
        with_readers(
            STAFF,
            lambda inbox, patient: [(INBOX, inbox), (RETURN, patient), (INBOX, KitEpoch.new(1).xwing_public)],
        ),
        (422, "invalid"),
    ),
    "a note to two": (
        with_readers(NOTE, lambda inbox, _: [(INBOX, inbox), (INBOX, KitEpoch.new(1).xwing_public)]),
        (422, "invalid"),
    ),
    "to keys that nobody knows": (to_epoch(lambda _: KitEpoch.new(1)), (412, "stale")),
    "no letter": (lambda *_: b"SL\x01 no letter", (422, "invalid")),
    "empty": (lambda *_: b"", (422, "invalid")),
    "cut short": (lambda seat, opened: reply(seat, opened, "Soon.")[:-1], (422, "invalid")),
    "another version": (lambda seat, opened: b"SL\x02" + reply(seat, opened, "Soon.")[3:], (422, "invalid")),
    "an envelope": (lambda seat, _: Correspondence.begun(seat.door).draft.envelope(), (422, "invalid")),
    "longer than any": (lambda *_: bytes(MOST_LETTER_BYTES + 1), (413, "too_large")),
}


def test_a_letter_that_does_not_belong_there_is_refused_and_not_stored(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    opened = case.read_by(sqlite_desk.agent)
    made = {what: wrong(sqlite_desk.agent, opened) for what, (wrong, _) in NOT_ITS_NEXT.items()}
    before = sqlite_desk.door.digest()
    for what, (_, code) in NOT_ITS_NEXT.items():
        assert refusal(case.sends(sqlite_desk.agent, made[what], 1)) == code, what
    assert sqlite_desk.door.digest() == before


def test_a_letter_to_an_epoch_that_does_not_run_is_stale(sqlite_desk: Staff) -> None:
    case, door = Correspondence.begun(sqlite_desk.door), sqlite_desk.door
    opened = case.read_by(sqlite_desk.agent)
    letter = reply(sqlite_desk.agent, opened, "Soon.")
    for change in (
        {"revoked_at": door.clock.now},
        {"revoked_at": None, "seal_from": door.clock.now + 2 * DAY},
    ):
        door.house.store.write(lambda c, change=change: c.execute(update(epoch).values(change)))  # type: ignore[misc]  # a lambda has no types
        before = door.digest()
        assert refusal(case.sends(sqlite_desk.agent, letter, 1)) == (412, "stale")
        assert door.digest() == before


def test_after_a_member_was_removed_the_others_seal_to_the_new_epoch(desk: Staff) -> None:
    case = Correspondence.begun(desk.door)
    opened = case.read_by(desk.lead)
    old = reply(desk.lead, opened, "Soon.")
    assert desk.lead.removes(desk.agent).status_code == 200
    assert refusal(case.sends(desk.lead, old, opened.version)) == (412, "stale")
    opened = case.read_by(desk.lead)
    assert case.sends(desk.lead, reply(desk.lead, opened, "Soon."), opened.version).status_code == 201
    assert case.read_by(desk.unappointed).texts[-1] == "Soon."


def test_the_largest_letter_fits(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    opened = case.read_by(sqlite_desk.agent)
    text = "a" * (MOST_PAYLOAD_BYTES - len(opened.first.saying("").pack()))
    assert case.sends(sqlite_desk.agent, reply(sqlite_desk.agent, opened, text), 1).status_code == 201
    assert case.read_by(sqlite_desk.agent).texts[-1] == text


def test_once_all_of_the_patients_letters_have_expired_there_is_nobody_to_answer(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    letter = reply(sqlite_desk.agent, case.read_by(sqlite_desk.agent), "Soon.")
    (row, _), *_ = case.stored()
    sqlite_desk.door.house.keys.destroy_shred_keys(row.expiry_day + 1)
    assert refusal(case.sends(sqlite_desk.agent, letter, 1)) == (422, "invalid")


OUT_OF_ORDER: list[tuple[dict[str, str | None], tuple[int, str]]] = [
    ({"X_Version": None}, (422, "invalid")),
    ({"X_Version": ""}, (422, "invalid")),
    ({"X_Version": "one"}, (422, "invalid")),
    ({"X_Version": "-1"}, (422, "invalid")),
    ({"X_Version": "1.0"}, (422, "invalid")),
    ({"X_Version": "9" * 40}, (422, "invalid")),
    ({"X_Version": "0"}, (409, "version")),
    ({"X_Version": "999999999"}, (409, "version")),
    ({"X_State": "snoozed"}, (422, "invalid")),
    ({"X_State": "lost"}, (422, "invalid")),
    ({"Content_Type": "application/json"}, (415, "media_type")),
    ({"X_CSRF_Token": "forged"}, (403, "csrf")),
    ({"Origin": "https://elsewhere.example"}, (403, "origin")),
]


def test_what_stands_beside_the_letter_has_to_be_in_order(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    letter = reply(sqlite_desk.agent, case.read_by(sqlite_desk.agent), "Soon.")
    before = sqlite_desk.door.digest()
    for headers, code in OUT_OF_ORDER:
        assert refusal(case.sends(sqlite_desk.agent, letter, 1, **headers)) == code, headers
    assert sqlite_desk.door.digest() == before


def test_others_may_not_answer(sqlite_desk: Staff) -> None:
    case = Correspondence.begun(sqlite_desk.door)
    letter = reply(sqlite_desk.agent, case.read_by(sqlite_desk.agent), "Soon.")
    before = sqlite_desk.door.rows("letter")
    for who in ("reviewer", "auditor", "waiting", "other", "outsider"):
        assert case.sends(sqlite_desk.seats()[who], letter, 1).status_code in (401, 403, 404), who
    assert sqlite_desk.door.rows("letter") == before


def test_an_altered_byte_is_refused_wherever_the_server_can_see_it(sqlite_desk: Staff) -> None:
    """Mark to conversation, seq, the number of stanzas, and each stanza's kind and key id."""
    case = Correspondence.begun(sqlite_desk.door)
    genuine = reply(sqlite_desk.agent, case.read_by(sqlite_desk.agent), "Soon.")
    before = sqlite_desk.door.digest()
    stanzas = [121 + number * STANZA_BYTES for number in range(2)]
    for at in [*range(36), *range(52, 56), 120, *(start + n for start in stanzas for n in range(17))]:
        altered = genuine[:at] + bytes([genuine[at] ^ 0x41]) + genuine[at + 1 :]
        answer = case.sends(sqlite_desk.agent, altered, 1)
        assert answer.status_code in (412, 422), at
    assert sqlite_desk.door.digest() == before


def test_a_conversation_that_was_handed_here_is_answered_under_its_first_inbox(sqlite_desk: Staff) -> None:
    """Letters stay of the inbox of origin; whoever may answer is of the one that has it now."""
    case = Correspondence.begun(sqlite_desk.door)
    opened = case.read_by(sqlite_desk.agent)
    other = sqlite_desk.door.bundle("practice").inbox
    handed = update(conversation).values(inbox_id=other, origin_inbox_id=case.draft.inbox)
    sqlite_desk.door.house.store.write(lambda connection: connection.execute(handed))
    letter = reply(sqlite_desk.agent, opened, "Soon.")
    assert refusal(case.sends(sqlite_desk.agent, letter, 1)) == (404, "gone")
    theirs = sealed(sqlite_desk.other, opened.next_header(STAFF), opened, "Hello from here.")
    assert case.sends(sqlite_desk.other, theirs, 1).status_code == 201


def test_a_stanza_that_was_added_does_not_make_a_sent_letter_another(sqlite_desk: Staff) -> None:
    """As a hand-over adds one, between the letter and its repetition."""
    case, house = Correspondence.begun(sqlite_desk.door), sqlite_desk.door.house
    opened = case.read_by(sqlite_desk.agent)
    letter = reply(sqlite_desk.agent, opened, "Soon.")
    first = case.sends(sqlite_desk.agent, letter, 1)
    row, _ = case.stored()[1]
    inbox = take_apart(letter).stanzas[0]
    longer = with_stanza(letter, replace(inbox, key_id=bytes(16)))
    again = seal_at_rest(house.keys.shred_key(row.expiry_day), row.expiry_day, row.id, longer)
    stored = update(letters).where(letters.c.id == row.id).values(sealed=again)
    house.store.write(lambda connection: connection.execute(stored))
    assert case.sends(sqlite_desk.agent, letter, 1).data == first.data
