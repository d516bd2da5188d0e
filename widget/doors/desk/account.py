"""A member's own account: who they are, their passkeys and their sessions."""

from __future__ import annotations

from typing import Any

from flask import Response

from widget.crypto.encoding import from_base64url, text_of
from widget.crypto.member import WRAP_BYTES
from widget.doors.desk import body, cookie, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.desk.me import me as facts_of
from widget.doors.desk.me import passkey_facts
from widget.doors.desk.party import relying_party, to_make
from widget.doors.house import house
from widget.records.encoding import b64u
from widget.staff import adding, ceremonies, passkeys, sessions
from widget.staff.ceremonies import REGISTER, Asked
from widget.staff.credentials import MOST_ID_BYTES, Attestation, bytes_of
from widget.staff.errors import Gone
from widget.staff.sessions import ID_BYTES, Session


@door.get("/me")
def me() -> Response:
    here, now, mine = house(), int(house().clock()), guard.session()
    return json_answer(here.store.read(lambda c: facts_of(here, c, mine, now)))


@door.post("/passkey/register/options")
def register_options() -> Response:
    here, now, who = house(), int(house().clock()), guard.member()
    body.facts()
    asked = Asked(REGISTER, guard.session().id)
    challenge = here.store.write(lambda c: ceremonies.begin(c, asked, now))
    known = here.store.read(lambda c: passkeys.of_member(c, who.id))
    exclude = [b64u(each.credential_id) for each in known]
    return json_answer(to_make(here, challenge, who.id, who.name) | {"exclude": exclude})


@door.post("/passkey/register/verify")
def register_verify() -> Response:
    here, now, mine = house(), int(house().clock()), guard.session()
    facts = body.facts()
    adding.add(
        here.store,
        here.keys,
        relying_party(here),
        Attestation.from_json(facts.get("credential")),
        mine,
        wrap=from_base64url(facts.get("wrap"), WRAP_BYTES),
        label=text_of(facts.get("label")),
        now=now,
    )
    return _passkeys()


@door.post("/passkey/remove")
def remove_passkey() -> Response:
    """Such as a lost device's: what it began ends at once."""
    here, now, mine = house(), int(house().clock()), guard.session()
    credential_id = bytes_of(body.facts().get("credential"), MOST_ID_BYTES)
    adding.remove(here.store, mine, credential_id, now)
    return _passkeys()


@door.get("/sessions", endpoint="sessions")
def own_sessions() -> Response:
    here, now, mine = house(), int(house().clock()), guard.session()
    found = here.store.read(lambda c: sessions.every(c, mine.member_id, guard.lifetime(here), now))
    return json_answer({"sessions": [session_facts(each, mine) for each in found]})


@door.post("/sessions/<session>/end")
def end_session(session: str) -> Response:
    here, mine = house(), guard.session()
    body.facts()
    ended = from_base64url(session, ID_BYTES)
    if not here.store.write(lambda c: sessions.end(c, mine.member_id, ended)):
        raise Gone
    answer = json_answer({})
    return cookie.take_back(answer) if ended == mine.id else answer


def _passkeys() -> Response:
    who = guard.member()
    return json_answer({"passkeys": house().store.read(lambda c: passkey_facts(c, who.id))})


def session_facts(found: Session, mine: Session) -> dict[str, Any]:
    """`current`: it is the one that asks."""
    return {
        "id": b64u(found.id),
        "began": found.created_at,
        "last": found.last_at,
        "label": found.label,
        "current": found.id == mine.id,
    }
