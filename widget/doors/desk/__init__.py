"""The staff door: pages that say nothing of anybody, and what their scripts ask for."""

from __future__ import annotations

from widget.doors.desk import (
    account,
    conversations,
    digests,
    enrolling,
    extensions,
    handing,
    invitations,
    members,
    pages,
    records,
    replies,
    reports,
    reviews,
    signing_in,
    signingout,
)
from widget.doors.desk.blueprint import door

# Each hangs its own on the door.
ROUTES = (
    account,
    conversations,
    digests,
    enrolling,
    extensions,
    handing,
    invitations,
    members,
    pages,
    records,
    replies,
    reports,
    reviews,
    signing_in,
    signingout,
)

__all__ = ["ROUTES", "door"]
