"""The way back: what a return code opens, what a wrong one cannot learn, and what deleting erases."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event, update
from werkzeug.test import TestResponse

from tests.doors.returning import Returning, code_facts, post
from tests.doors.visitors import Door
from widget import logs
from widget.crypto.encoding import to_base64url
from widget.crypto.header import INBOX, RETURN
from widget.crypto.letter import open_letter
from widget.crypto.returncode import derive, new_code
from widget.doors import followups
from widget.doors.refusals import Refusal
from widget.doors.returning import STEP
from widget.records.encoding import from_b64u
from widget.store.models import conversation

POSTS = ("/back/open", "/back/state", "/back/quiet", "/back/delete")


def test_the_code_opens_the_conversation_and_its_letters(door: Door) -> None:
    patient = Returning.after_writing(door)
    facts = patient.opens()
    (letter,) = facts["letters"]
    opened = open_letter(
        from_b64u(letter["letter"]),
        RETURN,
        derive(patient.draft.code).xwing_seed,
        sign_public=None,
        place=None,
    )
    assert json.loads(opened.payload)["text"] == "Where is my refill?"
    assert (facts["reference"], facts["state"], facts["answered"]) == (patient.reference, "open", False)
    assert facts["expected"] == facts["received"] + 24 * 3600
    assert facts["office_hours"] is False
    assert facts["inboxes"][0]["slug"] == "riverside"


def test_a_wrong_code_takes_the_same_way_as_a_right_one(door: Door) -> None:
    patient = Returning.after_writing(door)
    asked = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    for engine in {door.house.store.engine, door.house.store._readers}:
        event.listen(engine, "before_cursor_execute", note)
    right = post(door, "/back/open", patient.asked_with)
    of_right = asked.copy()
    asked.clear()
    wrong = post(door, "/back/open", code_facts(new_code()))
    assert asked == of_right
    assert (wrong.status_code, len(wrong.data)) == (right.status_code, len(right.data))
    assert len(wrong.data) % STEP == 0
    assert headers_of(wrong) == headers_of(right)
    assert shape(wrong.get_json()) == shape(right.get_json())


def headers_of(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name != "X-Request-Id"}


def shape(facts: dict[str, Any]) -> Any:
    """Names and kinds, of the conversation and of its letter; what is its inbox's own may differ."""
    (letter,) = facts["letters"]
    kinds = [{name: type(value) for name, value in each.items()} for each in (facts, letter)]
    return kinds, len(facts["memo"]), len(letter["letter"]), list(facts["inboxes"][0])


def test_a_wrong_code_is_answered_the_same_each_time(sqlite_door: Door) -> None:
    code = code_facts(new_code())
    Returning.after_writing(sqlite_door)
    one, two = (post(sqlite_door, "/back/open", code).get_json() for _ in range(2))
    assert one.pop("pad") != two.pop("pad")
    assert one == two


def test_a_right_locator_with_another_token_opens_nothing(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    other = code_facts(new_code())
    facts = post(sqlite_door, "/back/open", patient.asked_with | {"token": other["token"]}).get_json()
    assert facts["reference"] != patient.reference


def test_that_the_patient_came_back_is_noted_and_changes_no_version(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    before = sqlite_door.rows("conversation")[0]
    sqlite_door.clock.now += 60
    patient.opens()
    (row,) = sqlite_door.rows("conversation")
    assert (row["opened_at"], row["opened_seq"], row["version"]) == (before["received_at"] + 60, 0, 1)


def test_a_further_letter_is_stored_and_opens_the_conversation_again(door: Door) -> None:
    patient = Returning.after_writing(door)
    assert post(door, "/back/state", patient.asked_with).status_code == 200
    assert patient.opens()["state"] == "closed"
    door.clock.now += 3600
    answer = patient.sends(patient.envelope(patient.next_letter("Still waiting")))
    assert (answer.status_code, answer.get_json()) == (201, {"reference": patient.reference})
    facts = patient.opens()
    assert [letter["seq"] for letter in facts["letters"]] == [1, 2]
    assert facts["state"] == "open"
    assert facts["expected"] == door.clock.now + 24 * 3600


def test_a_further_letter_that_is_sent_twice_counts_once(door: Door) -> None:
    patient = Returning.after_writing(door)
    envelope = patient.envelope(patient.next_letter("Once"))
    assert [patient.sends(envelope).status_code for _ in range(2)] == [201, 200]
    assert len(door.rows("letter")) == 2


def test_of_two_devices_the_second_is_told_to_look_first(door: Door) -> None:
    patient = Returning.after_writing(door)
    one, two = (patient.envelope(patient.next_letter(text)) for text in ("phone", "laptop"))
    assert patient.sends(one).status_code == 201
    answer = patient.sends(two)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "version")
    assert len(door.rows("letter")) == 2


def test_a_letter_that_a_hand_over_overtakes_is_sealed_anew(door: Door) -> None:
    patient = Returning.after_writing(door)
    envelope, house = patient.envelope(patient.next_letter("Crossing")), door.house
    given = house.store.read(lambda c: followups.read(c, house.keys, envelope, door.clock.now))
    other = update(conversation).values(inbox_id=door.bundle("practice").inbox)
    house.store.write(lambda connection: connection.execute(other))
    with pytest.raises(Refusal) as refused:
        followups.accept(house.store, house.keys, given, door.clock.now)
    assert refused.value.code == "stale"
    assert [len(door.rows(table)) for table in ("letter", "submission")] == [1, 1]


def test_a_stale_form_is_told_what_is_fresh(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    envelope = patient.envelope(patient.next_letter("Late"))
    old = sqlite_door.house.tokens.issue("back/")
    sqlite_door.clock.now += 3 * 3600
    answer = patient.sends(envelope, X_Form_Token=old)
    facts = answer.get_json()
    assert (answer.status_code, facts["error"]) == (412, "stale")
    assert patient.sends(envelope, X_Form_Token=facts["token"]).status_code == 201


@pytest.mark.parametrize(
    ("what", "changes", "code"),
    [
        ("another conversation", {"conversation": bytes(16)}, "slip"),
        ("another signing key", {"patient_sign_public": bytes(32)}, "slip"),
        ("another token", {"token_hash": bytes(32)}, "gone"),
        ("another locator", {"locator": bytes(16)}, "gone"),
    ],
)
def test_a_letter_that_does_not_fit_its_code_is_refused(
    sqlite_door: Door, what: str, changes: dict[str, bytes], code: str
) -> None:
    patient = Returning.after_writing(sqlite_door)
    answer = patient.sends(patient.envelope(patient.next_letter(what), **changes))
    assert answer.get_json()["error"] == code
    assert len(sqlite_door.rows("letter")) == 1


def test_a_letter_to_another_patient_or_as_a_new_conversation_is_refused(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    other = derive(new_code()).xwing_public
    readers = [(INBOX, patient.draft.epoch_public), (RETURN, other)]
    astray = patient.envelope(patient.next_letter("x"), readers=readers)
    assert patient.sends(astray).get_json()["error"] == "slip"
    assert patient.sends(patient.draft.anew().envelope()).get_json()["error"] == "gone"
    assert patient.sends(patient.draft.envelope()).get_json()["error"] == "slip"


def test_deleting_erases_all_and_says_what_it_cannot(door: Door) -> None:
    patient = Returning.after_writing(door)
    patient.sends(patient.envelope(patient.next_letter("More")))
    answer = post(door, "/back/delete", patient.asked_with | patient.wish())
    facts = answer.get_json()
    assert (facts["reference"], facts["letters"]) == (patient.reference, 2)
    assert (facts["erased_on"], facts["backups_until"]) == ("2026-11-20", "2026-11-27")
    assert facts["told"] == []  # the notice had not left, and does not any more
    assert all(door.rows(table) == [] for table in ("conversation", "letter", "outbox"))
    assert patient.opens()["reference"] != patient.reference
    assert door.rows("submission")


def test_what_a_vendor_was_told_is_listed(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    sqlite_door.house.store.write(
        lambda c: c.exec_driver_sql("UPDATE outbox SET state = 'sent'")  # as the worker leaves it
    )
    facts = post(sqlite_door, "/back/delete", patient.asked_with | patient.wish()).get_json()
    (told,) = facts["told"]
    assert told["sure"] is True
    assert {
        "label": {"en": "The topic you choose", "es": "El tema que usted elige"},
        "value": "billing",
    } in told["facts"]


def test_only_the_codes_own_key_deletes(sqlite_door: Door) -> None:
    patient = Returning.after_writing(sqlite_door)
    now = sqlite_door.clock.now
    for wish, code in (
        (patient.wish(code=new_code()), "gone"),
        (patient.wish(at=now - 601), "clock"),
        (patient.wish(at=now + 601), "clock"),
        (patient.wish() | {"at": now + 1}, "gone"),
    ):
        assert post(sqlite_door, "/back/delete", patient.asked_with | wish).get_json()["error"] == code
    other = code_facts(new_code())
    assert post(sqlite_door, "/back/delete", other | patient.wish()).get_json()["error"] == "gone"
    assert len(sqlite_door.rows("conversation")) == 1


@pytest.mark.parametrize("path", POSTS)
def test_what_is_no_question_of_the_page_is_refused_and_never_breaks(sqlite_door: Door, path: str) -> None:
    good = code_facts(new_code()) | {"at": 1, "signature": to_base64url(bytes(64))}
    bad = [b"", b"[]", b"null", b"{", b"\xff", b'{"locator":"\\ud800"}', b"9" * 5000]
    bad += [
        json.dumps(good | {name: value}).encode()
        for name in ("locator", "token")
        for value in (None, 1, [], "", "A" * 22 + "=", "é" * 22)
    ]
    for body in bad:
        assert post(sqlite_door, path, body).status_code in (400, 413), body[:80]
    assert post(sqlite_door, path, good, Origin="https://elsewhere.example").status_code == 403
    assert post(sqlite_door, path, good, Origin="null").status_code == 403
    assert post(sqlite_door, path, good, Content_Type="text/plain").status_code == 415
    for value in (None, -1, 1.5, "1", 2**60, True):
        answer = post(sqlite_door, "/back/delete", good | {"at": value})
        assert answer.status_code == 400


def test_codes_are_not_tried_without_end(open_door: Any, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_RETURN_LIMIT="3 per minute")
    answers = [post(door, "/back/open", code_facts(new_code())) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 61


def test_the_page_is_in_no_frame(sqlite_door: Door) -> None:
    page = sqlite_door.get("/back")
    assert page.status_code == 200
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert sqlite_door.get("/back", Sec_Fetch_Dest="image").status_code == 403


def test_what_is_asked_here_leaves_no_trace_in_the_log(
    sqlite_door: Door, capfd: pytest.CaptureFixture[str]
) -> None:
    patient = Returning.after_writing(sqlite_door)
    post(sqlite_door, "/back/open", patient.asked_with)
    logs.lines.flush()
    written = "".join(capfd.readouterr())
    assert all(str(value) not in written for value in patient.asked_with.values())
