"""The servers that are measured: gunicorn with Sotto's own gunicorn.conf.py, and what they cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
THREADS = 16
STARTS_WITHIN = 30  # seconds
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its address, and the process that was started."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time so far, of the master and its workers, from /proc."""
        return sum(cpu_ticks(pid) for pid in family(self.pid)) / TICKS_A_SECOND


@contextmanager
def serving(app: str, environment: dict[str, str], log: Path) -> Iterator[Server]:
    """gunicorn serving `app` while the block runs."""
    address = f"http://127.0.0.1:{environment['SOTTO_PORT']}"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [BIN / "gunicorn", app], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        wait_for(address, process, log)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < last:
        try:
            requests.get(address, timeout=1)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"{address} did not start:\n{log.read_text()}")


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grandchild for child in children for grandchild in family(int(child)))]


def cpu_ticks(pid: int) -> int:
    # Fields 14 and 15; the second field is a name in brackets, which may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
