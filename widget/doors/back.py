"""The way back: a page of the patient door, never in a frame, that a return code opens on any device."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request

from widget.crypto.encoding import from_base64url, from_json, whole_number
from widget.crypto.errors import Malformed
from widget.crypto.labels import ID_BYTES, KEY_BYTES, SIGNATURE_BYTES
from widget.doors import body, erasing, followups, quieting, rating, returning, solving
from widget.doors.access import refuse_other_origins, refuse_other_uses
from widget.doors.erasing import Wish
from widget.doors.formtoken import EXPIRED, FIELD, form_for
from widget.doors.house import House, house
from widget.doors.published import published
from widget.doors.refusals import Refusal
from widget.doors.returning import Code
from widget.records.figures import RATINGS

door = Blueprint("back", __name__, url_prefix="/back")

LANGUAGES = ("en", "es")
FORM = "back/"  # an inbox's slug has no slash, so its form's tokens are not this one's
MOST_BYTES = 4096


@door.get("")
def page() -> str:
    here = house()
    refuse_other_uses()
    here.limits.read()
    return render_template(
        "patient/back.html",
        form=form_for(here.tokens, FORM),
        asset=here.built.address,
        language=request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]),
        languages=LANGUAGES,
        mail=here.settings.smtp is not None,
    )


@door.post("/open")
def open_() -> Response:
    here, code, _ = _asked()
    now = int(here.clock())
    found = here.store.read(lambda connection: returning.open_(connection, here.keys, code, now))
    here.store.write(lambda connection: returning.note_opening(connection, found, now))
    facts = found.facts(here.settings.backup_days) | published(here.keys, now) | {"now": now}
    return Response(returning.padded(facts), mimetype="application/json")


@door.post("/envelopes")
def post() -> Response:
    here = house()
    body.refuse_too_large()
    body.refuse_other_media()
    refuse_other_origins(here.settings.patient_origin)
    here.limits.submission()
    now = int(here.clock())
    try:
        _check_token(here)
        envelope = body.read()
        given = here.store.read(lambda connection: followups.read(connection, here.keys, envelope, now))
        new = followups.accept(here.store, here.keys, given, now)
    except Refusal as refusal:
        raise _with_a_fresh_token(here, refusal) from None
    return _json({"reference": given.row.reference}, 201 if new else 200)


@door.post("/state")
def state() -> Response:
    """The same for a wrong code, of which nothing is changed."""
    here, code, _ = _asked()
    now = int(here.clock())
    here.store.write(lambda connection: solving.solve(connection, code, now))
    return _json({})


@door.post("/quiet")
def quiet() -> Response:
    """No e-mail about answers any more. The same for a wrong code, of which nothing is changed."""
    here, code, _ = _asked()
    here.store.write(lambda connection: quieting.quiet(connection, code))
    return _json({})


@door.post("/rating")
def rate() -> Response:
    """The same for a wrong code, and for one whose conversation is not closed or was rated before."""
    here, code, facts = _asked()
    now, given = int(here.clock()), facts.get("rating")
    if not isinstance(given, str) or given not in RATINGS:
        raise Refusal("malformed")
    here.store.write(lambda connection: rating.rate(connection, code, given, now))
    return _json({})


@door.post("/delete")
def delete() -> Response:
    here, code, facts = _asked()
    now, backup_days = int(here.clock()), here.settings.backup_days
    wish = _wish(facts)
    done = here.store.write(lambda connection: erasing.erase(connection, code, wish, backup_days, now))
    here.store.checkpoint()  # SQLite's log would hold the rows for a while
    return _json(done.facts())


def _asked() -> tuple[House, Code, Mapping[str, Any]]:
    """What the page posts beside an envelope, once it is ours and not too often. Raises Refusal."""
    here = house()
    body.refuse_declared_larger(MOST_BYTES)
    body.refuse_other_media(body.JSON)
    refuse_other_origins(here.settings.patient_origin)
    here.limits.returning()
    try:
        facts = from_json(body.read(MOST_BYTES))
        code = Code(
            from_base64url(facts.get("locator"), ID_BYTES), from_base64url(facts.get("token"), KEY_BYTES)
        )
    except Malformed:
        raise Refusal("malformed") from None
    return here, code, facts


def _wish(facts: Mapping[str, Any]) -> Wish:
    try:
        return Wish(whole_number(facts.get("at")), from_base64url(facts.get("signature"), SIGNATURE_BYTES))
    except Malformed:
        raise Refusal("malformed") from None


def _check_token(here: House) -> None:
    returned = form_for(here.tokens, FORM, request.headers.get("X-Form-Token", ""))
    if not returned.validate():
        raise Refusal("stale" if EXPIRED in returned.errors[FIELD] else "token")


def _with_a_fresh_token(here: House, refusal: Refusal) -> Refusal:
    """What else the page needs, it asks for anew with the code."""
    if refusal.code == "stale":
        refusal.more = {"token": here.tokens.issue(FORM)}
    return refusal


def _json(facts: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(facts), status, mimetype="application/json")
