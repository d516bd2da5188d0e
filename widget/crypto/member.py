"""A member's keys, all from one secret, and that secret at rest with the server (docs/envelope.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from . import xwing
from .errors import Malformed, WrongVersion
from .labels import (
    HASH_BYTES,
    ID_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    decrypt,
    derive,
    digest,
    encrypt,
    random_bytes,
    sign_public,
)

SALT_BYTES = 16
MARK = b"SW"
VERSION = 1
NO_CREDENTIAL = bytes(HASH_BYTES)
PLAIN_BYTES = len(MARK) + 1 + KEY_BYTES + HASH_BYTES
WRAP_BYTES = 1 + SALT_BYTES + NONCE_BYTES + PLAIN_BYTES + TAG_BYTES


class WrapKind(IntEnum):
    PASSKEY = 1
    WORDS = 2


@dataclass(frozen=True)
class MemberKeys:
    """Seeds of 32 bytes: X-Wing, which grants are sealed to, and Ed25519, which a lead signs with."""

    xwing_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> MemberKeys:
        """From M, 32 bytes."""
        return cls(derive(secret, "member-xwing"), derive(secret, "member-sign"))

    @property
    def xwing_public(self) -> bytes:
        return xwing.public_of(self.xwing_seed)

    @property
    def sign_public(self) -> bytes:
        return sign_public(self.sign_seed)


@dataclass(frozen=True)
class Holder:
    """What a wrap is bound to: the member's id, 16 bytes, and HASH of the passkey's id, or NO_CREDENTIAL."""

    member: bytes
    credential: bytes = NO_CREDENTIAL


def prf_input(rp_id: str) -> bytes:
    """What passkeys are asked to evaluate: 32 bytes, the same for all members of a desk."""
    return digest("prf", rp_id.encode())


def credential_hash(credential_id: bytes) -> bytes:
    return digest("credential", credential_id)


def new_salt() -> bytes:
    return random_bytes(SALT_BYTES)


def seal_wrap(kind: WrapKind, key: bytes, salt: bytes, of: Holder, secret: bytes, root: bytes) -> bytes:
    """124 bytes. `key` is what the passkey's PRF gave, or Argon2id of the words with this salt, 32 bytes."""
    nonce = random_bytes(NONCE_BYTES)
    plain = MARK + bytes([VERSION]) + secret + root
    start = bytes([kind]) + salt
    sealed = encrypt(_key(kind, key, salt, of), nonce, start + of.member + of.credential, plain)
    return start + nonce + sealed


def kind_of(wrap: bytes) -> WrapKind:
    """Raises Malformed for what is no wrap."""
    if len(wrap) != WRAP_BYTES or wrap[0] not in tuple(WrapKind):
        raise Malformed
    return WrapKind(wrap[0])


def open_wrap(wrap: bytes, key: bytes, of: Holder) -> tuple[bytes, bytes]:
    """M and the root's hash, 32 bytes each. Raises Malformed, CannotOpen or WrongVersion."""
    kind = kind_of(wrap)
    start, rest = wrap[: 1 + SALT_BYTES], wrap[1 + SALT_BYTES :]
    aad = start + of.member + of.credential
    plain = decrypt(_key(kind, key, start[1:], of), rest[:NONCE_BYTES], aad, rest[NONCE_BYTES:])
    if plain[: len(MARK)] != MARK:
        raise Malformed
    if plain[len(MARK)] != VERSION:
        raise WrongVersion
    return plain[len(MARK) + 1 : -HASH_BYTES], plain[-HASH_BYTES:]


def _key(kind: WrapKind, key: bytes, salt: bytes, of: Holder) -> bytes:
    if len(of.member) != ID_BYTES or len(of.credential) != HASH_BYTES:
        raise Malformed
    if kind is WrapKind.PASSKEY:
        return derive(key, "wrap-prf", salt + of.member + of.credential)
    return derive(key, "wrap-words", of.member)
