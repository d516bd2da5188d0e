"""A member's daily summary by e-mail: asking for it, confirming the address, and ending it."""

from __future__ import annotations

from typing import Any

from flask import Response

from widget.crypto.encoding import text_of, whole_number
from widget.doors.desk import body, guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.outbox.mail import MailError
from widget.staff import confirming, digests
from widget.staff.digests import Choice
from widget.staff.errors import Invalid


@door.get("/digest")
def digest() -> Response:
    return _answer()


@door.post("/digest", endpoint="ask_digest")
def ask() -> Response:
    here, now, who = house(), int(house().clock()), guard.member()
    choice = _choice(body.facts())
    if here.settings.smtp is None:
        raise Invalid("E-mail is not set up here. Ask whoever runs this desk.")
    code = here.store.write(lambda c: digests.ask(c, here.keys, who.id, choice, now))
    if code is not None:
        try:
            confirming.send(here.settings, here.store, who.id, choice.address, code, now)
        except MailError:
            raise Invalid("The code could not be sent. Check the address, or try again later.") from None
    return _answer()


@door.post("/digest/confirm", endpoint="confirm_digest")
def confirm() -> Response:
    here, now, who = house(), int(house().clock()), guard.member()
    code = text_of(body.facts().get("code")).replace(" ", "")
    if not here.store.write(lambda c: digests.confirm(c, here.keys, who.id, code, now)):
        raise Invalid("This is not the newest code, or it is used up. Try again, or have another one sent.")
    return _answer()


@door.post("/digest/off", endpoint="stop_digest")
def stop() -> Response:
    here, who = house(), guard.member()
    body.facts()
    here.store.write(lambda connection: digests.stop(connection, who.id))
    return _answer()


def _choice(facts: dict[str, Any]) -> Choice:
    return Choice(
        address=text_of(facts.get("address")).strip(),
        hour=whole_number(facts.get("hour")),
        zone=text_of(facts.get("zone")),
    )


def _answer() -> Response:
    """DIGEST, and whether the house sends mail at all."""
    here, who = house(), guard.member()
    found = here.store.read(lambda connection: digests.facts(connection, who.id))
    return json_answer(found | {"available": here.settings.smtp is not None})
