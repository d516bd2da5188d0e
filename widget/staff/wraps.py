"""Members' wrapped secrets, sealed again under a key of the key folder: a copy of the database alone gives
nobody anything to guess words at.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from widget.crypto.errors import CannotOpen
from widget.crypto.labels import NONCE_BYTES, decrypt, encrypt, random_bytes
from widget.crypto.member import NO_CREDENTIAL, WrapKind, credential_hash, kind_of
from widget.store.keyfolder import KeyFolder
from widget.store.models import wrap

SECRET = "wraps"  # noqa: S105  the name of a key


@dataclass(frozen=True)
class Wrap:
    """`credential` is HASH of the passkey's id, or NO_CREDENTIAL for words."""

    credential: bytes
    blob: bytes

    @property
    def kind(self) -> WrapKind:
        return kind_of(self.blob)

    @classmethod
    def of(cls, blob: bytes, credential_id: bytes) -> Wrap:
        """For the passkey, or for words, as the blob says. Raises Malformed for what is no wrap."""
        passkeys = kind_of(blob) is WrapKind.PASSKEY
        return cls(credential_hash(credential_id) if passkeys else NO_CREDENTIAL, blob)


def put(connection: Connection, keys: KeyFolder, member_id: bytes, given: Wrap) -> None:
    """In place of an earlier one for the same passkey, or for words."""
    nonce = random_bytes(NONCE_BYTES)
    bound = member_id + given.credential
    sealed = nonce + encrypt(keys.secret(SECRET), nonce, bound, given.blob)
    earlier = delete(wrap).where(wrap.c.member_id == member_id, wrap.c.credential == given.credential)
    connection.execute(earlier)
    row = {"member_id": member_id, "credential": given.credential, "sealed": sealed}
    connection.execute(insert(wrap).values(row))


def for_session(
    connection: Connection, keys: KeyFolder, member_id: bytes, credential_id: bytes
) -> list[Wrap]:
    """That of the passkey which signed in, then that of words: no other of the member's.

    One that was altered or put in another's place is left out, and so are all once the key folder is lost.
    """
    wanted = (credential_hash(credential_id), NO_CREDENTIAL)
    mine = select(wrap).where(wrap.c.member_id == member_id, wrap.c.credential.in_(wanted))
    found = []
    for row in connection.execute(mine.order_by(wrap.c.credential.desc())):
        with suppress(CannotOpen):
            found.append(Wrap(row.credential, _open(keys, member_id + row.credential, row.sealed)))
    return found


def hashes(connection: Connection, member_id: bytes) -> set[bytes]:
    """For which passkeys there is one; of NO_CREDENTIAL, whether there is one for words."""
    return set(connection.scalars(select(wrap.c.credential).where(wrap.c.member_id == member_id)))


def remove_all(connection: Connection, member_id: bytes) -> None:
    connection.execute(delete(wrap).where(wrap.c.member_id == member_id))


def _open(keys: KeyFolder, bound: bytes, sealed: bytes) -> bytes:
    return decrypt(keys.secret(SECRET), sealed[:NONCE_BYTES], bound, sealed[NONCE_BYTES:])
