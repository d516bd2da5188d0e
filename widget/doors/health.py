"""For those who watch the service: is the process up, and can it take letters?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from widget.doors.errors import OVERLOADED_SECONDS
from widget.doors.house import house

door = Blueprint("health", __name__)


@door.get("/healthz")
def alive() -> Response:
    return jsonify(alive=True)


@door.get("/readyz")
def ready() -> Response:
    """Yes or no: which of the checks does not hold is for the operator's log."""
    if house().readiness.failing():
        response = jsonify(ready=False)
        response.status_code = 503
        response.headers["Retry-After"] = str(OVERLOADED_SECONDS)
        return response
    return jsonify(ready=True)
