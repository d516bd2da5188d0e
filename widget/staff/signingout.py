"""Where a lead's members are signed in, and signing them out, as after a laptop was stolen."""

from __future__ import annotations

from sqlalchemy import Connection

from widget.staff import acts, people, sessions
from widget.staff.errors import Gone, Invalid
from widget.staff.people import Membership
from widget.staff.sessions import Lifetime, Session

KIND = "sign-out"


def sessions_of(
    connection: Connection, by: Membership, member_id: bytes, lifetime: Lifetime, now: int
) -> list[Session]:
    """Newest first. Raises Invalid for whoever is no member of the lead's inbox."""
    _member(connection, by, member_id, now)
    return sessions.every(connection, member_id, lifetime, now)


def sign_out(
    connection: Connection, by: Membership, member_id: bytes, session_id: bytes | None, now: int
) -> None:
    """Of one session, or of all where none is named: in the member's other inboxes too. Raises Invalid or
    Gone.
    """
    of = _member(connection, by, member_id, now)
    if session_id is None:
        sessions.end_all(connection, member_id)
    elif not sessions.end(connection, member_id, session_id):
        raise Gone("They are not signed in there any more.")
    facts = {"inbox": by.inbox_id.hex(), "members": [member_id.hex()]}
    acts.record(connection, KIND, acts.actor(by.member.id), of.member.name, facts, now)


def _member(connection: Connection, by: Membership, member_id: bytes, now: int) -> Membership:
    here = people.members_of(connection, by.inbox_id, now)
    found = next((each for each in here if each.member.id == member_id), None)
    if found is None:
        raise Invalid("They are no member here any more. Reload the page.")
    return found
