"""What a list is asked for: of which inboxes, which conversations, in which order and from where on."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from widget.crypto.encoding import from_base64url, to_base64url, whole_number
from widget.crypto.errors import Malformed
from widget.crypto.labels import ID_BYTES
from widget.crypto.payload import LANGUAGE, TOPIC, URGENCY, matching
from widget.staff import sampling, states
from widget.staff.errors import Invalid
from widget.staff.people import Membership
from widget.store.models import conversation

ME, NONE = "me", "none"
UNOPENED = "unopened48"
UNOPENED_SECONDS = 48 * 3600
CURSOR = struct.Struct(f">Bq{ID_BYTES}s")  # the order, the last one's place in it, and its id
VOCABULARIES = {"topic": TOPIC, "language": LANGUAGE, "urgency": URGENCY}


@dataclass(frozen=True)
class Sort:
    """`number` stands for it in cursors."""

    number: int
    column: ColumnElement[int]
    descending: bool


SORTS = {
    "due": Sort(1, conversation.c.due_at, descending=False),
    "due-desc": Sort(2, conversation.c.due_at, descending=True),
    "new": Sort(3, conversation.c.last_at, descending=True),
    "old": Sort(4, conversation.c.last_at, descending=False),
}


@dataclass(frozen=True)
class Wanted:
    """`memberships` are those whose conversations are listed, `filters` names and values as they were asked
    for. `after` is the last one of the page before: its place in the order, and its id.
    """

    member_id: bytes
    memberships: tuple[Membership, ...]
    state: str | None
    filters: Mapping[str, str]
    sort: Sort
    after: tuple[int, bytes] | None
    since: int | None

    def conditions(self, now: int) -> list[ColumnElement[bool]]:
        return [_FILTERS[name](value, self.member_id, now) for name, value in self.filters.items()]

    def cursor(self, place: int, last: bytes) -> str:
        return to_base64url(CURSOR.pack(self.sort.number, place, last))


def read_wanted(given: Mapping[str, str], member_id: bytes, mine: Sequence[Membership]) -> Wanted:
    """From an address's query. What is empty is not asked for. Raises Invalid."""
    asked = {name: value for name, value in given.items() if value}
    try:
        sort = SORTS[_one_of("sort", asked.get("sort", "due"), SORTS)]
        state = asked.get("state")
        return Wanted(
            member_id=member_id,
            memberships=_of_inbox(mine, asked.get("inbox"), "review" in asked),
            state=None if state is None else _one_of("state", state, states.STATES),
            filters={name: _checked(name, asked[name]) for name in _FILTERS if name in asked},
            sort=sort,
            after=_after(asked.get("after"), sort),
            since=whole_number(int(asked["since"])) if "since" in asked else None,
        )
    except (Malformed, ValueError):
        raise Invalid("The list was asked for with a value that it does not know. Reload the page.") from None


def _of_inbox(mine: Sequence[Membership], slug: str | None, reviews: bool) -> tuple[Membership, ...]:
    """`reviews`: those alone where the member may know what was reviewed."""
    found = tuple(each for each in mine if slug is None or each.slug == slug)
    if not found:
        raise Invalid("The list was asked for of an inbox that is not yours.")
    if reviews:
        found = tuple(each for each in found if each.acts_as in sampling.SEE_REVIEWS)
    if not found:
        raise Invalid("What was reviewed is for leads and reviewers to know.")
    return found


def _one_of(name: str, value: str, known: Mapping[str, Sort] | Sequence[str]) -> str:
    if value not in known:
        raise Invalid(f"{name} must be one of: {', '.join(known)}.")
    return value


def _checked(name: str, value: str) -> str:
    """Raises Malformed or Invalid."""
    if name == "review":
        return _one_of(name, value, sampling.REVIEWS)
    if name == "opened":
        return _one_of(name, value, [UNOPENED])
    if name == "assignee":
        if value not in (ME, NONE):
            from_base64url(value, ID_BYTES)
        return value
    return matching(VOCABULARIES[name], value)


def _after(cursor: str | None, sort: Sort) -> tuple[int, bytes] | None:
    """Raises Malformed, also for a cursor of another order."""
    if cursor is None:
        return None
    number, place, last = CURSOR.unpack(from_base64url(cursor, CURSOR.size))
    if number != sort.number:
        raise Malformed
    return place, last


def _assigned(value: str, me: bytes, _now: int) -> ColumnElement[bool]:
    if value == NONE:
        return conversation.c.assignee_id.is_(None)
    return conversation.c.assignee_id == (me if value == ME else from_base64url(value, ID_BYTES))


def _unopened(_value: str, _me: bytes, now: int) -> ColumnElement[bool]:
    """Answered long ago, and not seen by the patient."""
    answered = conversation.c.replied_at <= now - UNOPENED_SECONDS
    return answered & (conversation.c.opened_seq < conversation.c.answers)


_FILTERS: Mapping[str, Callable[[str, bytes, int], ColumnElement[bool]]] = {
    "topic": lambda value, _me, _now: conversation.c.topic == value,
    "language": lambda value, _me, _now: conversation.c.language == value,
    "urgency": lambda value, _me, _now: conversation.c.urgency == value,
    "assignee": _assigned,
    "opened": _unopened,
    "review": lambda value, _me, _now: sampling.stands(value),
}
