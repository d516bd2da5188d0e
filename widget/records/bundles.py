"""Making an inbox's keys from a kit, on a machine that may be offline, and bringing them into a database.

A bundle holds no secret in the clear: public keys, signed statements, and private halves sealed to the kit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from widget.crypto import labels, xwing
from widget.crypto.encoding import from_base64url, from_json, to_base64url, to_json
from widget.crypto.errors import BadSignature, SealError
from widget.crypto.header import GRANT, HOLDER, NO_LETTER, Header, Place
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.letter import open_letter, seal_letter
from widget.crypto.statements import Authority, Epoch, Issue, Keys, Lead, Signed, follow, pin_of
from widget.records.calendar import months
from widget.records.charter import Charter

EPOCHS_AHEAD = 13  # the running month and a year: time enough to renew, once a year, from the kit
NO_CONVERSATION = bytes(labels.ID_BYTES)


class BundleError(ValueError):
    """One sentence that says why a bundle cannot be used."""


@dataclass(frozen=True)
class Bundle:
    """`grants` are letters to the kit, by epoch in order. `holder_public` is the kit's X-Wing key."""

    charter: Charter
    inbox: bytes
    root_public: bytes
    spare_pin: str
    holder_public: bytes
    authority: Signed
    keys: Signed
    grants: tuple[bytes, ...]

    @property
    def epochs(self) -> tuple[Epoch, ...]:
        return Keys.parse(self.keys.data).epochs

    def check(self, now: float) -> None:
        """Raises BundleError unless its statements lead from its root and slug to an epoch that runs now."""
        try:
            pins, slug = [pin_of(self.root_public)], self.charter.slug
            reached = follow(pins, slug, self.root_public, self.authority, self.keys, int(now))
            fits = reached.inbox == self.inbox and len(self.grants) == len(self.epochs)
        except SealError as problem:
            raise BundleError(f"The bundle's statements do not hold ({problem.code}).") from None
        if not fits:
            raise BundleError("The bundle's parts do not belong together.")

    def pack(self) -> bytes:
        value = {
            "kind": "inbox-bundle",
            "v": 1,
            "charter": self.charter.to_json(),
            "inbox": to_base64url(self.inbox),
            "root": to_base64url(self.root_public),
            "spare_pin": self.spare_pin,
            "holder": to_base64url(self.holder_public),
            "authority": self.authority.to_json(),
            "keys": self.keys.to_json(),
            "grants": [to_base64url(grant) for grant in self.grants],
        }
        return json.dumps(value, ensure_ascii=False, indent=1).encode()

    @classmethod
    def parse(cls, data: bytes) -> Bundle:
        """Raises BundleError, or CharterError."""
        try:
            value = from_json(data)
            if (value.get("kind"), value.get("v")) != ("inbox-bundle", 1):
                raise BundleError("The file is not an inbox bundle.")
            return cls(
                charter=Charter.from_json(value["charter"]),
                inbox=from_base64url(value["inbox"], labels.ID_BYTES),
                root_public=from_base64url(value["root"], labels.KEY_BYTES),
                spare_pin=to_base64url(from_base64url(value["spare_pin"], labels.HASH_BYTES)),
                holder_public=from_base64url(value["holder"], xwing.PUBLIC_BYTES),
                authority=Signed.from_json(value["authority"]),
                keys=Signed.from_json(value["keys"]),
                grants=tuple(from_base64url(text, len(text) * 3 // 4) for text in value["grants"]),
            )
        except (SealError, KeyError, TypeError):
            raise BundleError("The file is not an inbox bundle, or was damaged.") from None


def make_bundle(kit: Kit, charter: Charter, now: float) -> Bundle:
    """A new inbox under the kit's root, with its first lead and a year of epochs."""
    inbox = labels.random_bytes(labels.ID_BYTES)
    lead_seed = first_lead_seed(kit, inbox)
    terms = months(now, EPOCHS_AHEAD)
    last = terms[-1][1]
    made = [KitEpoch.new(number) for number in range(1, EPOCHS_AHEAD + 1)]
    lead = Lead(labels.sign_public(lead_seed), int(now), last)
    issue = Issue(inbox, authority_version=1, lead=lead.id, seq=1, issued=int(now))
    public = [
        Epoch(epoch.n, epoch.xwing_public, epoch.sign_public, *term)
        for epoch, term in zip(made, terms, strict=True)
    ]
    holder_public = xwing.public_of(kit.holder_seed)
    return Bundle(
        charter=charter,
        inbox=inbox,
        root_public=kit.root_public,
        spare_pin=pin_of(kit.spare_root_public),
        holder_public=holder_public,
        authority=Authority(inbox, charter.slug, 1, (lead,), last, xwing.key_hash(holder_public)).sign(
            kit.root_seed
        ),
        keys=Keys(issue, last, tuple(public)).sign(lead_seed),
        grants=tuple(seal_grant(inbox, epoch, holder_public, lead_seed) for epoch in made),
    )


def first_lead_seed(kit: Kit, inbox: bytes) -> bytes:
    """The signing key of an inbox's first lead: derived, so that old copies of a kit have it too."""
    return labels.derive(kit.root_seed, "first-lead", inbox)


def open_grant(kit: Kit, inbox: bytes, letter: bytes, leads: Iterable[bytes] = ()) -> KitEpoch:
    """An epoch's private halves. `leads` are signing keys beside the first lead's.

    Raises SealError: BadSignature also if none of them signed the grant.
    """
    place = Place(inbox, NO_CONVERSATION)
    for lead in (labels.sign_public(first_lead_seed(kit, inbox)), *leads):
        try:
            opened = open_letter(letter, HOLDER, kit.holder_seed, sign_public=lead, place=place)
        except BadSignature:
            continue
        return KitEpoch.from_json(from_json(opened.payload))
    raise BadSignature


def seal_grant(inbox: bytes, epoch: KitEpoch, holder_public: bytes, lead_seed: bytes) -> bytes:
    """A letter to one holder, signed by a lead."""
    letter = labels.random_bytes(labels.ID_BYTES)
    header = Header(GRANT, inbox, NO_CONVERSATION, letter, epoch.n, NO_LETTER)
    return seal_letter(header, to_json(epoch.to_json()), [(HOLDER, holder_public)], lead_seed)


def describe(bundle: Bundle) -> dict[str, Any]:
    """The inbox row's settings: what is not a column of its own."""
    charter = bundle.charter.to_json()
    names = ("name", "topics", "languages", "answer_within_hours", "other_help")
    return {name: charter[name] for name in names} | {"spare_pin": bundle.spare_pin}
