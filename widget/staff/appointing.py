"""The kit appoints leads: the first one by the link that was made beside it, others whom leads let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from widget.crypto.encoding import from_base64url
from widget.crypto.errors import Malformed
from widget.crypto.following import CLOCK_SKEW_SECONDS
from widget.crypto.invitation import invitation_mac
from widget.crypto.kit import Kit
from widget.crypto.labels import HASH_BYTES, KEY_BYTES, equal, random_bytes
from widget.crypto.statements import Lead, pin_of, root_hash
from widget.records.encoding import b64u
from widget.records.inboxes import Inbox
from widget.staff import acts, invitations
from widget.staff.errors import Invalid
from widget.staff.invitations import ID_BYTES, Invitation
from widget.staff.kitwork import After, halves_of, look_with, sign_anew
from widget.staff.people import LEAD, Membership
from widget.staff.rosters import activate
from widget.staff.standing import Standing
from widget.store.keyfolder import KeyFolder


@dataclass(frozen=True)
class Link:
    """What stands behind an invitation's #. The secret is in no other place than the link."""

    id: bytes
    secret: bytes
    pin: bytes

    def to_text(self, desk_origin: str) -> str:
        parts = (self.id, self.secret, self.pin)
        return f"{desk_origin}/desk/enrol#{'.'.join(map(b64u, parts))}"

    @classmethod
    def parse(cls, text: str) -> Link:
        """Raises Invalid."""
        parts = text.strip().rpartition("#")[2].split(".")
        try:
            invited, secret, pin = parts
            return cls(
                from_base64url(invited, ID_BYTES),
                from_base64url(secret, KEY_BYTES),
                from_base64url(pin, HASH_BYTES),
            )
        except (ValueError, Malformed):
            raise Invalid("This is not an invitation's link: copy all of it.") from None


def invite(connection: Connection, to: Inbox, role: str, name: str, now: int) -> Link:
    """An invitation that is made where there is a terminal and no lead yet. Raises Invalid."""
    made = invitations.make(connection, to.id, role, name, None, now)
    return Link(made.id, random_bytes(KEY_BYTES), root_hash(to.root_public))


def appoint(
    connection: Connection, keys: KeyFolder, kit: Kit, slug: str, link: Link | None, now: int
) -> Sequence[Membership]:
    """Who was: with a link the newcomer who used it, in its role; without one all leads who wait for it.

    Raises NoInbox, or Invalid.
    """
    before = look_with(connection, kit, slug, now)
    chosen = _unlisted(before) if link is None else [_newcomer(connection, kit, before, link)]
    newcomers = [each for each in chosen if not each.active]
    # A lead's own clock may be behind ours; what they sign with it has to hold.
    since, until = now - CLOCK_SKEW_SECONDS, before.authority.not_after
    made = tuple(Lead(each.member.sign_public, since, until) for each in chosen if each.role == LEAD)
    after = After(
        leads=(*before.authority.leads, *made),
        members=(*before.active, *newcomers),
        epochs=before.keys.epochs,
        halves=halves_of(connection, keys, kit, before),
        not_after=before.keys.not_after,
    )
    sign_anew(connection, keys, kit, before, after)
    for each in newcomers:
        activate(connection, each)
    facts = {"inbox": before.inbox.id.hex(), "members": [each.member.id.hex() for each in chosen]}
    acts.record(connection, "appoint", acts.KIT, f"members {len(chosen)}", facts, now)
    return chosen


def _unlisted(before: Standing) -> list[Membership]:
    """Leads whom a lead let in, and whom AUTHORITY does not name. Raises Invalid where there is none."""
    named = {each.public for each in before.authority.leads}
    found = [each for each in before.active if each.role == LEAD and each.member.sign_public not in named]
    if not found:
        raise Invalid("No lead waits to be appointed. For the first one, give the link with --link.")
    return found


def _newcomer(connection: Connection, kit: Kit, before: Standing, link: Link) -> Membership:
    """Whose keys the link's secret vouches for. Raises Invalid."""
    if not equal(link.pin, root_hash(kit.root_public)):
        raise Invalid(f"The link is of another kit: its pin is not {pin_of(kit.root_public)}.")
    waiting = [each for each in before.members if not each.active]
    used = {
        each.member.id: invitations.used_by(connection, before.inbox.id, each.member.id) for each in waiting
    }
    found = next((each for each in waiting if _is_of(used[each.member.id], link)), None)
    if found is None:
        raise Invalid("Nobody waits who used this link. It has to be opened first, within a day.")
    who, given = found.member, used[found.member.id]
    mac = invitation_mac(link.secret, who.id, before.inbox.id, who.xwing_public, who.sign_public)
    if given is None or given.mac is None or not equal(given.mac, mac):
        raise Invalid(f"The keys of {who.name} are not those that this link was used for.")
    return found


def _is_of(used: Invitation | None, link: Link) -> bool:
    return used is not None and used.id == link.id
