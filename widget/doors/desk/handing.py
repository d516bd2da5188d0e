"""Where a conversation goes on: in another inbox, or in another conversation of the same patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from sqlalchemy import Connection

from widget.crypto.encoding import from_base64url, list_of_objects, text_of
from widget.crypto.errors import Malformed
from widget.crypto.handover import RECORD_BYTES
from widget.crypto.labels import ID_BYTES, SIGNATURE_BYTES
from widget.crypto.layout import STANZA_BYTES
from widget.doors.accepting import REFERENCE_LENGTH
from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.outbox.notice import REFERENCE
from widget.staff import handing, joining
from widget.staff.errors import Gone
from widget.staff.handing import Handing
from widget.staff.joining import Joining
from widget.staff.people import Membership
from widget.staff.versions import version_of

Join = Callable[[Connection, Membership, str, Joining, int], int]


@door.get("/c/<reference>/targets")
def targets(reference: str) -> Response:  # noqa: ARG001  the guard has looked it up
    here, mine = house(), guard.membership()

    def found(connection: Connection) -> list[dict[str, Any]]:
        return [handing.inbox_facts(connection, each) for each in handing.targets(connection, mine)]

    return json_answer({"inboxes": here.store.read(found)})


@door.post("/c/<reference>/handover")
def handover(reference: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    given = _handing(body.facts())
    version = here.store.write(
        lambda connection: handing.hand_over(connection, here.keys, mine, reference, given, now)
    )
    return json_answer({"version": version})


@door.post("/c/<reference>/merge")
def merge(reference: str) -> Response:
    return _join(joining.merge, reference)


@door.post("/c/<reference>/replacement")
def replacement(reference: str) -> Response:
    return _join(joining.replace, reference)


def _join(join: Join, reference: str) -> Response:
    here, now, mine = house(), int(house().clock()), guard.membership()
    wanted = _joining(body.facts())
    version = here.store.write(lambda connection: join(connection, mine, reference, wanted, now))
    return json_answer({"version": version})


def _joining(facts: Mapping[str, Any]) -> Joining:
    if "other" not in facts:  # None has a meaning: to take a merging back
        raise Malformed
    other = facts["other"]
    named = None if other is None else text_of(other, REFERENCE_LENGTH)
    if named is not None and not REFERENCE.fullmatch(named):
        raise Gone
    return Joining(version_of(facts.get("version")), named)


def _handing(facts: Mapping[str, Any]) -> Handing:
    named = list_of_objects(facts.get("letters"))
    stanzas = {
        from_base64url(each.get("id"), ID_BYTES): from_base64url(each.get("stanza"), STANZA_BYTES)
        for each in named
    }
    if len(stanzas) != len(named):
        raise Malformed
    return Handing(
        version=version_of(facts.get("version")),
        to=text_of(facts.get("to"), 32),
        record=from_base64url(facts.get("record"), RECORD_BYTES),
        signature=from_base64url(facts.get("signature"), SIGNATURE_BYTES),
        stanzas=stanzas,
    )
