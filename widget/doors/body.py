"""The posted bytes, refused by size and kind before anything looks at them."""

from __future__ import annotations

from flask import request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]  # it has no types

from widget.crypto.envelope import MAX_ENVELOPE
from widget.doors.refusals import Refusal

MEDIA_TYPE = "application/octet-stream"
JSON = "application/json"


def refuse_too_large() -> None:
    """By the length that was declared; without one, by reading no more than an envelope can have."""
    declared = request.content_length
    if declared is None:
        read()
    elif declared > MAX_ENVELOPE:
        raise Refusal("too_large")


def refuse_declared_larger(most: int) -> None:
    """What comes without a length is measured by `read`."""
    if (request.content_length or 0) > most:
        raise Refusal("too_large")


def refuse_other_media(kind: str = MEDIA_TYPE) -> None:
    if request.mimetype != kind:
        raise Refusal("media_type")


def read(most: int = MAX_ENVELOPE) -> bytes:
    """All of it; kept, so it can be asked for twice. Raises Refusal("too_large") past `most` bytes."""
    request.max_content_length = most + 1  # of a longer body no more is read, and nothing is said
    try:
        content = request.get_data()
    except ParseException:  # gunicorn's, of chunks that make no sense
        raise Refusal("malformed") from None
    if len(content) > most:
        raise Refusal("too_large")
    return content
