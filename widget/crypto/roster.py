"""ROSTER: who may hold an inbox's keys (docs/envelope.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .encoding import from_base64url, list_of_objects, text_of, to_base64url
from .errors import Malformed
from .inboxkeys import Issue
from .labels import ID_BYTES, KEY_BYTES
from .signed import Signed, read_statement, sign_statement
from .xwing import PUBLIC_BYTES

ROLES = ("agent", "reviewer", "lead", "auditor")


@dataclass(frozen=True)
class Member:
    """id 16 bytes; role one of ROLES; X-Wing key 1216 bytes; Ed25519 key 32."""

    id: bytes
    role: str
    xwing_public: bytes
    sign_public: bytes

    def to_json(self) -> dict[str, Any]:
        return {
            "id": to_base64url(self.id),
            "role": self.role,
            "xwing_pk": to_base64url(self.xwing_public),
            "sign_pk": to_base64url(self.sign_public),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Member:
        role = text_of(value.get("role"))
        if role not in ROLES:
            raise Malformed
        return cls(
            from_base64url(value.get("id"), ID_BYTES),
            role,
            from_base64url(value.get("xwing_pk"), PUBLIC_BYTES),
            from_base64url(value.get("sign_pk"), KEY_BYTES),
        )


@dataclass(frozen=True)
class Roster:
    """Who may hold the inbox's keys. Signed by a lead."""

    issue: Issue
    members: tuple[Member, ...]

    def sign(self, lead_seed: bytes) -> Signed:
        members = [member.to_json() for member in self.members]
        return sign_statement(lead_seed, "roster", {**self.issue.to_json(), "members": members})

    @classmethod
    def parse(cls, data: bytes) -> Roster:
        """Raises Malformed, also where a member stands in it twice, or WrongVersion."""
        value = read_statement(data, "roster")
        issue = Issue.from_json(value)
        members = tuple(Member.from_json(member) for member in list_of_objects(value.get("members")))
        if len({member.id for member in members}) != len(members):
            raise Malformed
        return cls(issue, members)

    def member(self, member_id: bytes) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)
