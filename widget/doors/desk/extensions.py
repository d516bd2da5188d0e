"""Reading more than the budget: asked for by whoever reads, decided by another lead."""

from __future__ import annotations

from flask import Response

from widget.crypto.encoding import from_base64url, text_of
from widget.crypto.errors import Malformed
from widget.crypto.labels import ID_BYTES
from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.staff import asking, awaiting

LONGEST_REASON = 2000  # what is above asking.MOST_REASON gets a sentence, and this is no reason at all


@door.get("/extensions", endpoint="extensions")
def waiting_requests() -> Response:
    here, now, mine = house(), int(house().clock()), guard.memberships()
    return json_answer(here.store.read(lambda connection: awaiting.answer(connection, mine, now)))


@door.post("/inboxes/<slug>/extensions")
def ask_more(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    body.facts()
    return json_answer(here.store.write(lambda connection: asking.ask(connection, mine, now)).facts())


@door.post("/inboxes/<slug>/extensions/decided")
def decide_more(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    facts = body.facts()
    request_id, give = from_base64url(facts.get("id"), ID_BYTES), facts.get("give")
    if not isinstance(give, bool):
        raise Malformed
    here.store.write(lambda connection: asking.decide(connection, mine, request_id, give, now))
    return json_answer({})


@door.post("/inboxes/<slug>/extensions/slow")
def read_slowly(**_: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    facts = body.facts()
    request_id = from_base64url(facts.get("id"), ID_BYTES)
    reason = text_of(facts.get("reason"), LONGEST_REASON)
    gone_on = here.store.write(lambda c: asking.go_slowly(c, mine, request_id, reason, now))
    return json_answer(gone_on.facts())
