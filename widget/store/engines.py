"""Engines: SQLite with durable commits, one connection that writes and many that only read; or PostgreSQL."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

# More than the web process has threads, so that a read never waits for another's connection.
READ_CONNECTIONS = 32
# 16 MiB of log between checkpoints: a checkpoint syncs both files and every waiting patient pays for it.
CHECKPOINT_PAGES = 4000
BUSY_MILLISECONDS = 5000


def sqlite_writer(url: URL) -> Engine:
    """Each connection is new and durable; the store keeps one open. Migrations use it too."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def sqlite_readers(url: URL) -> Engine:
    engine = create_engine(url, pool_size=READ_CONNECTIONS, max_overflow=0, hide_parameters=True)
    event.listen(engine, "connect", _read_only)
    event.listen(engine, "begin", _begin)
    return engine


def postgresql(url: URL) -> Engine:
    return create_engine(
        url, pool_size=READ_CONNECTIONS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
    )


def _durable(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    _prepare(connection)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    # A savepoint's journal would else be a file: slow, and a second place where rows lie.
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


def _read_only(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only=ON")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # the driver would else begin late, and commit DDL by itself
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
