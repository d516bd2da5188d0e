"""Invitations: a link's id, what it is for, and who used it. The secret in the link is never seen here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from widget.crypto.statements import ROLES
from widget.staff import acts
from widget.staff.errors import Gone, Invalid
from widget.staff.people import LONGEST_NAME, is_name
from widget.store.models import invitation

ID_BYTES = 16
SECONDS = 86_400


@dataclass(frozen=True)
class Invitation:
    """`made_by` is the inviting lead's id, or None: made at a terminal. `member_id` and `mac` are of who used
    it.
    """

    id: bytes
    inbox_id: bytes
    role: str
    name: str
    made_by: bytes | None
    expires_at: int
    member_id: bytes | None
    mac: bytes | None


def make(
    connection: Connection,
    inbox_id: bytes,
    role: str,
    name: str,
    made_by: bytes | None,
    now: int,
    invitation_id: bytes | None = None,
) -> Invitation:
    """Good for a day. A lead's browser makes the id, as its secret hangs on it. Raises Invalid."""
    if role not in ROLES:
        raise Invalid(f"A role is one of {', '.join(ROLES)}.")
    if not is_name(name):
        raise Invalid(f"A name has 1 to {LONGEST_NAME} printable characters.")
    made_id = secrets.token_bytes(ID_BYTES) if invitation_id is None else invitation_id
    made = Invitation(made_id, inbox_id, role, name, made_by, now + SECONDS, None, None)
    connection.execute(delete(invitation).where(invitation.c.expires_at <= now, _UNUSED))
    try:
        connection.execute(insert(invitation).values(vars(made)))
    except IntegrityError:
        raise Invalid("There is an invitation with this id already.") from None
    by = acts.KIT if made_by is None else acts.actor(made_by)
    facts = {"inbox": inbox_id.hex(), "invitation": made_id.hex()}
    acts.record(connection, "invite", by, role, facts, now)
    return made


def find(connection: Connection, invitation_id: bytes, now: int) -> Invitation:
    """One that can be used. Raises Gone."""
    wanted = select(invitation).where(invitation.c.id == invitation_id, invitation.c.expires_at > now)
    row = connection.execute(wanted.where(_UNUSED)).one_or_none()
    if row is None:
        raise Gone("This invitation was used, or has expired. Ask a lead for another.")
    return _invitation(row)


def use(connection: Connection, invitation_id: bytes, member_id: bytes, mac: bytes, now: int) -> None:
    """Of two who use it, one does. Raises Gone."""
    this = update(invitation).where(invitation.c.id == invitation_id, invitation.c.expires_at > now, _UNUSED)
    if connection.execute(this.values(member_id=member_id, mac=mac)).rowcount != 1:
        raise Gone("This invitation was used, or has expired. Ask a lead for another.")


def of_inbox(connection: Connection, inbox_id: bytes, now: int) -> list[Invitation]:
    """Those that wait for somebody, or whose newcomer waits; the next to expire first."""
    mine = select(invitation).where(invitation.c.inbox_id == inbox_id)
    rows = connection.execute(mine.order_by(invitation.c.expires_at, invitation.c.id))
    found = [_invitation(row) for row in rows]
    return [each for each in found if each.member_id is not None or each.expires_at > now]


def used_by(connection: Connection, inbox_id: bytes, member_id: bytes) -> Invitation | None:
    mine = select(invitation).where(invitation.c.inbox_id == inbox_id, invitation.c.member_id == member_id)
    row = connection.execute(mine).one_or_none()
    return None if row is None else _invitation(row)


def fulfil(connection: Connection, inbox_id: bytes, member_id: bytes) -> None:
    """The newcomer was let in: nothing is left to check."""
    mine = (invitation.c.inbox_id == inbox_id, invitation.c.member_id == member_id)
    connection.execute(delete(invitation).where(*mine))


def withdraw(connection: Connection, inbox_id: bytes, invitation_id: bytes, by: bytes, now: int) -> None:
    """Nobody can use it any more. Raises Gone where somebody has, or it is not there."""
    this = (invitation.c.id == invitation_id, invitation.c.inbox_id == inbox_id, _UNUSED)
    if connection.execute(delete(invitation).where(*this)).rowcount != 1:
        raise Gone("This invitation was used, or is not there any more. Reload the page.")
    facts = {"inbox": inbox_id.hex(), "invitation": invitation_id.hex()}
    acts.record(connection, "withdraw", acts.actor(by), "done", facts, now)


def withdraw_all(connection: Connection, inbox_id: bytes, made_by: bytes) -> None:
    """What a member who leaves has offered and nobody has used."""
    mine = (invitation.c.inbox_id == inbox_id, invitation.c.made_by == made_by)
    connection.execute(delete(invitation).where(*mine, _UNUSED))


_UNUSED = invitation.c.member_id.is_(None)


def _invitation(row: Any) -> Invitation:
    return Invitation(**row._mapping)
