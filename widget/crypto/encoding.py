"""Base64url and JSON, read so strictly that every reader reads the same."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from .errors import Malformed

MOST_WHOLE_NUMBER = 2**53 - 1


def to_base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: object, length: int) -> bytes:
    """Exactly `length` bytes. Raises Malformed, also where unused bits are set."""
    if not isinstance(text, str):
        raise Malformed
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise Malformed from None
    if len(data) != length or to_base64url(data) != text:
        raise Malformed
    return data


def to_json(value: dict[str, Any]) -> bytes:
    """UTF-8, compact, members in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def from_json(data: bytes) -> dict[str, Any]:
    """A JSON object. Raises Malformed."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(value, dict):
        raise Malformed
    return value


def text_of(value: object, most: int | None = None) -> str:
    """A string that can be written as UTF-8, of at most that many code points. Raises Malformed."""
    if not isinstance(value, str) or (most is not None and len(value) > most):
        raise Malformed
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Malformed
    return value


def whole_number(value: object) -> int:
    """From 0 to 2^53 - 1, which JavaScript holds exactly. Raises Malformed."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JavaScript cannot tell 1.0 from 1, and both readers are to read the same
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_WHOLE_NUMBER:
        raise Malformed
    return value


def list_of_objects(value: object) -> list[dict[str, Any]]:
    """Raises Malformed."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Malformed
    return value


def _refuse(_name: str) -> None:
    """NaN and Infinity, which are not JSON."""
    raise Malformed
