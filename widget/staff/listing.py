"""Conversations as the desk lists them: what is known without opening any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, tuple_, union_all

from widget.records.encoding import b64u
from widget.staff import sampling, states
from widget.staff.changes import changed
from widget.staff.people import ACTIVE, AGENT, LEAD, Membership
from widget.staff.piles import Pile, piles, spelled_out
from widget.staff.tallies import counts
from widget.staff.wanted import Wanted
from widget.store.models import conversation, member, membership, sample

PAGE = 50
_PAGE = spelled_out(PAGE + 1)


def answer(connection: Connection, wanted: Wanted, now: int) -> dict[str, Any]:
    """A page of the list and what stands beside it; of the first page, if nothing has changed, that alone."""
    number = changed(connection, wanted, now)  # first: see there
    if wanted.after is None and wanted.since == number:
        return {"changed": number}
    rows = _rows(connection, wanted, now)
    mine = {each.inbox_id: each for each in wanted.memberships}
    return {
        "conversations": [_facts(row, mine[row.inbox_id], now) for row in rows[:PAGE]],
        "next": _next(rows, wanted),
        "changed": number,
        "counts": counts(connection, wanted.memberships, wanted.member_id, now),
        "members": _members(connection, wanted.memberships),
    }


def _rows(connection: Connection, wanted: Wanted, now: int) -> Sequence[Row[Any]]:
    """One more than a page has, if there are more.

    Each pile gives its first ones by an index, and of these the first are taken: a condition on several piles
    at once would have the database sort all that they hold.
    """
    found = piles(wanted.memberships, wanted.state, now)
    if not found:
        return []
    first = union_all(*(_first_of(pile, wanted, now) for pile in found)).subquery()
    ordered = (
        select(*_COLUMNS).join(first, conversation.c.id == first.c.id).outerjoin(sample, sampling.here())
    )
    return connection.execute(ordered.order_by(*_order(wanted)).limit(_PAGE)).all()


def _first_of(pile: Pile, wanted: Wanted, now: int) -> Select[Any]:
    chosen = select(conversation.c.id).where(pile, *wanted.conditions(now), *_further(wanted))
    some = chosen.order_by(*_order(wanted)).limit(_PAGE).subquery()
    return select(some.c.id)


def _further(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.after is None:
        return []
    here = tuple_(wanted.sort.column, conversation.c.id)
    last = tuple_(*wanted.after)
    return [here < last if wanted.sort.descending else here > last]


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = [wanted.sort.column, conversation.c.id]
    return [column.desc() for column in columns] if wanted.sort.descending else columns


def _next(rows: Sequence[Row[Any]], wanted: Wanted) -> str | None:
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    return wanted.cursor(last._mapping[wanted.sort.column], last.id)


def _facts(row: Row[Any], of: Membership, now: int) -> dict[str, Any]:
    answered = row.answers > 0
    facts = {
        "reference": row.reference,
        "inbox": of.slug,
        "topic": row.topic,
        "urgency": row.urgency,
        "language": row.language,
        "state": states.now_in(row, now),
        "assignee": None if row.assignee_id is None else b64u(row.assignee_id),
        "received": row.received_at,
        "last": row.last_at,
        "due": row.due_at,
        "version": row.version,
        "unread": not answered or row.last_at > row.replied_at,
        "answered": answered,
        "opened": answered and row.opened_seq >= row.answers,
    }
    return facts | {"review": _review(row)} if of.acts_as in sampling.SEE_REVIEWS else facts


def _review(row: Row[Any]) -> str | None:
    """None where it was not drawn."""
    if row.drawn_at is None:
        return None
    return sampling.TO_REVIEW if row.scored_at is None else sampling.REVIEWED


def _members(connection: Connection, memberships: Sequence[Membership]) -> list[dict[str, str]]:
    """Who can have a conversation, by name."""
    here = membership.c.inbox_id.in_([each.inbox_id for each in memberships])
    who = (membership.c.state == ACTIVE, membership.c.role.in_((AGENT, LEAD)))
    found = select(member.c.id, member.c.name).join(membership).where(here, *who).distinct()
    rows = connection.execute(found.order_by(member.c.name, member.c.id))
    return [{"id": b64u(row.id), "name": row.name} for row in rows]


_NAMES = (
    "id",
    "inbox_id",
    "reference",
    "topic",
    "urgency",
    "language",
    "state",
    "snoozed_until",
    "assignee_id",
    "received_at",
    "last_at",
    "due_at",
    "version",
    "replied_at",
    "answers",
    "opened_seq",
)
_COLUMNS = [*(conversation.c[name] for name in _NAMES), sample.c.drawn_at, sample.c.scored_at]
