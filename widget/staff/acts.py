"""What members did, on record: one entry of the chain for each act, with the facts beside it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from widget.crypto.encoding import to_json
from widget.records import activity
from widget.records.retention import day_of

KIT = "kit"  # the actor where the kit was used, at a terminal
KEPT_DAYS = 730  # then the facts are erased; that and when it was done, by whom, stays


def actor(member_id: bytes) -> str:
    return f"member:{member_id.hex()}"


def record(
    connection: Connection,
    kind: str,
    actor: str,
    outcome: str,
    facts: dict[str, Any],
    now: int,
    reference: str | None = None,
) -> int:
    """The entry's number. `facts` are ids, roles and counts: nothing that a patient wrote."""
    last_day = day_of(now) + KEPT_DAYS
    return activity.append(connection, kind, reference, actor, outcome, to_json(facts), last_day, at=now)
