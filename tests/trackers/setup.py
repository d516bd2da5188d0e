"""The set-up that docs/vendors.md tells operators to make: tests follow it to the letter."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import subprocess
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

DOCS = Path(__file__).parents[2] / "docs" / "vendors.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sotto-tests"
READY_WITHIN = 60  # seconds


def documented(name: str) -> str:
    """The code block of docs/vendors.md with this name after its language."""
    found = re.search(rf"^ *```\w+ {name}\n(.*?)^ *```$", DOCS.read_text(encoding="utf-8"), re.S | re.M)
    assert found, f"docs/vendors.md has no block {name}"
    return textwrap.dedent(found.group(1))


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """The cache folder, while no other run sets up the same thing in it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield CACHE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str | Path, **environment: str) -> str:
    """What the command printed. Raises AssertionError with all it said when it failed."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


def wait_until(answers: Callable[[], bool], process: subprocess.Popen[bytes], log: Path | None) -> None:
    """Raises AssertionError with the log when the server ends or takes too long."""
    last = time.monotonic() + READY_WITHIN
    while time.monotonic() < last and process.poll() is None:
        try:
            if answers():
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"not ready: {log.read_text(errors='replace') if log else ''}")
