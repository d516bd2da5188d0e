"""Measures, and prints what it measured: everything that is printed was seen in this run."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from bench import stages
from bench.envelopes import Sealer, pool
from bench.servers import BIN, ROOT, THREADS, Server, serving
from bench.sizes import sizes
from bench.wrk import CONNECTIONS, post
from tests.browser.house import free_ports
from tests.whole.patient import Patient

ROUNDS = 7
SECONDS = 4
WARM_UP_SECONDS = 2
WARM_UP_ENVELOPES = 8000
# How many more envelopes than the warm-up's rate asks for.
RESERVE = 1.6
INBOX = "riverside"


@dataclass
class Measured:
    """One server's rounds: answers of 201 a second, and CPU milliseconds for each of them."""

    created: int = 0
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(
        self, server: Server, address: str, envelopes: Path, headers: dict[str, str], *, again: bool = False
    ) -> None:
        before = server.cpu_seconds()
        run = post(address, envelopes, headers, SECONDS, again=again)
        self.rates.append(run.rate)
        self.costs.append(1000 * (server.cpu_seconds() - before) / run.created)
        self.created += run.created


def main() -> None:
    # Beside the sources, because a temporary folder may lie in memory, where a commit costs nothing.
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder, ExitStack() as stack:
        instance = Path(folder)
        door_port, bare_port = free_ports(2)
        environment = prepared(instance, door_port)
        door = stack.enter_context(serving("app:app", environment, instance / "door.log"))
        bare_environment = environment | {"SOTTO_PORT": str(bare_port)}
        bare = stack.enter_context(serving("bench.bare:app", bare_environment, instance / "bare.log"))
        patient = Patient.opens(door.address, INBOX)
        sealer = Sealer(patient, stack.enter_context(pool()))
        measure(instance, door, bare, sealer)
    print_sizes()


def prepared(instance: Path, port: int) -> dict[str, str]:
    """Makes a demo instance. Returns the servers' environment: limits are counted, but never reached."""
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "SOTTO_INSTANCE": str(instance),
        "SOTTO_PORT": str(port),
        "SOTTO_WEB_PROCESSES": "1",
        "SOTTO_WEB_THREADS": str(THREADS),
        "SOTTO_SUBMISSION_LIMIT": "100000000 per hour",
    }
    for command in (["db", "upgrade"], ["demo", "create"]):
        subprocess.run(["flask", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


def measure(instance: Path, door: Server, bare: Server, sealer: Sealer) -> None:
    address, headers = sealer.patient.address, sealer.patient.headers
    envelopes = sealer.write(WARM_UP_ENVELOPES, instance / "envelopes")
    post(bare.address + "/", envelopes, headers, WARM_UP_SECONDS, again=True)
    warm_up = post(address, envelopes, headers, WARM_UP_SECONDS)
    enough = int(warm_up.rate * SECONDS * RESERVE)
    doors, bares = Measured(warm_up.created), Measured()
    print(
        f"{ROUNDS} rounds of {SECONDS} s each, {CONNECTIONS} connections, one process of {THREADS} threads."
    )
    for number in range(1, ROUNDS + 1):
        sealer.write(enough, envelopes)
        bares.run(bare, bare.address + "/", envelopes, headers, again=True)
        doors.run(door, address, envelopes, headers)
        print(f"  round {number}: door {doors.rates[-1]:6.0f}/s, bare route {bares.rates[-1]:6.0f}/s")
    print_rates(doors, bares)
    sealer.write(enough, envelopes)
    doors.created += print_stages(door, address, envelopes, headers, instance / "samples")
    print_count(instance / "sotto.db", doors.created)


def print_rates(doors: Measured, bares: Measured) -> None:
    door, bare = statistics.median(doors.rates), statistics.median(bares.rates)
    ratio = statistics.median(a / b for a, b in zip(doors.rates, bares.rates, strict=True))
    print(f"Patient door, durable commits on SQLite: {door:.0f} submissions/s (median)")
    print(f"Bare Flask JSON route, the same bodies: {bare:.0f} requests/s (median)")
    print(f"Ratio: {door / bare:.3f} of the medians; {ratio:.3f} the median of the rounds' ratios")
    print(f"CPU for each accepted submission: {statistics.median(doors.costs):.3f} ms", end="")
    print(f" (bare route: {statistics.median(bares.costs):.3f} ms a request)")


def print_stages(door: Server, address: str, envelopes: Path, headers: dict[str, str], samples: Path) -> int:
    """Where the door's time goes, seen in one more round. Returns how many submissions that round sent."""
    spy = stages.sample(door.pid, SECONDS, samples)
    run = post(address, envelopes, headers, SECONDS)
    _, complaint = spy.communicate()
    if spy.returncode:
        print(f"Where the time goes: py-spy may not look into the server here: {complaint.decode().strip()}")
        return run.created
    print("Where the door's time goes (samples of its threads at work, in one more round):")
    for stage, share in stages.shares(samples):
        print(f"  {share:6.1%}  {stage}")
    return run.created


def print_count(database: Path, created: int) -> None:
    """All that was answered 201 is there; a little more may be, which wrk hung up on when a round ended."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM submission").fetchone()
    print(f"All {created} answers were 201; the database holds {rows} submissions, each sent once.")
    if not created <= rows <= created + CONNECTIONS * (ROUNDS + 2):
        raise SystemExit("That does not fit together.")


def print_sizes() -> None:
    print("What a browser loads:")
    for name, (built, zipped) in sizes().items():
        print(f"  {name:12} {built:8} bytes, {zipped:7} with gzip")


if __name__ == "__main__":
    main()
