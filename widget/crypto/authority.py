"""AUTHORITY: who may sign for an inbox (docs/envelope.md). Times are in Unix seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .encoding import from_base64url, list_of_objects, to_base64url, whole_number
from .errors import Malformed
from .labels import HASH_BYTES, ID_BYTES, KEY_BYTES
from .payload import matching
from .signed import LEAD_ID_BYTES, NO_STATEMENT, Signed, lead_id_of, read_statement, sign_statement

SLUG = re.compile(r"[a-z][a-z0-9-]{1,31}")


@dataclass(frozen=True)
class Lead:
    """May sign from not_before until not_after, both included."""

    public: bytes
    not_before: int
    not_after: int

    @property
    def id(self) -> bytes:
        return lead_id_of(self.public)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": to_base64url(self.id),
            "pk": to_base64url(self.public),
            "not_before": self.not_before,
            "not_after": self.not_after,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Lead:
        lead = cls(
            from_base64url(value.get("pk"), KEY_BYTES),
            whole_number(value.get("not_before")),
            whole_number(value.get("not_after")),
        )
        if from_base64url(value.get("id"), LEAD_ID_BYTES) != lead.id:
            raise Malformed
        return lead


@dataclass(frozen=True)
class Authority:
    """Who may sign for an inbox, and what it is called in links. `version` counts from 1; `prev` is the hash
    of the one before; `kit` is H32 of the kit's X-Wing key, 32 bytes. Signed by the root.
    """

    inbox: bytes
    slug: str
    version: int
    leads: tuple[Lead, ...]
    not_after: int
    kit: bytes
    prev: bytes = NO_STATEMENT

    def sign(self, root_seed: bytes) -> Signed:
        members = {
            "inbox": to_base64url(self.inbox),
            "slug": self.slug,
            "version": self.version,
            "prev": to_base64url(self.prev),
            "leads": [lead.to_json() for lead in self.leads],
            "not_after": self.not_after,
            "kit": to_base64url(self.kit),
        }
        return sign_statement(root_seed, "authority", members)

    @classmethod
    def parse(cls, data: bytes) -> Authority:
        """Raises Malformed or WrongVersion."""
        value = read_statement(data, "authority")
        return cls(
            inbox=from_base64url(value.get("inbox"), ID_BYTES),
            slug=matching(SLUG, value.get("slug")),
            version=whole_number(value.get("version")),
            leads=tuple(Lead.from_json(lead) for lead in list_of_objects(value.get("leads"))),
            not_after=whole_number(value.get("not_after")),
            kit=from_base64url(value.get("kit"), HASH_BYTES),
            prev=from_base64url(value.get("prev"), HASH_BYTES),
        )

    def lead(self, lead_id: bytes) -> Lead | None:
        return next((lead for lead in self.leads if lead.id == lead_id), None)
