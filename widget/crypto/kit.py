"""What a recovery kit holds, and what is granted to it (docs/envelope.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import xwing
from .encoding import from_base64url, to_base64url, whole_number
from .labels import KEY_BYTES, random_bytes, sign_public


@dataclass(frozen=True)
class Kit:
    """Seeds of 32 bytes: Ed25519 of root and spare root; X-Wing of the holder that epochs are granted to.

    It never changes: an inbox that is made later needs no new copies of it.
    """

    root_seed: bytes = field(repr=False)
    spare_root_seed: bytes = field(repr=False)
    holder_seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Kit:
        return cls(random_bytes(KEY_BYTES), random_bytes(KEY_BYTES), random_bytes(KEY_BYTES))

    @property
    def root_public(self) -> bytes:
        return sign_public(self.root_seed)

    @property
    def spare_root_public(self) -> bytes:
        return sign_public(self.spare_root_seed)

    def to_json(self) -> dict[str, Any]:
        return {
            "root_seed": to_base64url(self.root_seed),
            "spare_root_seed": to_base64url(self.spare_root_seed),
            "holder_seed": to_base64url(self.holder_seed),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Kit:
        """Raises Malformed."""
        return cls(
            root_seed=from_base64url(value.get("root_seed"), KEY_BYTES),
            spare_root_seed=from_base64url(value.get("spare_root_seed"), KEY_BYTES),
            holder_seed=from_base64url(value.get("holder_seed"), KEY_BYTES),
        )


@dataclass(frozen=True)
class KitEpoch:
    """An epoch's private halves, as a grant says them: its X-Wing and its Ed25519 seed, 32 bytes each."""

    n: int
    xwing_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @classmethod
    def new(cls, n: int) -> KitEpoch:
        return cls(n, random_bytes(KEY_BYTES), random_bytes(KEY_BYTES))

    @property
    def xwing_public(self) -> bytes:
        return xwing.public_of(self.xwing_seed)

    @property
    def sign_public(self) -> bytes:
        return sign_public(self.sign_seed)

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "xwing_seed": to_base64url(self.xwing_seed),
            "sign_seed": to_base64url(self.sign_seed),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> KitEpoch:
        """Raises Malformed."""
        return cls(
            n=whole_number(value.get("n")),
            xwing_seed=from_base64url(value.get("xwing_seed"), KEY_BYTES),
            sign_seed=from_base64url(value.get("sign_seed"), KEY_BYTES),
        )
