"""gunicorn as it serves in production, for what no test client can show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.house import answers, free_ports

ROOT = Path(__file__).parents[2]
GUNICORN = Path(sys.executable).with_name("gunicorn")
STOPS_WITHIN = 20  # seconds


@dataclass
class Web:
    """`with Web(folder, …)` serves on a free port; what it writes is in `log`."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Web:
        (self.port,) = free_ports(1)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [GUNICORN, "app:app"], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        while not answers(f"{self.origin}/healthz"):
            assert self.process.poll() is None, self.log.read_text()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        assert " bug " not in self.log.read_text()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "web.log"

    def says(self, *parts: bytes) -> bytes:
        """What it answers to these bytes on a connection of their own, until it hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            for part in parts:
                connection.sendall(part)
            answer = b""
            while received := connection.recv(65536):
                answer += received
            return answer

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        mine = {"SOTTO_INSTANCE": str(self.folder), "SOTTO_PORT": str(self.port)}
        return kept | mine | self.variables


def request(method: str, path: str, web: Web, body: bytes = b"", **headers: str) -> bytes:
    """A request in bytes, after which the connection closes."""
    usual = {"Host": f"127.0.0.1:{web.port}", "Connection": "close", "Content-Length": str(len(body))}
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in (usual | given).items() if value]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + body
