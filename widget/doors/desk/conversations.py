"""The desk's conversations: lists of them, reading one, answering it, and who has it."""

from __future__ import annotations

import re

from flask import Response, request

from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.errors import refuse
from widget.doors.house import house
from widget.doors.refusals import Refusal
from widget.staff import answering, handling, listing, reading
from widget.staff.budget import Spent
from widget.staff.errors import Invalid, Outdated, Stale, Taken
from widget.staff.fitting import Draft
from widget.staff.metering import EXPORT, Reader
from widget.staff.wanted import read_wanted

VERSION = re.compile(r"[0-9]{1,9}")


@door.get("/list", endpoint="list")
def list_conversations() -> Response:
    here, now = house(), int(house().clock())
    wanted = read_wanted(request.args, guard.member().id, guard.memberships())
    return json_answer(here.store.read(lambda connection: listing.answer(connection, wanted, now)))


@door.post("/c/<reference>/read")
def read(reference: str) -> Response:
    here, now = house(), int(house().clock())
    reader = Reader(guard.membership(), reference)
    return json_answer(reading.read(here.store, here.keys, reader, now).facts())


@door.post("/c/<reference>/export")
def export(reference: str) -> Response:
    """The one way to take a copy along: of one conversation, as it is read, and on record as what it is."""
    here, now = house(), int(house().clock())
    body.facts()
    reader = Reader(guard.membership(), reference, EXPORT)
    return json_answer(reading.read(here.store, here.keys, reader, now).facts())


@door.post("/c/<reference>/letters")
def letters(reference: str) -> Response:
    here, now = house(), int(house().clock())
    draft = Draft(
        by=guard.membership(),
        reference=reference,
        letter=body.letter(),
        version=_version(),
        state=request.headers.get("X-State") or None,
    )
    return json_answer({"version": answering.answer(here.store, here.keys, draft, now)}, 201)


@door.post("/c/<reference>/state")
def state(reference: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    wanted = handling.read_change(body.facts(), mine, now)
    version = here.store.write(lambda c: handling.change(c, mine, reference, wanted, now))
    return json_answer({"version": version})


@door.errorhandler(Outdated)
def _outdated(problem: Outdated) -> Response:
    return refuse(Refusal("version", more={"version": problem.version}))


@door.errorhandler(Spent)
def _spent(problem: Spent) -> Response:
    more = {
        "retry_after": problem.retry_after,
        "used": problem.used,
        "limit": problem.limit,
        "cap": problem.cap,
    }
    return refuse(Refusal("budget", retry_after=problem.retry_after, more=more))


@door.errorhandler(Stale)
def _stale(_problem: Stale) -> Response:
    return refuse(Refusal("stale"))


@door.errorhandler(Taken)
def _taken(_problem: Taken) -> Response:
    return refuse(Refusal("conflict"))


def _version() -> int:
    """Of the conversation, as the member saw it when they wrote."""
    given = request.headers.get("X-Version", "")
    if VERSION.fullmatch(given) is None:
        raise Invalid("X-Version must be the conversation's version.")
    return int(given)
