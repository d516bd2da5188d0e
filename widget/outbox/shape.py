"""The list of what may leave: exact keys and, for each, the pattern that its value must match."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from widget.outbox import notice
from widget.outbox.vendors.errors import Reason, VendorError

# A pattern for a text, the type bool for a truth value, or the same again for an object within.
Shape = Mapping[str, "re.Pattern[str] | type[bool] | Shape"]

TITLE = re.compile(rf"(?:TEST )?Support request {notice.REFERENCE.pattern}")
LINK = re.compile(rf"{notice.DESK_ORIGIN.pattern}{notice.desk_path(notice.REFERENCE.pattern)}")
HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z")
URGENCY = re.compile("|".join(level.value for level in notice.Urgency))


def hold_to(shape: Shape, body: bytes) -> None:
    """Raises VendorError (permanent) unless `body` is a JSON object of exactly this shape."""
    try:
        held = json.loads(body)
    except ValueError:
        held = None
    if not _fits(shape, held):
        raise VendorError(Reason.HELD_BACK, permanent=True)


def _fits(allowed: Any, value: Any) -> bool:
    if isinstance(allowed, re.Pattern):
        return isinstance(value, str) and allowed.fullmatch(value) is not None
    if allowed is bool:
        return isinstance(value, bool)
    return (
        isinstance(value, dict)
        and value.keys() == allowed.keys()
        and all(_fits(allowed[key], value[key]) for key in allowed)
    )
