"""A patient's signed wish that a conversation be deleted."""

from __future__ import annotations

import struct

from .labels import sign, verify


def sign_deletion(sign_seed: bytes, conversation: bytes, at: int) -> bytes:
    """64 bytes. `at` is in Unix seconds; which times it accepts is for the door to say."""
    return sign(sign_seed, "delete", _wish(conversation, at))


def verify_deletion(sign_public: bytes, conversation: bytes, at: int, signature: bytes) -> None:
    """Raises BadSignature."""
    verify(sign_public, "delete", _wish(conversation, at), signature)


def _wish(conversation: bytes, at: int) -> bytes:
    return struct.pack(">16sQ", conversation, at)
