"""What reviewers say of a conversation that was drawn for review."""

from __future__ import annotations

from flask import Response

from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.staff import scoring
from widget.staff.scoring import Draft


@door.post("/c/<reference>/scores")
def scores(reference: str) -> Response:
    here, now = house(), int(house().clock())
    draft = Draft(guard.membership(), reference, body.letter())
    here.store.write(lambda connection: scoring.take(connection, here.keys, draft, now))
    return json_answer({}, 201)
