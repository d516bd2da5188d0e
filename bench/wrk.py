"""One run of wrk, which sends each envelope of a file once."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("post.lua")
CONNECTIONS = 32
CLIENT_THREADS = 2


@dataclass(frozen=True)
class Run:
    """What one run saw."""

    created: int
    seconds: float

    @property
    def rate(self) -> float:
        """Answers of 201 a second."""
        return self.created / self.seconds


def post(address: str, envelopes: Path, headers: dict[str, str], seconds: int, *, again: bool = False) -> Run:
    """`again`: the envelopes may be sent more than once.

    Raises SystemExit where an answer was not 201, a connection broke or the envelopes ran out:
    such a run would say nothing about the door.
    """
    where = urlsplit(address)
    words = [word for header in headers.items() for word in header]
    command = ["wrk", f"-t{CLIENT_THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT)]
    command += [
        f"{where.scheme}://{where.netloc}",
        "--",
        str(envelopes),
        where.path or "/",
        str(CLIENT_THREADS),
        "again" if again else "once",
        *words,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    # Asked first: a thread that runs out sends one envelope again before it stops, and 200 answers that one.
    if seen["ran_out"]:
        raise SystemExit(
            "The envelopes ran out before the time; this machine is faster than the warm-up said."
        )
    if seen["others"] or seen["broken"]:
        raise SystemExit(
            f"{seen['others']} answers were not 201 and {seen['broken']} connections broke at {address}."
        )
    return Run(seen["created"], seen["microseconds"] / 1e6)
