"""The house's one database. `Store.write` and `Store.read` are the only ways in."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, make_url

from widget.store import engines
from widget.store.errors import Overloaded, StoreError, passes
from widget.store.turn import Turn
from widget.store.writer import Writer

__all__ = ["Overloaded", "Store", "StoreError"]

T = TypeVar("T")


class Store:
    """SQLite: one writer per process, in turn with others. PostgreSQL: every caller writes for itself.

    Nothing is opened before it is used, and nothing that is open survives a fork.
    """

    def __init__(self, url: str, lock_path: Path | None = None) -> None:
        self._url = make_url(url)
        self._sqlite = self._url.get_backend_name() == "sqlite"
        self._lock_path = lock_path or Path(f"{self._url.database}.lock")
        self._open()
        _stores.add(self)

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of `work`, run in one transaction and durable on return.

        Raises what `work` raised (then nothing of it is stored), or Overloaded. `work` neither commits nor
        waits for anything but the database: on SQLite it runs in the writer's thread, others wait behind it.
        """
        if self._writer is not None:
            result: T = self._writer.write(work)
            return result
        return self._run(self.engine.begin, work)

    def read(self, work: Callable[[Connection], T]) -> T:
        """The result of `work`, which sees one state of the database and changes nothing."""
        return self._run(self._readers.begin, work)

    def alone(self) -> Any:
        """A context in which no other process writes: for migrations. On PostgreSQL these lock tables."""
        return self._turn.held() if self._sqlite else nullcontext()

    def checkpoint(self) -> None:
        """Empties SQLite's log into the database, so that what was deleted is in neither file."""
        if self._sqlite:
            with self.alone(), self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._readers.dispose()
        self.engine.dispose()
        self._turn.close()

    def _open(self) -> None:
        self._turn = Turn(self._lock_path)
        self.engine: Engine
        self._readers: Engine
        self._writer: Writer | None
        if self._sqlite:
            self.engine = engines.sqlite_writer(self._url)
            self._readers = engines.sqlite_readers(self._url)
            self._writer = Writer(self.engine, self._turn)
        else:
            self.engine = self._readers = engines.postgresql(self._url)
            self._writer = None

    def _run(self, begin: Callable[[], Any], work: Callable[[Connection], T]) -> T:
        try:
            with begin() as connection:
                return work(connection)
        except Exception as problem:
            if passes(problem):
                raise Overloaded("the database cannot be reached or take the write now") from problem
            raise

    def _start_anew_after_fork(self) -> None:
        # The parent's connections must not even be closed here: locks and sockets are shared with it.
        _of_the_parent.append((self.engine, self._readers, self._writer))
        self._turn.close()
        self._open()


_stores: weakref.WeakSet[Store] = weakref.WeakSet()
_of_the_parent: list[object] = []


def _after_fork() -> None:
    for store in list(_stores):
        store._start_anew_after_fork()


os.register_at_fork(after_in_child=_after_fork)
