"""The worker: delivers, keeps the house's schedule, and stops when told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.cast import Instance
from tests.outbox.office import Office
from tests.outbox.vendor import SpokenVendor, answers
from widget.outbox.delivery import Delivery
from widget.outbox.worker import HOUR, JOBS, NOTIFY_KEY_SECONDS, POST_KEY_SECONDS, Job, Worker
from widget.records import jobs
from widget.records.retention import DAY_SECONDS, day_of
from widget.store import Overloaded, Store
from widget.store.keyfolder import KeyFolder

WITHIN = 30  # seconds


@pytest.fixture
def office(store: Store, keys: KeyFolder) -> Office:
    office = Office(store, keys)
    office.clock.now = time.time()
    return office


@pytest.fixture
def problems() -> list[BaseException]:
    return []


class Running:
    """A worker in a thread of this process."""

    def __init__(self, office: Office, delivery: Delivery, problems: list[BaseException]) -> None:
        self.stop = threading.Event()
        self.worker = Worker(office.store, office.keys, delivery, self.stop, problems.append)
        self.thread = threading.Thread(target=self.worker.run)
        self.thread.start()

    def ends(self) -> None:
        self.stop.set()
        self.thread.join(WITHIN)
        assert not self.thread.is_alive()


@pytest.fixture
def running(office: Office, problems: list[BaseException]) -> Iterator[Running]:
    running = Running(office, office.delivery(lease_seconds=60), problems)
    yield running
    running.ends()


def wait_for(condition: Callable[[], bool]) -> None:
    last = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.02)


@pytest.mark.usefixtures("running")
def test_it_delivers_what_arrives_while_it_runs(office: Office, problems: list[BaseException]) -> None:
    with SpokenVendor(answers("204 No Content")) as vendor:
        number = office.webhook(vendor.url)
        for rounds in range(1, 4):
            office.clock.now = time.time()
            office.enqueue(number, 4)
            wait_for(lambda rounds=rounds: len(office.external_ids()) == 4 * rounds)
        assert len(vendor.requests) == 12
    assert problems == []


@pytest.mark.usefixtures("running")
def test_it_runs_each_job_and_writes_down_when_it_is_due_again(office: Office) -> None:
    def all_ran() -> bool:
        planned = office.store.read(jobs.next_runs)
        return {job.name for job in JOBS} <= {name for name, at in planned.items() if at > time.time()}

    wait_for(all_ran)
    assert office.keys.post_keys
    assert office.keys.notify_keys
    assert office.keys.shred_key(day_of(time.time()))


def test_what_one_worker_has_run_another_does_not_run_again(
    office: Office, problems: list[BaseException]
) -> None:
    worker = Worker(office.store, office.keys, office.delivery(), threading.Event(), problems.append)
    worker.run_jobs()
    first = office.store.read(jobs.next_runs)
    worker.run_jobs()
    assert office.store.read(jobs.next_runs) == first


def test_it_runs_jobs_of_other_rooms_too(office: Office, problems: list[BaseException]) -> None:
    ran: list[float] = []
    own = Job("own", HOUR, lambda _store, _keys, now: ran.append(now))
    stop = threading.Event()
    worker = Worker(office.store, office.keys, office.delivery(), stop, problems.append, (*JOBS, own))
    for _ in range(2):
        worker.run_jobs()
    assert len(ran) == 1


def test_the_post_key_is_rotated_when_it_is_a_week_old_and_not_before(office: Office) -> None:
    (rotate,) = [job.run for job in JOBS if job.name == "post-key"]
    now = time.time()
    rotate(office.store, office.keys, now)
    (first,) = office.keys.post_keys
    rotate(office.store, office.keys, now + POST_KEY_SECONDS - HOUR)
    assert office.keys.post_keys == (first,)
    rotate(office.store, office.keys, now + POST_KEY_SECONDS + 1)
    assert len(office.keys.post_keys) == 2


def test_the_notification_key_is_rotated_monthly_and_kept_for_as_long_as_letters(instance: Instance) -> None:
    (rotate,) = [job.run for job in JOBS if job.name == "notify-key"]
    store, keys, now = instance.store, instance.keys, instance.now
    (first,) = keys.notify_keys
    rotate(store, keys, now + NOTIFY_KEY_SECONDS - 1)
    assert keys.notify_keys == (first,)
    rotate(store, keys, now + NOTIFY_KEY_SECONDS)
    first_again, second = keys.notify_keys
    assert first_again == first
    # 30 days of retention: a letter that came in the last second is sealed to it until then.
    rotate(store, keys, second.use_from + 30 * DAY_SECONDS)
    assert first in keys.notify_keys
    rotate(store, keys, second.use_from + 32 * DAY_SECONDS)
    assert first not in keys.notify_keys


def test_it_has_more_hands_than_those_that_deliver(office: Office, problems: list[BaseException]) -> None:
    stop = threading.Event()

    def step() -> bool:
        stop.set()
        return False

    Worker(office.store, office.keys, office.delivery(), stop, problems.append, jobs=(), hands=(step,)).run()
    assert stop.is_set()
    assert problems == []


class Stumbling(Delivery):
    """Fails on its first steps, then works."""

    failures: list[Exception]

    def step(self) -> bool:
        if self.failures:
            raise self.failures.pop()
        return super().step()


@pytest.mark.parametrize(("failure", "reported"), [(Overloaded("busy"), 0), (KeyError("a bug"), 1)])
def test_it_goes_on_after_a_failure_and_reports_only_bugs(
    office: Office,
    problems: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    reported: int,
) -> None:
    monkeypatch.setattr("widget.outbox.worker.AFTER_A_BUG_SECONDS", 0.01)
    delivery = Stumbling(office.store, office.keys, lease_seconds=60)
    delivery.failures = [failure]
    with SpokenVendor(answers("204 No Content")) as vendor:
        references = office.enqueue(office.webhook(vendor.url))
        running = Running(office, delivery, problems)
        wait_for(lambda: list(office.external_ids()) == references)
        running.ends()
    assert len(problems) == reported
