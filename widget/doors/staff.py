"""The staff door. Letters are opened offline with the kit; these pages, where notices lead, say how."""

from __future__ import annotations

from flask import Blueprint, render_template

from widget.doors.house import house
from widget.doors.refusals import NotHere
from widget.outbox.notice import REFERENCE

door = Blueprint("staff", __name__, url_prefix="/desk")


@door.get("/")
def desk() -> str:
    return _page(None)


@door.get("/c/<reference>")
def conversation(reference: str) -> str:
    """The same for every reference, so that it tells nobody which exist."""
    if not REFERENCE.fullmatch(reference):
        raise NotHere
    return _page(reference)


def _page(reference: str | None) -> str:
    return render_template("staff/desk.html", reference=reference, asset=house().built.address)
