"""Readings above the budget: whether a member of an inbox has asked for more, and what came of it.

A member has one row in an inbox at most; what was before is in the chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from widget.records.encoding import b64u
from widget.records.retention import DAY_SECONDS
from widget.store.models import extension

ASKED, GIVEN, REFUSED, SLOW = "asked", "given", "refused", "slow"
OPEN = (ASKED, SLOW)  # a lead may still decide
ALONE_SECONDS = 300  # then whoever asked may help themselves, slowly


@dataclass(frozen=True)
class Extension:
    """`left`: conversations that may still be read with it; `until` that moment it stands."""

    id: bytes
    inbox_id: bytes
    member_id: bytes
    state: str
    asked_at: int
    decided_at: int | None
    decided_by: bytes | None
    left: int
    until: int

    @property
    def slow_from(self) -> int:
        """From then on the member may read slowly if nobody has answered."""
        return self.asked_at + ALONE_SECONDS

    def facts(self) -> dict[str, Any]:
        """As its own member sees it."""
        return {
            "id": b64u(self.id),
            "state": self.state,
            "asked": self.asked_at,
            "slow_from": self.slow_from,
            "left": self.left,
            "until": self.until,
        }


def of_member(connection: Connection, member_id: bytes, inbox_id: bytes, now: int) -> Extension | None:
    """The one that stands."""
    mine = (extension.c.member_id == member_id, extension.c.inbox_id == inbox_id, extension.c.until > now)
    row = connection.execute(select(extension).where(*mine)).one_or_none()
    return None if row is None else Extension(**row._mapping)


def of_inbox(connection: Connection, inbox_id: bytes, states: Sequence[str], now: int) -> list[Extension]:
    """Those that stand, the oldest first."""
    these = (extension.c.inbox_id == inbox_id, extension.c.state.in_(states), extension.c.until > now)
    rows = connection.execute(select(extension).where(*these).order_by(extension.c.asked_at, extension.c.id))
    return [Extension(**row._mapping) for row in rows]


def begin(connection: Connection, asked: Extension) -> None:
    """In place of what the member had there before."""
    before = (extension.c.member_id == asked.member_id, extension.c.inbox_id == asked.inbox_id)
    connection.execute(delete(extension).where(*before))
    connection.execute(insert(extension).values(asdict(asked)))


def keep(connection: Connection, changed: Extension) -> None:
    connection.execute(update(extension).where(extension.c.id == changed.id).values(asdict(changed)))


def end_of_day(now: int) -> int:
    """Of the UTC day, as all of a day's caps have it."""
    return now - now % DAY_SECONDS + DAY_SECONDS
