"""Who is let in at the staff door. What each route asks for is data: widget/doors/policies.py.

In a route, `member()`, `session()`, `membership()` and `memberships()` say who is there.
"""

from __future__ import annotations

from flask import g, request

from widget.doors import body
from widget.doors.access import refuse_other_origins, refuse_other_sites
from widget.doors.desk import tokens, visits
from widget.doors.desk.visits import Visit, fitting, lifetime
from widget.doors.house import House, house
from widget.doors.policies import POLICIES, Policy
from widget.doors.refusals import Refusal
from widget.staff import sessions
from widget.staff.people import Member, Membership
from widget.staff.sessions import Session

__all__ = ["let_in", "lifetime", "member", "membership", "memberships", "session"]


def member() -> Member:
    """Who is signed in."""
    return _visit().member


def session() -> Session:
    return _visit().session


def membership() -> Membership:
    """Theirs in the inbox that the request's `<slug>` or `<reference>` is of."""
    visit = _visit()
    return next(each for each in visit.memberships if each.inbox_id == visit.inbox_id)


def memberships() -> tuple[Membership, ...]:
    """Theirs, of active members, in all inboxes where the route's roles are theirs; never empty."""
    who = POLICIES[request.endpoint or ""].who
    assert isinstance(who, frozenset)  # noqa: S101  asked by a route that is for roles
    return fitting(_visit().memberships, who)


def let_in() -> None:
    """Before each of the door's routes. What costs least is looked at first; raises Refusal."""
    policy, here = POLICIES[request.endpoint or ""], house()
    if policy.scripts:
        _refuse_other_pages(policy, here)
    if policy.tries:
        here.limits.signing_in()
    if policy.who == "anyone":
        return
    visit = visits.find(here)
    if policy.csrf:
        tokens.check(here, visit.session)
    visits.refuse_others(policy, visit)
    now = int(here.clock())
    if policy.touch and now > visit.session.touched_until():
        raise Refusal("touch")
    g.visit = visit
    _note(here, policy, visit.session, now)


def _visit() -> Visit:
    found: Visit = g.visit
    return found


def _refuse_other_pages(policy: Policy, here: House) -> None:
    if request.method != "POST":
        refuse_other_sites()
        return
    body.refuse_declared_larger(policy.most_bytes)
    body.refuse_other_media(body.MEDIA_TYPE if policy.letters else body.JSON)
    refuse_other_origins(here.settings.desk_origin)


def _note(here: House, policy: Policy, of: Session, now: int) -> None:
    asked_by_itself = policy.polls and "since" in request.args and "present" not in request.args
    if not asked_by_itself and sessions.is_to_be_noted(of, now):
        here.store.write(lambda connection: sessions.note(connection, of, now))
