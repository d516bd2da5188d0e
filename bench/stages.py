"""Where the door's time goes: samples of the running server, added up by the part that was at work."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

# Part of a file's path -> the stage it belongs to. A sample counts for the innermost frame that one of these
# names; the standard library and C code count for whoever called them.
STAGES = {
    "widget/crypto/": "open and check the envelope",
    "widget/store/": "write and commit",
    "widget/records/": "rows of the records",
    "widget/outbox/": "the notice and its row",
    "widget/doors/": "the door's own steps",
    "widget/logs": "log line",
    "widget/": "Sotto's set-up of a request",
    "flask_limiter/": "limits",
    "/limits/": "limits",
    "itsdangerous/": "form token",
    "flask_wtf/": "form token",
    "wtforms/": "form token",
    "sqlalchemy/": "write and commit",
    "flask/": "Flask",
    "werkzeug/": "Flask",
    "gunicorn/": "gunicorn",
    "concurrent/futures/": "gunicorn",
}
# Innermost frames of threads that wait: for a request, a lock, the writer's commit, more writes to gather, or
# the next time to write the log. py-spy takes some of them for work, because a thread that waits for Python's
# lock looks awake.
WAITING = re.compile(
    r"(\w+\.)?(_worker|select|wait|acquire|get|_wait_for_tstate_lock|_gather) \("
    r"|Writer\.write \(|(\w+\.)?_run \([^)]*widget/logs/"
)


def sample(pid: int, seconds: int, raw: Path) -> subprocess.Popen[bytes]:
    """Starts to sample a server and its workers."""
    spy = Path(sys.executable).parent / "py-spy"
    command = [spy, "record", "--subprocesses", "--full-filenames", "--format", "raw", "--rate", "200"]
    words = ["--duration", str(seconds), "--output", str(raw), "--pid", str(pid)]
    return subprocess.Popen([*command, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def shares(raw: Path) -> list[tuple[str, float]]:
    """Stage -> share of the samples at work, largest first; a line of `raw` is frames and a count."""
    counts: Counter[str] = Counter()
    for line in raw.read_text(encoding="utf-8").splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        if not WAITING.match(frames[-1]):
            counts[stage_of(frames)] += int(count)
    total = counts.total() or 1
    return [(stage, count / total) for stage, count in counts.most_common()]


def stage_of(frames: list[str]) -> str:
    for frame in reversed(frames):
        for part, stage in STAGES.items():
            if part in frame:
                return stage
    return "the rest"
