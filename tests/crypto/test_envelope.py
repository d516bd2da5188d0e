from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.cast import Conversation
from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto import compartment, envelope
from widget.crypto.errors import Malformed, SealError
from widget.crypto.labels import random_bytes
from widget.crypto.slip import SLIP_BYTES, Slip

talk = Conversation()
private = random_bytes(32)
public = envelope.post_public_of(private)
none = compartment.seal_compartment(public, compartment.PUT, "")


def slip(topic: str = "billing", memo: bytes = b"memo") -> Slip:
    keys = talk.patient
    return Slip(
        inbox=talk.inbox,
        conversation=talk.id,
        topic=topic,
        urgency="normal",
        language="en",
        locator=keys.locator,
        token_hash=keys.token_hash,
        patient_sign_public=keys.sign_public,
        memo=memo,
    )


@each("envelope")
def test_envelope(vector: Vector) -> None:
    found, opened = outcome(lambda: envelope.open_envelope(data(vector["envelope"]), data(vector["private"])))
    assert found == vector["outcome"]
    if opened is not None:
        texts = ("topic", "urgency", "language")
        expected = {k: v if k in texts else data(v) for k, v in vector["slip"].items()}
        assert opened.slip == Slip(**expected)
        assert (opened.submission, opened.letter) == (data(vector["submission"]), data(vector["letter"]))
        assert opened.digest == data(vector["digest"])
        assert envelope.post_key_id(data(vector["envelope"])) == data(vector["post_key_id"])
        said = (opened.compartment.mode, vector["address"], data(vector["payload"]))
        assert envelope.submission_digest(data(vector["digest_key"]), *said) == opened.digest
        assert data(vector["contents"])[51:876] == opened.slip.pack() + opened.compartment.pack()
        sealed, notify_private = opened.compartment.sealed, data(vector["notify_private"])
        assert compartment.open_address(sealed, notify_private) == vector["address"]
        assert opened.compartment.key_id == data(vector["notify_key_id"])


def test_an_envelope_is_opened_with_either_half_or_both_of_the_post_key() -> None:
    letter = talk.first()
    sealed = envelope.seal_envelope(public, bytes(16), bytes(32), slip(), none, letter)
    assert envelope.post_key_id(sealed) == envelope.key_id_of(public)
    opened = envelope.open_envelope(sealed, private)
    assert opened == envelope.open_envelope(sealed, private, public)
    assert (opened.letter, opened.slip) == (letter, slip())


@pytest.mark.parametrize("topic", ["a", "a" * 32, "refill-2"])
@pytest.mark.parametrize("memo", [b"", bytes(342)])
def test_slips_at_their_limits_come_back(topic: str, memo: bytes) -> None:
    packed = slip(topic, memo).pack()
    assert len(packed) == SLIP_BYTES
    assert Slip.parse(packed) == slip(topic, memo)


@pytest.mark.parametrize(
    ("topic", "memo"), [("", b""), ("a" * 33, b""), ("A", b""), ("é", b""), ("a", bytes(343))]
)
def test_slips_beyond_their_limits_are_not_made(topic: str, memo: bytes) -> None:
    with pytest.raises(Malformed):
        slip(topic, memo)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(hostile=st.binary(min_size=SLIP_BYTES, max_size=SLIP_BYTES))
def test_a_hostile_slip_in_a_valid_box_is_refused(hostile: bytes) -> None:
    with pytest.raises(SealError):
        Slip.parse(hostile)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(at=st.integers(0, SLIP_BYTES - 1), byte=st.integers(0, 255))
def test_a_slip_has_one_form(at: int, byte: int) -> None:
    """Whatever still reads as a slip after a byte was changed says something else."""
    packed = bytearray(slip().pack())
    changed = packed[at] != byte
    packed[at] = byte
    found, parsed = outcome(lambda: Slip.parse(bytes(packed)))
    if parsed is not None:
        assert found == "ok"
        assert (parsed != slip()) == changed
        assert parsed.pack() == bytes(packed)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(hostile=st.binary(max_size=700))
def test_whatever_is_posted_is_a_seal_error(hostile: bytes) -> None:
    with pytest.raises(SealError):
        envelope.open_envelope(hostile, private)
    with pytest.raises(SealError):
        envelope.open_envelope(b"SE\x01" + envelope.key_id_of(public) + hostile, private, public)
