"""The staff door: pages that say nothing of anybody, and what their scripts ask for."""

from __future__ import annotations

from widget.doors.desk import (
    account,
    conversations,
    enrolling,
    handing,
    invitations,
    members,
    pages,
    records,
    reports,
    signing_in,
)
from widget.doors.desk.blueprint import door

# Each hangs its own on the door.
ROUTES = (
    account,
    conversations,
    enrolling,
    handing,
    invitations,
    members,
    pages,
    records,
    reports,
    signing_in,
)

__all__ = ["ROUTES", "door"]
