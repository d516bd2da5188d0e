"""The staff door itself: what its modules hang their routes on."""

from __future__ import annotations

from flask import Blueprint, Response

from widget.crypto.errors import SealError
from widget.doors.desk import guard
from widget.doors.errors import refuse
from widget.doors.refusals import Refusal
from widget.staff.errors import Gone, Invalid, NeedsKit, NotTheirs, StaffError

door = Blueprint("desk", __name__, url_prefix="/desk")
door.before_request(guard.let_in)

CODES: dict[type[StaffError], str] = {
    Gone: "gone",
    Invalid: "invalid",
    NeedsKit: "forbidden",
    NotTheirs: "signed_out",
}


@door.errorhandler(SealError)
def _refuse_sealed(_problem: SealError) -> Response:
    """Keys, wraps and statements that are not of their format."""
    return refuse(Refusal("invalid"))


@door.errorhandler(StaffError)
def _refuse(problem: StaffError) -> Response:
    """With the sentence that it carries, if it does."""
    sentence = str(problem)
    return refuse(Refusal(CODES[type(problem)], more={"message": sentence} if sentence else {}))
