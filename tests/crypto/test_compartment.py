from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto.compartment import (
    BOX_BYTES,
    COMPARTMENT_BYTES,
    LEAVE,
    PUT,
    Compartment,
    key_id_in,
    notify_key_id,
    open_address,
    seal_compartment,
)
from widget.crypto.envelope import post_public_of
from widget.crypto.errors import Malformed, SealError
from widget.crypto.labels import random_bytes

private = random_bytes(32)
public = post_public_of(private)
ADDRESS = "ana@example.org"


@each("compartment")
def test_compartment(vector: Vector) -> None:
    sealed, key = data(vector["sealed"]), data(vector["private"])
    found, address = outcome(lambda: open_address(sealed, key))
    assert found == vector["outcome"]
    if address is not None:
        assert address == vector["address"]
    if "public" in vector:
        assert key_id_in(sealed) == notify_key_id(data(vector["public"])) == data(vector["key_id"])


@pytest.mark.parametrize("mode", [LEAVE, PUT])
@pytest.mark.parametrize("address", ["", ADDRESS, "a" * 254])
def test_one_with_an_address_looks_like_one_without(mode: int, address: str) -> None:
    packed = seal_compartment(public, mode, address).pack()
    assert len(packed) == COMPARTMENT_BYTES == 313
    assert Compartment.parse(packed).pack() == packed
    assert open_address(Compartment.parse(packed).sealed, private) == address


@pytest.mark.parametrize("address", ["a" * 255, "añ@example.org"])
def test_what_does_not_fit_is_not_sealed(address: str) -> None:
    with pytest.raises(Malformed):
        seal_compartment(public, PUT, address)


def test_it_shows_nothing_of_what_is_in_it() -> None:
    compartment = seal_compartment(public, PUT, ADDRESS)
    assert repr(compartment) == "Compartment(mode=1)"


@settings(derandomize=True, max_examples=200, deadline=None)
@given(hostile=st.binary(max_size=400))
def test_whatever_is_stored_is_opened_or_a_seal_error(hostile: bytes) -> None:
    with pytest.raises(SealError):
        open_address(hostile, private)
    with pytest.raises(SealError):
        open_address(notify_key_id(public) + hostile[:BOX_BYTES], private)
