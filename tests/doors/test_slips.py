"""A slip must say what its inbox knows, and belong to the letter that it comes with; keys must be in use."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from sqlalchemy import update

from tests.doors.visitors import Door
from widget.crypto.header import INBOX, RETURN, STAFF
from widget.crypto.returncode import derive
from widget.store.models import epoch

OTHER = bytes(range(16))


@pytest.mark.parametrize(
    "said",
    [
        {"topic": "diagnosis"},
        {"urgency": "high"},
        {"language": "fr"},
        {"language": "en-US"},
        {"inbox": OTHER},
        {"conversation": OTHER},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_slip_outside_its_inboxs_vocabulary_is_refused(sqlite_door: Door, said: dict[str, Any]) -> None:
    draft = sqlite_door.draft()
    refused(sqlite_door, draft.envelope(slip=draft.slip(**said)))


def test_a_topic_of_another_inbox_is_refused(sqlite_door: Door) -> None:
    draft = sqlite_door.draft("practice")
    slip = draft.slip(topic="technical", language="es")
    assert sqlite_door.post(draft.envelope(slip=slip), inbox="practice").status_code == 422


@pytest.mark.parametrize(
    "header",
    [
        {"direction": STAFF},
        {"seq": 2},
        {"seq": 2**32 - 1},
        {"prev": bytes(31) + b"\1"},
        {"inbox": OTHER},
        {"conversation": OTHER},
    ],
    ids=lambda header: next(iter(header)),
)
def test_a_letter_that_is_no_first_letter_of_this_conversation_is_refused(
    sqlite_door: Door, header: dict[str, Any]
) -> None:
    draft = sqlite_door.draft()
    letter = draft.sealed_letter(draft.header()) if header == {} else sealed_with(draft, header)
    refused(sqlite_door, draft.envelope(letter=letter))


def sealed_with(draft: Any, header: dict[str, Any]) -> bytes:
    return bytes(draft.sealed_letter(draft.header(**header)))


def test_a_letter_to_someone_else_first_is_refused(sqlite_door: Door) -> None:
    draft = sqlite_door.draft()
    back = derive(draft.code).xwing_public
    refused(
        sqlite_door,
        draft.envelope(letter=draft.sealed_letter(readers=[(RETURN, back), (INBOX, draft.epoch_public)])),
    )
    others = [(INBOX, draft.epoch_public), (RETURN, back), (INBOX, sqlite_door.epochs()[1].xwing_public)]
    refused(sqlite_door, draft.envelope(letter=draft.sealed_letter(readers=others)))


def refused(door: Door, envelope: bytes) -> None:
    before = door.digest()
    answer = door.post(envelope)
    assert (answer.status_code, answer.get_json()["error"]) == (422, "slip")
    assert door.digest() == before


def test_a_letter_to_an_epoch_that_has_not_begun_is_stale(sqlite_door: Door) -> None:
    draft = sqlite_door.draft().but(epoch_public=sqlite_door.epochs()[1].xwing_public)
    stale(sqlite_door, draft.envelope())


def test_a_letter_to_an_epoch_that_is_over_is_stale(sqlite_door: Door) -> None:
    envelope = sqlite_door.draft().envelope()
    sqlite_door.clock.now = sqlite_door.epochs()[2].seal_from
    stale(sqlite_door, envelope)


def test_a_letter_to_an_epoch_that_was_revoked_is_stale(sqlite_door: Door) -> None:
    revoke = update(epoch).values(revoked_at=sqlite_door.clock.now)
    sqlite_door.house.store.write(lambda connection: connection.execute(revoke))
    stale(sqlite_door, sqlite_door.draft().envelope())


def test_a_letter_to_an_epoch_of_another_inbox_is_stale(sqlite_door: Door) -> None:
    draft = sqlite_door.draft().but(epoch_public=sqlite_door.epoch("practice").xwing_public)
    stale(sqlite_door, draft.envelope())


def test_an_envelope_to_an_unknown_post_key_is_stale(sqlite_door: Door) -> None:
    stale(sqlite_door, sqlite_door.draft().but(post_public=secrets.token_bytes(32)).envelope())


def test_an_envelope_to_a_post_key_that_was_destroyed_is_stale(sqlite_door: Door) -> None:
    envelope = sqlite_door.draft().envelope()
    for file in (sqlite_door.house.settings.keys / "post").iterdir():
        file.unlink()
    sqlite_door.house.keys.rotate_post_key(sqlite_door.clock.now)
    stale(sqlite_door, envelope)


def test_a_post_key_that_was_just_made_elsewhere_is_read_from_the_folder(sqlite_door: Door) -> None:
    assert sqlite_door.post(sqlite_door.draft().envelope()).status_code == 201
    made = type(sqlite_door.house.keys)(sqlite_door.house.settings.keys).rotate_post_key(
        sqlite_door.clock.now
    )
    assert sqlite_door.post(sqlite_door.draft().but(post_public=made.public).envelope()).status_code == 201


def stale(door: Door, envelope: bytes) -> None:
    """Refused, with what is needed to seal the same letter anew."""
    before = door.digest()
    answer = door.post(envelope)
    facts = answer.get_json()
    assert (answer.status_code, facts["error"]) == (412, "stale")
    assert facts["keys"] == door.get("/f/riverside/keys").get_json()
    assert door.digest() == before
    fresh = door.draft()
    if door.clock.now < door.epoch().seal_until and not any(row["revoked_at"] for row in door.rows("epoch")):
        assert door.post(fresh.envelope(), X_Form_Token=facts["token"]).status_code == 201
