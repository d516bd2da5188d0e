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

from tests.browser.house import House
from tests.trackers.roundup import Roundup
from tests.whole.patient import Patient
from widget.store import Store

SUBMISSIONS = 200
PATIENTS = 4
# Each patient waits up to this long before each letter, so that the run lasts long enough to be killed often.
MOST_PAUSE = 0.5  # seconds
KILLS_APART = (0.2, 1.5)  # seconds
WITHIN = 180  # seconds
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
    patient = Patient.opens(house.patient, "harbor")
    letters = {f"letter {number} of {seed}": b"" for number in range(SUBMISSIONS)}
    envelopes = {text: patient.seal(text) for text in letters}

    killer = Killer(house, random.Random(seed))
    killer.start()
    with ThreadPoolExecutor(PATIENTS) as patients:
        posting = Posting(patient, random.Random(seed + 1), time.monotonic() + WITHIN)
        references = dict(
            zip(envelopes, patients.map(posting.until_answered, envelopes.values()), strict=True)
        )
    killer.stop()

    assert set(killer.killed) == set(VICTIMS), f"seed {seed}"
    assert len(set(references.values())) == SUBMISSIONS
    wait_until_sent(house)
    assert Counter(stored(house, "SELECT reference FROM conversation")) == Counter(references.values())
    assert len(stored(house, "SELECT id FROM submission")) == SUBMISSIONS
    assert len(stored(house, "SELECT id FROM letter")) == SUBMISSIONS
    assert Counter(roundup.references()) == Counter(references.values()), f"seed {seed}"
    opened = [
        json.loads(line) for line in house.flask("letters", "open", "--kit", str(house.kit)).splitlines()
    ]
    assert {letter["text"]: letter["reference"] for letter in opened} == references
    assert len(opened) == SUBMISSIONS


def test_the_writer_waits_for_the_disk(house: House) -> None:
    store = Store(f"sqlite:///{house.instance / 'sotto.db'}")
    try:
        assert store.write(lambda connection: connection.exec_driver_sql("PRAGMA synchronous").scalar()) == 2
    finally:
        store.close()


class Posting:
    """Posts one envelope until it is answered, as a browser on a bad connection does."""

    def __init__(self, patient: Patient, chance: random.Random, last: float) -> None:
        self.patient = patient
        self.chance = chance
        self.last = last

    def until_answered(self, envelope: bytes) -> str:
        """Returns the reference. Then the envelope is sent once more: a late retry changes nothing."""
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
                time.sleep(0.05)
                continue
            if answer.status_code != 503:
                assert answer.status_code in expected, answer.text
                return dict(answer.json())
            time.sleep(0.05)
        raise AssertionError(f"no answer within {WITHIN} s")


class Killer(threading.Thread):
    """Kills something at a random moment, starts it again, and again."""

    def __init__(self, house: House, chance: random.Random) -> None:
        super().__init__()
        self.house = house
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self._enough = threading.Event()

    def run(self) -> None:
        while not self._enough.wait(self.chance.uniform(*KILLS_APART)):
            self.kill(VICTIMS[self.killed.total() % len(VICTIMS)])
            self._enough.wait(self.chance.uniform(0, 0.3))
            self.start_what_is_down()

    def stop(self) -> None:
        self._enough.set()
        self.join()
        self.start_what_is_down()
        self.house.wait_for(f"{self.house.patient}/readyz")

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


def wait_until_sent(house: House) -> None:
    last = time.monotonic() + WITHIN
    while any(state != "sent" for state in stored(house, "SELECT state FROM outbox")):
        assert time.monotonic() < last, Counter(stored(house, "SELECT state FROM outbox"))
        time.sleep(0.2)
