"""Shred keys: one file per UTC day. Destroying it ends all that was stored under it, in backups too."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from widget import files

KEY_BYTES = 32
DAY_SECONDS = 86400
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.key")


class Shredded(LookupError):
    """The day's key was destroyed, or was never made and the day is over."""


class ShredKeys:
    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._read: dict[int, bytes] = {}

    def key(self, day: int) -> bytes:
        """Made if it is missing and `day` is not over. Raises Shredded."""
        today = int(self._clock()) // DAY_SECONDS
        if day < today:
            self._read.pop(day, None)
            return self._from_file(day)
        if day not in self._read:
            self._read[day] = self._made(day)
        return self._read[day]

    def kept(self, day: int) -> bytes:
        """Never makes one, so that looking into a copy leaves it as it was. Raises Shredded."""
        return self._from_file(day)

    def destroy(self, before_day: int) -> int:
        """How many days' keys were destroyed."""
        self._read = {day: key for day, key in self._read.items() if day >= before_day}
        over = [path for path in self._folder.glob("*.key") if _day_of(path) < before_day]
        for path in over:
            path.unlink(missing_ok=True)
        return len(over)

    def _made(self, day: int) -> bytes:
        try:
            return self._from_file(day)
        except Shredded:
            files.private_folder(self._folder)
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the day's
            files.create(self._file(day), secrets.token_bytes(KEY_BYTES))
        return self._from_file(day)

    def _from_file(self, day: int) -> bytes:
        try:
            return self._file(day).read_bytes()
        except FileNotFoundError:
            raise Shredded(f"the key of {_date(day)} is gone") from None

    def _file(self, day: int) -> Path:
        return self._folder / f"{_date(day)}.key"


def _date(day: int) -> str:
    return datetime.fromtimestamp(day * DAY_SECONDS, UTC).date().isoformat()


def _day_of(path: Path) -> int:
    """A file that is not a day's key counts as never over."""
    if not NAME.fullmatch(path.name):
        return 2**31
    return int(datetime.fromisoformat(f"{path.stem}T00:00:00+00:00").timestamp()) // DAY_SECONDS
