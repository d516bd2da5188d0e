"""Asking to read more than the budget: another lead decides; where nobody does, one goes on slowly.

Nobody approves for themselves, and all of it is on record: the alarm stands whatever comes of it.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from widget.crypto.labels import ID_BYTES
from widget.records.retention import DAY_SECONDS
from widget.staff import acts, budget, extensions, paying, people
from widget.staff.budget import HOUR_SECONDS, Spent
from widget.staff.errors import Gone, Invalid
from widget.staff.extensions import ASKED, GIVEN, OPEN, REFUSED, SLOW, Extension, end_of_day
from widget.staff.paying import Means
from widget.staff.people import Membership

KIND = "extension"
LEAST_REASON, MOST_REASON = 10, 300  # characters


def ask(connection: Connection, by: Membership, now: int) -> Extension:
    """The request; the one that is open, where there is one. Raises Invalid."""
    means = paying.look(connection, by, now)
    standing = means.above
    if standing is not None and standing.state in OPEN:
        return standing
    if standing is not None and standing.state == REFUSED:
        raise Invalid("A lead has said no for today. Talk to them: they can still change their mind.")
    _require_spent(means, now)
    asked = Extension(
        id=secrets.token_bytes(ID_BYTES),
        inbox_id=by.inbox_id,
        member_id=by.member.id,
        state=ASKED,
        asked_at=now,
        decided_at=None,
        decided_by=None,
        left=0,
        until=now + DAY_SECONDS,
    )
    extensions.begin(connection, asked)
    _record(connection, by, asked, ASKED, {}, now)
    return asked


def decide(connection: Connection, by: Membership, request_id: bytes, give: bool, now: int) -> None:
    """Gives once more as many as the inbox's bucket holds, for an hour; or refuses, which ends slow reading.

    Raises Gone for what is not asked any more, Invalid for one's own.
    """
    budget.lock(connection, by.inbox_id)
    found = _open(connection, by, request_id, now)
    if found.member_id == by.member.id:
        raise Invalid("Another lead has to decide this: nobody approves their own.")
    decided = replace(found, decided_at=now, decided_by=by.member.id)
    if give:
        burst = budget.glance(connection, _asker(connection, found, now), now).limits.burst
        decided = replace(decided, state=GIVEN, left=burst, until=now + HOUR_SECONDS)
    else:
        decided = replace(decided, state=REFUSED, left=0, until=end_of_day(now))
    extensions.keep(connection, decided)
    _record(connection, by, decided, f"{decided.state} {acts.actor(found.member_id)}", {}, now)


def go_slowly(connection: Connection, by: Membership, request_id: bytes, reason: str, now: int) -> Extension:
    """The request as it is then: for the rest of the UTC day, or until a lead decides.

    Raises Gone for another's and for what was decided meanwhile, and Invalid.
    """
    means = paying.look(connection, by, now)
    mine = means.above
    if mine is None or mine.id != request_id or mine.state not in OPEN:
        raise Gone("This request is not open any more.")
    if mine.state == SLOW:
        return mine
    if now < mine.slow_from:
        raise Invalid("Your leads have five minutes to answer. Wait until they are over.")
    _require_reason(reason)
    _require_spent(means, now)
    slow = replace(mine, state=SLOW, until=end_of_day(now))
    extensions.keep(connection, slow)
    _record(connection, by, slow, SLOW, {"reason": reason}, now)
    return slow


def _open(connection: Connection, by: Membership, request_id: bytes, now: int) -> Extension:
    """What was refused can still be given, as long as it stands."""
    found = extensions.of_inbox(connection, by.inbox_id, (*OPEN, REFUSED), now)
    request = next((each for each in found if each.id == request_id), None)
    if request is None:
        raise Gone("This was decided meanwhile, or is not asked any more.")
    return request


def _asker(connection: Connection, of: Extension, now: int) -> Membership:
    members = people.members_of(connection, of.inbox_id, now)
    found = next((each for each in members if each.active and each.member.id == of.member_id), None)
    if found is None:
        raise Gone("Whoever asked this is no longer a member.")
    return found


def _require_spent(means: Means, now: int) -> None:
    try:
        means.after_one(now)
    except Spent:
        return
    raise Invalid("You can open a conversation right now. Ask when there is none left.")


def _require_reason(reason: str) -> None:
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Invalid(f"Say why in {LEAST_REASON} to {MOST_REASON} characters.")


def _record(
    connection: Connection, by: Membership, of: Extension, outcome: str, more: dict[str, Any], now: int
) -> None:
    facts = {"inbox": by.inbox_id.hex(), "request": of.id.hex()} | more
    acts.record(connection, KIND, acts.actor(by.member.id), outcome, facts, now)
