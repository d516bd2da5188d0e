"""What auditors and leads look back on."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, request
from sqlalchemy import Connection

from widget.doors.desk import guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.records import activity
from widget.records.encoding import b64u
from widget.staff import trail
from widget.staff.errors import Invalid

SEQ = re.compile(r"[0-9]{1,15}")


@door.get("/records/entries", endpoint="records")
def entries() -> Response:
    here, now = house(), int(house().clock())
    before = _before()
    return json_answer(here.store.read(lambda connection: _page(connection, before, now)))


def _page(connection: Connection, before: int | None, now: int) -> dict[str, Any]:
    """With the first page come the alarms, and the chain's head: who notes it sees later what was altered."""
    mine = guard.memberships()
    found = trail.entries(connection, mine, before)
    facts: dict[str, Any] = {
        "entries": [each.facts() for each in found],
        "next": found[-1].seq if len(found) == trail.ENTRIES else None,
    }
    if before is None:
        head = activity.head(connection)
        facts["alarms"] = [each.facts() for each in trail.alarms(connection, mine, now)]
        facts["head"] = {"seq": head.seq, "hash": b64u(head.hash)}
    return facts


def _before() -> int | None:
    given = request.args.get("before", "")
    if given and SEQ.fullmatch(given) is None:
        raise Invalid("before must be an entry's number.")
    return int(given) if given else None
