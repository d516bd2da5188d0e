"""For those who watch the service: is the process up, and can it take letters?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from widget.doors.house import house

door = Blueprint("health", __name__)


@door.get("/healthz")
def alive() -> Response:
    return jsonify(alive=True)


@door.get("/readyz")
def ready() -> tuple[Response, int]:
    failing = house().readiness.failing()
    return jsonify(ready=not failing, failing=failing), 503 if failing else 200
