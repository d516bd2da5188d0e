"""`make run`: Sotto, its outbox worker, a demo site and a demo vendor, under one process manager."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

import requests
from honcho.environ import parse_procfile
from honcho.manager import Manager

from widget.parsing import SettingsError
from widget.settings import Settings

ROOT = Path(__file__).parent.parent
READY_WITHIN = 60  # seconds
ANSWER_WITHIN = 2  # seconds


def main() -> int:
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as problem:
        stop(str(problem))
    refuse_taken_ports(settings)
    os.chdir(ROOT)
    prepare()
    house = House(settings)
    house.loop()
    return 0 if house.returncode in (130, 143) else 1


def refuse_taken_ports(settings: Settings) -> None:
    for variable, port in {
        "SOTTO_PORT": settings.port,
        "SOTTO_DEMO_SITE_PORT": settings.demo_site_port,
        "SOTTO_DEMO_VENDOR_PORT": settings.demo_vendor_port,
    }.items():
        if is_taken(port):
            stop(f"Port {port} is taken by another program: stop it, or choose another port with {variable}.")


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def prepare() -> None:
    """Makes the instance, and brings its tables and demo inbox up to date."""
    for command in (["flask", "db", "upgrade"], ["flask", "demo", "create"]):
        if subprocess.run(command, check=False).returncode:
            stop(f"`{' '.join(command)}` failed, so nothing was started.")


def addresses(settings: Settings) -> dict[str, tuple[str, str]]:
    """What runs -> (the address to print, the address that answers once it is ready)."""
    site = f"http://localhost:{settings.demo_site_port}/"
    vendor = f"http://127.0.0.1:{settings.demo_vendor_port}/"
    return {
        "demo site": (site, site),
        "demo vendor": (vendor, vendor),
        "Sotto": (f"http://127.0.0.1:{settings.port}/", f"http://127.0.0.1:{settings.port}/readyz"),
    }


class House(Manager):  # type: ignore[misc]  # honcho has no types
    """honcho's manager, which says when all answer and also stops all when the terminal goes away."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        for name, command in processes().items():
            # `exec`: a signal reaches the program, not a shell before it.
            self.add_process(name, f"exec {command}", env=environment)

    def _start(self) -> None:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        super()._start()
        # Only now: honcho forks, and a thread does not outlive a fork.
        threading.Thread(target=self.announce, daemon=True).start()

    def terminate(self) -> None:
        """Waits until honcho knows all processes: it cannot stop one that it has not heard of yet."""
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(0.1, self.terminate).start()

    def announce(self) -> None:
        last = time.monotonic() + READY_WITHIN
        waiting = addresses(self.settings)
        while waiting and time.monotonic() < last and not self._any_stopped():
            waiting = {name: pair for name, pair in waiting.items() if not answers(pair[1])}
            time.sleep(0.1)
        if self._any_stopped():
            return  # honcho has said which one, and stops the others
        if waiting:
            print(f"Not ready: {', '.join(waiting)} did not answer within {READY_WITHIN} s.", flush=True)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        lines = [f"  {name:12} {address}" for name, (address, _) in addresses(self.settings).items()]
        print("\n".join(["Ready", *lines, "Ctrl-C stops all of them."]), flush=True)


def processes() -> dict[str, str]:
    """Name -> command, as the Procfile has them."""
    return dict(parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes)


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=ANSWER_WITHIN).ok
    except requests.RequestException:
        return False


def stop(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
