"""The offline reader opens what was written, and says of each letter that it cannot believe why."""

from __future__ import annotations

from sqlalchemy import delete, update

from tests.cast import REFERENCE, Instance
from widget.crypto.kit import Kit
from widget.crypto.labels import random_bytes
from widget.records.reader import Line, Reader
from widget.store.models import conversation, grant, letter


def read(instance: Instance, reference: str | None = None) -> list[Line]:
    reader = Reader(instance.kit, instance.keys)
    return instance.store.read(lambda connection: list(reader.read(connection, reference)))


def errors(lines: list[Line]) -> list[str | None]:
    return [line.get("error") for line in lines]


def test_a_letter_opens_with_all_that_the_patient_wrote(instance: Instance) -> None:
    instance.writes("Hello, it is about my bill.")
    assert read(instance) == [
        {
            "reference": REFERENCE,
            "received": "2026-11-20T12:00:00Z",
            "direction": "patient",
            "seq": 1,
            "topic": "billing",
            "urgency": "soon",
            "language": "en",
            "name": "Ana Núñez",
            "contact": "555-0100",
            "text": "Hello, it is about my bill.",
        }
    ]


def test_a_conversation_opens_in_its_order(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.hears("two")
    letters.adds("three")
    lines = read(instance)
    assert [(line["direction"], line["seq"], line["text"]) for line in lines] == [
        ("patient", 1, "one"),
        ("staff", 1, "two"),
        ("patient", 2, "three"),
    ]
    assert errors(lines) == [None, None, None]


def test_one_conversation_can_be_asked_for(instance: Instance) -> None:
    instance.writes("one", reference="AAAAAAAAAA")
    instance.writes("two", reference="BBBBBBBBBB")
    assert [line["text"] for line in read(instance, "BBBBBBBBBB")] == ["two"]


def test_a_reply_that_no_member_signed_is_an_error(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.hears("forged", signed_by=random_bytes(32))
    assert errors(read(instance)) == [None, "it cannot be opened (bad_signature)"]


def test_a_letter_of_an_expired_day_is_an_error_and_the_others_open(instance: Instance) -> None:
    instance.writes("old", reference="AAAAAAAAAA", at=instance.now)
    instance.writes("new", reference="BBBBBBBBBB", at=instance.now + 86400)
    instance.keys.destroy_shred_keys(instance.now // 86400 + 31)
    lines = read(instance)
    assert errors(lines) == ["the key of 2026-12-20 is gone", None]
    assert "text" not in lines[0]


def test_an_altered_letter_is_an_error(instance: Instance) -> None:
    instance.writes("one")
    instance.store.write(lambda c: c.execute(update(letter).values(sealed=bytes(3000))))
    assert errors(read(instance)) == ["it cannot be opened (cannot_open)"]


def test_a_letter_moved_to_another_row_is_an_error(instance: Instance) -> None:
    letters = instance.writes("one")
    moved = letters.adds("two")
    instance.store.write(lambda c: c.execute(update(letter).where(letter.c.id == moved).values(seq=7)))
    assert errors(read(instance)) == [None, "it is stored as another letter than it is"]


def test_a_missing_letter_is_noticed_and_the_next_is_still_shown(instance: Instance) -> None:
    letters = instance.writes("one")
    missing = letters.adds("two")
    letters.adds("three")
    letters.adds("four")
    instance.store.write(lambda c: c.execute(delete(letter).where(letter.c.id == missing)))
    lines = read(instance)
    assert [line["text"] for line in lines] == ["one", "three", "four"]
    assert errors(lines) == [
        None,
        "letters before it are missing or out of order",
        "a letter before it could not be opened, so its place cannot be checked",
    ]


def test_a_patients_key_that_was_put_in_place_is_an_error(instance: Instance) -> None:
    instance.writes("one")
    other = {"patient_sign_public": random_bytes(32)}
    instance.store.write(lambda c: c.execute(update(conversation).values(other)))
    assert errors(read(instance)) == ["it cannot be opened (bad_signature)"]


def test_without_a_grant_a_letter_stays_closed(instance: Instance) -> None:
    instance.writes("one")
    instance.store.write(lambda c: c.execute(delete(grant)))
    assert errors(read(instance)) == ["it is sealed to keys that this kit does not hold"]


def test_another_kit_opens_nothing(instance: Instance) -> None:
    instance.writes("one")
    other = Reader(Kit.new(), instance.keys)
    assert instance.store.read(other.epochs) == {}


def test_a_grant_that_was_altered_is_left_out(instance: Instance) -> None:
    instance.store.write(lambda c: c.execute(update(grant).values(sealed=bytes(3000))))
    assert instance.store.read(Reader(instance.kit, instance.keys).epochs) == {}
