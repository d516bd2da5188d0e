"""What all signed statements share: how they travel, what names a key, and the members that each of them
has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .encoding import from_base64url, from_json, to_base64url, to_json, whole_number
from .errors import Malformed, WrongVersion
from .labels import HASH_BYTES, SIGNATURE_BYTES, digest, sign, verify

VERSION = 1
NO_STATEMENT = bytes(HASH_BYTES)
LEAD_ID_BYTES = 8
MOST_STATEMENT_CHARACTERS = 256 * 1024


@dataclass(frozen=True)
class Signed:
    """A statement as it travels: the bytes that were signed, never written anew, and their signature of 64
    bytes.
    """

    data: bytes
    signature: bytes

    @property
    def hash(self) -> bytes:
        """What the next statement of its kind has as `prev`."""
        return digest("statement", self.data)

    def to_json(self) -> dict[str, str]:
        return {"bytes": to_base64url(self.data), "signature": to_base64url(self.signature)}

    @classmethod
    def from_json(cls, value: object) -> Signed:
        """Raises Malformed."""
        if not isinstance(value, dict):
            raise Malformed
        text = value.get("bytes")
        if not isinstance(text, str) or len(text) > MOST_STATEMENT_CHARACTERS:
            raise Malformed
        data = from_base64url(text, len(text) * 3 // 4)
        return cls(data, from_base64url(value.get("signature"), SIGNATURE_BYTES))

    def check(self, public: bytes, kind: str) -> None:
        """Raises BadSignature unless `public` signed it as a statement of that kind."""
        verify(public, kind, self.data, self.signature)


def sign_statement(seed: bytes, kind: str, members: dict[str, Any]) -> Signed:
    data = to_json({"v": VERSION, "kind": kind, **members})
    return Signed(data, sign(seed, kind, data))


def read_statement(data: bytes, kind: str) -> dict[str, Any]:
    """Raises Malformed or WrongVersion."""
    value = from_json(data)
    if whole_number(value.get("v")) != VERSION:
        raise WrongVersion
    if value.get("kind") != kind:
        raise Malformed
    return value


def pin_of(root_public: bytes) -> str:
    """The 43 characters that name a root in a site's snippet."""
    return to_base64url(root_hash(root_public))


def root_hash(root_public: bytes) -> bytes:
    """The 32 bytes of a pin."""
    return digest("root", root_public)


def lead_id_of(public: bytes) -> bytes:
    """The 8 bytes that name a lead's signing key."""
    return digest("lead", public)[:LEAD_ID_BYTES]
