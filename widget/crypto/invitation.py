"""How a newcomer's keys are known to be theirs: a MAC under the secret in the invitation's link."""

from __future__ import annotations

from .labels import derive
from .xwing import key_hash

ROLE_NUMBERS = {"agent": 1, "reviewer": 2, "lead": 3, "auditor": 4}


def invitation_secret(member_secret: bytes, invitation: bytes, inbox: bytes, role: str, name: str) -> bytes:
    """32 bytes that the inviting member alone can make again, and only for what the invitation said."""
    said = invitation + inbox + bytes([ROLE_NUMBERS[role]]) + name.encode()
    return derive(member_secret, "invite-secret", said)


def invitation_mac(
    secret: bytes, member: bytes, inbox: bytes, xwing_public: bytes, sign_public: bytes
) -> bytes:
    """32 bytes: both keys, of this member, for this inbox."""
    return derive(secret, "invite", member + inbox + key_hash(xwing_public) + sign_public)
