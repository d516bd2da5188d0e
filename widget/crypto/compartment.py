"""The COMPARTMENT: whom to tell by e-mail that there is an answer, sealed to a key of the worker's own
(docs/envelope.md).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from nacl import bindings
from nacl.exceptions import CryptoError

from .errors import CannotOpen, Malformed
from .labels import KEY_BYTES
from .labels import digest as hash_of

LEAVE, PUT = 0, 1
KEY_ID_BYTES = 8
MOST_ADDRESS_BYTES = 254
ADDRESS = struct.Struct(f">H{MOST_ADDRESS_BYTES}s")
BOX_BYTES = ADDRESS.size + bindings.crypto_box_SEALBYTES
COMPARTMENT_BYTES = 1 + KEY_ID_BYTES + BOX_BYTES


@dataclass(frozen=True)
class Compartment:
    """As whoever opens the envelope sees it: of the same length with an address and without one.

    `sealed` is what is stored: the key's id and the box. Raises Malformed when made with what cannot be.
    """

    mode: int
    sealed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.mode not in (LEAVE, PUT) or len(self.sealed) != KEY_ID_BYTES + BOX_BYTES:
            raise Malformed

    @property
    def key_id(self) -> bytes:
        return key_id_in(self.sealed)

    def pack(self) -> bytes:
        """313 bytes."""
        return bytes([self.mode]) + self.sealed

    @classmethod
    def parse(cls, data: bytes) -> Compartment:
        """Raises Malformed."""
        if len(data) != COMPARTMENT_BYTES:
            raise Malformed
        return cls(data[0], data[1:])


def notify_key_id(public: bytes) -> bytes:
    """The 8 bytes that name a notification key."""
    return hash_of("notify-pk", public)[:KEY_ID_BYTES]


def key_id_in(sealed: bytes) -> bytes:
    """Which notification key (8 bytes) opens it."""
    return sealed[:KEY_ID_BYTES]


def pack_address(address: str) -> bytes:
    """ADDRESS, 256 bytes; an empty one is none. Raises Malformed."""
    if not address.isascii() or len(address) > MOST_ADDRESS_BYTES:
        raise Malformed
    return ADDRESS.pack(len(address), address.encode("ascii"))


def seal_compartment(notify_public: bytes, mode: int, address: str) -> Compartment:
    """What the browser does, for tests, the bench and tools. Raises Malformed."""
    if len(notify_public) != KEY_BYTES:
        raise Malformed
    box = bindings.crypto_box_seal(pack_address(address), notify_public)
    return Compartment(mode, notify_key_id(notify_public) + box)


def open_address(sealed: bytes, private: bytes) -> str:
    """The address, empty for none, with the notification key's private half (32 bytes).

    Raises CannotOpen or Malformed.
    """
    try:
        public = bindings.crypto_scalarmult_base(private)
        packed = bindings.crypto_box_seal_open(sealed[KEY_ID_BYTES:], public, private)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None
    return _parse_address(packed)


def _parse_address(packed: bytes) -> str:
    """Zeros alone may follow, as in a slip."""
    if len(packed) != ADDRESS.size:
        raise Malformed
    length, field_ = ADDRESS.unpack(packed)
    if length > MOST_ADDRESS_BYTES or any(field_[length:]):
        raise Malformed
    try:
        return bytes(field_[:length]).decode("ascii")
    except UnicodeDecodeError:
        raise Malformed from None
