"""The kit removes members, leads among them: AUTHORITY names those no longer, and all is granted anew."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.statements import Epoch
from widget.staff import acts, epochs
from widget.staff.errors import Invalid
from widget.staff.kitwork import After, halves_of, look_with, sign_anew
from widget.staff.leaving import take_leave
from widget.staff.people import Membership
from widget.staff.standing import Standing
from widget.store.keyfolder import KeyFolder


def dismiss(
    connection: Connection, keys: KeyFolder, kit: Kit, slug: str, names: Sequence[str], now: int
) -> Sequence[Membership]:
    """Who left: by name, or by id in hexadecimal digits. Raises NoInbox, or Invalid."""
    before = look_with(connection, kit, slug, now)
    leaving = [_named(before, name) for name in dict.fromkeys(names)]
    keys_gone = {each.member.sign_public for each in leaving}
    made = _new_epochs(before)
    public = tuple(Epoch(each.n, each.xwing_public, each.sign_public, *term) for each, term in made)
    after = After(
        leads=tuple(each for each in before.authority.leads if each.public not in keys_gone),
        members=tuple(each for each in before.active if each not in leaving),
        epochs=(*epochs.kept(before.keys, now), *public),
        halves=_kept_halves(connection, keys, kit, before) | {each.n: each for each, _ in made},
        not_after=before.keys.not_after,
    )
    sign_anew(connection, keys, kit, before, after)
    for each in leaving:
        take_leave(connection, each)
    facts = {"inbox": before.inbox.id.hex(), "members": [each.member.id.hex() for each in leaving]}
    acts.record(connection, "remove", acts.KIT, f"members {len(leaving)}", facts, now)
    return leaving


def _new_epochs(before: Standing) -> list[tuple[KitEpoch, tuple[int, int]]]:
    """Private halves with the time that each takes letters in."""
    first = max((each.n for each in before.keys.epochs), default=0) + 1
    terms = epochs.terms(before.keys, before.now)
    return [(KitEpoch.new(first + place), term) for place, term in enumerate(terms)]


def _kept_halves(connection: Connection, keys: KeyFolder, kit: Kit, before: Standing) -> dict[int, KitEpoch]:
    """Of the epochs that have begun: those to come are nobody's any more."""
    begun = {each.n for each in epochs.kept(before.keys, before.now)}
    found = halves_of(connection, keys, kit, before)
    return {number: halves for number, halves in found.items() if number in begun}


def _named(before: Standing, name: str) -> Membership:
    found = [each for each in before.members if name in (each.member.name, each.member.id.hex())]
    if not found:
        names = ", ".join(each.member.name for each in before.members) or "none"
        raise Invalid(f"There is no member {name}; there are: {names}.")
    if len(found) > 1:
        ids = ", ".join(each.member.id.hex() for each in found)
        raise Invalid(f"There are several members {name}: give the id instead, of {ids}.")
    return found[0]
