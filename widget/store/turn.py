"""Whose turn it is to write, among all processes on this machine that share one SQLite file."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turn:
    """Two file locks: `lock` is held while writing, `lock.next` by the one who is next in line.

    A process that commits batch after batch would take a single lock again before a waiting one wakes. Having
    to take the place in line first, it lets the waiting one go before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: tuple[int, int] | None = None
        self._within = threading.Lock()  # a file lock does not keep threads of one process apart

    @contextmanager
    def held(self) -> Iterator[None]:
        """Waits for as long as it takes: the store's callers have the time limit."""
        with self._within:
            line, place = self._open()
            fcntl.flock(line, fcntl.LOCK_EX)
            try:
                fcntl.flock(place, fcntl.LOCK_EX)
            finally:
                fcntl.flock(line, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(place, fcntl.LOCK_UN)

    def close(self) -> None:
        for file in self._files or ():
            os.close(file)
        self._files = None

    def _open(self) -> tuple[int, int]:
        if self._files is None:
            self._files = (self._file(f"{self._path}.next"), self._file(str(self._path)))
        return self._files

    @staticmethod
    def _file(name: str) -> int:
        return os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
