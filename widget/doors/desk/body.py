"""What a route of the desk is posted, read as strictly as everything that is signed."""

from __future__ import annotations

import json
from typing import Any

from flask import request

from widget.crypto.encoding import from_json
from widget.crypto.errors import Malformed
from widget.doors import body
from widget.doors.policies import POLICIES
from widget.doors.refusals import Refusal


def letter() -> bytes:
    """As it is sealed. Raises Refusal("too_large")."""
    return body.read(_most_bytes())


def facts() -> dict[str, Any]:
    """The JSON object. Raises Refusal: too_large, or malformed for what is none, or could not be written."""
    content = body.read(_most_bytes())
    try:
        found = from_json(content)
        _refuse_halves_of_characters(content, found)
    except Malformed:
        raise Refusal("malformed") from None
    return found


def _refuse_halves_of_characters(content: bytes, found: dict[str, Any]) -> None:
    """JSON can name half of a surrogate pair, which no database takes and nothing can be hashed with."""
    if rb"\u" not in content:
        return
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Malformed from None


def _most_bytes() -> int:
    return POLICIES[request.endpoint or ""].most_bytes
