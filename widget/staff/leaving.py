"""What a member has here, taken away. That nothing new is sealed to what they held is for `epochs`."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, select, update

from widget.staff import acts, invitations, people, sessions, wraps
from widget.staff.errors import Invalid
from widget.staff.people import Membership
from widget.store.models import conversation, digest, epoch, grant, membership, passkey


def take_leave(connection: Connection, of: Membership) -> None:
    """Grants, conversations and the place in this inbox; with the last inbox also all that they sign in with.

    The name stays, for the record of what they did.
    """
    member_id = of.member.id
    _take_back(connection, of)
    this = (membership.c.member_id == member_id, membership.c.inbox_id == of.inbox_id)
    connection.execute(delete(membership).where(*this))
    invitations.withdraw_all(connection, of.inbox_id, member_id)
    invitations.fulfil(connection, of.inbox_id, member_id)
    sessions.end_all(connection, member_id)
    if not connection.scalar(select(exists().where(membership.c.member_id == member_id))):
        connection.execute(delete(passkey).where(passkey.c.member_id == member_id))
        wraps.remove_all(connection, member_id)
        connection.execute(delete(digest).where(digest.c.member_id == member_id))


def decline(connection: Connection, by: Membership, member_id: bytes, now: int) -> None:
    """Of one who waits, and so holds nothing that opens letters. Raises Invalid."""
    members = people.members_of(connection, by.inbox_id, now)
    found = next((each for each in members if each.member.id == member_id and not each.active), None)
    if found is None:
        raise Invalid("They do not wait here any more. Reload the page.")
    take_leave(connection, found)
    facts = {"inbox": by.inbox_id.hex(), "members": [member_id.hex()]}
    acts.record(connection, "decline", acts.actor(by.member.id), found.role, facts, now)


def _take_back(connection: Connection, of: Membership) -> None:
    here = select(epoch.c.id).where(epoch.c.inbox_id == of.inbox_id)
    held = (grant.c.holder_id == of.member.holder_id, grant.c.epoch_id.in_(here))
    connection.execute(delete(grant).where(*held))
    theirs = (conversation.c.inbox_id == of.inbox_id, conversation.c.assignee_id == of.member.id)
    free = {"assignee_id": None, "version": conversation.c.version + 1}
    connection.execute(update(conversation).where(*theirs).values(free))
