"""Saved replies: the desk's pages fetch and save them sealed, and open them themselves."""

from __future__ import annotations

from flask import Response

from widget.crypto.encoding import from_base64url, whole_number
from widget.crypto.labels import ID_BYTES
from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.staff import saved
from widget.staff.saved import Draft


@door.get("/inboxes/<slug>/replies")
def saved_replies(**_: str) -> Response:
    here, mine = house(), guard.membership()
    return json_answer({"replies": here.store.read(lambda connection: saved.every(connection, mine))})


@door.post("/inboxes/<slug>/replies")
def save_reply(**_: str) -> Response:
    here, now = house(), int(house().clock())
    draft = Draft(guard.membership(), body.letter())
    return json_answer(here.store.write(lambda connection: saved.save(connection, draft, now)), 201)


@door.post("/inboxes/<slug>/replies/removed")
def remove_reply(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    facts = body.facts()
    reply_id, revision = from_base64url(facts.get("id"), ID_BYTES), whole_number(facts.get("revision"))
    here.store.write(lambda connection: saved.remove(connection, mine, reply_id, revision, now))
    return json_answer({})
