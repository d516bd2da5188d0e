"""Log lines, written together a few times a second by a thread of their own.

If each request wrote its own, sixteen threads would queue for one file, at a tenth of the door's speed.
"""

from __future__ import annotations

import atexit
import contextlib
import sys
import threading
import time
from collections import deque

SECONDS = 0.25
IDLE_ROUNDS = 20  # then the thread ends, until there is a line again
MOST_WAITING = 100_000  # if the log cannot be written, the oldest lines go; requests never wait for it


class Lines:
    """`add` only notes the line. What waits when the process ends is written then."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        atexit.register(self.flush)

    def add(self, line: str) -> None:
        """The time is put before it."""
        self._waiting.append(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n")
        # After a fork the thread is there no more, and says so.
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def flush(self) -> None:
        with self._writing:
            together = "".join(self._waiting.popleft() for _ in range(len(self._waiting)))
            with contextlib.suppress(OSError, ValueError):  # nobody reads the log any more
                sys.stderr.write(together)
                sys.stderr.flush()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="log-lines", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        idle = 0
        while idle < IDLE_ROUNDS:
            time.sleep(SECONDS)
            idle = 0 if self._waiting else idle + 1
            self.flush()
        self._thread = None
        if self._waiting:  # added while this thread still seemed to be there
            self._start()
