"""A newcomer's way in: an invitation, a passkey, and keys that were made in their browser.

They are a member from then on, and wait: what opens letters is a lead's to grant.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from widget.crypto import xwing
from widget.crypto.member import WrapKind
from widget.staff import acts, ceremonies, invitations, passkeys, people, wraps
from widget.staff.ceremonies import ENROL, Asked
from widget.staff.credentials import Attestation, RelyingParty
from widget.staff.errors import Gone, Invalid
from widget.staff.invitations import Invitation
from widget.staff.passkeys import Passkey
from widget.staff.verifying import challenge_in, verify_attestation
from widget.staff.wraps import Wrap
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import holder, member, membership

ID_BYTES = 16


@dataclass(frozen=True)
class Newcomer:
    """What the browser sends: ids of 16 bytes, public keys, the mac of 32 bytes, and the wrapped secret."""

    invitation_id: bytes
    member_id: bytes
    xwing_public: bytes
    sign_public: bytes
    mac: bytes
    wrap: bytes
    words_wrap: bytes | None
    label: str


def begin(connection: Connection, invitation_id: bytes, now: int) -> tuple[bytes, bytes]:
    """A challenge, and the id that the newcomer will have. Raises Gone."""
    invitations.find(connection, invitation_id, now)
    member_id = secrets.token_bytes(ID_BYTES)
    return ceremonies.begin(connection, Asked(ENROL, invitation_id), now, member_id), member_id


def enrol(
    store: Store, keys: KeyFolder, party: RelyingParty, given: Attestation, who: Newcomer, now: int
) -> None:
    """Raises Gone or Invalid."""
    challenge, asked = challenge_in(given.client_data), Asked(ENROL, who.invitation_id)
    asked_for, member_id = store.write(lambda c: ceremonies.take(c, challenge, asked, now))
    if not asked_for or member_id != who.member_id:
        raise Gone("This took too long. Open the invitation's link again.")
    public_key, count = verify_attestation(given, challenge, party)
    made = Passkey(given.credential_id, who.member_id, public_key, count, who.label, now, now)
    kept = _wraps(who, given.credential_id)
    xwing.encapsulate(who.xwing_public)  # what nothing could be sealed to is refused here, and not by a lead
    store.write(lambda connection: _add(connection, keys, who, made, kept, now))


def join(connection: Connection, who: people.Member, invitation_id: bytes, mac: bytes, now: int) -> None:
    """A member comes to a further inbox, with the keys that they have, and waits there too. Raises Gone or
    Invalid.
    """
    found = invitations.find(connection, invitation_id, now)
    if any(each.inbox_id == found.inbox_id for each in people.memberships_of(connection, who.id, now)):
        raise Invalid("You are a member of this inbox already.")
    invitations.use(connection, found.id, who.id, mac, now)
    _wait(connection, who.id, found, now)


def _wraps(who: Newcomer, credential_id: bytes) -> list[Wrap]:
    """Raises Invalid, or Malformed for what is no wrap."""
    kept = [Wrap.of(blob, credential_id) for blob in (who.wrap, who.words_wrap) if blob is not None]
    if len({each.credential for each in kept}) != len(kept):
        raise Invalid("There are two wraps of one kind.")
    if who.words_wrap is not None and kept[-1].kind is not WrapKind.WORDS:
        raise Invalid("The wrap for words is one for a passkey.")
    return kept


def _add(
    connection: Connection, keys: KeyFolder, who: Newcomer, made: Passkey, kept: list[Wrap], now: int
) -> None:
    found = invitations.find(connection, who.invitation_id, now)
    _add_member(connection, who, found.name, now)
    invitations.use(connection, who.invitation_id, who.member_id, who.mac, now)
    passkeys.add(connection, made)
    for each in kept:
        wraps.put(connection, keys, who.member_id, each)
    _wait(connection, who.member_id, found, now)


def _wait(connection: Connection, member_id: bytes, invited: Invitation, now: int) -> None:
    """A place in the inbox that opens nothing yet."""
    row = {"member_id": member_id, "inbox_id": invited.inbox_id, "role": invited.role}
    connection.execute(insert(membership).values(row | {"state": people.WAITING, "since": now}))
    facts = {"inbox": invited.inbox_id.hex(), "invitation": invited.id.hex()}
    acts.record(connection, "enrol", acts.actor(member_id), invited.role, facts, now)


def _add_member(connection: Connection, who: Newcomer, name: str, now: int) -> None:
    try:
        kept = insert(holder).values(kind="member", public_key=who.xwing_public).returning(holder.c.id)
        holder_id = connection.execute(kept).scalar_one()
        row = {"id": who.member_id, "name": name, "holder_id": holder_id, "created_at": now}
        connection.execute(insert(member).values(row | {"sign_public": who.sign_public}))
    except IntegrityError:
        raise Invalid("These keys are somebody's already.") from None
