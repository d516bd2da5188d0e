"""Grants at rest: an epoch's private halves for one holder, sealed again until its last letter expires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from widget.crypto.errors import SealError
from widget.crypto.rest import open_at_rest, seal_at_rest
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import epoch, grant


@dataclass(frozen=True)
class Grant:
    """Of the epoch with that number, which letters are sealed to from `seal_from` (Unix seconds)."""

    number: int
    seal_from: int
    letter: bytes


def put(
    connection: Connection, keys: KeyFolder, epoch_id: int, holder_id: int, day: int, letter: bytes
) -> None:
    """In place of the holder's earlier one of this epoch. Raises Shredded for a day that is over."""
    sealed = seal_at_rest(keys.shred_key(day), day, grant_row(epoch_id, holder_id), letter)
    earlier = delete(grant).where(grant.c.epoch_id == epoch_id, grant.c.holder_id == holder_id)
    connection.execute(earlier)
    row = {"epoch_id": epoch_id, "holder_id": holder_id, "expiry_day": day, "sealed": sealed}
    connection.execute(insert(grant).values(row))


def held(connection: Connection, keys: KeyFolder, inbox_id: bytes, holder_id: int) -> Iterator[Grant]:
    """By number; without those that have expired."""
    joined = select(grant, epoch.c.number, epoch.c.seal_from).join(epoch, grant.c.epoch_id == epoch.c.id)
    mine = joined.where(epoch.c.inbox_id == inbox_id, grant.c.holder_id == holder_id)
    for row in connection.execute(mine.order_by(epoch.c.number)):
        letter = opened(keys, row)
        if letter is not None:
            yield Grant(row.number, row.seal_from, letter)


def opened(keys: KeyFolder, row: Row[Any]) -> bytes | None:
    """The letter in a row of `grant`; None where it has expired or was altered."""
    try:
        shred_key = keys.kept_shred_key(row.expiry_day)
        return open_at_rest(shred_key, grant_row(row.epoch_id, row.holder_id), row.sealed)
    except (SealError, Shredded):
        return None


def grant_row(epoch_id: int, holder_id: int) -> bytes:
    """What a stored grant is bound to: its row's key, 16 bytes."""
    return epoch_id.to_bytes(8) + holder_id.to_bytes(8)
