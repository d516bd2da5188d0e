"""A lead's browser removes members: what they held opens nothing that is written from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from widget.crypto.errors import SealError
from widget.crypto.statements import Epoch, Keys, Signed, root_hash, trace
from widget.records import statements
from widget.staff import acts, epochs, granting
from widget.staff.errors import Invalid, NeedsKit
from widget.staff.leaving import take_leave
from widget.staff.people import Membership
from widget.staff.rosters import check_issue, take_roster
from widget.staff.standing import Standing, look, readers
from widget.store.keyfolder import KeyFolder

KIT = None  # the holder's id that stands for the kit


@dataclass(frozen=True)
class Removal:
    """Who leaves, and what holds afterwards. `grants`: by epoch, then by the member's id, or KIT."""

    members: frozenset[bytes]
    roster: Signed
    keys: Signed
    grants: Mapping[int, Mapping[bytes | None, bytes]]


def remove(connection: Connection, keys: KeyFolder, by: Membership, given: Removal, now: int) -> None:
    """Raises Invalid, or NeedsKit for a lead whom AUTHORITY lists."""
    before = look(connection, by.slug, now)
    leaving = tuple(before.membership(member_id) for member_id in sorted(given.members))
    if not leaving:
        raise Invalid("Nobody was named to be removed.")
    if any(each.appointed for each in leaving):
        raise NeedsKit("A lead is removed with the kit: whoever keeps it runs flask desk remove.")
    staying = tuple(each for each in before.active if each not in leaving)
    take_roster(connection, before, given.roster, by.member, staying)
    after = _take_keys(connection, before, given.keys, by)
    epochs.apply(connection, before, after)
    _take_grants(connection, keys, before, staying, epochs.new(before.keys, after), given)
    for each in leaving:
        take_leave(connection, each)
    facts = {"inbox": before.inbox.id.hex(), "members": [each.member.id.hex() for each in leaving]}
    acts.record(connection, "remove", acts.actor(by.member.id), f"members {len(leaving)}", facts, now)


def _take_keys(connection: Connection, before: Standing, given: Signed, by: Membership) -> Keys:
    """Raises Invalid unless it is the next KEYS, and a removal's."""
    root, of = before.inbox.root_public, before.inbox.id
    try:
        after = trace(
            [root_hash(root)], root, before.authority_signed, given, before.now, 0, lambda a: a.inbox == of
        ).keys
    except SealError as problem:
        raise Invalid(f"The inbox's new keys do not hold ({problem.code}). Reload the page.") from None
    check_issue(after.issue, by.member, before.keys.issue, before.keys_signed)
    epochs.check(before, after)
    statements.add(connection, of, statements.KEYS, after.issue.seq, given)
    return after


def _take_grants(
    connection: Connection,
    keys: KeyFolder,
    before: Standing,
    staying: Sequence[Membership],
    made: Sequence[Epoch],
    given: Removal,
) -> None:
    """Of each new epoch to the kit and to each who stays and reads; raises Invalid where one is missing."""
    kit = before.kit
    everybody: dict[bytes | None, tuple[int, bytes]] = {KIT: (kit.holder_id, kit.public_key)}
    everybody |= {each.id: (each.holder_id, each.xwing_public) for each in readers(staying)}
    if given.grants.keys() != {each.n for each in made}:
        raise Invalid("The grants are not of the new epochs.")
    for number, letters in given.grants.items():
        if letters.keys() != everybody.keys():
            raise Invalid("An epoch is granted to others than those who stay and the kit.")
        for holder, letter in letters.items():
            holder_id, public = everybody[holder]
            if granting.number_of(letter, before.inbox.id, public) != number:
                raise Invalid("A grant is of another epoch than it is given for.")
            granting.put(connection, keys, before.inbox, made, holder_id, {number: letter})
