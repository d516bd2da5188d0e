"""The offline reader opens what was written, and says of each letter that it cannot believe why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, delete, select, update

from tests.cast import REFERENCE, Instance
from widget.crypto import xwing
from widget.crypto.encoding import to_json
from widget.crypto.errors import Malformed
from widget.crypto.kit import Kit
from widget.crypto.labels import random_bytes, sign_public
from widget.crypto.payload import Score
from widget.crypto.statements import Authority, Lead
from widget.records import grants, retention, statements
from widget.records.bundles import seal_grant
from widget.records.reader import Line, Reader
from widget.records.retention import day_of
from widget.store.models import conversation, grant, letter


def read(instance: Instance, reference: str | None = None, days: int = 0) -> list[Line]:
    """So many days after the house was made."""
    reader, today = Reader(instance.kit, instance.keys), day_of(instance.now) + days
    return instance.store.read(lambda connection: list(reader.read(connection, today, reference)))


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


def granted_by(instance: Instance, lead_seed: bytes) -> int:
    """The running epoch's grant to the kit, signed by this lead. Returns the epoch's row."""
    with_keys = xwing.public_of(instance.kit.holder_seed)
    letter_ = seal_grant(instance.bundle.inbox, instance.halves, with_keys, lead_seed)
    row = instance.epoch.id

    def work(connection: Connection) -> None:
        holder_id, day = connection.execute(
            select(grant.c.holder_id, grant.c.expiry_day).where(grant.c.epoch_id == row)
        ).one()
        grants.put(connection, instance.keys, row, holder_id, day, letter_)

    instance.store.write(work)
    return row


def test_a_grant_by_a_lead_whom_the_root_named_once_is_opened(instance: Instance) -> None:
    """Leads' browsers make epochs too, and a lead may have left since."""
    seed = random_bytes(32)
    row = granted_by(instance, seed)
    reader = Reader(instance.kit, instance.keys)
    assert row not in instance.store.read(reader.epochs)
    old = Authority.parse(instance.bundle.authority.data)
    lead = Lead(sign_public(seed), instance.now, old.not_after)
    for version, leads in ((2, (*old.leads, lead)), (3, old.leads)):
        signed = replace(old, version=version, leads=leads).sign(instance.kit.root_seed)
        instance.store.write(
            lambda c, n=version, s=signed: statements.add(c, instance.bundle.inbox, "authority", n, s)
        )
    assert instance.store.read(reader.epochs)[row].xwing_seed == instance.halves.xwing_seed


def test_a_grant_by_one_whom_another_root_named_is_left_out(instance: Instance) -> None:
    seed = random_bytes(32)
    row = granted_by(instance, seed)
    old = Authority.parse(instance.bundle.authority.data)
    named = replace(old, version=2, leads=(Lead(sign_public(seed), instance.now, old.not_after),))
    forged = named.sign(random_bytes(32))
    instance.store.write(lambda c: statements.add(c, instance.bundle.inbox, "authority", 2, forged))
    assert row not in instance.store.read(Reader(instance.kit, instance.keys).epochs)


def test_a_score_opens_beside_the_letters_that_it_is_about(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.hears("two")
    letters.is_scored(4, "Kind and clear.")
    letters.adds("three")
    lines = read(instance)
    assert errors(lines) == [None] * 4
    assert [(line["direction"], line["seq"]) for line in lines] == [
        ("patient", 1),
        ("staff", 1),
        ("score", 1),
        ("patient", 2),
    ]
    assert (lines[2]["score"], lines[2]["text"]) == (4, "Kind and clear.")


def test_a_score_that_does_not_hold_is_told_and_the_letters_stand(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.is_scored(4, "of nothing", about=random_bytes(32))
    letters.is_scored(4, "forged", signed_by=random_bytes(32))
    letters.adds("two")
    assert errors(read(instance)) == [
        None,
        "the letters that it is about are missing",
        "it cannot be opened (bad_signature)",
        None,
    ]


@pytest.mark.parametrize("score", [0, 6, "4", 2.5, None])
def test_a_score_is_one_of_five(score: object) -> None:
    assert Score.parse(Score(5, "é").pack()) == Score(5, "é")
    with pytest.raises(Malformed):
        Score.parse(to_json({"score": score, "text": ""}))


def test_where_the_first_letters_have_expired_the_others_open_and_say_who_wrote(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.hears("two")
    letters.at += 10 * 86400
    letters.adds("three")
    letters.hears("four")
    retention.purge(instance.store, instance.keys, instance.now + 31 * 86400)
    lines = read(instance, days=31)
    assert [(line["text"], line.get("name"), line.get("error")) for line in lines] == [
        ("three", "Ana Núñez", None),
        ("four", None, None),
    ]


def test_first_letters_that_are_gone_too_early_are_missed(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.adds("two")
    first = (letter.c.direction == 1, letter.c.seq == 1)
    instance.store.write(lambda c: c.execute(delete(letter).where(*first)))
    (line,) = read(instance)
    assert line["error"] == "letters before it are missing or out of order"


def test_a_letter_that_speaks_of_another_patient_is_not_believed(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.message = replace(letters.message, return_public=xwing.public_of(random_bytes(32)))
    letters.hears("two")
    assert errors(read(instance)) == [
        None,
        "it says something else of the conversation than the letters before it",
    ]
