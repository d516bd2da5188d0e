"""Members and their memberships: who there is, of which inbox, in which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from widget.crypto.statements import Authority
from widget.records import statements
from widget.store.models import holder, inbox, member, membership

WAITING, ACTIVE = "waiting", "active"
AGENT, REVIEWER, LEAD, AUDITOR = "agent", "reviewer", "lead", "auditor"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Member:
    """`id` 16 bytes, which is the passkeys' user handle too; the public halves of the member's keys."""

    id: bytes
    name: str
    holder_id: int
    xwing_public: bytes
    sign_public: bytes


@dataclass(frozen=True)
class Membership:
    """A member's place in one inbox, since a moment in Unix seconds.

    `appointed`: AUTHORITY lists the member's key, so that what a lead signs is believed.
    """

    member: Member
    inbox_id: bytes
    slug: str
    role: str
    state: str
    since: int
    appointed: bool

    @property
    def active(self) -> bool:
        return self.state == ACTIVE

    @property
    def acts_as(self) -> str:
        """The role that the doors go by: a lead whom no AUTHORITY lists yet answers letters, and no more."""
        return AGENT if self.role == LEAD and not self.appointed else self.role


def memberships_of(connection: Connection, member_id: bytes, now: int) -> tuple[Membership, ...]:
    """By the inbox's slug."""
    rows = connection.execute(_MEMBERSHIPS.where(member.c.id == member_id).order_by(inbox.c.slug))
    return tuple(_membership(connection, row, now) for row in rows)


def members_of(connection: Connection, inbox_id: bytes, now: int) -> tuple[Membership, ...]:
    """By name."""
    rows = connection.execute(_MEMBERSHIPS.where(inbox.c.id == inbox_id).order_by(member.c.name, member.c.id))
    return tuple(_membership(connection, row, now) for row in rows)


def get(connection: Connection, member_id: bytes) -> Member:
    """Of one who is there, as whoever has a session is."""
    return _member(connection.execute(_MEMBERS.where(member.c.id == member_id)).one())


def names(connection: Connection, ids: Iterable[bytes | None]) -> dict[bytes, str]:
    """By id, also of those who have left."""
    wanted = {each for each in ids if each is not None}
    rows = connection.execute(select(member.c.id, member.c.name).where(member.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def is_name(text: str) -> bool:
    """Whether it can be a member's: it is shown, and goes as it is into the invitation's secret."""
    return 1 <= len(text) <= LONGEST_NAME and text.isprintable() and text == text.strip()


_MEMBER_COLUMNS = (
    member.c.id,
    member.c.name,
    member.c.holder_id,
    member.c.sign_public,
    holder.c.public_key,
)
_WITH_KEYS = member.join(holder, member.c.holder_id == holder.c.id)
_MEMBERS = select(*_MEMBER_COLUMNS).select_from(_WITH_KEYS)
_MEMBERSHIPS = select(
    *_MEMBER_COLUMNS,
    membership.c.inbox_id,
    membership.c.role,
    membership.c.state,
    membership.c.since,
    inbox.c.slug,
).select_from(
    _WITH_KEYS.join(membership, membership.c.member_id == member.c.id).join(
        inbox, membership.c.inbox_id == inbox.c.id
    )
)


def _member(row: Any) -> Member:
    return Member(row.id, row.name, row.holder_id, row.public_key, row.sign_public)


def _membership(connection: Connection, row: Any, now: int) -> Membership:
    appointed = row.role == LEAD and _is_listed(connection, row.inbox_id, row.sign_public, now)
    return Membership(_member(row), row.inbox_id, row.slug, row.role, row.state, row.since, appointed)


def _is_listed(connection: Connection, inbox_id: bytes, sign_public: bytes, now: int) -> bool:
    authority = Authority.parse(statements.get(connection, inbox_id, "authority").data)
    return any(
        lead.public == sign_public and lead.not_before <= now <= lead.not_after for lead in authority.leads
    )
