"""A real Roundup, set up as docs/vendors.md says, on a free port of the loopback."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from tests.trackers.setup import alone, documented, free_port, run, wait_until

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "roundup-requirements.txt"
WIDE_OPEN = 1_000_000  # calls a minute


class Roundup:
    """Call `stop` at the end. `user` may create and read issues; `admin` sees all."""

    user = "sotto"

    def __init__(self, folder: Path, *, calls_per_minute: int = WIDE_OPEN, with_fields: bool = True) -> None:
        self.password = secrets.token_hex(16)
        self._admin = ("admin", secrets.token_hex(16))
        self._home = folder / "tracker"
        self._log = folder / "roundup.log"
        self._environment = environment()
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}/"
        self._install(calls_per_minute, with_fields=with_fields)
        self._process = self._start()

    @property
    def credentials(self) -> str:
        """As `flask account create` reads them."""
        return f"{self.user}\n{self.password}\n"

    def issues(self) -> list[dict[str, Any]]:
        """All that the tracker holds, counted by the tracker itself."""
        answer = requests.get(
            f"{self.url}rest/data/issue",
            params={"@fields": "title,ref,category,urgency,lang,console_link,nosy,messages"},
            auth=self._admin,
            headers={"X-Requested-With": "rest", "Referer": self.url},
            timeout=30,
        )
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["data"]["collection"]
        return found

    def references(self) -> list[str]:
        return [issue["ref"] for issue in self.issues()]

    def set_calls_per_minute(self, calls: int) -> None:
        """Starts anew with another limit; all calls so far are forgotten."""
        self.stop()
        settings = self._home / "config.ini"
        pattern = r"(?m)^web_api_calls_per_interval\b.*|^api_calls_per_interval\b.*"
        text, count = re.subn(pattern, f"api_calls_per_interval = {calls}", settings.read_text())
        assert count == 1
        settings.write_text(text)
        self._process = self._start()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _install(self, calls_per_minute: int, *, with_fields: bool) -> None:
        options = {
            "tracker_web": self.url,
            "tracker_email": "support",
            "mail_domain": "tracker.invalid",
            "mail_host": "127.0.0.1",
            "mail_debug": str(self._home / "mail.log"),
            "admin_email": "admin",
            "password_pbkdf2_default_rounds": "1000",  # each call takes the password
            "web_api_calls_per_interval": str(calls_per_minute),
            "web_api_interval_in_sec": "60",
        }
        settings = ",".join(f"{name}={value}" for name, value in options.items())
        self._roundup_admin("install", "classic", "sqlite", settings)
        if with_fields:
            with (self._home / "schema.py").open("a") as schema:
                schema.write(documented("schema"))
            (self._home / "detectors" / "one_issue_per_ref.py").write_text(documented("detector"))
        self._roundup_admin("initialise", self._admin[1])
        self._roundup_admin(
            "create", "user", f"username={self.user}", f"password={self.password}", "roles=User"
        )

    def _roundup_admin(self, *arguments: str) -> None:
        run(self._environment / "bin" / "roundup-admin", "-i", self._home, *arguments)

    def _start(self) -> subprocess.Popen[bytes]:
        python = self._environment / "bin" / "python"
        # -P: this folder must not be on its path, where our roundup.py would hide Roundup.
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [python, "-P", HERE / "serve_roundup.py", self._home, str(self._port)], stdout=log, stderr=log
            )
        wait_until(lambda: requests.get(self.url, timeout=10).ok, process, self._log)
        return process


def environment() -> Path:
    """Roundup's own virtual environment, made when it is missing or meant for other versions."""
    wanted = f"{REQUIREMENTS.read_text()}{sys.version}"
    with alone("roundup") as cache:
        folder = cache / "roundup"
        made = folder / "made"
        if not (made.is_file() and made.read_text() == wanted):
            shutil.rmtree(folder, ignore_errors=True)
            run(sys.executable, "-m", "venv", folder)
            pip = (folder / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
            run(*pip, "install", "--require-hashes", "-r", REQUIREMENTS, PIP_ROOT_USER_ACTION="ignore")
            made.write_text(wanted)
        return folder
