"""What the worker runs on a schedule. Of several workers one gets the job; a crashed one's lease runs out."""

from __future__ import annotations

import time

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from widget.store.models import job

LEASE_SECONDS = 600


def due(connection: Connection, name: str, every: int, *, now: float | None = None) -> bool:
    """Whether the job is this caller's to run now, and then to report `done`. A new job is due at once."""
    at = int(time.time() if now is None else now)
    _ensure(connection, name)
    claimed = connection.execute(
        update(job)
        .where(job.c.name == name, job.c.next_at <= at, job.c.lease_until <= at)
        .values(lease_until=at + min(LEASE_SECONDS, every))
    )
    return claimed.rowcount == 1


def done(connection: Connection, name: str, every: int, *, now: float | None = None) -> None:
    """The job runs again `every` seconds after `now`."""
    at = int(time.time() if now is None else now)
    connection.execute(update(job).where(job.c.name == name).values(next_at=at + every, lease_until=0))


def next_runs(connection: Connection) -> dict[str, int]:
    """When each job is due (Unix seconds)."""
    return {row.name: row.next_at for row in connection.execute(select(job.c.name, job.c.next_at))}


def _ensure(connection: Connection, name: str) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(job).values(name=name, next_at=0).on_conflict_do_nothing())
