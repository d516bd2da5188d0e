"""The chain: what left, what was read and what was done, each entry hashed with the one before it."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, text

from widget.store.models import chain, chain_body

START = bytes(32)
SALT_BYTES = 16


class ChainBroken(Exception):
    """An entry that does not fit: `seq` names it."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"entry {seq} of the chain {what}")
        self.seq = seq


@dataclass(frozen=True)
class Head:
    """The newest entry. Kept elsewhere, it shows later whether the chain was cut short or made anew."""

    seq: int
    hash: bytes


def append(
    connection: Connection,
    kind: str,
    reference: str | None,
    actor: str,
    outcome: str,
    body: bytes,
    expiry_day: int,
    *,
    at: float | None = None,
) -> int:
    """The entry's number. `body` can be erased after `expiry_day` without breaking the chain."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(text("LOCK TABLE chain IN SHARE ROW EXCLUSIVE MODE"))
    last = head(connection)
    # Salted, so that no one who has the digest alone can guess a short body after it was erased.
    salted = secrets.token_bytes(SALT_BYTES) + body
    entry = {
        "seq": last.seq + 1,
        "at": int(time.time() if at is None else at),
        "kind": kind,
        "reference": reference,
        "actor": actor,
        "outcome": outcome,
        "body_digest": _hash(b"chain-body", [salted]),
        "prev": last.hash,
    }
    connection.execute(insert(chain).values(entry | {"hash": _entry_hash(entry)}))
    connection.execute(insert(chain_body).values(seq=entry["seq"], body=salted, expiry_day=expiry_day))
    return last.seq + 1


def head(connection: Connection) -> Head:
    newest = connection.execute(
        select(chain.c.seq, chain.c.hash).order_by(chain.c.seq.desc()).limit(1)
    ).first()
    return Head(0, START) if newest is None else Head(newest.seq, newest.hash)


def verify(connection: Connection, known: Head | None = None) -> Head:
    """Its head. Raises ChainBroken for an altered, missing or inserted entry, or if `known` is not in it."""
    last = Head(0, START)
    for row in connection.execute(_ENTRIES).mappings():
        if row["seq"] != last.seq + 1 or row["prev"] != last.hash:
            raise ChainBroken(row["seq"], "does not follow the one before it")
        if row["hash"] != _entry_hash(row):
            raise ChainBroken(row["seq"], "was altered")
        if row["body"] is not None and _hash(b"chain-body", [row["body"]]) != row["body_digest"]:
            raise ChainBroken(row["seq"], "has another body")
        last = Head(row["seq"], row["hash"])
        if known is not None and known.seq == last.seq and known.hash != last.hash:
            raise ChainBroken(last.seq, "is not the one that was noted")
    if known is not None and known.seq > last.seq:
        raise ChainBroken(known.seq, "is missing")
    return last


def body_of(stored: bytes) -> bytes:
    """What was given to `append`, from a `chain_body` row."""
    return stored[SALT_BYTES:]


_ENTRIES = (
    select(chain, chain_body.c.body)
    .outerjoin(chain_body, chain.c.seq == chain_body.c.seq)
    .order_by(chain.c.seq)
)


def _entry_hash(entry: Any) -> bytes:
    texts = [entry["kind"], entry["reference"] or "", entry["actor"], entry["outcome"]]
    numbers = [entry["seq"].to_bytes(8), entry["at"].to_bytes(8)]
    return _hash(
        b"chain", [*numbers, *(text.encode() for text in texts), entry["body_digest"], entry["prev"]]
    )


def _hash(label: bytes, parts: Sequence[bytes]) -> bytes:
    """BLAKE2b-256 of the parts, each with its length (u64) before it."""
    digest = hashlib.blake2b(b"sotto/1/" + label + b"\0", digest_size=32)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()
