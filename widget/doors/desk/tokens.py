"""The token that each post of a session brings in a header: of this session, and no form can send it."""

from __future__ import annotations

from flask import request

from widget.doors.formtoken import form_for
from widget.doors.house import House
from widget.doors.refusals import Refusal
from widget.staff.sessions import Session

HEADER = "X-CSRF-Token"


def issue(here: House, of: Session) -> str:
    return here.desk_tokens.issue(_subject(of))


def check(here: House, of: Session) -> None:
    """Raises Refusal("csrf")."""
    if not form_for(here.desk_tokens, _subject(of), request.headers.get(HEADER, "")).validate():
        raise Refusal("csrf")


def _subject(of: Session) -> str:
    """No slug has a stroke in it, so no patient's form token is one of these."""
    return f"desk/{of.id.hex()}"
