"""A lead invites: the link's secret stays in the lead's browser, and here is what the link is for."""

from __future__ import annotations

from flask import Response
from sqlalchemy import Connection

from widget.crypto.encoding import from_base64url, text_of
from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.staff import invitations, leaving
from widget.staff.invitations import ID_BYTES, Invitation


@door.post("/inboxes/<slug>/invitations")
def invite(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    facts = body.facts()
    invited = from_base64url(facts.get("id"), ID_BYTES)
    role, name = text_of(facts.get("role")), text_of(facts.get("name"))

    def make(connection: Connection) -> Invitation:
        by = mine.member.id
        return invitations.make(connection, mine.inbox_id, role, name, by, now, invited)

    return json_answer({"expires": here.store.write(make).expires_at}, 201)


@door.post("/inboxes/<slug>/invitations/withdrawn")
def withdraw(**_: str) -> Response:
    """Of a link that went to the wrong person, and that nobody has used."""
    here, now, mine = house(), int(house().clock()), guard.membership()
    invited = from_base64url(body.facts().get("id"), ID_BYTES)
    here.store.write(lambda c: invitations.withdraw(c, mine.inbox_id, invited, mine.member.id, now))
    return json_answer({})


@door.post("/inboxes/<slug>/declined")
def decline(**_: str) -> Response:
    """Of a newcomer whose keys are not those that the invitation was for, or who was not meant."""
    here, now, mine = house(), int(house().clock()), guard.membership()
    member_id = from_base64url(body.facts().get("member"), ID_BYTES)
    here.store.write(lambda c: leaving.decline(c, mine, member_id, now))
    return json_answer({})
