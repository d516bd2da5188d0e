"""AT REST: a stored letter or grant, sealed again under the shred key of the day that it expires."""

from __future__ import annotations

import struct

from .errors import Malformed
from .labels import NONCE_BYTES, TAG_BYTES, decrypt, derive, encrypt, random_bytes

DAY = struct.Struct(">I")
LEAST_BYTES = DAY.size + NONCE_BYTES + TAG_BYTES


def seal_at_rest(shred_key: bytes, day: int, row_id: bytes, data: bytes) -> bytes:
    """day: the expiry day, in days since 1970-01-01 UTC. row_id: the row's own id, so that no row can stand
    for another.
    """
    nonce = random_bytes(NONCE_BYTES)
    bound = DAY.pack(day) + row_id
    return DAY.pack(day) + nonce + encrypt(_key(shred_key, row_id), nonce, bound, data)


def day_of(stored: bytes) -> int:
    """Which day's shred key opens it. Raises Malformed."""
    if len(stored) < LEAST_BYTES:
        raise Malformed
    day: int = DAY.unpack_from(stored)[0]
    return day


def open_at_rest(shred_key: bytes, row_id: bytes, stored: bytes) -> bytes:
    """What was sealed. Raises Malformed or CannotOpen."""
    bound = DAY.pack(day_of(stored)) + row_id
    nonce = stored[DAY.size : DAY.size + NONCE_BYTES]
    return decrypt(_key(shred_key, row_id), nonce, bound, stored[DAY.size + NONCE_BYTES :])


def _key(shred_key: bytes, row_id: bytes) -> bytes:
    return derive(shred_key, "rest", row_id)
