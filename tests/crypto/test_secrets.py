"""What is printed, logged or raised by accident says nothing of a letter, a code or a key."""

from __future__ import annotations

import traceback

import pytest

from tests.crypto.cast import Conversation
from widget.crypto.compartment import PUT, seal_compartment
from widget.crypto.envelope import Slip, open_envelope, post_public_of, seal_envelope
from widget.crypto.errors import SealError
from widget.crypto.labels import random_bytes
from widget.crypto.letter import Message
from widget.crypto.memo import Memo
from widget.crypto.returncode import derive, new_code

CANARY = "CANARY"

talk = Conversation()
opened = talk.opened_by_inbox(talk.first(CANARY))
keys = talk.patient
slip = Slip(
    talk.inbox,
    talk.id,
    "billing",
    "normal",
    "en",
    keys.locator,
    keys.token_hash,
    keys.sign_public,
    b"canary-memo",
)


def test_an_opened_letter_shows_no_word_of_it() -> None:
    assert CANARY.encode() in opened.payload
    assert CANARY not in repr(opened)
    assert CANARY not in repr(Message.parse(opened.payload))


def test_a_claim_is_not_shown() -> None:
    letter = Message("", "billing", "normal", "en", bytes(1216), bytes(32), 0, CANARY, CANARY)
    assert repr(letter) == "Message(topic='billing', urgency='normal', language='en', until=0)"


def test_a_slip_shows_neither_locator_nor_token_nor_memo() -> None:
    for secret in (slip.locator, slip.token_hash, slip.memo):
        assert repr(secret)[2:-1] not in repr(slip)


def test_a_memo_does_not_show_its_pin() -> None:
    assert "root" not in repr(Memo(bytes(32), bytes(16), 1, bytes(32)))


def test_an_opened_envelope_shows_no_letter() -> None:
    private = random_bytes(32)
    letter = talk.first(CANARY)
    compartment = seal_compartment(post_public_of(random_bytes(32)), PUT, f"{CANARY}@example.org")
    sealed = seal_envelope(post_public_of(private), bytes(16), bytes(32), slip, compartment, letter)
    assert repr(letter[-64:])[2:-1] not in repr(open_envelope(sealed, private))


def test_an_error_chains_no_librarys_words() -> None:
    altered = bytearray(talk.first(CANARY))
    altered[-1] ^= 1
    with pytest.raises(SealError) as caught:
        talk.opened_by_inbox(bytes(altered))
    shown = "".join(traceback.format_exception(caught.value))
    assert "nacl.exceptions" not in shown
    assert caught.value.args == ("cannot_open",)


def test_a_code_that_was_mistyped_is_not_in_the_error() -> None:
    code = new_code()
    with pytest.raises(SealError) as caught:
        derive(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert caught.value.args == ("typing_slip",)
    assert caught.value.__cause__ is None
