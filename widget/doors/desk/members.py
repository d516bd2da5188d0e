"""A lead's page of members: who there is, letting newcomers in, and removing those who leave."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Connection

from widget.doors.desk import body, given, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.desk.me import grant_facts
from widget.doors.house import house
from widget.records import grants
from widget.records.encoding import b64u
from widget.staff import invitations, people, presence, removals, rosters, standing
from widget.staff.invitations import Invitation
from widget.staff.people import Membership
from widget.staff.presence import Presence


@door.get("/inboxes/<slug>/members", endpoint="members")
def members_of(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    return json_answer(here.store.read(lambda c: _members(c, mine.inbox_id, now)))


@door.get("/inboxes/<slug>/grants/ahead")
def grants_ahead(**_: str) -> Response:
    """A lead's own grants of epochs that have not begun, to pass on to newcomers."""
    here, now, mine = house(), int(house().clock()), guard.membership()
    holder_id = mine.member.holder_id
    held = here.store.read(lambda c: list(grants.held(c, here.keys, mine.inbox_id, holder_id)))
    return json_answer({"grants": [grant_facts(each) for each in held if each.seal_from > now]})


@door.post("/inboxes/<slug>/grants")
def grant(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    admission = given.admission(body.facts())
    here.store.write(lambda c: rosters.admit(c, here.keys, mine, admission, now))
    return json_answer({})


@door.post("/inboxes/<slug>/removals")
def remove(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    removal = given.removal(body.facts())
    here.store.write(lambda c: removals.remove(c, here.keys, mine, removal, now))
    return json_answer({})


def _members(connection: Connection, inbox_id: bytes, now: int) -> dict[str, Any]:
    seen = presence.of_inbox(connection, inbox_id)
    offered = invitations.of_inbox(connection, inbox_id, now)
    used = {each.member_id: each for each in offered}
    return {
        "members": [
            _member(each, seen.get(each.member.id, Presence(0, each.since)), used.get(each.member.id))
            for each in people.members_of(connection, inbox_id, now)
        ],
        "invitations": [
            _invitation(each) | {"expires": each.expires_at, "used": each.member_id is not None}
            for each in offered
        ],
        "kit": b64u(standing.kit_of(connection, inbox_id).public_key),
    }


def _member(of: Membership, seen: Presence, used: Invitation | None) -> dict[str, Any]:
    who = of.member
    facts = {
        "id": b64u(who.id),
        "name": who.name,
        "role": of.role,
        "state": of.state,
        "xwing_pk": b64u(who.xwing_public),
        "sign_pk": b64u(who.sign_public),
        "joined": of.since,
        "last_seen": seen.last_seen,
        "passkeys": seen.passkeys,
        "appointed": of.appointed,
    }
    if of.active or used is None or used.mac is None:
        return facts
    return facts | {"mac": b64u(used.mac), "invite": _invitation(used)}


def _invitation(found: Invitation) -> dict[str, Any]:
    made_by = None if found.made_by is None else b64u(found.made_by)
    return {"id": b64u(found.id), "role": found.role, "name": found.name, "made_by": made_by}
