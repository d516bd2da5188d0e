"""The patient door: the form's page, the inbox's signed keys, form tokens, and the slot for envelopes."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, render_template, request

from widget.doors import body, reading
from widget.doors.accepting import accept
from widget.doors.access import refuse_other_origins, refuse_other_sites, refuse_other_uses
from widget.doors.formtoken import EXPIRED, FIELD, form_for
from widget.doors.headers import let_frame
from widget.doors.house import House, house
from widget.doors.known import KnownInbox
from widget.doors.published import published
from widget.doors.refusals import NotHere, Refusal
from widget.outbox.shared import shared_facts
from widget.records.crisis import contacts_of
from widget.records.ownterms import section_of, terms_of

door = Blueprint("patient", __name__, url_prefix="/f/<slug>")


@door.get("")
def form(slug: str) -> str:
    here = house()
    refuse_other_uses()
    here.limits.read()
    known = here.inboxes.find(slug)
    if known is None:
        raise NotHere
    let_frame(known.inbox.sites)
    return _page(here, known)


@door.get("/keys")
def keys(slug: str) -> Response:
    here = house()
    refuse_other_sites()
    here.limits.read()
    return _json(_keys(here, _known(here, slug)))


@door.get("/token")
def token(slug: str) -> Response:
    here = house()
    refuse_other_sites()
    here.limits.read()
    known = _known(here, slug)
    return _json({"token": here.tokens.issue(known.inbox.slug), "expires_in": here.tokens.seconds})


@door.post("/envelopes")
def post(slug: str) -> Response:
    """What costs least is checked first; nothing is opened before all else is in order."""
    here = house()
    body.refuse_too_large()
    body.refuse_other_media()
    refuse_other_origins(here.settings.patient_origin)
    here.limits.submission()
    known = _known(here, slug)
    now = int(here.clock())
    try:
        _check_token(here, slug)
        given = reading.read(body.read(), known, here.keys, now)
    except Refusal as refusal:
        raise _with_fresh_keys(here, known, refusal) from None
    receipt, new = accept(here, known, given, now)
    return _json(receipt.facts(), 201 if new else 200)


def _known(here: House, slug: str) -> KnownInbox:
    known = here.inboxes.find(slug)
    if known is None:
        raise Refusal("not_found")
    return known


def _check_token(here: House, slug: str) -> None:
    returned = form_for(here.tokens, slug, request.headers.get("X-Form-Token", ""))
    if not returned.validate():
        raise Refusal("stale" if EXPIRED in returned.errors[FIELD] else "token")


def _with_fresh_keys(here: House, known: KnownInbox, refusal: Refusal) -> Refusal:
    """A stale form is told what it needs to seal the same letter anew."""
    if refusal.code == "stale":
        refusal.more = {"token": here.tokens.issue(known.inbox.slug), "keys": _keys(here, known)}
    return refusal


def _keys(here: House, known: KnownInbox) -> dict[str, Any]:
    now = int(here.clock())
    return known.statements | published(here.keys, now) | {"now": now, "kept_days": known.inbox.kept_days}


def _page(here: House, known: KnownInbox) -> str:
    settings, inbox = here.settings, known.inbox
    shared = shared_facts(
        inbox, vendor=known.vendor, desk_origin=settings.desk_origin, backup_days=settings.backup_days
    )
    return render_template(
        "patient/form.html",
        inbox=inbox,
        form=form_for(here.tokens, inbox.slug),
        shared=shared,
        own_terms=section_of(terms_of(inbox)),
        crisis=contacts_of(inbox),
        asset=here.built.address,
        language=request.accept_languages.best_match(inbox.languages, inbox.languages[0]),
        test=inbox.test,
        mail=settings.smtp is not None,
    )


def _json(facts: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(facts), status, mimetype="application/json")
