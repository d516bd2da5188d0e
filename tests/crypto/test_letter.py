from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.cast import Conversation
from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto.errors import BadSignature, Malformed, SealError, TooLong, WrongPlace
from widget.crypto.header import INBOX, Header, Place
from widget.crypto.labels import random_bytes
from widget.crypto.layout import STANZA_BYTES, inspect, take_apart
from widget.crypto.letter import (
    MOST_PAYLOAD_BYTES,
    OpenedLetter,
    key_id_of,
    letter_hash,
    open_letter,
    seal_letter,
)
from widget.crypto.payload import Message
from widget.crypto.thread import check_beginning, check_thread

talk = Conversation()
first = talk.first()


@each("letter")
def test_letter(vector: Vector) -> None:
    signer, place = vector["sign_public"], vector["place"]
    found, opened = outcome(
        lambda: open_letter(
            data(vector["letter"]),
            vector["kind"],
            data(vector["seed"]),
            sign_public=None if signer is None else data(signer),
            place=None if place is None else Place(data(place["inbox"]), data(place["conversation"])),
        )
    )
    assert found == vector["outcome"]
    if opened is not None:
        assert opened.payload == data(vector["payload"])
        assert opened.hash == letter_hash(data(vector["letter"])) == data(vector["hash"])
        assert opened.header.pack() == data(vector["sealed_from"]["header"])


@each("payload")
def test_payload(vector: Vector) -> None:
    found, letter = outcome(lambda: Message.parse(data(vector["payload"])))
    assert found == vector["outcome"]
    if letter is not None:
        expected = vector["expected"]
        names = ("text", "topic", "urgency", "language", "until", "name", "contact")
        assert letter == Message(
            **{name: expected[name] for name in names},
            return_public=data(expected["return_pk"]),
            patient_public=data(expected["patient_pk"]),
        )
        if vector.get("written", True):
            assert letter.pack() == data(vector["payload"])


@each("thread")
def test_thread(vector: Vector) -> None:
    letters = [threaded(one) for one in vector["letters"]]
    found, _ = outcome(lambda: (check_thread(letters), check_beginning(letters, vector["today"])))
    assert found == vector["outcome"]


def threaded(one: Vector) -> OpenedLetter:
    message = None if one["message"] is None else Message.parse(data(one["message"]))
    return OpenedLetter(Header.parse(data(one["header"])), b"", data(one["hash"]), message)


def test_both_sides_read_what_python_seals() -> None:
    opened = talk.opened_by_inbox(first)
    assert opened.message == talk.message("Please help")
    assert talk.opened_by_patient(first) == opened
    reply = talk.opened_by_patient(talk.reply(opened.hash), talk.epoch.sign_public)
    check_thread([opened, reply])


def test_structure_is_read_without_a_key() -> None:
    seen = inspect(first)
    assert seen.header.conversation == talk.id
    assert seen.stanzas == tuple((kind, key_id_of(public)) for kind, public in talk.readers)
    assert seen.body_length == 2048 + 16


def test_a_stanza_that_is_added_leaves_the_hash_and_the_opening_alone() -> None:
    added = seal_letter(
        talk.header(), b"x", [*talk.readers, (INBOX, Conversation().epoch.xwing_public)], random_bytes(32)
    )
    third = added[121 + 2 * STANZA_BYTES : 121 + 3 * STANZA_BYTES]
    longer = (
        first[:120] + b"\x03" + first[121 : 121 + 2 * STANZA_BYTES] + third + first[121 + 2 * STANZA_BYTES :]
    )
    assert letter_hash(longer) == letter_hash(first)
    assert talk.opened_by_inbox(longer).payload == talk.opened_by_inbox(first).payload


@pytest.mark.parametrize("length", [0, 1, 958, 959, 960, 1982, 1983, 1984, MOST_PAYLOAD_BYTES])
def test_padding_tells_only_the_size_class(length: int) -> None:
    letter = talk.note(bytes(length))
    sizes = [1024, 2048, 4096, 8192, 16384, 32768]
    assert inspect(letter).body_length == min(size for size in sizes if size > length + 64) + 16
    assert talk.opened_by_inbox(letter, talk.epoch.sign_public).payload == bytes(length)


def test_a_payload_that_does_not_fit_is_not_sealed() -> None:
    with pytest.raises(TooLong):
        talk.note(bytes(MOST_PAYLOAD_BYTES + 1))


def test_readers_that_do_not_fit_are_refused_before_sealing() -> None:
    with pytest.raises(Malformed):
        seal_letter(talk.header(), b"x", talk.readers[:1], talk.patient.sign_seed)


def test_two_seals_of_the_same_letter_share_nothing_that_is_sealed() -> None:
    header = talk.header()
    one, other = (
        take_apart(seal_letter(header, b"same", talk.readers, talk.patient.sign_seed)) for _ in range(2)
    )
    assert (one.header, [s.key_id for s in one.stanzas]) == (other.header, [s.key_id for s in other.stanzas])
    assert one.commitment != other.commitment
    assert one.nonce != other.nonce
    assert one.body[:16] != other.body[:16]
    for mine, its in zip(one.stanzas, other.stanzas, strict=True):
        assert mine.ciphertext[:32] != its.ciphertext[:32]
        assert mine.wrap != its.wrap


def test_a_later_letter_needs_the_writers_key() -> None:
    reply = talk.reply(letter_hash(first))
    with pytest.raises(BadSignature):
        talk.opened_by_inbox(reply)


def test_a_letter_found_elsewhere_is_refused() -> None:
    elsewhere = Place(talk.inbox, random_bytes(16))
    with pytest.raises(WrongPlace):
        open_letter(first, INBOX, talk.epoch.xwing_seed, sign_public=None, place=elsewhere)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(at=st.integers(0, len(first) - 1), bit=st.integers(0, 7))
def test_no_altered_bit_opens(at: int, bit: int) -> None:
    altered = bytearray(first)
    altered[at] ^= 1 << bit
    second_stanza = range(121 + STANZA_BYTES, 121 + 2 * STANZA_BYTES)
    if at in second_stanza:
        found, opened = outcome(lambda: talk.opened_by_patient(bytes(altered)))
    else:
        found, opened = outcome(lambda: talk.opened_by_inbox(bytes(altered)))
    assert opened is None
    assert found in {"malformed", "wrong_version", "unknown_key", "cannot_open"}


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=4000), st.integers(0, len(first)).map(lambda end: first[:end] + b"\0" * 9)
    )
)
def test_whatever_is_given_is_a_seal_error(data: bytes) -> None:
    with pytest.raises(SealError):
        talk.opened_by_inbox(data)
