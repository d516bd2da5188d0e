"""Who has a conversation, and what state it is in, as members change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, update

from widget.crypto.encoding import from_base64url, whole_number
from widget.crypto.errors import Malformed
from widget.crypto.labels import ID_BYTES
from widget.staff import acts, sampling, states
from widget.staff.errors import Invalid, Outdated
from widget.staff.finding import find
from widget.staff.people import ACTIVE, AGENT, LEAD, Membership
from widget.staff.versions import version_of
from widget.store.models import conversation, membership

STATE = "state"
LONGEST_SNOOZE_SECONDS = 366 * 86400
ME = "me"


@dataclass(frozen=True)
class Change:
    """`state` is None where it stays. `assigned`: the new assignee's id, or none, where that changes."""

    version: int
    state: str | None = None
    snoozed_until: int | None = None
    assigned: Mapping[str, bytes | None] = field(default_factory=dict)


def read_change(facts: Mapping[str, Any], by: Membership, now: int) -> Change:
    """As a page posts it: `version`, and what changes of `state`, `snoozed_until` and `assignee` (an id, "me"
    or null). Raises Invalid.
    """
    state, until = facts.get("state"), facts.get("snoozed_until")
    if state is not None and state not in states.STATES:
        raise Invalid(f"The state must be one of: {', '.join(states.STATES)}.")
    if (state == states.SNOOZED) != (until is not None):
        raise Invalid("To snooze a conversation takes the state snoozed and snoozed_until, both.")
    if state is None and "assignee" not in facts:
        raise Invalid("Nothing was named that is to be changed.")
    snoozed_until = None if until is None else _number(until)
    if snoozed_until is not None and not now < snoozed_until <= now + LONGEST_SNOOZE_SECONDS:
        raise Invalid("A conversation is snoozed until some time within a year.")
    assigned = {"assignee_id": _assignee(facts["assignee"], by)} if "assignee" in facts else {}
    return Change(_number(facts.get("version"), version_of), state, snoozed_until, assigned)


def change(connection: Connection, by: Membership, reference: str, wanted: Change, now: int) -> int:
    """The new version. Raises Gone, Outdated or Invalid."""
    row = find(connection, by, reference)
    assignee = wanted.assigned.get("assignee_id")
    if assignee is not None and not _answers_here(connection, by.inbox_id, assignee):
        raise Invalid("Only an active member who answers in this inbox can have its conversations.")
    values = dict(wanted.assigned) | states.becoming(wanted.state, now, wanted.snoozed_until)
    this = (conversation.c.id == row.id, conversation.c.version == wanted.version)
    version = wanted.version + 1
    if connection.execute(update(conversation).where(*this).values(version=version, **values)).rowcount != 1:
        raise Outdated(find(connection, by, reference).version)
    sampling.draw(connection, row.id, wanted.state, now)
    _record(connection, by, reference, wanted, now)
    return version


def _answers_here(connection: Connection, inbox_id: bytes, member_id: bytes) -> bool:
    here = (membership.c.member_id == member_id, membership.c.inbox_id == inbox_id)
    found = select(membership.c.role).where(*here, membership.c.state == ACTIVE)
    return connection.scalar(found) in (AGENT, LEAD)


def _record(connection: Connection, by: Membership, reference: str, wanted: Change, now: int) -> None:
    """The outcome says all that changed, and whose it is now is among the facts."""
    assigned = ["assigned" if each else "released" for each in wanted.assigned.values()]
    outcome = " ".join([*filter(None, [wanted.state]), *assigned])
    assignee = wanted.assigned.get("assignee_id")
    facts = {
        "inbox": by.inbox_id.hex(),
        "version": wanted.version + 1,
        "assignee": None if assignee is None else assignee.hex(),
        "snoozed_until": wanted.snoozed_until,
    }
    acts.record(connection, STATE, acts.actor(by.member.id), outcome, facts, now, reference)


def _assignee(given: object, by: Membership) -> bytes | None:
    if given is None:
        return None
    if given == ME:
        return by.member.id
    try:
        return from_base64url(given, ID_BYTES)
    except Malformed:
        raise Invalid("The assignee must be a member's id, “me” or null.") from None


def _number(given: object, read: Callable[[object], int] = whole_number) -> int:
    try:
        return read(given)
    except Malformed:
        raise Invalid("version and snoozed_until must be whole numbers.") from None
