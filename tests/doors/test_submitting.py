"""A patient's envelope goes in: what is stored, and what is answered."""

from __future__ import annotations

import json

from sqlalchemy import Connection, event, text, update

from tests.conftest import FOUNDED
from tests.doors.visitors import Door
from widget.crypto.rest import open_at_rest
from widget.outbox.notice import REFERENCE
from widget.records.changing import change
from widget.records.retention import day_of
from widget.store.models import inbox


def test_the_receipt_says_all_that_the_patient_keeps(door: Door) -> None:
    answer = door.post(door.draft().envelope())
    receipt = answer.get_json()
    assert answer.status_code == 201
    assert REFERENCE.fullmatch(receipt.pop("reference"))
    # 30 days of retention and 7 of backups.
    assert receipt == {
        "received_on": "2026-11-20",
        "readable_until": "2026-12-27",
        "answer_within_hours": 24,
        "answer_by": None,
    }


def test_where_office_hours_count_the_patient_is_told_when_they_are_over(door: Door) -> None:
    hours = {"zone": "Europe/Madrid", "week": [[[540, 1020]]] * 5 + [[], []]}
    door.house.store.write(lambda c: change(c, "riverside", lambda _: {"hours": hours}))
    receipt = door.post(door.draft().envelope()).get_json()
    # Friday at 13:00 in Madrid, and three days of eight hours: Wednesday at the same time.
    assert receipt["answer_by"] == door.clock.now + 5 * 86400
    assert [row["due_at"] for row in door.rows("conversation")] == [receipt["answer_by"]]


def test_the_conversation_holds_what_the_slip_says_and_no_more(door: Door) -> None:
    draft = door.draft()
    reference = door.post(draft.envelope()).get_json()["reference"]
    (conversation,) = door.rows("conversation")
    notify = conversation.pop("notify")
    slip = vars(draft.slip())
    assert conversation == {
        **{name: slip[name] for name in slip if name not in ("inbox", "conversation")},
        "id": draft.conversation,
        "inbox_id": draft.inbox,
        "reference": reference,
        "state": "open",
        "version": 1,
        "last_at": FOUNDED,
        "received_at": FOUNDED,
        "due_at": FOUNDED + 24 * 3600,
        "opened_seq": 0,
        "answers": 0,
        **dict.fromkeys(
            ("assignee_id", "snoozed_until", "answered_at", "replied_at", "closed_at", "opened_at")
        ),
        **dict.fromkeys(("rating", "rated_at", "origin_inbox_id", "merged_into", "replaced_by")),
    }
    # The same with an address and without one.
    assert len(notify) == 4 + 24 + 8 + 304 + 16


def test_the_letter_is_stored_sealed_under_its_days_shred_key(door: Door) -> None:
    draft = door.draft()
    sealed = draft.sealed_letter()
    door.post(draft.envelope(letter=sealed))
    (letter,) = door.rows("letter")
    day = day_of(FOUNDED) + 30
    assert letter["expiry_day"] == day
    assert sealed not in letter["sealed"]
    assert open_at_rest(door.house.keys.shred_key(day), draft.letter, letter["sealed"]) == sealed
    assert (letter["id"], letter["conversation_id"]) == (draft.letter, draft.conversation)
    assert (letter["direction"], letter["seq"], letter["received_at"]) == (1, 1, FOUNDED)


def test_the_letter_names_the_epoch_that_it_is_sealed_to(door: Door) -> None:
    door.post(door.draft().envelope())
    (letter,) = door.rows("letter")
    (named,) = [row for row in door.rows("epoch") if row["id"] == letter["epoch_id"]]
    assert named["kem_public"] == door.epoch().xwing_public


def test_a_notice_waits_for_the_vendor(door: Door) -> None:
    reference = door.post(door.draft().envelope()).get_json()["reference"]
    (row,) = door.rows("outbox")
    assert (row["reference"], row["state"], row["due_at"]) == (reference, "waiting", FOUNDED)
    notice = json.loads(row["notice"])
    assert notice["link"] == f"http://desk.localhost:8000/desk/c/{reference}"
    assert (notice["topic"], notice["urgency"], notice["language"], notice["test"]) == (
        "billing",
        "normal",
        "en",
        False,
    )


def test_an_inbox_without_an_account_tells_nobody(door: Door) -> None:
    door.house.store.write(lambda connection: connection.execute(update(inbox).values(account_id=None)))
    assert door.post(door.draft().envelope()).status_code == 201
    assert door.rows("outbox") == []


def test_a_letter_to_a_test_inbox_lasts_the_day_and_its_notice_says_test(door: Door) -> None:
    draft = door.draft("practice")
    answer = door.post(draft.envelope(slip=draft.slip(language="es")), inbox="practice")
    assert answer.status_code == 201
    (letter,) = door.rows("letter")
    assert letter["expiry_day"] == day_of(FOUNDED)
    (row,) = door.rows("outbox")
    assert json.loads(row["notice"])["test"] is True


def test_nothing_is_stored_when_the_notice_cannot_be(door: Door) -> None:
    assert door.post(door.draft().envelope()).status_code == 201  # the door knows the inbox now

    def remove_account(connection: Connection) -> None:
        for statement in ("DELETE FROM outbox", "UPDATE inbox SET account_id = NULL", "DELETE FROM account"):
            connection.execute(text(statement))

    door.house.store.write(remove_account)
    before = door.digest()
    assert door.post(door.draft().envelope()).status_code == 409
    assert door.digest() == before


def test_a_full_disk_is_answered_with_503_and_the_letter_is_taken_once_there_is_room(
    sqlite_door: Door,
) -> None:
    store, most = sqlite_door.house.store, [0]
    event.listen(
        store.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={most[0] or 2**30}").close()
    )
    most[0] = store.read(lambda connection: connection.scalar(text("PRAGMA page_count")))
    store.close()  # the next write opens a connection, with no room for a page more
    envelope = sqlite_door.draft().envelope()
    before = sqlite_door.digest()
    refused = sqlite_door.post(envelope)
    assert (refused.status_code, refused.get_json()["error"]) == (503, "overloaded")
    assert refused.headers["Retry-After"] == "5"
    assert sqlite_door.digest() == before
    most[0] = 0
    store.close()
    assert sqlite_door.post(envelope).status_code == 201
