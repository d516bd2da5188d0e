"""Who asks at the staff door, found by the session's cookie, and whether the route's roles are theirs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from sqlalchemy import Connection, select

from widget.doors.desk import cookie
from widget.doors.house import House
from widget.doors.policies import Policy
from widget.doors.refusals import Refusal
from widget.outbox.notice import REFERENCE
from widget.staff import people, sessions
from widget.staff.people import Member, Membership
from widget.staff.sessions import Lifetime, Session
from widget.store.models import conversation

NEEDS_THE_KIT = {
    "message": "You act as a lead once the inbox's keys name you. Send word to whoever keeps the kit: they "
    "run flask desk appoint."
}


@dataclass(frozen=True)
class Visit:
    """`memberships` are all of the member's; `inbox_id` is what the request is about, if one of theirs."""

    session: Session
    member: Member
    memberships: tuple[Membership, ...]
    inbox_id: bytes | None


def find(here: House) -> Visit:
    """Raises Refusal("signed_out")."""
    token, now = cookie.given(), int(here.clock())
    found = here.store.read(lambda c: _load(c, token, lifetime(here), now)) if token else None
    if found is None:
        here.limits.read()  # a stranger could else ask the database as often as they like
        raise Refusal("signed_out")
    return found


def lifetime(here: House) -> Lifetime:
    settings = here.settings
    return Lifetime(settings.desk_idle_minutes * 60, settings.desk_session_hours * 3600)


def refuse_others(policy: Policy, visit: Visit) -> None:
    """Default deny: a route whose policy names nobody is nobody's. Raises Refusal."""
    if policy.who == "member":
        return
    about = _about(visit)
    if isinstance(policy.who, frozenset):
        if fitting(about, policy.who):
            return
        if any(each.active and each.role in policy.who for each in about):
            raise Refusal("forbidden", more=NEEDS_THE_KIT)
    raise Refusal("forbidden")


def fitting(memberships: tuple[Membership, ...], roles: frozenset[str]) -> tuple[Membership, ...]:
    """The active ones in one of these roles."""
    return tuple(each for each in memberships if each.active and each.acts_as in roles)


def _load(connection: Connection, token: str, lasts: Lifetime, now: int) -> Visit | None:
    found = sessions.find(connection, token, lasts, now)
    if found is None:
        return None
    memberships = people.memberships_of(connection, found.member_id, now)
    inbox_id = _inbox_asked_for(connection, memberships)
    return Visit(found, people.get(connection, found.member_id), memberships, inbox_id)


def _inbox_asked_for(connection: Connection, memberships: tuple[Membership, ...]) -> bytes | None:
    """Of a request that names an inbox or a conversation, the inbox if it is the member's."""
    named = request.view_args or {}
    if "slug" in named:
        return next((each.inbox_id for each in memberships if each.slug == named["slug"]), None)
    if not REFERENCE.fullmatch(named.get("reference", "")):
        return None
    where = select(conversation.c.inbox_id).where(conversation.c.reference == named["reference"])
    found = connection.scalar(where)
    return next((each.inbox_id for each in memberships if each.inbox_id == found), None)


def _about(visit: Visit) -> tuple[Membership, ...]:
    """The memberships that count here. Another inbox's conversation is as one that is not there."""
    named = request.view_args or {}
    if not {"slug", "reference"} & named.keys():
        return visit.memberships
    mine = tuple(each for each in visit.memberships if each.inbox_id == visit.inbox_id)
    if "reference" in named and not mine:
        raise Refusal("gone")
    return mine
