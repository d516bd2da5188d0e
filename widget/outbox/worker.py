"""The outbox worker: delivers notices, and runs the house's scheduled jobs. Any number may run at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from widget.outbox.delivery import Delivery
from widget.records import counting, jobs, retention, telling
from widget.store import Overloaded, Store
from widget.store.keyfolder import KeyFolder

POLL_SECONDS = 0.5
AFTER_A_BUG_SECONDS = 5.0  # it will hardly be gone at once, and the log should stay readable
DELIVERIES_AT_ONCE = 4  # so that a slow vendor does not hold up the notices of another
HOUR = 3600
POST_KEY_SECONDS = 7 * 86400
NOTIFY_KEY_SECONDS = 30 * 86400


@dataclass(frozen=True)
class Job:
    """Something that one of all workers does every `every` seconds."""

    name: str
    every: int
    run: Callable[[Store, KeyFolder, float], object]


def _rotate_post_key(_store: Store, keys: KeyFolder, now: float) -> None:
    if not keys.post_keys or keys.post_keys[-1].use_from + POST_KEY_SECONDS <= now:
        keys.rotate_post_key(now)
    keys.destroy_retired_post_keys(now)


def _rotate_notify_key(store: Store, keys: KeyFolder, now: float) -> None:
    """Old ones are kept for as long as any letter that came with an address sealed to them."""
    if not keys.notify_keys or keys.notify_keys[-1].use_from + NOTIFY_KEY_SECONDS <= now:
        keys.rotate_notify_key(now)
    kept_seconds = retention.longest_kept_days(store) * retention.DAY_SECONDS
    keys.destroy_retired_notify_keys(now, kept_seconds)


# Hourly although the day is what counts: a worker that was down at midnight catches up.
JOBS = (
    Job("post-key", HOUR, _rotate_post_key),
    Job("shred-keys", HOUR, retention.make_shred_keys),
    Job("notify-key", HOUR, _rotate_notify_key),
    Job("purge", HOUR, retention.purge),
    Job("addresses", HOUR, telling.end_expired),
    Job("figures", HOUR, counting.count_days),
)


class Worker:
    """Runs until `stop` is set; then each delivery that has begun is finished. `report` is told of bugs.

    `jobs` are the house's and those of rooms that this one knows nothing of; each of `hands` is done again
    and again, and says whether there is more to do at once.
    """

    def __init__(
        self,
        store: Store,
        keys: KeyFolder,
        delivery: Delivery,
        stop: threading.Event,
        report: Callable[[BaseException], None],
        jobs: Sequence[Job] = JOBS,
        hands: Sequence[Callable[[], bool]] = (),
    ) -> None:
        self._store = store
        self._keys = keys
        self._stop = stop
        self._report = report
        self._jobs = jobs
        self._hands = (*[delivery.step] * DELIVERIES_AT_ONCE, *hands)

    def run(self) -> None:
        hands = [
            threading.Thread(target=self._again_and_again, args=(step,), name=f"hand-{number}")
            for number, step in enumerate(self._hands)
        ]
        for hand in hands:
            hand.start()
        self._again_and_again(self.run_jobs)
        for hand in hands:
            hand.join()

    def run_jobs(self) -> bool:
        """Runs the jobs that are due; False, as there is never more to do at once."""
        now = time.time()
        for job in self._jobs:
            if self._claimed(job):
                job.run(self._store, self._keys, now)
                self._store.write(partial(jobs.done, name=job.name, every=job.every))
        return False

    def _again_and_again(self, work: Callable[[], bool]) -> None:
        """Whatever fails is tried again: a claim or a lease that is left behind runs out by itself."""
        while not self._stop.is_set():
            try:
                busy = work()
            except Overloaded:
                busy = False
            except Exception as problem:
                self._report(problem)
                self._stop.wait(AFTER_A_BUG_SECONDS)
                busy = False
            if not busy:
                self._stop.wait(POLL_SECONDS)

    def _claimed(self, job: Job) -> bool:
        next_runs = self._store.read(jobs.next_runs)
        if next_runs.get(job.name, 0) > time.time():
            return False
        return self._store.write(partial(jobs.due, name=job.name, every=job.every))
