"""With the kit at hand: an inbox's statements signed anew by root and first lead, and all granted anew.

Nothing of the database is believed here that the root does not vouch for: not whose keys are a member's, nor
which keys an epoch has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from widget.crypto import labels, xwing
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.statements import Authority, Epoch, Issue, Keys, Lead, Roster, Signed, lead_id_of
from widget.records import inboxes, statements
from widget.records.bundles import first_lead_seed, seal_grant
from widget.records.reader import Reader
from widget.staff import epochs, granting
from widget.staff.errors import Invalid
from widget.staff.people import Membership
from widget.staff.rosters import listed
from widget.staff.standing import Standing, look, readers
from widget.store.keyfolder import KeyFolder


@dataclass(frozen=True)
class After:
    """What holds from now on, until `not_after`. `halves` are the private ones of the epochs of which letters
    may be kept.
    """

    leads: tuple[Lead, ...]
    members: tuple[Membership, ...]
    epochs: tuple[Epoch, ...]
    halves: Mapping[int, KitEpoch]
    not_after: int


def look_with(connection: Connection, kit: Kit, slug: str, now: int, *, ended: bool = False) -> Standing:
    """Raises NoInbox, or Invalid: also where there are other members than leads have signed for. `ended`: see
    look.
    """
    before = look(connection, slug, now, ended=ended)
    ours = before.inbox.root_public == kit.root_public
    if not ours or before.authority.kit != xwing.key_hash(xwing.public_of(kit.holder_seed)):
        raise Invalid(f"This is not the kit of the inbox {slug}.")
    signed_for = frozenset() if before.roster is None else frozenset(before.roster.members)
    if signed_for != {listed(each) for each in before.active}:
        raise Invalid("The members in the database are not those whom the inbox's leads have signed for.")
    return before


def halves_of(connection: Connection, keys: KeyFolder, kit: Kit, before: Standing) -> dict[int, KitEpoch]:
    """By the epoch's number. Raises Invalid where the kit was not granted one, or granted another."""
    opened = Reader(kit, keys).epochs(connection)
    rows = inboxes.epochs(connection, before.inbox.id)
    found = {each.number: opened[each.id] for each in rows if each.id in opened}
    public = {each.n: each for each in before.keys.epochs}
    for number in before.open_numbers():
        halves, known = found.get(number), public[number]
        if halves is None or (halves.xwing_public, halves.sign_public) != (
            known.xwing_public,
            known.sign_public,
        ):
            raise Invalid(f"The kit does not hold the keys of epoch {number}.")
    return {number: found[number] for number in before.open_numbers()}


def sign_anew(connection: Connection, keys: KeyFolder, kit: Kit, before: Standing, after: After) -> None:
    """AUTHORITY by the root; KEYS, ROSTER and all grants by the first lead, whom every AUTHORITY names."""
    of = before.inbox.id
    version = before.authority.version + 1
    authority = _authority(before, after, version).sign(kit.root_seed)
    statements.add(connection, of, statements.AUTHORITY, version, authority)
    seed = first_lead_seed(kit, of)
    issue = _issue(before, seed, before.keys.issue, before.keys_signed)
    listing = Keys(issue, after.not_after, after.epochs)
    statements.add(connection, of, statements.KEYS, listing.issue.seq, listing.sign(seed))
    last = None if before.roster is None else before.roster.issue
    roster = Roster(_issue(before, seed, last, before.roster_signed), tuple(map(listed, after.members)))
    statements.add(connection, of, statements.ROSTER, roster.issue.seq, roster.sign(seed))
    epochs.apply(connection, before, listing)
    _grant_anew(connection, keys, before, after, seed)


def _authority(before: Standing, after: After, version: int) -> Authority:
    old = before.authority
    prev = before.authority_signed.hash
    return Authority(old.inbox, old.slug, version, after.leads, after.not_after, old.kit, prev)


def _issue(before: Standing, seed: bytes, last: Issue | None, last_signed: Signed | None) -> Issue:
    """The next in its line."""
    follows = {} if last is None or last_signed is None else {"prev": last_signed.hash}
    return Issue(
        before.inbox.id,
        authority_version=before.authority.version + 1,
        lead=lead_id_of(labels.sign_public(seed)),
        seq=1 if last is None else last.seq + 1,
        issued=before.now,
        **follows,
    )


def _grant_anew(connection: Connection, keys: KeyFolder, before: Standing, after: After, seed: bytes) -> None:
    holders = [(each.holder_id, each.xwing_public) for each in readers(after.members)]
    for holder_id, public in [(before.kit.holder_id, before.kit.public_key), *holders]:
        letters = {
            number: seal_grant(before.inbox.id, halves, public, seed)
            for number, halves in after.halves.items()
        }
        granting.put(connection, keys, before.inbox, after.epochs, holder_id, letters)
