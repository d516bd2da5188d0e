"""Signed statements in the database, each of a kind in its line: seq 1, 2, 3."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from widget.crypto.errors import SealError
from widget.crypto.statements import Authority, Signed
from widget.store.models import statement

AUTHORITY, KEYS, ROSTER = "authority", "keys", "roster"


def newest(connection: Connection, inbox_id: bytes, kind: str) -> Signed | None:
    """None where there is none yet, as of an inbox's ROSTER."""
    row = connection.execute(_line(inbox_id, kind).order_by(statement.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else Signed(row.bytes, row.signature)


def get(connection: Connection, inbox_id: bytes, kind: str) -> Signed:
    """The newest of a kind that every inbox has: AUTHORITY or KEYS."""
    found = newest(connection, inbox_id, kind)
    if found is None:
        raise LookupError(f"an inbox without {kind}")
    return found


def every(connection: Connection, inbox_id: bytes, kind: str) -> list[Signed]:
    """Oldest first."""
    rows = connection.execute(_line(inbox_id, kind).order_by(statement.c.seq))
    return [Signed(row.bytes, row.signature) for row in rows]


def leads(connection: Connection, inbox_id: bytes, root_public: bytes) -> frozenset[bytes]:
    """The signing keys of all who are or were leads, by what the root signed."""
    found: set[bytes] = set()
    for signed in every(connection, inbox_id, AUTHORITY):
        with suppress(SealError):
            signed.check(root_public, AUTHORITY)
            found |= {lead.public for lead in Authority.parse(signed.data).leads}
    return frozenset(found)


def add(connection: Connection, inbox_id: bytes, kind: str, seq: int, signed: Signed) -> None:
    row = {
        "inbox_id": inbox_id,
        "kind": kind,
        "seq": seq,
        "bytes": signed.data,
        "signature": signed.signature,
    }
    connection.execute(insert(statement).values(row))


def _line(inbox_id: bytes, kind: str) -> Select[Any]:
    chosen = select(statement.c.bytes, statement.c.signature)
    return chosen.where(statement.c.inbox_id == inbox_id, statement.c.kind == kind)
