"""`make run` as a newcomer meets it: it says Ready, everything answers, Ctrl-C leaves nothing, and again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.browser.house import free_ports

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN = 90  # seconds
STOPS_WITHIN = 30  # seconds


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """The environment of a run of its own: a fresh instance and free ports."""
    port, site, vendor = free_ports(3)
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOTTO_INSTANCE": str(tmp_path / "instance"),
        "SOTTO_PORT": str(port),
        "SOTTO_DEMO_SITE_PORT": str(site),
        "SOTTO_DEMO_VENDOR_PORT": str(vendor),
    }


@contextmanager
def running(told: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        run = subprocess.Popen(
            [sys.executable, "-m", "scripts.run"], cwd=ROOT, env=told, stdout=output, stderr=output
        )
    try:
        last = time.monotonic() + READY_WITHIN
        while b"\nReady\n" not in log.read_bytes():
            assert run.poll() is None, log.read_text()
            assert time.monotonic() < last, log.read_text()
            time.sleep(0.1)
        yield run
    finally:
        run.send_signal(signal.SIGINT)
        run.wait(STOPS_WITHIN)


def test_it_says_ready_once_all_answer_and_ctrl_c_leaves_nothing_and_it_runs_again(
    told, tmp_path: Path
) -> None:
    for time_round in ("first", "second"):
        log = tmp_path / f"{time_round}.log"
        with running(told, log) as run:
            for address in (
                f"http://127.0.0.1:{told['SOTTO_PORT']}/readyz",
                f"http://localhost:{told['SOTTO_DEMO_SITE_PORT']}/",
                f"http://127.0.0.1:{told['SOTTO_DEMO_VENDOR_PORT']}/received.json",
            ):
                assert requests.get(address, timeout=10).ok
            started = family(run.pid)
            assert len(started) > 4
        assert run.returncode == 0
        assert [pid for pid in started if is_alive(pid)] == []
    assert (tmp_path / "instance" / "demo.kit").is_file()


def test_a_signal_of_a_closing_terminal_stops_all(told, tmp_path: Path) -> None:
    with running(told, tmp_path / "log") as run:
        started = family(run.pid)
        run.send_signal(signal.SIGHUP)
        run.wait(STOPS_WITHIN)
    assert [pid for pid in started if is_alive(pid)] == []


@pytest.mark.parametrize("variable", ["SOTTO_PORT", "SOTTO_DEMO_SITE_PORT", "SOTTO_DEMO_VENDOR_PORT"])
def test_a_taken_port_is_one_sentence_that_names_port_and_variable(told, variable: str) -> None:
    with socket.create_server(("127.0.0.1", int(told[variable]))):
        done = subprocess.run(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env=told,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {told[variable]} is taken by another program: "
        f"stop it, or choose another port with {variable}.\n"
    )


def test_a_wrong_setting_is_one_sentence(told) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env=told | {"SOTTO_PORT": "eight"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("SOTTO_PORT ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("present", "sentence"),
    [
        ([], "Sotto needs Python 3.11 or later, and there is no python3"),
        (["python3"], "Sotto needs Node.js 20 or later, and there is no node"),
        (["python3", "node"], "Sotto needs npm"),
    ],
)
def test_a_missing_tool_is_one_sentence(tmp_path: Path, present: list[str], sentence: str) -> None:
    for name in present:
        # A wrapper: Python finds its own library by where its program really is.
        program = Path(shutil.which("node") if name == "node" else sys.executable).resolve()
        (tmp_path / name).write_text(f'#!/bin/sh\nexec {program} "$@"\n')
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "tools.sh", "python3"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
