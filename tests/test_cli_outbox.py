"""What an operator sees of the outbox, and the worker as a program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operator import Operator
from tests.outbox.office import NOBODY, SECRET, Office
from tests.outbox.vendor import SpokenVendor, answers
from widget.outbox.queue import State
from widget.store.keyfolder import KeyFolder

FLASK = Path(sys.executable).with_name("flask")


@pytest.fixture
def vendor() -> Iterator[SpokenVendor]:
    with SpokenVendor(answers("204 No Content")) as vendor:
        yield vendor


@pytest.fixture
def office(operator: Operator) -> Office:
    operator.types("db", "upgrade")
    office = Office(operator.store(), KeyFolder(operator.settings().keys))
    office.clock.now = time.time()
    return office


def account(operator: Operator, url: str) -> int:
    said = operator.types(
        "account", "create", "Help desk", "--vendor", "webhook", "--url", url, given=f"{SECRET}\n"
    )
    return int(said.split()[1])


@pytest.mark.usefixtures("office")
def test_an_empty_outbox_says_so(operator: Operator) -> None:
    assert operator.types("outbox", "status") == "waiting 0  sending 0  uncertain 0  sent 0  parked 0\n"


def test_status_says_why_a_notice_is_parked_and_what_to_do(
    operator: Operator, office: Office, vendor: SpokenVendor
) -> None:
    vendor.answer = answers("401 Who are you", b"the patient has diabetes")
    (reference,) = office.enqueue(account(operator, vendor.url))
    office.work(office.delivery())
    said = operator.types("outbox", "status")
    assert "parked 1" in said
    assert f"{reference}  parked  webhook (account 1)  tries 1  unauthorized: " in said
    assert "then retry" in said
    assert "diabetes" not in said
    assert SECRET not in said


def test_status_says_when_a_waiting_notice_is_tried_next(operator: Operator, office: Office) -> None:
    (reference,) = office.enqueue(account(operator, NOBODY))
    office.work(office.delivery())
    said = operator.types("outbox", "status")
    assert f"{reference}  waiting  webhook (account 1)  tries 1  next 20" in said
    assert "unreachable: The vendor's host could not be reached." in said


def test_retry_puts_parked_notices_back(operator: Operator, office: Office, vendor: SpokenVendor) -> None:
    vendor.answer = answers("404 Where")
    first, second = office.enqueue(account(operator, vendor.url), 2)
    office.work(office.delivery())
    vendor.answer = answers("204 No Content")
    assert operator.types("outbox", "retry", first) == "1 put back.\n"
    assert (office.row(first).state, office.row(second).state) == (State.UNCERTAIN, State.PARKED)
    assert operator.types("outbox", "retry") == "1 put back.\n"
    office.clock.advance(60)
    office.work(office.delivery())
    assert office.states() == [State.SENT, State.SENT]


def test_retry_of_what_is_not_parked_is_told(operator: Operator, office: Office) -> None:
    (reference,) = office.enqueue(account(operator, NOBODY))
    assert operator.fails("outbox", "retry", reference) == f"Error: There is no parked notice {reference}.\n"
    assert operator.types("outbox", "retry") == "0 put back.\n"


@pytest.mark.usefixtures("office")
def test_a_setting_that_the_vendor_does_not_have_is_refused(operator: Operator) -> None:
    said = operator.fails(
        *("account", "create", "x", "--vendor", "webhook", "--url", NOBODY, "--set", "urgency=high"),
        given=f"{SECRET}\n",
    )
    assert said == "Error: webhook has no setting urgency.\n"


def test_the_worker_needs_a_database(operator: Operator) -> None:
    assert "The database cannot be used now" in operator.fails("worker")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_delivers_and_stops_when_told(
    operator: Operator, office: Office, vendor: SpokenVendor, number: signal.Signals
) -> None:
    delivered = threading.Event()

    def accept(client: object) -> None:
        answers("204 No Content")(client)  # type: ignore[arg-type]
        delivered.set()

    vendor.answer = accept
    references = office.enqueue(account(operator, vendor.url))
    worker = subprocess.Popen(
        [FLASK, "--app", "app", "worker"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "SOTTO_INSTANCE": str(operator.instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert delivered.wait(60)
    finally:
        worker.send_signal(number)
        said, _ = worker.communicate(timeout=60)
    assert (worker.returncode, said) == (0, b"")
    assert list(office.external_ids()) == references
