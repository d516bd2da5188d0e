"""Coming to an inbox: what the invitation is to; then a newcomer's passkey and keys, or a member's MAC."""

from __future__ import annotations

from flask import Response

from widget.crypto.encoding import from_base64url
from widget.crypto.labels import HASH_BYTES, KEY_BYTES
from widget.crypto.member import WRAP_BYTES
from widget.crypto.xwing import PUBLIC_BYTES
from widget.doors.desk import agents, body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.desk.party import relying_party, to_make
from widget.doors.house import house
from widget.records import inboxes
from widget.records.encoding import b64u
from widget.staff import enrolling, invitations
from widget.staff.credentials import Attestation
from widget.staff.enrolling import Newcomer
from widget.staff.invitations import ID_BYTES


@door.post("/enrol/options")
def enrol_options() -> Response:
    here, now = house(), int(house().clock())
    invited = from_base64url(body.facts().get("invite"), ID_BYTES)
    found = here.store.read(lambda c: invitations.find(c, invited, now))
    inbox = here.store.read(lambda c: inboxes.by_id(c, found.inbox_id))
    challenge, member_id = here.store.write(lambda c: enrolling.begin(c, invited, now))
    invitation = {"name": found.name, "role": found.role, "inbox": {"id": b64u(inbox.id), "name": inbox.name}}
    return json_answer(invitation | to_make(here, challenge, member_id, found.name))


@door.post("/enrol/verify")
def enrol_verify() -> Response:
    here, now = house(), int(house().clock())
    facts = body.facts()
    given = Attestation.from_json(facts.get("credential"))
    words = facts.get("words_wrap")
    who = Newcomer(
        invitation_id=from_base64url(facts.get("invite"), ID_BYTES),
        member_id=from_base64url(facts.get("member"), ID_BYTES),
        xwing_public=from_base64url(facts.get("xwing_pk"), PUBLIC_BYTES),
        sign_public=from_base64url(facts.get("sign_pk"), KEY_BYTES),
        mac=from_base64url(facts.get("mac"), HASH_BYTES),
        wrap=from_base64url(facts.get("wrap"), WRAP_BYTES),
        words_wrap=None if words is None else from_base64url(words, WRAP_BYTES),
        label=agents.label(),
    )
    enrolling.enrol(here.store, here.keys, relying_party(here), given, who, now)
    return json_answer({}, 201)


@door.post("/join")
def join() -> Response:
    """Of a member who was invited to a further inbox."""
    here, now, who = house(), int(house().clock()), guard.member()
    facts = body.facts()
    invited = from_base64url(facts.get("invite"), ID_BYTES)
    mac = from_base64url(facts.get("mac"), HASH_BYTES)
    here.store.write(lambda c: enrolling.join(c, who, invited, mac, now))
    return json_answer({}, 201)
