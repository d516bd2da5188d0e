"""What the store tells its callers when it cannot write now."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
from sqlalchemy import exc

# Causes that pass: disk full, database locked or unwritable for the moment. Low byte of SQLite's result code,
# https://sqlite.org/rescode.html
PASSING_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,  # Linux remounts a failing disk so
    }
)
# SQLSTATE classes: connection, transaction rollback, resources, operator intervention, system error; and the
# code for a lock not had in time. https://www.postgresql.org/docs/current/errcodes-appendix.html
PASSING_SQLSTATE = ("08", "40", "53", "57", "58", "55P03")
PASSING_ERRNO = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOLCK, errno.EIO, errno.EROFS}
)


class StoreError(Exception):
    """Base of the store's own errors."""


class Overloaded(StoreError):
    """The write could not be made now (disk full, queue too long, locked); nothing of it is stored."""


def passes(problem: BaseException) -> bool:
    """Whether the same write may succeed later without anyone changing it."""
    if isinstance(problem, exc.TimeoutError):  # no connection came free in the pool
        return True
    if isinstance(problem, OSError):  # of the file that the turn to write is taken with
        return problem.errno in PASSING_ERRNO
    cause = problem.orig if isinstance(problem, exc.DBAPIError) else problem
    if isinstance(cause, sqlite3.Error):
        code: int | None = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in PASSING_SQLITE
    if isinstance(cause, psycopg.Error):
        state = cause.sqlstate
        return (
            isinstance(cause, psycopg.OperationalError)
            if state is None
            else state.startswith(PASSING_SQLSTATE)
        )
    return False
