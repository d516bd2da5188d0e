"""A passkey's challenges: made here, good once and for minutes, and for what they were asked for alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert

from widget.store.models import ceremony

CHALLENGE_BYTES = 32
SECONDS = 300
LOGIN, TOUCH, REGISTER, ENROL = "login", "touch", "register", "enrol"


@dataclass(frozen=True)
class Asked:
    """What a challenge is for. `subject` is the session's or the invitation's id; nothing for a sign-in."""

    purpose: str
    subject: bytes = b""


def begin(connection: Connection, asked: Asked, now: int, member_id: bytes | None = None) -> bytes:
    """The challenge. `member_id` is of one who enrols and is no member yet."""
    connection.execute(delete(ceremony).where(ceremony.c.expires_at <= now))
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    row = {"challenge": challenge, "member_id": member_id, "expires_at": now + SECONDS}
    connection.execute(insert(ceremony).values(row | {"purpose": asked.purpose, "subject": asked.subject}))
    return challenge


def take(connection: Connection, challenge: bytes, asked: Asked, now: int) -> tuple[bool, bytes | None]:
    """Whether it was there, for this; and who is enrolling. Of two who bring it, one finds it."""
    taken = connection.execute(
        delete(ceremony)
        .where(
            ceremony.c.challenge == challenge,
            ceremony.c.purpose == asked.purpose,
            ceremony.c.subject == asked.subject,
            ceremony.c.expires_at > now,
        )
        .returning(ceremony.c.member_id)
    ).one_or_none()
    return taken is not None, None if taken is None else taken.member_id
