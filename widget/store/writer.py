"""The one thread of a process that writes to SQLite: it commits jobs in batches and answers after COMMIT."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine

from widget.store.errors import Overloaded, passes
from widget.store.turn import Turn

LONGEST_QUEUE = 1000
LARGEST_BATCH = 64
GATHER_SECONDS = 0.001
# Half of the web's threads: the others work while these are written.
ENOUGH_GATHERED = 8
PATIENCE_SECONDS = 10.0

Work = Callable[[Connection], Any]


class Job:
    """One caller's work and its outcome."""

    __slots__ = ("done", "problem", "result", "taken", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.result: Any = None
        self.problem: BaseException | None = None
        self.taken = False
        self.done = threading.Lock()  # held until the job is answered; an Event costs several times as much
        self.done.acquire()


class Writer:
    """Its thread starts with the first write and again after it died, so that a fork starts with none."""

    def __init__(self, engine: Engine, turn: Turn) -> None:
        self._engine = engine
        self._turn = turn
        self._waiting: deque[Job] = deque()
        self._changed = threading.Condition(threading.Lock())
        self._thread: threading.Thread | None = None
        self._closing = False
        self._loaded = False

    def write(self, work: Work) -> Any:
        """The result of `work`, once it is durable. Raises what `work` raised, or Overloaded."""
        job = Job(work)
        self._post(job)
        if not job.done.acquire(timeout=PATIENCE_SECONDS):
            self._withdraw(job)
            job.done.acquire()
        if job.problem is not None:
            raise job.problem
        return job.result

    def close(self) -> None:
        """Writes what still waits, then stops."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _post(self, job: Job) -> None:
        with self._changed:
            if len(self._waiting) >= LONGEST_QUEUE:
                raise Overloaded("too many writes are waiting")
            self._waiting.append(job)
            self._changed.notify()
            if self._thread is None or not self._thread.is_alive():
                self._closing = False
                self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
                self._thread.start()

    def _withdraw(self, job: Job) -> None:
        """A job that is already being written is waited for: its caller must hear what became of it."""
        with self._changed:
            if not job.taken:
                self._waiting.remove(job)
                raise Overloaded("the write had to wait too long")

    def _run(self) -> None:
        while self._something_waits():
            try:
                connection = self._engine.connect()
            except Exception as problem:
                _answer(self._take(), problem)
                continue
            with connection:
                while self._something_waits() and self._write_batch(connection):
                    pass

    def _something_waits(self) -> bool:
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            return bool(self._waiting)

    def _take(self) -> list[Job]:
        with self._changed:
            jobs = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
            for job in jobs:
                job.taken = True
            self._loaded = len(jobs) > 1
            return jobs

    def _gather(self) -> None:
        """Under load, waits as long as more writes come: a commit of sixteen costs little more than one."""
        seen = 0 if self._loaded else 1
        while seen < len(self._waiting) < ENOUGH_GATHERED:
            seen = len(self._waiting)
            time.sleep(GATHER_SECONDS)

    def _write_batch(self, connection: Connection) -> bool:
        """False when the whole batch failed: the connection's state is unknown then, a new one is made."""
        jobs: list[Job] = []
        self._gather()
        try:
            with self._turn.held():
                jobs = self._take()
                with connection.begin():
                    for job in jobs:
                        _do(connection, job)
        except Exception as problem:
            _answer(jobs or self._take(), problem)
            return False
        _answer(jobs, None)
        return True


def _do(connection: Connection, job: Job) -> None:
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute("SAVEPOINT job")
    try:
        job.result = job.work(connection)
    except BaseException as problem:
        if not driver.in_transaction:  # on a full disk SQLite rolls back the whole transaction by itself
            raise
        job.problem = _told(problem)
        driver.execute("ROLLBACK TO job")
    driver.execute("RELEASE job")


def _answer(jobs: Sequence[Job], problem: BaseException | None) -> None:
    told = None if problem is None else _told(problem)
    for job in jobs:
        job.problem = job.problem or told
        job.done.release()


def _told(problem: BaseException) -> BaseException:
    if not passes(problem):
        return problem
    overloaded = Overloaded("the database cannot take the write now")
    overloaded.__cause__ = problem
    return overloaded
