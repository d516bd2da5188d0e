"""A real Request Tracker 5 from Debian's packages, set up as docs/vendors.md says.

Its database, configuration and log are in a folder of the test; the system's own instance is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import requests

from tests.trackers.setup import alone, documented, free_port, run, wait_until

# msmtp-mta stands in for a mail server: it starts nothing and, unconfigured, sends nothing.
PACKAGES = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone", "msmtp-mta")
SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
NO_SERVICES = Path("/usr/sbin/policy-rc.d")
ANSWERS = "request-tracker5 request-tracker5/{} boolean false\n"
PAGE = 100  # RT gives no more at once

CONFIGURATION = """
Set($rtname, 'sotto-test');
Set($Organization, 'sotto.invalid');
Set($WebDomain, '127.0.0.1');
Set($WebPort, %(port)d);
Set($WebBaseURL, '%(url)s');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '%(folder)s/rt.db');
Set($MailCommand, 'mbox');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($Timezone, 'UTC');
1;
"""
MAKE_TOKEN = """
use strict; use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;
use RT::AuthToken;
my $owner = RT::CurrentUser->new($ARGV[0]);
my $made = RT::AuthToken->new(RT->SystemUser);
my ($id, $why, $token) = $made->Create(Owner => $owner->Id, Description => 'tests');
die "$why\\n" unless $id;
print $token;
"""


class RequestTracker:
    """Call `stop` at the end."""

    queue = "patient-widget"

    def __init__(self, folder: Path) -> None:
        install()
        self._folder = folder
        self._log = folder / "rt.log"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        self._environment = self._configure(port)
        self._set_up_database()
        self.token = self._make_token("sotto")
        self._process = self._start(port)

    @property
    def credentials(self) -> str:
        """As `flask account create` reads them."""
        return f"{self.token}\n"

    def tickets(self) -> list[dict[str, Any]]:
        """All tickets of the queue, counted by RT itself."""
        items: list[dict[str, Any]] = []
        page, pages = 0, 1
        while page < pages:
            page += 1
            found = self.get(
                "tickets",
                query=f"Queue = '{self.queue}'",
                orderby="id",
                page=str(page),
                per_page=str(PAGE),
                fields="Subject",
            )
            items += found["items"]
            pages = found["pages"]
        return items

    def references(self) -> list[str]:
        return [ticket["Subject"].split()[-1] for ticket in self.tickets()]

    def get(self, path: str, **parameters: str) -> Any:
        answer = requests.get(
            f"{self.url}REST/2.0/{path}",
            params=parameters,
            headers={"Authorization": f"token {self.token}"},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()

    def perl(self, script: str, *arguments: str) -> str:
        """What the script prints; it runs inside RT."""
        path = self._folder / "script.pl"
        path.write_text(script)
        return run("perl", path, *arguments, **self._environment)

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait()

    def _configure(self, port: int) -> dict[str, str]:
        (self._folder / "site.d").mkdir()
        site = self._folder / "RT_SiteConfig.pm"
        site.write_text(CONFIGURATION % {"port": port, "url": self.url.rstrip("/"), "folder": self._folder})
        return {
            "RT_SITE_CONFIG": str(site),
            "RT_SITE_CONFIG_DIR": str(self._folder / "site.d"),
            "LC_ALL": "C.UTF-8",
            "HOME": str(self._folder),
        }

    def _set_up_database(self) -> None:
        data = self._folder / "sotto-initialdata"
        data.write_text(documented("initialdata"))
        run("rt-setup-database-5", "--action", "init", "--skip-create", **self._environment)
        run(
            *("rt-setup-database-5", "--action", "insert", "--skip-create", "--datafile", data),
            **self._environment,
        )

    def _make_token(self, user: str) -> str:
        return self.perl(MAKE_TOKEN, user).strip()

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [SERVER, "--host", "127.0.0.1", "--port", str(port)],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={**os.environ, **self._environment},
                start_new_session=True,  # it has workers that must end with it
            )
        rest = f"{self.url}REST/2.0/rt"
        wait_until(lambda: requests.get(rest, timeout=30).status_code == 401, process, self._log)
        return process


def install() -> None:
    """By apt, as root. Raises AssertionError where that is not possible."""
    with alone("rt"):
        if SERVER.is_file():
            return
        assert shutil.which("apt-get"), "SOTTO_TEST_RT=1 needs Debian or Ubuntu"
        assert os.geteuid() == 0, "SOTTO_TEST_RT=1 needs root, to install Request Tracker"
        answers = "".join(ANSWERS.format(name) for name in ("dbconfig-install", "install-cronjobs"))
        subprocess.run(["debconf-set-selections"], input=answers.encode(), check=True)
        with no_services():
            run("apt-get", "update", "-qq")
            run(
                *("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES),
                DEBIAN_FRONTEND="noninteractive",
            )


@contextlib.contextmanager
def no_services() -> Any:
    """While the packages are installed: https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt"""
    if NO_SERVICES.exists():
        yield
        return
    NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
    NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        NO_SERVICES.unlink()
