"""A lead sees where a member is signed in, and signs them out."""

from __future__ import annotations

from flask import Response

from widget.crypto.encoding import from_base64url
from widget.doors.desk import body, guard
from widget.doors.desk.account import session_facts
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.staff import signingout
from widget.staff.enrolling import ID_BYTES as MEMBER_ID_BYTES
from widget.staff.sessions import ID_BYTES


@door.get("/inboxes/<slug>/members/<member>/sessions")
def member_sessions(member: str, **_: str) -> Response:
    here, now, by, mine = house(), int(house().clock()), guard.membership(), guard.session()
    who, lifetime = from_base64url(member, MEMBER_ID_BYTES), guard.lifetime(here)
    found = here.store.read(lambda c: signingout.sessions_of(c, by, who, lifetime, now))
    return json_answer({"sessions": [session_facts(each, mine) for each in found]})


@door.post("/inboxes/<slug>/members/<member>/sessions/end")
def sign_member_out(member: str, **_: str) -> Response:
    """Of the session that is named, or of all where `session` is null."""
    here, now, by = house(), int(house().clock()), guard.membership()
    who, named = from_base64url(member, MEMBER_ID_BYTES), body.facts().get("session", "")
    ended = None if named is None else from_base64url(named, ID_BYTES)
    here.store.write(lambda c: signingout.sign_out(c, by, who, ended, now))
    return json_answer({})
