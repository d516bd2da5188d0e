"""Signing in, and proving once more that it is still the member."""

from __future__ import annotations

from sqlalchemy import Connection

from widget.staff import acts, passkeys, sessions
from widget.staff.ceremonies import LOGIN, TOUCH, Asked
from widget.staff.credentials import Assertion, RelyingParty
from widget.staff.errors import NotTheirs
from widget.staff.sessions import Lifetime, Session
from widget.store import Store


def sign_in(
    store: Store,
    party: RelyingParty,
    given: Assertion,
    *,
    earlier: str,
    label: str,
    lasts: Lifetime,
    now: int,
) -> tuple[Session, str]:
    """A session and its token, in place of the one that the browser brought along. Raises NotTheirs."""
    proof = passkeys.prove(store, party, given, Asked(LOGIN), now)
    known = proof.of

    def begin(connection: Connection) -> tuple[Session, str]:
        passkeys.note_use(connection, proof, now)
        before = sessions.find(connection, earlier, lasts, now)
        if before is not None:
            sessions.end(connection, before.member_id, before.id)
        begun = sessions.begin(connection, known.member_id, known.credential_id, label, lasts, now)
        acts.record(connection, "sign-in", acts.actor(known.member_id), "passkey", {}, now)
        return begun

    return store.write(begin)


def touch(store: Store, party: RelyingParty, given: Assertion, mine: Session, now: int) -> int:
    """Until when it counts, in Unix seconds. Raises NotTheirs, also for another member's passkey."""
    proof = passkeys.prove(store, party, given, Asked(TOUCH, mine.id), now)
    if proof.of.member_id != mine.member_id:
        raise NotTheirs

    def note(connection: Connection) -> int:
        passkeys.note_use(connection, proof, now)
        return sessions.touch(connection, mine, now)

    return store.write(note)
