"""What the team's work came to: for charts, and as a table to take along. Nothing of it is of one patient."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from widget.doors.desk import guard
from widget.doors.desk.answers import json_answer
from widget.doors.desk.blueprint import door
from widget.doors.desk.sheets import sheet
from widget.doors.house import house
from widget.doors.refusals import Refusal
from widget.records import inboxes
from widget.staff import reports
from widget.staff.errors import Invalid
from widget.staff.people import Membership
from widget.staff.periods import read_asked


@door.get("/reports/figures")
def figures() -> Response:
    return json_answer(_report())


@door.get("/reports/figures.csv")
def figures_csv() -> Response:
    found = _report()
    name = "-".join(("sotto", found["inbox"], found["by"], found["from"], found["to"]))
    response = Response(sheet(found), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _report() -> dict[str, Any]:
    here, now, slug = house(), int(house().clock()), _membership().slug
    asked = read_asked(request.args)
    return here.store.read(lambda c: reports.report(c, inboxes.get(c, slug), asked, now))


def _membership() -> Membership:
    """Theirs in the inbox that the query names, if it lets them look back."""
    slug = request.args.get("inbox")
    if not slug:
        raise Invalid("A report is of one inbox, which was not named.")
    found = next((each for each in guard.memberships() if each.slug == slug), None)
    if found is None:
        raise Refusal("forbidden")
    return found
