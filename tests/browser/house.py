"""The whole house for tests: the real programs, started as `make run` starts them, on free ports."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
ANSWERS_WITHIN = 60  # seconds
STOPS_WITHIN = 20  # seconds


@dataclass
class House:
    """`folder` holds the instance and the logs; `environment` goes on top of what the programs are told."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port, self.site_port, self.vendor_port = free_ports(3)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def patient(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def desk(self) -> str:
        return f"http://desk.localhost:{self.port}"

    @property
    def site(self) -> str:
        return f"http://localhost:{self.site_port}"

    @property
    def vendor(self) -> str:
        return f"http://127.0.0.1:{self.vendor_port}"

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def kit(self) -> Path:
        return self.instance / "demo.kit"

    def open(self) -> None:
        self.flask("db", "upgrade")
        self.flask("demo", "create")
        self.start("web", "gunicorn", "app:app")
        self.start("worker", "flask", "worker")
        self.start("site", "python", "-m", "widget.demo.site")
        self.start("vendor", "python", "-m", "widget.demo.vendor")
        for address in (f"{self.patient}/readyz", f"{self.site}/", f"{self.vendor}/"):
            self.wait_for(address)

    def close(self) -> None:
        for name in list(self.running):
            self.stop(name)

    def start(self, name: str, *command: str) -> None:
        """Starts a program; what it writes goes to `log(name)`."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [BIN / command[0], *command[1:]], cwd=ROOT, env=self._told(), stdout=log, stderr=log
            )

    def stop(self, name: str) -> None:
        program = self.running.pop(name)
        program.terminate()
        try:
            program.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
            raise

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def flask(self, *words: str, given: str = "") -> str:
        """Runs `flask WORDS` in this instance. Returns what it printed; fails with what it said."""
        done = subprocess.run(
            [BIN / "flask", *words], cwd=ROOT, env=self._told(), input=given, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"flask {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def received(self) -> list[dict[str, Any]]:
        """All that the demo vendor got."""
        with urllib.request.urlopen(f"{self.vendor}/received.json") as answer:  # noqa: S310  our own address
            return list(json.load(answer))

    def wait_for(self, address: str) -> None:
        last = time.monotonic() + ANSWERS_WITHIN
        while not answers(address):
            for name, program in self.running.items():
                if program.poll() is not None:
                    raise AssertionError(f"{name} ended: {self.log(name).read_text()[-4000:]}")
            if time.monotonic() > last:
                raise AssertionError(f"{address} did not answer within {ANSWERS_WITHIN} s")
            time.sleep(0.05)

    def _told(self) -> dict[str, str]:
        mine = {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
            "SOTTO_INSTANCE": str(self.instance),
            "SOTTO_PORT": str(self.port),
            "SOTTO_DEMO_SITE_PORT": str(self.site_port),
            "SOTTO_DEMO_VENDOR_PORT": str(self.vendor_port),
        }
        return {**os.environ, **mine, **self.environment}


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own address
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def free_ports(count: int) -> list[int]:
    """Ports that are free now; all are held until the last is found, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
