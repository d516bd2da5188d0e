"""Envelopes that no browser makes, by class: strategies of (envelope, the code that the door must answer).

Places of bytes are those of docs/envelope.md. Every case is refused by how it was made, whatever was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st
from nacl.public import PrivateKey

from tests.doors.letters import Draft
from widget.crypto.envelope import MAX_ENVELOPE, key_id_of

Case = tuple[bytes, str]
Cases = st.SearchStrategy[Case]

HEAD = 11  # "SE", version, post key id
SUBMISSION, SLIP, COMPARTMENT, LETTER = 3, 51, 563, 876  # within the box
SHORTEST_STEP = 1024  # from a letter's size to the next

byte = st.integers(0, 255)
not_zero = st.integers(1, 255)
ids = st.binary(min_size=16, max_size=16)


@dataclass(frozen=True)
class Genuine:
    """What all cases start from: an envelope that would be accepted."""

    draft: Draft
    inner: bytes

    @property
    def envelope(self) -> bytes:
        return self.draft.boxed(self.inner)

    def with_inner(self, at: int, value: bytes) -> bytes:
        return self.draft.boxed(put(self.inner, at, value))

    def with_slip(self, at: int, value: bytes) -> bytes:
        return self.with_inner(SLIP + at, value)

    def with_letter(self, at: int, value: bytes) -> bytes:
        return self.with_inner(LETTER + at, value)


def put(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def noise(seed: int, size: int) -> bytes:
    return Random(seed).randbytes(size)


def cut_short(genuine: Genuine) -> Cases:
    whole = genuine.envelope
    return st.integers(0, len(whole) - 1).map(lambda size: (whole[:size], "malformed"))


def a_byte_flipped(genuine: Genuine) -> Cases:
    whole = genuine.envelope

    def flip(drawn: tuple[int, int]) -> Case:
        at, by = drawn
        # In the post key's id it is another key's, which the door does not have.
        return put(whole, at, bytes([whole[at] ^ by])), "stale" if 3 <= at < HEAD else "malformed"

    return st.tuples(st.integers(0, len(whole) - 1), not_zero).map(flip)


def too_long(genuine: Genuine) -> Cases:
    whole = genuine.envelope
    room = MAX_ENVELOPE - len(whole)
    longer = st.tuples(st.integers(1, room), byte).map(lambda d: (whole + noise(d[1], d[0]), "malformed"))
    oversized = st.tuples(st.integers(room + 1, 4 * MAX_ENVELOPE), byte).map(
        lambda d: (whole + noise(d[1], d[0]), "too_large")
    )
    return st.one_of(longer, oversized)


def noise_alone(genuine: Genuine) -> Cases:
    starts = [genuine.envelope[:size] for size in (0, 2, 3, HEAD)]

    def told(drawn: tuple[bytes, bytes]) -> Case:
        data = drawn[0] + drawn[1]
        other_key = len(data) >= HEAD and data[:3] == b"SE\x01" and data[3:HEAD] != starts[-1][3:]
        return data, "stale" if other_key else "malformed"

    return st.tuples(st.sampled_from(starts), st.binary(max_size=200)).map(told)


def another_version(genuine: Genuine) -> Cases:
    def versioned(drawn: tuple[int, str, bytes]) -> Case:
        version, where, submission = bytes([drawn[0]]), drawn[1], drawn[2]
        inner = put(genuine.inner, SUBMISSION, submission)
        if where == "outer":
            return put(genuine.draft.boxed(inner), 2, version), "malformed"
        at = {"inner": 2, "letter": LETTER + 2}[where]
        return genuine.draft.boxed(put(inner, at, version)), "malformed"

    places = st.sampled_from(["outer", "inner", "letter"])
    return st.tuples(byte.filter(lambda version: version != 1), places, ids).map(versioned)


def another_key(genuine: Genuine) -> Cases:
    def sealed(drawn: tuple[bytes, bool]) -> Case:
        seed, under_its_own_name = drawn
        public = bytes(PrivateKey(seed).public_key)
        envelope = genuine.draft.but(post_public=public).boxed(genuine.inner)
        if under_its_own_name:
            return envelope, "stale"
        return put(envelope, 3, key_id_of(genuine.draft.post_public)), "malformed"

    return st.tuples(st.binary(min_size=32, max_size=32), st.booleans()).map(sealed)


def a_cut_box(genuine: Genuine) -> Cases:
    sizes = st.integers(0, len(genuine.inner) - 1)
    # Cut by this much a letter would be one of the next smaller size, which only its reader can refuse.
    odd = sizes.filter(lambda size: size != len(genuine.inner) - SHORTEST_STEP)
    return odd.map(lambda size: (genuine.draft.boxed(genuine.inner[:size]), "malformed"))
