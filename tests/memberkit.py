"""What a member's browser does with keys, in Python: joining, inviting, letting in, removing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from tests.authenticator import Passkey
from widget.crypto.encoding import from_base64url, from_json, to_base64url
from widget.crypto.errors import BadSignature
from widget.crypto.header import HOLDER, Place
from widget.crypto.invitation import invitation_mac, invitation_secret
from widget.crypto.kit import KitEpoch
from widget.crypto.labels import random_bytes
from widget.crypto.letter import open_letter
from widget.crypto.member import Holder, MemberKeys, WrapKind, credential_hash, new_salt, open_wrap, seal_wrap
from widget.crypto.statements import (
    NO_STATEMENT,
    Authority,
    Epoch,
    Issue,
    Keys,
    Member,
    Roster,
    Signed,
    lead_id_of,
    trace,
)
from widget.crypto.xwing import PUBLIC_BYTES
from widget.records.bundles import NO_CONVERSATION, seal_grant
from widget.staff.appointing import Link
from widget.staff.epochs import kept, terms


@dataclass
class Keyring:
    """A member's keys, all from one secret M, and the passkey that unlocks it."""

    secret: bytes = field(default_factory=lambda: random_bytes(32), repr=False)

    @property
    def keys(self) -> MemberKeys:
        return MemberKeys.of(self.secret)

    def join(self, link: Link, options: dict[str, Any], passkey: Passkey) -> dict[str, str]:
        """What the browser posts beside the passkey to enrol."""
        member, inbox = from_base64url(options["user"]["id"], 16), from_base64url(options["inbox"]["id"], 16)
        return {
            "invite": to_base64url(link.id),
            "member": options["user"]["id"],
            "xwing_pk": to_base64url(self.keys.xwing_public),
            "sign_pk": to_base64url(self.keys.sign_public),
            "mac": to_base64url(self.mac(link, member, inbox)),
            "wrap": to_base64url(self.wrap(member, passkey, link.pin)),
        }

    def mac(self, link: Link, member: bytes, inbox: bytes) -> bytes:
        """What says that these keys are of whoever has the invitation's link."""
        return invitation_mac(link.secret, member, inbox, self.keys.xwing_public, self.keys.sign_public)

    def wrap(self, member: bytes, passkey: Passkey, root: bytes) -> bytes:
        holder = Holder(member, credential_hash(passkey.id))
        return seal_wrap(WrapKind.PASSKEY, passkey.secret, new_salt(), holder, self.secret, root)

    def words_wrap(self, member: bytes, root: bytes) -> bytes:
        return seal_wrap(WrapKind.WORDS, random_bytes(32), new_salt(), Holder(member), self.secret, root)


def unlocked(wrap: str, member: bytes, passkey: Passkey) -> tuple[Keyring, bytes]:
    """What the wrap of ME opens to: the keys, and the root's hash."""
    blob = from_base64url(wrap, 124)
    secret, root = open_wrap(blob, passkey.secret, Holder(member, credential_hash(passkey.id)))
    return Keyring(secret), root


@dataclass(frozen=True)
class Desk:
    """One inbox as the browser of a member has it: the answer ME's part, followed from the wrap's root."""

    keyring: Keyring
    root: bytes
    member: bytes
    inbox: bytes
    authority: Authority
    keys: Keys
    keys_signed: Signed
    roster_signed: Signed | None
    granted: Mapping[int, KitEpoch]
    now: int

    @classmethod
    def of(cls, keyring: Keyring, root: bytes, me: dict[str, Any], slug: str = "riverside") -> Desk:
        part = next(inbox for inbox in me["inboxes"] if inbox["slug"] == slug)
        inbox, public = from_base64url(part["id"], 16), from_base64url(part["root"], 32)
        authority, keys = (Signed.from_json(part[kind]) for kind in ("authority", "keys"))
        traced = trace([root], public, authority, keys, me["now"], 0, lambda found: found.inbox == inbox)
        roster = None if part["roster"] is None else Signed.from_json(part["roster"])
        begun = cls(
            keyring,
            root,
            from_base64url(me["member"]["id"], 16),
            inbox,
            traced.authority,
            traced.keys,
            keys,
            roster,
            {},
            me["now"],
        )
        return begun.holding(part["grants"])

    def holding(self, grants: Iterable[Mapping[str, Any]]) -> Desk:
        """With these grants beside what it holds."""
        opened = [self.opened(from_base64url(each["letter"], 2370)) for each in grants]
        return replace(self, granted={**self.granted, **{each.n: each for each in opened}})

    def opened(self, letter: bytes) -> KitEpoch:
        """A grant, from whichever lead."""
        for lead in self.authority.leads:
            with suppress(BadSignature):
                seed, place = self.keyring.keys.xwing_seed, Place(self.inbox, NO_CONVERSATION)
                opened = open_letter(letter, HOLDER, seed, sign_public=lead.public, place=place)
                return KitEpoch.from_json(from_json(opened.payload))
        raise AssertionError("no lead signed this grant")

    @property
    def roster(self) -> Roster | None:
        return None if self.roster_signed is None else Roster.parse(self.roster_signed.data)

    def invite(self, role: str, name: str) -> Link:
        invited = secrets.token_bytes(16)
        made = invitation_secret(self.keyring.secret, invited, self.inbox, role, name)
        return Link(invited, made, self.root)

    def listed(self, facts: Mapping[str, Any]) -> Member:
        """One of MEMBERS as ROSTER has it."""
        return Member(
            from_base64url(facts["id"], 16),
            facts["role"],
            from_base64url(facts["xwing_pk"], PUBLIC_BYTES),
            from_base64url(facts["sign_pk"], 32),
        )

    def admission(self, newcomers: Iterable[Mapping[str, Any]], **otherwise: Any) -> dict[str, Any]:
        """What lets these of MEMBERS in."""
        new = [self.listed(each) for each in newcomers]
        old = () if self.roster is None else self.roster.members
        return {
            "roster": self.sign_roster((*old, *new), **otherwise).to_json(),
            "members": [{"member": to_base64url(each.id), "grants": self.grants_for(each)} for each in new],
        }

    def grants_for(self, to: Member) -> list[str]:
        if to.role == "auditor":
            return []
        return [to_base64url(self.grant(halves, to.xwing_public)) for halves in self.granted.values()]

    def grant(self, halves: KitEpoch, public: bytes) -> bytes:
        return seal_grant(self.inbox, halves, public, self.keyring.keys.sign_seed)

    def removal(self, leaving: Iterable[str], kit: str, **otherwise: Any) -> dict[str, Any]:
        """What removes these ids of MEMBERS: new epochs from now on, for all who stay and the kit."""
        gone = [from_base64url(each, 16) for each in leaving]
        old = () if self.roster is None else self.roster.members
        staying = [each for each in old if each.id not in gone]
        first = max(each.n for each in self.keys.epochs) + 1
        made = [(KitEpoch.new(first + at), term) for at, term in enumerate(terms(self.keys, self.now))]
        public = [Epoch(each.n, each.xwing_public, each.sign_public, *term) for each, term in made]
        readers = [(to_base64url(each.id), each.xwing_public) for each in staying if each.role != "auditor"]
        readers.append(("kit", from_base64url(kit, PUBLIC_BYTES)))
        return {
            "members": [to_base64url(each) for each in gone],
            "roster": self.sign_roster(staying).to_json(),
            "keys": self.sign_keys([*kept(self.keys, self.now), *public], **otherwise).to_json(),
            "epochs": [
                {
                    "n": halves.n,
                    "grants": [
                        {"holder": holder, "letter": to_base64url(self.grant(halves, public_key))}
                        for holder, public_key in readers
                    ],
                }
                for halves, _ in made
            ],
        }

    def sign_roster(self, members: Iterable[Member], **otherwise: Any) -> Signed:
        last = None if self.roster is None else self.roster.issue
        issue = self.issue(last, self.roster_signed, **otherwise)
        return Roster(issue, tuple(members)).sign(self.keyring.keys.sign_seed)

    def sign_keys(self, epochs: Iterable[Epoch], **otherwise: Any) -> Signed:
        issue = self.issue(self.keys.issue, self.keys_signed, **otherwise)
        return Keys(issue, self.keys.not_after, tuple(epochs)).sign(self.keyring.keys.sign_seed)

    def issue(self, last: Issue | None, signed: Signed | None, **otherwise: Any) -> Issue:
        """The next in its line, by this member."""
        issue = Issue(
            self.inbox,
            authority_version=self.authority.version,
            lead=lead_id_of(self.keyring.keys.sign_public),
            seq=1 if last is None else last.seq + 1,
            issued=self.now,
            prev=NO_STATEMENT if signed is None else signed.hash,
        )
        return replace(issue, **otherwise)
