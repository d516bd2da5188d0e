"""KEYS: what letters are sealed to and replies are checked with (docs/envelope.md). Times are in Unix
seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .encoding import from_base64url, list_of_objects, to_base64url, whole_number
from .errors import Malformed
from .labels import HASH_BYTES, ID_BYTES, KEY_BYTES
from .signed import LEAD_ID_BYTES, NO_STATEMENT, Signed, read_statement, sign_statement
from .xwing import PUBLIC_BYTES


@dataclass(frozen=True)
class Issue:
    """What a lead says of every statement: for which inbox, under which authority, and where in its line it
    stands.

    `seq` counts from 1 for each kind; `prev` is the hash of the one before; `lead` is the id of the key that
    signs.
    """

    inbox: bytes
    authority_version: int
    lead: bytes
    seq: int
    issued: int
    prev: bytes = NO_STATEMENT

    def to_json(self) -> dict[str, Any]:
        return {
            "inbox": to_base64url(self.inbox),
            "authority_version": self.authority_version,
            "lead": to_base64url(self.lead),
            "seq": self.seq,
            "prev": to_base64url(self.prev),
            "issued": self.issued,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Issue:
        return cls(
            inbox=from_base64url(value.get("inbox"), ID_BYTES),
            authority_version=whole_number(value.get("authority_version")),
            lead=from_base64url(value.get("lead"), LEAD_ID_BYTES),
            seq=whole_number(value.get("seq")),
            issued=whole_number(value.get("issued")),
            prev=from_base64url(value.get("prev"), HASH_BYTES),
        )


@dataclass(frozen=True)
class Epoch:
    """One month's keys. Letters are sealed to them from seal_from (included) until seal_until (not
    included).
    """

    n: int
    xwing_public: bytes
    sign_public: bytes
    seal_from: int
    seal_until: int
    revoked: bool = False

    def takes_letters(self, now: int) -> bool:
        return not self.revoked and self.seal_from <= now < self.seal_until

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "xwing_pk": to_base64url(self.xwing_public),
            "sign_pk": to_base64url(self.sign_public),
            "seal_from": self.seal_from,
            "seal_until": self.seal_until,
            "revoked": self.revoked,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Epoch:
        revoked = value.get("revoked")
        if not isinstance(revoked, bool):
            raise Malformed
        return cls(
            n=whole_number(value.get("n")),
            xwing_public=from_base64url(value.get("xwing_pk"), PUBLIC_BYTES),
            sign_public=from_base64url(value.get("sign_pk"), KEY_BYTES),
            seal_from=whole_number(value.get("seal_from")),
            seal_until=whole_number(value.get("seal_until")),
            revoked=revoked,
        )


@dataclass(frozen=True)
class Keys:
    """The inbox's keys, good until `not_after` (included). Signed by a lead."""

    issue: Issue
    not_after: int
    epochs: tuple[Epoch, ...]

    def sign(self, lead_seed: bytes) -> Signed:
        epochs = [epoch.to_json() for epoch in self.epochs]
        return sign_statement(
            lead_seed, "keys", {**self.issue.to_json(), "not_after": self.not_after, "epochs": epochs}
        )

    @classmethod
    def parse(cls, data: bytes) -> Keys:
        """Raises Malformed or WrongVersion."""
        value = read_statement(data, "keys")
        epochs = tuple(Epoch.from_json(epoch) for epoch in list_of_objects(value.get("epochs")))
        return cls(Issue.from_json(value), whole_number(value.get("not_after")), epochs)
