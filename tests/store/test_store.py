"""Writing: one transaction each, durable on return, apart from each other."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from widget.store import Overloaded, Store, writer
from widget.store.errors import passes
from widget.store.models import chain, chain_body, job
from widget.store.prepared import Prepared


def named(name: str, number: int = 0) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(job).values(name=name, next_at=number))
        return name

    return work


def names(store: Store) -> set[str]:
    return set(store.read(lambda connection: connection.scalars(select(job.c.name)).all()))


def pragma(store: Store, name: str) -> object:
    return store.write(lambda connection: connection.execute(text(f"PRAGMA {name}")).scalar())


def stranger_writing(store: Store) -> AbstractContextManager[None]:
    """Another process's turn, as it were: meanwhile writes to `store` wait."""
    return Store(f"sqlite:///{store.engine.url.database}").alone()


def wait_for_queue(store: Store, length: int) -> None:
    while len(store._writer._waiting) < length:
        time.sleep(0.001)


def test_a_write_returns_what_its_work_returned_and_can_be_read(store: Store) -> None:
    assert store.write(named("a")) == "a"
    assert names(store) == {"a"}


def test_a_failed_write_raises_to_its_own_caller_and_leaves_nothing(store: Store) -> None:
    def half_done(connection: Connection) -> None:
        named("half")(connection)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        store.write(half_done)
    assert names(store) == set()


def test_many_threads_write_and_only_those_that_fail_hear_of_it(store: Store) -> None:
    def one(number: int) -> bool:
        try:
            store.write(named(f"n{number // 2}"))
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(one, range(200)))
    assert outcomes.count(True) == 100
    assert len(names(store)) == 100


def test_a_reader_cannot_write_on_sqlite(sqlite_store: Store) -> None:
    with pytest.raises(Overloaded) as refused:
        sqlite_store.read(named("a"))
    assert "readonly" in str(refused.value.__cause__)


def test_a_disk_that_turned_read_only_is_an_overload(sqlite_store: Store) -> None:
    def write(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        named("a")(connection)

    with pytest.raises(Overloaded):
        sqlite_store.write(write)
    assert passes(OSError(errno.EROFS, "read-only"))


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.write(lambda c: c.execute(insert(chain_body).values(seq=9, body=b"", expiry_day=1)))


def test_a_prepared_insert_raises_the_same_error_as_any_other(store: Store) -> None:
    prepared = Prepared.insert(job)
    values = {"name": "a", "next_at": 1, "lease_until": 0}
    store.write(lambda connection: prepared.run(connection, **values))
    with pytest.raises(IntegrityError):
        store.write(lambda connection: prepared.run(connection, **values))
    found = Prepared(select(job.c.next_at).where(job.c.name == "a"))
    assert store.read(lambda connection: found.run(connection).fetchone()) == (1,)


def test_a_prepared_insert_leaves_out_what_the_database_fills_in(store: Store) -> None:
    prepared = Prepared.insert(job, "lease_until")
    store.write(lambda connection: prepared.run(connection, name="a", next_at=1))
    assert store.read(lambda connection: connection.scalar(select(job.c.lease_until))) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous", 2),
        ("temp_store", 2),
        ("journal_mode", "wal"),
        ("secure_delete", 1),
        ("foreign_keys", 1),
    ],
)
def test_the_connection_that_writes_is_durable(sqlite_store: Store, name: str, value: object) -> None:
    assert pragma(sqlite_store, name) == value


def test_a_full_disk_is_overload_and_what_was_there_stays(sqlite_store: Store) -> None:
    sqlite_store.write(named("kept"))
    pages = pragma(sqlite_store, "page_count")
    pragma(sqlite_store, f"max_page_count={pages}")

    def large(connection: Connection) -> None:
        row = {"at": 1, "kind": "k", "actor": "a", "outcome": "o", "prev": b"", "hash": b""}
        connection.execute(insert(chain).values(seq=1, body_digest=bytes(100_000), **row))

    with pytest.raises(Overloaded):
        sqlite_store.write(large)
    assert names(sqlite_store) == {"kept"}
    pragma(sqlite_store, "max_page_count=100000")
    sqlite_store.write(large)


def test_a_stranger_who_holds_the_database_is_overload(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widget.store.engines.BUSY_MILLISECONDS", 50)
    stranger = sqlite3.connect(str(sqlite_store.engine.url.database), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(Overloaded):
        sqlite_store.write(named("a"))
    stranger.execute("ROLLBACK")
    stranger.close()
    assert sqlite_store.write(named("a")) == "a"


def test_a_queue_that_is_too_long_is_overload(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "LONGEST_QUEUE", 0)
    with pytest.raises(Overloaded):
        sqlite_store.write(named("a"))


def test_a_write_that_waits_too_long_is_withdrawn(sqlite_databases, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0.05)
    store = Store(sqlite_databases.url(tmp_path))
    with stranger_writing(store), pytest.raises(Overloaded):
        store.write(named("late"))
    store.write(named("next"))
    assert names(store) == {"next"}
    store.close()


def test_a_commit_that_fails_raises_to_everyone_in_the_batch(sqlite_store: Store) -> None:
    """Deferred foreign keys are checked by COMMIT: the one way to make it fail at will."""

    def orphan(connection: Connection) -> None:
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        connection.execute(insert(chain_body).values(seq=9, body=b"", expiry_day=1))

    with ThreadPoolExecutor(2) as pool:
        with stranger_writing(sqlite_store):
            both = [pool.submit(sqlite_store.write, work) for work in (orphan, named("innocent"))]
            wait_for_queue(sqlite_store, 2)
        problems = [type(each.exception()) for each in both]
    assert problems == [IntegrityError, IntegrityError]
    assert names(sqlite_store) == set()


def test_in_one_batch_a_failing_job_takes_no_other_with_it(sqlite_store: Store) -> None:
    def failing(connection: Connection) -> None:
        named("failed")(connection)
        raise KeyError

    with ThreadPoolExecutor(3) as pool:
        with stranger_writing(sqlite_store):
            works = [named("before"), failing, named("after")]
            jobs = [pool.submit(sqlite_store.write, work) for work in works]
            wait_for_queue(sqlite_store, 3)
        problems = [type(each.exception()) for each in jobs]
    assert problems == [type(None), KeyError, type(None)]
    assert names(sqlite_store) == {"before", "after"}


def test_a_fork_starts_its_own_writer(store: Store) -> None:
    store.write(named("parent"))
    child = os.fork()
    if child == 0:
        try:
            store.write(named("child"))
            os._exit(0 if names(store) == {"parent", "child"} else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    store.write(named("again"))
    assert names(store) == {"parent", "child", "again"}


def test_a_writer_that_died_is_started_again(sqlite_store: Store) -> None:
    sqlite_store.write(named("a"))
    sqlite_store._writer.close()
    assert sqlite_store.write(named("b")) == "b"


def test_nothing_is_started_before_the_first_write(sqlite_databases, tmp_path: Path) -> None:
    before = threading.active_count()
    store = Store(sqlite_databases.url(tmp_path))
    assert threading.active_count() == before
    store.close()


def test_two_processes_write_without_waiting_in_sqlite(sqlite_store: Store) -> None:
    """Each holds the file's turn while it writes, so SQLite never finds the database locked."""
    sqlite_store.write(lambda c: c.execute(text("PRAGMA busy_timeout=0")))
    child = os.fork()
    if child == 0:
        try:
            sqlite_store.write(lambda c: c.execute(text("PRAGMA busy_timeout=0")))
            for number in range(100):
                sqlite_store.write(named(f"child{number}"))
            os._exit(0)
        except BaseException:
            os._exit(1)
    for number in range(100):
        sqlite_store.write(named(f"parent{number}"))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(names(sqlite_store)) == 200
