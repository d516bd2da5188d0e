"""What a recovery kit holds: every private half of an inbox that is made offline (docs/envelope.md)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from . import xwing
from .encoding import from_base64url, list_of_objects, text_of, to_base64url, whole_number
from .labels import ID_BYTES, KEY_BYTES, random_bytes, sign_public
from .letter import key_id_of


@dataclass(frozen=True)
class KitEpoch:
    """The seeds, 32 bytes each, of an epoch's X-Wing and Ed25519 keys."""

    n: int
    xwing_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @classmethod
    def new(cls, n: int) -> KitEpoch:
        return cls(n, random_bytes(KEY_BYTES), random_bytes(KEY_BYTES))

    @property
    def key_id(self) -> bytes:
        """What a letter's stanza names this epoch by: 16 bytes."""
        return key_id_of(self.xwing_public)

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
        return cls(
            n=whole_number(value.get("n")),
            xwing_seed=from_base64url(value.get("xwing_seed"), KEY_BYTES),
            sign_seed=from_base64url(value.get("sign_seed"), KEY_BYTES),
        )


@dataclass(frozen=True)
class KitInbox:
    """One inbox: its id of 16 bytes, its name in links, the first lead's Ed25519 seed, and its epochs."""

    id: bytes
    slug: str
    lead_seed: bytes = field(repr=False)
    epochs: tuple[KitEpoch, ...]

    def epoch_named(self, key_id: bytes) -> KitEpoch | None:
        """The epoch that a stanza's key id names."""
        return next((epoch for epoch in self.epochs if epoch.key_id == key_id), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": to_base64url(self.id),
            "slug": self.slug,
            "lead_seed": to_base64url(self.lead_seed),
            "epochs": [epoch.to_json() for epoch in self.epochs],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> KitInbox:
        return cls(
            id=from_base64url(value.get("id"), ID_BYTES),
            slug=text_of(value.get("slug")),
            lead_seed=from_base64url(value.get("lead_seed"), KEY_BYTES),
            epochs=tuple(KitEpoch.from_json(epoch) for epoch in list_of_objects(value.get("epochs"))),
        )


@dataclass(frozen=True)
class Kit:
    """root and spare root: Ed25519 seeds; holder: the X-Wing seed that later epochs are granted to."""

    root_seed: bytes = field(repr=False)
    spare_root_seed: bytes = field(repr=False)
    holder_seed: bytes = field(repr=False)
    inboxes: tuple[KitInbox, ...] = ()

    @classmethod
    def new(cls) -> Kit:
        return cls(random_bytes(KEY_BYTES), random_bytes(KEY_BYTES), random_bytes(KEY_BYTES))

    @property
    def root_public(self) -> bytes:
        return sign_public(self.root_seed)

    @property
    def spare_root_public(self) -> bytes:
        return sign_public(self.spare_root_seed)

    def inbox(self, inbox_id: bytes) -> KitInbox | None:
        return next((inbox for inbox in self.inboxes if inbox.id == inbox_id), None)

    def with_inbox(self, inbox: KitInbox) -> Kit:
        """With this inbox in the place of one of the same id, or added."""
        others = tuple(other for other in self.inboxes if other.id != inbox.id)
        return replace(self, inboxes=(*others, inbox))

    def to_json(self) -> dict[str, Any]:
        return {
            "root_seed": to_base64url(self.root_seed),
            "spare_root_seed": to_base64url(self.spare_root_seed),
            "holder_seed": to_base64url(self.holder_seed),
            "inboxes": [inbox.to_json() for inbox in self.inboxes],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Kit:
        """Raises Malformed."""
        root, spare, holder = (
            from_base64url(value.get(name), KEY_BYTES)
            for name in ("root_seed", "spare_root_seed", "holder_seed")
        )
        inboxes = tuple(KitInbox.from_json(inbox) for inbox in list_of_objects(value.get("inboxes")))
        return cls(root, spare, holder, inboxes)
