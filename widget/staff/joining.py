"""Conversations that go on in another one: of a patient who wrote twice, or who lost the return code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, update

from widget.crypto.labels import HASH_BYTES, ID_BYTES
from widget.records import telling
from widget.staff import acts, states
from widget.staff.errors import Invalid, Outdated
from widget.staff.finding import find
from widget.staff.people import Membership
from widget.store.models import conversation

MERGE, REPLACEMENT = "merge", "replacement"


@dataclass(frozen=True)
class Joining:
    """`other` is the reference of the conversation that goes on; None takes a merging back. `version` is that
    of the one that ends.
    """

    version: int
    other: str | None


def merge(connection: Connection, by: Membership, reference: str, wanted: Joining, now: int) -> int:
    """The new version: closed, and read together with the other from now on. Both return codes stay good.

    Raises Gone, Outdated or Invalid.
    """
    row = find(connection, by, reference)
    if wanted.other is None:
        values = {"merged_into": None, **states.becoming(states.OPEN, now)}
        return _change(connection, by, row, MERGE, "taken back", wanted.version, values, now)
    other = _other(connection, by, row, wanted.other)
    values = {"merged_into": other.id, **states.becoming(states.CLOSED, now)}
    return _change(connection, by, row, MERGE, f"into {other.reference}", wanted.version, values, now)


def replace(connection: Connection, by: Membership, reference: str, wanted: Joining, now: int) -> int:
    """The new version: closed, and its return code opens nothing any more. There is no way back.

    Raises Gone, Outdated or Invalid.
    """
    row = find(connection, by, reference)
    if wanted.other is None:
        raise Invalid("Name the conversation that goes on in this one's place.")
    if row.replaced_by is not None:
        raise Invalid("The return code of this conversation was ended before.")
    other = _other(connection, by, row, wanted.other)
    values = {
        "replaced_by": other.id,
        # Of the length that every other has, and known to nobody.
        "locator": secrets.token_bytes(ID_BYTES),
        "token_hash": secrets.token_bytes(HASH_BYTES),
        **states.becoming(states.CLOSED, now),
    }
    return _change(connection, by, row, REPLACEMENT, f"by {other.reference}", wanted.version, values, now)


def joined(connection: Connection, conversation_id: bytes) -> list[Row[Any]]:
    """The conversations that go on in this one, oldest first."""
    rows = connection.execute(select(conversation).where(goes_on_in(conversation_id)))
    return sorted(rows, key=lambda row: row.received_at)


def goes_on(connection: Connection, of: Row[Any]) -> str | None:
    """The reference of the conversation that this one goes on in."""
    other = of.replaced_by or of.merged_into
    if other is None:
        return None
    return connection.scalar(select(conversation.c.reference).where(conversation.c.id == other))


def goes_on_in(conversation_id: bytes) -> ColumnElement[bool]:
    return or_(conversation.c.merged_into == conversation_id, conversation.c.replaced_by == conversation_id)


def _other(connection: Connection, by: Membership, row: Row[Any], reference: str) -> Row[Any]:
    other = find(connection, by, reference)
    if other.id == row.id:
        raise Invalid("A conversation cannot go on in itself.")
    if other.merged_into is not None or other.replaced_by is not None:
        raise Invalid(f"Conversation {reference} itself goes on in another one. Name that one.")
    if joined(connection, row.id):
        raise Invalid("Others go on in this conversation already. Name it as the one that goes on.")
    return other


def _change(
    connection: Connection,
    by: Membership,
    row: Row[Any],
    kind: str,
    outcome: str,
    version: int,
    values: dict[str, Any],
    now: int,
) -> int:
    this = (conversation.c.id == row.id, conversation.c.version == version)
    changed = update(conversation).where(*this).values(version=version + 1, **values)
    if connection.execute(changed).rowcount != 1:
        raise Outdated(row.version)
    telling.quiet(connection, row.id)  # its code leads to what goes on elsewhere
    facts = {"inbox": by.inbox_id.hex(), "version": version + 1}
    acts.record(connection, kind, acts.actor(by.member.id), outcome, facts, now, row.reference)
    return version + 1
