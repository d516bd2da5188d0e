"""A conversation's version, as a page names it."""

from __future__ import annotations

from widget.crypto.encoding import whole_number
from widget.crypto.errors import Malformed

MOST = 2**31 - 2  # what a row can hold, and the next one


def version_of(given: object) -> int:
    """Raises Malformed for what no conversation can have."""
    version = whole_number(given)
    if version > MOST:
        raise Malformed
    return version
