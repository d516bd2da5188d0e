"""What an inbox stands on before its members or keys change: its newest statements, and who is there.

Read within the transaction that changes it, and locked until that ends: of two leads who act at once, the
second one meets what the first left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from widget.crypto.errors import SealError
from widget.crypto.statements import Authority, Keys, Roster, Signed, follow_roster, root_hash, trace
from widget.crypto.xwing import key_hash
from widget.records import inboxes, statements
from widget.records.founding import last_day
from widget.records.inboxes import Inbox
from widget.records.retention import day_of
from widget.staff import people
from widget.staff.errors import Invalid
from widget.staff.people import AUDITOR, Member, Membership
from widget.store.models import epoch, grant, holder, inbox


@dataclass(frozen=True)
class Kit:
    """The recovery kit's place among the holders."""

    holder_id: int
    public_key: bytes


@dataclass(frozen=True)
class Standing:
    """`roster` is None before the first member is let in. `now` is in Unix seconds."""

    inbox: Inbox
    now: int
    authority_signed: Signed
    authority: Authority
    keys_signed: Signed
    keys: Keys
    roster_signed: Signed | None
    roster: Roster | None
    members: tuple[Membership, ...]
    kit: Kit

    @property
    def active(self) -> tuple[Membership, ...]:
        return tuple(each for each in self.members if each.active)

    def membership(self, member_id: bytes) -> Membership:
        """Raises Invalid."""
        found = next((each for each in self.members if each.member.id == member_id), None)
        if found is None:
            raise Invalid("Somebody who was named is no member here. Reload the page.")
        return found

    def open_numbers(self) -> frozenset[int]:
        """Of the epochs of KEYS of which letters may still be kept, so that there is something to grant."""
        today, retention = day_of(self.now), self.inbox.retention_days
        return frozenset(each.n for each in self.keys.epochs if last_day(each, retention) >= today)


def look(connection: Connection, slug: str, now: int, *, ended: bool = False) -> Standing:
    """Raises NoInbox, or Invalid where the statements that are stored do not hold; with `ended` those that
    held until their end do.
    """
    # KEY SHARE: patients' letters, whose rows name the inbox, go in meanwhile.
    connection.execute(select(inbox.c.id).where(inbox.c.slug == slug).with_for_update(key_share=True))
    found = inboxes.get(connection, slug)
    authority = statements.get(connection, found.id, statements.AUTHORITY)
    keys = statements.get(connection, found.id, statements.KEYS)
    roster = statements.newest(connection, found.id, statements.ROSTER)
    try:
        at = min(now, _end(authority, keys)) if ended else now
        traced = trace(
            [root_hash(found.root_public)],
            found.root_public,
            authority,
            keys,
            at,
            0,
            lambda listed: listed.inbox == found.id,
        )
        listed = None if roster is None else follow_roster(traced.authority, roster, at)
    except SealError as problem:
        raise Invalid(
            f"The inbox's keys do not hold ({problem.code}): whoever keeps the kit has to renew them."
        ) from None
    return Standing(
        inbox=found,
        now=now,
        authority_signed=authority,
        authority=traced.authority,
        keys_signed=keys,
        keys=traced.keys,
        roster_signed=roster,
        roster=listed,
        members=people.members_of(connection, found.id, now),
        kit=kit_of(connection, found.id),
    )


def _end(authority: Signed, keys: Signed) -> int:
    """The last moment at which both hold. Raises Malformed or WrongVersion."""
    return min(Authority.parse(authority.data).not_after, Keys.parse(keys.data).not_after)


def readers(members: Iterable[Membership]) -> tuple[Member, ...]:
    """Who opens letters: an auditor looks at what was done, and holds no keys."""
    return tuple(each.member for each in members if each.role != AUDITOR)


def kit_of(connection: Connection, inbox_id: bytes) -> Kit:
    """Of the kits that hold something here, the one that AUTHORITY names. Raises Invalid."""
    named = Authority.parse(statements.get(connection, inbox_id, statements.AUTHORITY).data).kit
    joined = (
        select(holder.c.id, holder.c.public_key)
        .join(grant, grant.c.holder_id == holder.c.id)
        .join(epoch, grant.c.epoch_id == epoch.c.id)
    )
    kits = joined.where(epoch.c.inbox_id == inbox_id, holder.c.kind == "kit").distinct()
    for row in connection.execute(kits):
        if key_hash(row.public_key) == named:
            return Kit(row.id, row.public_key)
    raise Invalid("The inbox's keys name a kit that holds none of them.")
