"""A scheduled job runs once per round, whoever asks."""

from __future__ import annotations

from widget.records import jobs
from widget.store import Store


def due(store: Store, now: int, every: int = 3600) -> bool:
    return store.write(lambda connection: jobs.due(connection, "purge", every, now=now))


def done(store: Store, now: int, every: int = 3600) -> None:
    store.write(lambda connection: jobs.done(connection, "purge", every, now=now))


def test_a_new_job_is_due_at_once_and_for_one_worker_alone(store: Store) -> None:
    assert [due(store, 1000), due(store, 1000)] == [True, False]


def test_a_job_that_was_done_is_due_again_when_its_time_has_come(store: Store) -> None:
    due(store, 1000)
    done(store, 1010)
    assert [due(store, 4609), due(store, 4610)] == [False, True]
    assert store.read(jobs.next_runs) == {"purge": 4610}


def test_a_job_whose_worker_died_is_due_again_when_its_lease_has_run_out(store: Store) -> None:
    due(store, 1000)
    assert [due(store, 1000 + 599), due(store, 1000 + 600)] == [False, True]


def test_a_lease_is_no_longer_than_the_job_is_rare(store: Store) -> None:
    due(store, 1000, every=60)
    assert due(store, 1060, every=60)
