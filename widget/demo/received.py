"""What the demo vendor got, in memory and no more than it can show."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

KEPT_REQUESTS = 500


@dataclass(frozen=True)
class Received:
    """One request. `head` is its request line and headers as they came; bytes beyond UTF-8 show as \\xNN."""

    number: int
    at: datetime
    method: str
    path: str
    headers: dict[str, str]
    head: str
    body: str

    @property
    def facts(self) -> dict[str, Any]:
        """The ticket's fields, where the body is a notice: what the vendor's own staff would look at."""
        try:
            data = json.loads(self.body)["data"]
        except (ValueError, KeyError, TypeError):
            return {}
        return data if isinstance(data, dict) else {}

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, "path": self.path, "headers": self.headers, "body": self.body}


class Shelf:
    """The newest requests."""

    def __init__(self) -> None:
        self._kept: deque[Received] = deque(maxlen=KEPT_REQUESTS)
        self._count = 0
        self._lock = threading.Lock()

    def add(self, method: str, path: str, headers: dict[str, str], head: bytes, body: bytes) -> None:
        with self._lock:
            self._count += 1
            now = datetime.now(UTC)
            self._kept.append(Received(self._count, now, method, path, headers, _shown(head), _shown(body)))

    def all(self) -> list[Received]:
        """Oldest first."""
        with self._lock:
            return list(self._kept)


def _shown(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
