"""The kit's file: wrapped by a passphrase, or openly a demonstration (docs/envelope.md)."""

from __future__ import annotations

import struct
import unicodedata
from typing import Any

from nacl.pwhash import argon2id

from .encoding import from_base64url, from_json, to_base64url, to_json, whole_number
from .errors import CannotOpen, Malformed, WrongVersion
from .kit import Kit
from .labels import NONCE_BYTES, decrypt, derive, encrypt, label, random_bytes

VERSION = 1
SALT_BYTES = 16
KEY_FROM_WORDS_BYTES = 32
# libsodium's "moderate" cost: about a second, and 256 MiB for each guess.
OPERATIONS, MEMORY_BYTES = 3, 256 * 1024 * 1024
# A file may ask for more, but not for so much that opening it exhausts a machine, nor for next to nothing.
LEAST_OPERATIONS, MOST_OPERATIONS = 2, 10
LEAST_MEMORY_BYTES, MOST_MEMORY_BYTES = 64 * 1024 * 1024, 1024 * 1024 * 1024


def pack_demo_kit(kit: Kit) -> bytes:
    """Unwrapped: whoever has the file has everything."""
    return to_json({"v": VERSION, "kind": "kit", "demo": True, "kit": kit.to_json()})


def pack_kit(kit: Kit, passphrase: str, operations: int = OPERATIONS, memory: int = MEMORY_BYTES) -> bytes:
    """Wrapped; memory in bytes. The passphrase's strength is all that protects a file that is found."""
    salt, nonce = random_bytes(SALT_BYTES), random_bytes(NONCE_BYTES)
    key = _key(passphrase, salt, operations, memory)
    sealed = encrypt(key, nonce, _bound(salt, operations, memory), to_json(kit.to_json()))
    return to_json(
        {
            "v": VERSION,
            "kind": "kit",
            "demo": False,
            "argon2id": {"operations": operations, "memory": memory, "salt": to_base64url(salt)},
            "nonce": to_base64url(nonce),
            "sealed": to_base64url(sealed),
        }
    )


def is_demo(data: bytes) -> bool:
    """Whether the file opens without a passphrase. Raises Malformed or WrongVersion."""
    demo = _read(data).get("demo")
    if not isinstance(demo, bool):
        raise Malformed
    return demo


def open_kit(data: bytes, passphrase: str | None = None) -> Kit:
    """Raises Malformed, WrongVersion, or CannotOpen, also where a passphrase is needed and not given."""
    value = _read(data)
    if is_demo(data):
        return Kit.from_json(_object(value.get("kit")))
    if passphrase is None:
        raise CannotOpen
    cost = _object(value.get("argon2id"))
    operations, memory = whole_number(cost.get("operations")), whole_number(cost.get("memory"))
    salt = from_base64url(cost.get("salt"), SALT_BYTES)
    if not (
        LEAST_OPERATIONS <= operations <= MOST_OPERATIONS
        and LEAST_MEMORY_BYTES <= memory <= MOST_MEMORY_BYTES
    ):
        raise Malformed
    nonce = from_base64url(value.get("nonce"), NONCE_BYTES)
    sealed = value.get("sealed")
    content = from_base64url(sealed, len(sealed) * 3 // 4 if isinstance(sealed, str) else 0)
    key = _key(passphrase, salt, operations, memory)
    return Kit.from_json(from_json(decrypt(key, nonce, _bound(salt, operations, memory), content)))


def _key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """The same words may be typed as different code points, hence NFC."""
    words = unicodedata.normalize("NFC", passphrase).encode()
    return derive(argon2id.kdf(KEY_FROM_WORDS_BYTES, words, salt, operations, memory), "wrap-kit")


def _bound(salt: bytes, operations: int, memory: int) -> bytes:
    return label("kit") + struct.pack(">IQ", operations, memory) + salt


def _read(data: bytes) -> dict[str, Any]:
    value = from_json(data)
    if value.get("kind") != "kit":
        raise Malformed
    if whole_number(value.get("v")) != VERSION:
        raise WrongVersion
    return value


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed
    return value
