"""A member's further passkeys, and taking one away."""

from __future__ import annotations

from sqlalchemy import Connection

from widget.staff import acts, ceremonies, passkeys, wraps
from widget.staff.ceremonies import REGISTER, Asked
from widget.staff.credentials import Attestation, RelyingParty
from widget.staff.errors import Invalid
from widget.staff.passkeys import LONGEST_LABEL, Passkey
from widget.staff.sessions import Session
from widget.staff.verifying import challenge_in, verify_attestation
from widget.staff.wraps import Wrap
from widget.store import Store
from widget.store.keyfolder import KeyFolder


def add(
    store: Store,
    keys: KeyFolder,
    party: RelyingParty,
    given: Attestation,
    mine: Session,
    *,
    wrap: bytes,
    label: str,
    now: int,
) -> None:
    """`wrap` is for the new passkey, or for words where it has no PRF. Raises Invalid, or Malformed."""
    challenge, asked = challenge_in(given.client_data), Asked(REGISTER, mine.id)
    asked_for, _ = store.write(lambda connection: ceremonies.take(connection, challenge, asked, now))
    if not asked_for:
        raise Invalid("This took too long. Do it again.")
    if not passkeys.is_label(label):
        raise Invalid(f"A passkey's name has 1 to {LONGEST_LABEL} printable characters.")
    public_key, count = verify_attestation(given, challenge, party)
    made = Passkey(given.credential_id, mine.member_id, public_key, count, label, now, now)
    kept = Wrap.of(wrap, given.credential_id)

    def work(connection: Connection) -> None:
        passkeys.add(connection, made)
        wraps.put(connection, keys, mine.member_id, kept)
        acts.record(connection, "passkey-add", acts.actor(mine.member_id), "done", {}, now)

    store.write(work)


def remove(store: Store, mine: Session, credential_id: bytes, now: int) -> None:
    """Raises Gone, or Invalid for the member's last one."""

    def work(connection: Connection) -> None:
        passkeys.remove(connection, mine.member_id, credential_id)
        acts.record(connection, "passkey-remove", acts.actor(mine.member_id), "done", {}, now)

    store.write(work)
