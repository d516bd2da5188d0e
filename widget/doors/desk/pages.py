"""The desk's pages: shells, the same for everybody. What is in them is asked for by their scripts."""

from __future__ import annotations

from flask import render_template

from widget.doors.desk.blueprint import door
from widget.doors.house import house
from widget.doors.refusals import NotHere
from widget.outbox.notice import REFERENCE


@door.get("/")
@door.get("/members")
@door.get("/account")
@door.get("/reading")
@door.get("/records")
@door.get("/replies")
@door.get("/reports")
def page() -> str:
    return _shell("desk")


@door.get("/c/<reference>")
def conversation(reference: str) -> str:
    """The same for every reference, so that it tells nobody which exist."""
    if not REFERENCE.fullmatch(reference):
        raise NotHere
    return _shell("desk")


@door.get("/enrol")
def enrol() -> str:
    """What the invitation is for stands behind the address's #, which never arrives here."""
    return _shell("enrol")


def _shell(name: str) -> str:
    return render_template(f"staff/{name}.html", asset=house().built.address)
