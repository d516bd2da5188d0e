"""What the desk's pages ask every few seconds: requests to read more, the member's own, and fresh alarms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from widget.records import activity, inboxes
from widget.records.encoding import b64u
from widget.staff import acts, asking, budget, extensions, metering, people
from widget.staff.budget import Spent
from widget.staff.extensions import ASKED, REFUSED, SLOW, Extension
from widget.staff.people import AUDITOR, LEAD, Membership
from widget.store.models import chain, chain_body

MOST_ALARMS = 20


def answer(connection: Connection, mine: Sequence[Membership], now: int) -> dict[str, Any]:
    """`own` by the inbox's slug; `requests` and `alarms` are others', of inboxes that one leads or audits."""
    watched = [each for each in mine if each.acts_as in (LEAD, AUDITOR)]
    requests = [each for of in watched for each in _requests(connection, of, now)]
    named = {(each["inbox"], each["actor"]) for each in requests}
    alarms = [each for of in watched for each in _alarms(connection, of, now)]
    return {
        "now": now,
        "own": _own(connection, mine, now),
        "requests": [_without_actor(each) for each in requests],
        "alarms": [_without_actor(each) for each in alarms if (each["inbox"], each["actor"]) not in named],
    }


def _own(connection: Connection, mine: Sequence[Membership], now: int) -> dict[str, Any]:
    found = {each.slug: extensions.of_member(connection, each.member.id, each.inbox_id, now) for each in mine}
    return {slug: one.facts() for slug, one in found.items() if one is not None}


def _requests(connection: Connection, by: Membership, now: int) -> list[dict[str, Any]]:
    """What was refused is among them: it can still be given."""
    asked = extensions.of_inbox(connection, by.inbox_id, (ASKED, SLOW, REFUSED), now)
    others = [each for each in asked if each.member_id != by.member.id]
    team = _team(connection, by, now) if others else {}
    return [
        _request(connection, by, each, team[each.member_id], now) for each in others if each.member_id in team
    ]


def _request(
    connection: Connection, by: Membership, of: Extension, asker: Membership, now: int
) -> dict[str, Any]:
    """`used` of `limit` are today's; `cap` is what is used up, None where there is one free by now; `more`
    are given at once.
    """
    theirs = budget.glance(connection, asker, now)
    return {
        "id": b64u(of.id),
        **_place(connection, by),
        "actor": of.member_id,
        "name": asker.member.name,
        "state": of.state,
        "asked": of.asked_at,
        "used": theirs.today,
        "limit": theirs.limits.member_day,
        "cap": _cap(theirs, now),
        "more": theirs.limits.burst,
        "reason": _reason(connection, of) if of.state == SLOW else None,
        "decides": by.acts_as == LEAD,
    }


def _cap(theirs: budget.Budget, now: int) -> str | None:
    try:
        theirs.after_one(now)
    except Spent as spent:
        return spent.cap
    return None


def _reason(connection: Connection, of: Extension) -> str | None:
    """None where it was erased."""
    said = (
        select(chain_body.c.body)
        .join(chain, chain.c.seq == chain_body.c.seq)
        .where(
            chain.c.kind == asking.KIND,
            chain.c.outcome == SLOW,
            chain.c.actor == acts.actor(of.member_id),
            chain.c.at >= of.asked_at,
        )
    )
    bodies = connection.scalars(said.order_by(chain.c.seq.desc()))
    facts = (json.loads(activity.body_of(each)) for each in bodies)
    return next((each["reason"] for each in facts if each["request"] == of.id.hex()), None)


def _alarms(connection: Connection, by: Membership, now: int) -> list[dict[str, Any]]:
    """Those that rang within the last hour: who wanted to read more than they may."""
    mine = acts.actor(by.member.id)
    rows = [each for each in metering.rung(connection, by.inbox_id, now) if each.actor != mine]
    team = {acts.actor(each): of for each, of in (_team(connection, by, now) if rows else {}).items()}
    return [
        {
            "seq": row.seq,
            **_place(connection, by),
            "actor": team[row.actor].member.id,
            "name": team[row.actor].member.name,
            "at": row.at,
            "cap": row.outcome,
        }
        for row in rows[:MOST_ALARMS]
        if row.actor in team
    ]


def _team(connection: Connection, by: Membership, now: int) -> Mapping[bytes, Membership]:
    members = people.members_of(connection, by.inbox_id, now)
    return {each.member.id: each for each in members if each.active}


def _place(connection: Connection, by: Membership) -> dict[str, str]:
    return {"slug": by.slug, "inbox": inboxes.get(connection, by.slug).name}


def _without_actor(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "actor"}
