"""Sessions: begun by a passkey, found again by a cookie's token, over when idle, old or ended.

Of the token the database has a hash, so that no copy of it signs anybody in. Times are in Unix seconds.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from widget.crypto.encoding import from_base64url, to_base64url
from widget.crypto.errors import Malformed
from widget.store.models import session

TOKEN_BYTES = 32
ID_BYTES = 16
# A page asks every few seconds, and none of that needs to be known to the second.
SEEN_EVERY_SECONDS = 60
TOUCH_SECONDS = 60


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts in seconds: with nobody there, and in all."""

    idle: int
    most: int


@dataclass(frozen=True)
class Session:
    """`id` is no secret; `label` says browser and system in words."""

    id: bytes
    member_id: bytes
    credential_id: bytes
    label: str
    created_at: int
    last_at: int
    touched_at: int

    def touched_until(self) -> int:
        """The last moment that counts as just after a touch of the passkey."""
        return self.touched_at + TOUCH_SECONDS


def begin(
    connection: Connection, member_id: bytes, credential_id: bytes, label: str, lifetime: Lifetime, now: int
) -> tuple[Session, str]:
    """A new session and its token, which is known to nobody else from now on."""
    connection.execute(delete(session).where(_over(lifetime, now)))
    token = secrets.token_bytes(TOKEN_BYTES)
    made = Session(secrets.token_bytes(ID_BYTES), member_id, credential_id, label, now, now, now)
    connection.execute(insert(session).values(vars(made) | {"token_hash": _hash(token)}))
    return made, to_base64url(token)


def find(connection: Connection, token: str, lifetime: Lifetime, now: int) -> Session | None:
    """None for what is no token of a session that goes on."""
    try:
        given = from_base64url(token, TOKEN_BYTES)
    except Malformed:
        return None
    mine = _SESSIONS.where(session.c.token_hash == _hash(given), ~_over(lifetime, now))
    row = connection.execute(mine).one_or_none()
    return None if row is None else _session(row)


def is_to_be_noted(of: Session, now: int) -> bool:
    """Whether it is time to write down that the member is there."""
    return now - of.last_at >= SEEN_EVERY_SECONDS


def note(connection: Connection, of: Session, now: int) -> None:
    connection.execute(update(session).where(session.c.id == of.id).values(last_at=now))


def touch(connection: Connection, of: Session, now: int) -> int:
    """The passkey was touched. Returns until when that counts."""
    connection.execute(update(session).where(session.c.id == of.id).values(touched_at=now, last_at=now))
    return now + TOUCH_SECONDS


def every(connection: Connection, member_id: bytes, lifetime: Lifetime, now: int) -> list[Session]:
    """The member's, that go on; newest first."""
    mine = _SESSIONS.where(session.c.member_id == member_id, ~_over(lifetime, now))
    return [_session(row) for row in connection.execute(mine.order_by(session.c.created_at.desc()))]


def end(connection: Connection, member_id: bytes, session_id: bytes) -> bool:
    """Whether the member had it."""
    mine = and_(session.c.member_id == member_id, session.c.id == session_id)
    return connection.execute(delete(session).where(mine)).rowcount == 1


def end_all(connection: Connection, member_id: bytes) -> None:
    connection.execute(delete(session).where(session.c.member_id == member_id))


def end_of_passkey(connection: Connection, credential_id: bytes) -> None:
    """All that began with it."""
    connection.execute(delete(session).where(session.c.credential_id == credential_id))


_SESSIONS = select(
    session.c.id,
    session.c.member_id,
    session.c.credential_id,
    session.c.label,
    session.c.created_at,
    session.c.last_at,
    session.c.touched_at,
)


def _over(lifetime: Lifetime, now: int) -> ColumnElement[bool]:
    return or_(session.c.last_at <= now - lifetime.idle, session.c.created_at <= now - lifetime.most)


def _session(row: Any) -> Session:
    return Session(**row._mapping)


def _hash(token: bytes) -> bytes:
    return hashlib.blake2b(b"sotto/1/session\0" + token, digest_size=32).digest()
