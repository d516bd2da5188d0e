"""Signing in with a passkey, touching it once more, and signing out."""

from __future__ import annotations

from flask import Response

from widget.doors.desk import agents, body, cookie, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.desk.me import me
from widget.doors.desk.party import relying_party, to_answer
from widget.doors.house import house
from widget.records.encoding import b64u
from widget.staff import ceremonies, entering, passkeys, sessions
from widget.staff.ceremonies import LOGIN, TOUCH, Asked
from widget.staff.credentials import Assertion


@door.post("/passkey/login/options")
def login_options() -> Response:
    """Who signs in says no name first: the passkey brings it."""
    here, now = house(), int(house().clock())
    body.facts()
    challenge = here.store.write(lambda c: ceremonies.begin(c, Asked(LOGIN), now))
    return json_answer(to_answer(here, challenge))


@door.post("/passkey/login/verify")
def login_verify() -> Response:
    here, now = house(), int(house().clock())
    begun, token = entering.sign_in(
        here.store,
        relying_party(here),
        Assertion.from_json(body.facts().get("credential")),
        earlier=cookie.given(),
        label=agents.label(),
        lasts=guard.lifetime(here),
        now=now,
    )
    return cookie.give(json_answer(here.store.read(lambda c: me(here, c, begun, now))), token)


@door.post("/passkey/touch/options")
def touch_options() -> Response:
    here, now, mine = house(), int(house().clock()), guard.session()
    body.facts()
    challenge = here.store.write(lambda c: ceremonies.begin(c, Asked(TOUCH, mine.id), now))
    known = here.store.read(lambda c: passkeys.of_member(c, mine.member_id))
    return json_answer(to_answer(here, challenge) | {"allow": [b64u(each.credential_id) for each in known]})


@door.post("/passkey/touch/verify")
def touch_verify() -> Response:
    here, now, mine = house(), int(house().clock()), guard.session()
    given = Assertion.from_json(body.facts().get("credential"))
    until = entering.touch(here.store, relying_party(here), given, mine, now)
    return json_answer({"touched_until": until})


@door.post("/sign-out")
def sign_out() -> Response:
    here, mine = house(), guard.session()
    body.facts()
    here.store.write(lambda c: sessions.end(c, mine.member_id, mine.id))
    return cookie.take_back(json_answer({}))
