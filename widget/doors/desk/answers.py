"""What the desk's scripts are answered."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def json_answer(facts: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(facts), status, mimetype="application/json")
