"""Passkeys: whose they are, and proof that one of them has just been used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from widget.crypto.member import credential_hash
from widget.staff import ceremonies, sessions
from widget.staff.ceremonies import LOGIN, Asked
from widget.staff.credentials import Assertion, RelyingParty
from widget.staff.errors import Gone, Invalid, NotTheirs
from widget.staff.verifying import challenge_in, nobodys_key, verify_assertion
from widget.store import Store
from widget.store.models import passkey, wrap

LONGEST_LABEL = 80
MOST_PASSKEYS = 20


@dataclass(frozen=True)
class Passkey:
    """`public_key` is COSE; times are in Unix seconds."""

    credential_id: bytes
    member_id: bytes
    public_key: bytes
    sign_count: int
    label: str
    created_at: int
    last_at: int


@dataclass(frozen=True)
class Proof:
    """A passkey that answered now, and its new count."""

    of: Passkey
    sign_count: int


def prove(store: Store, party: RelyingParty, given: Assertion, asked: Asked, now: int) -> Proof:
    """Raises NotTheirs. An unknown passkey is checked like any other: nobody learns which there are."""
    challenge = challenge_in(given.client_data)
    asked_for, _ = store.write(lambda connection: ceremonies.take(connection, challenge, asked, now))
    known = store.read(lambda connection: find(connection, given.credential_id))
    key, count = (known.public_key, known.sign_count) if known else (nobodys_key(), 0)
    new_count = verify_assertion(given, challenge, party, key, count)
    if known is None or not asked_for or not _says_whose(given, known, asked):
        raise NotTheirs
    return Proof(known, new_count)


def note_use(connection: Connection, proof: Proof, now: int) -> None:
    """Raises NotTheirs where the passkey was removed, or used at the same time with a count no lower."""
    count = passkey.c.sign_count
    # A passkey that is kept on several devices does not count, and always says zero.
    ahead = count == 0 if proof.sign_count == 0 else count < proof.sign_count
    this = passkey.c.credential_id == proof.of.credential_id
    changed = update(passkey).where(this, ahead).values(sign_count=proof.sign_count, last_at=now)
    if connection.execute(changed).rowcount != 1:
        raise NotTheirs


def find(connection: Connection, credential_id: bytes) -> Passkey | None:
    row = connection.execute(select(passkey).where(passkey.c.credential_id == credential_id)).one_or_none()
    return None if row is None else _passkey(row)


def of_member(connection: Connection, member_id: bytes) -> list[Passkey]:
    """Oldest first."""
    mine = select(passkey).where(passkey.c.member_id == member_id)
    rows = connection.execute(mine.order_by(passkey.c.created_at, passkey.c.credential_id))
    return [_passkey(row) for row in rows]


def add(connection: Connection, made: Passkey) -> None:
    """Raises Invalid."""
    if len(of_member(connection, made.member_id)) >= MOST_PASSKEYS:
        raise Invalid(f"A member has at most {MOST_PASSKEYS} passkeys. Remove one that is not used.")
    try:
        connection.execute(insert(passkey).values(vars(made)))
    except IntegrityError:
        raise Invalid("This passkey is in use already.") from None


def remove(connection: Connection, member_id: bytes, credential_id: bytes) -> None:
    """With its wrap, and with all sessions that began with it. Raises Gone, or Invalid for the last one."""
    mine = of_member(connection, member_id)
    if credential_id not in (each.credential_id for each in mine):
        raise Gone
    if len(mine) == 1:
        raise Invalid("This is your only passkey. Add another before you remove it.")
    connection.execute(delete(passkey).where(passkey.c.credential_id == credential_id))
    connection.execute(delete(wrap).where(wrap.c.credential == credential_hash(credential_id)))
    sessions.end_of_passkey(connection, credential_id)


def _says_whose(given: Assertion, known: Passkey, asked: Asked) -> bool:
    """Who signs in has said no name before, so there the passkey has to."""
    if given.user_handle is None:
        return asked.purpose != LOGIN
    return given.user_handle == known.member_id


def is_label(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_LABEL and text.isprintable()


def _passkey(row: Any) -> Passkey:
    return Passkey(**row._mapping)
