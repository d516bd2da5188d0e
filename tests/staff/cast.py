"""Members without browsers, and conversations without letters: for what goes by rows alone."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, insert

from tests.cast import Instance
from widget.staff.people import ACTIVE, AGENT, Member, Membership
from widget.store.models import conversation, holder, member, membership


def joins(instance: Instance, name: str, role: str = AGENT, state: str = ACTIVE) -> Membership:
    """A member of riverside."""
    found = instance.store.write(lambda connection: _member(connection, name))
    here = {"member_id": found.id, "inbox_id": instance.bundle.inbox, "role": role, "state": state}
    instance.store.write(
        lambda connection: connection.execute(insert(membership).values(here | {"since": instance.now}))
    )
    # As the doors have it: a lead whom AUTHORITY lists.
    return Membership(
        found, instance.bundle.inbox, "riverside", role, state, instance.now, appointed=role == "lead"
    )


def keep(instance: Instance, **columns: Any) -> str:
    """The reference of a new conversation, which is open and unanswered unless told otherwise."""
    reference = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(10))
    row = {
        "id": secrets.token_bytes(16),
        "inbox_id": instance.bundle.inbox,
        "reference": reference,
        "locator": secrets.token_bytes(16),
        "token_hash": bytes(32),
        "patient_sign_public": bytes(32),
        "memo": b"",
        "topic": "billing",
        "urgency": "normal",
        "language": "en",
        "state": "open",
        "version": 1,
        "last_at": instance.now,
        "received_at": instance.now,
        "due_at": instance.now + 86400,
    }
    instance.store.write(
        lambda c: c.execute(insert(conversation).values(row | {"reference": reference} | columns))
    )
    return reference


def _member(connection: Connection, name: str) -> Member:
    public = secrets.token_bytes(32)
    added = insert(holder).values(kind="member", public_key=public).returning(holder.c.id)
    found = Member(secrets.token_bytes(16), name, connection.execute(added).scalar_one(), public, public)
    row = {"id": found.id, "name": name, "holder_id": found.holder_id, "sign_public": public, "created_at": 1}
    connection.execute(insert(member).values(row))
    return found
