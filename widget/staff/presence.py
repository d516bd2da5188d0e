"""When members were last there, and how many passkeys each has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from widget.store.models import membership, passkey, session


@dataclass(frozen=True)
class Presence:
    """`last_seen` in Unix seconds."""

    passkeys: int
    last_seen: int


def of_inbox(connection: Connection, inbox_id: bytes) -> dict[bytes, Presence]:
    """By the member's id."""
    here = select(membership.c.member_id).where(membership.c.inbox_id == inbox_id)
    keys = select(passkey.c.member_id, func.count(), func.max(passkey.c.last_at)).group_by(
        passkey.c.member_id
    )
    open_ = select(session.c.member_id, func.max(session.c.last_at).label("last")).group_by(
        session.c.member_id
    )
    rows = connection.execute(open_.where(session.c.member_id.in_(here)))
    seen = {row.member_id: row.last for row in rows}
    return {
        member_id: Presence(count, max(last, seen.get(member_id, 0)))
        for member_id, count, last in connection.execute(keys.where(passkey.c.member_id.in_(here)))
    }
