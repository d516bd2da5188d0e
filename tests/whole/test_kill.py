"""Nothing is lost and nothing is doubled, whenever a program is killed."""

from __future__ import annotations

import json
import os
import random
import secrets
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests

from tests.browser.house import House, answers
from tests.trackers.roundup import Roundup
from tests.whole.patient import Patient
from widget.store import Store

SUBMISSIONS = 200
PATIENTS = 4
KILLS = 20
# Both are short, so that much of what is killed is at work.
MOST_PAUSE = 0.1  # seconds between a patient's letters
MOST_DELAY = 0.3  # seconds from the moment that a program works to its end
WITHIN = 500  # seconds
COMMANDS = {"web": ("gunicorn", "app:app"), "worker": ("flask", "worker")}
# What dies: all of the web, gunicorn's master alone, its worker process alone, the outbox worker.
VICTIMS = ("web", "master", "child", "worker")


@pytest.fixture
def house(tmp_path: Path, roundup: Roundup) -> Iterator[House]:
    """The web and the outbox worker on an inbox whose notices go to a real Roundup."""
    house = House(tmp_path, {"SOTTO_SUBMISSION_LIMIT": "100000 per hour", "SOTTO_LEASE_SECONDS": "8"})
    house.flask("db", "upgrade")
    account = house.flask(
        "account", "create", "tracker", "--vendor", "roundup", "--url", roundup.url, given=roundup.credentials
    ).split()[1]
    house.flask("inbox", "create", "Harbor", "--kit", str(house.kit), "--account", account, "--demo")
    for name, command in COMMANDS.items():
        house.start(name, *command)
    house.wait_for(f"{house.patient}/readyz")
    yield house
    house.close()


def test_no_letter_is_lost_and_none_is_doubled_by_kills_at_random_moments(
    house: House, roundup: Roundup
) -> None:
    seed = secrets.randbits(32)
    earlier = Counter(roundup.references())  # of other tests: the tracker is one for the whole run
    patient = Patient.opens(house.patient, "harbor")
    letters = {f"letter {number} of {seed}": b"" for number in range(SUBMISSIONS)}
    envelopes = {text: patient.seal(text) for text in letters}

    with Killer(house, random.Random(seed)) as killer, ThreadPoolExecutor(PATIENTS) as patients:
        posting = Posting(patient, killer, random.Random(seed + 1))
        given = patients.map(posting.until_answered, range(SUBMISSIONS), envelopes.values())
        references = dict(zip(envelopes, given, strict=True))

    assert min(killer.killed[victim] for victim in VICTIMS) >= KILLS // len(VICTIMS) - 1
    assert len(set(references.values())) == SUBMISSIONS
    wait_until_sent(house)
    assert Counter(stored(house, "SELECT reference FROM conversation")) == Counter(references.values())
    assert len(stored(house, "SELECT id FROM submission")) == SUBMISSIONS
    assert len(stored(house, "SELECT id FROM letter")) == SUBMISSIONS
    assert Counter(roundup.references()) - earlier == Counter(references.values()), f"seed {seed}"
    opened = [
        json.loads(line) for line in house.flask("letters", "open", "--kit", str(house.kit)).splitlines()
    ]
    assert {letter["text"]: letter["reference"] for letter in opened} == references
    assert len(opened) == SUBMISSIONS


def test_the_writer_waits_for_the_disk(sqlite_store: Store) -> None:
    full = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous
    assert (
        sqlite_store.write(lambda connection: connection.exec_driver_sql("PRAGMA synchronous").scalar())
        == full
    )


class Posting:
    """Posts one envelope until it is answered, as a browser on a bad connection does."""

    def __init__(self, patient: Patient, killer: Killer, chance: random.Random) -> None:
        self.patient = patient
        self.killer = killer
        self.chance = chance
        self.last = time.monotonic() + WITHIN

    def until_answered(self, number: int, envelope: bytes) -> str:
        """Returns the reference. Then the envelope is sent once more: a late retry changes nothing."""
        while self.killer.killed.total() < number * KILLS // SUBMISSIONS and time.monotonic() < self.last:
            time.sleep(0.02)  # the letters are spread over all kills
        time.sleep(self.chance.uniform(0, MOST_PAUSE))
        first = self._answer(envelope, (201, 200))
        again = self._answer(envelope, (200,))
        assert first == again
        return str(first["reference"])

    def _answer(self, envelope: bytes, expected: tuple[int, ...]) -> dict[str, object]:
        while time.monotonic() < self.last:
            try:
                answer = self.patient.post(envelope)
            except requests.RequestException:
                time.sleep(0.02)
                continue
            if answer.status_code != 503:
                assert answer.status_code in expected, answer.text
                return dict(answer.json())
            time.sleep(0.02)
        raise AssertionError(f"no answer within {WITHIN} s")


class Killer(threading.Thread):
    """In its `with` block: kills a program shortly after it has begun to work, starts it again, and again."""

    def __init__(self, house: House, chance: random.Random) -> None:
        super().__init__()
        self.house = house
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self._enough = threading.Event()

    def __enter__(self) -> Killer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self.join()
        self.start_what_is_down()
        self.house.wait_for(f"{self.house.patient}/readyz")

    def run(self) -> None:
        while not self._enough.is_set():
            victim = VICTIMS[self.killed.total() % len(VICTIMS)]
            self.wait_until_at_work(victim)
            self._enough.wait(self.chance.uniform(0, MOST_DELAY))
            self.kill(victim)
            self.start_what_is_down()

    def wait_until_at_work(self, victim: str) -> None:
        """The web answers; the worker has delivered something since it was started, or has nothing to do."""
        before = len(self.sent())
        while not self._enough.is_set():
            self.start_what_is_down()  # a new gunicorn ends where the killed one's child still holds the port
            if answers(f"{self.house.patient}/readyz") and (victim != "worker" or self.is_delivering(before)):
                return
            time.sleep(0.02)

    def is_delivering(self, before: int) -> bool:
        return len(self.sent()) > before or all(state == "sent" for state in outbox(self.house))

    def sent(self) -> list[object]:
        return [state for state in outbox(self.house) if state == "sent"]

    def kill(self, victim: str) -> None:
        process = self.house.running["worker" if victim == "worker" else "web"]
        children = children_of(process.pid)
        for pid in {"master": [process.pid], "child": children}.get(victim, [process.pid, *children]):
            with suppress(ProcessLookupError):  # it may be starting, or ending by itself
                os.kill(pid, signal.SIGKILL)
        if victim != "child":
            process.wait()
        self.killed[victim] += 1

    def start_what_is_down(self) -> None:
        for name, command in COMMANDS.items():
            if self.house.running[name].poll() is not None:
                self.house.start(name, *command)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def stored(house: House, query: str) -> list[object]:
    """The first column of a query's rows, read beside the running programs."""
    with closing(sqlite3.connect(f"file:{house.instance / 'sotto.db'}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute(query)]


def outbox(house: House) -> list[object]:
    return stored(house, "SELECT state FROM outbox")


def wait_until_sent(house: House) -> None:
    last = time.monotonic() + WITHIN
    while any(state != "sent" for state in outbox(house)):
        assert time.monotonic() < last, Counter(outbox(house))
        time.sleep(0.2)
