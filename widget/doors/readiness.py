"""Whether the service can take letters now."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable

from widget import logs
from widget.settings import Settings
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.migrations import is_current

KEPT_SECONDS = 1.0
LEAST_FREE_BYTES = 64 * 2**20


class Readiness:
    """Asks everything at most once a second, whoever asks how often."""

    def __init__(self, settings: Settings, store: Store, keys: KeyFolder, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._store = store
        self._keys = keys
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: tuple[float, tuple[str, ...]] = (0.0, ())

    def failing(self) -> tuple[str, ...]:
        """Which of `database`, `migrations`, `post_key`, `notify_key` and `disk` fail."""
        with self._lock:
            until, failing = self._kept
            if time.monotonic() >= until:
                failing = tuple(name for name, holds in self._checks().items() if not _is_so(holds))
                if failing and failing != self._kept[1]:
                    logs.log_failing(failing)
                self._kept = (time.monotonic() + KEPT_SECONDS, failing)
            return failing

    def _checks(self) -> dict[str, Callable[[], bool]]:
        return {
            "database": lambda: (
                self._store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar()) == 1
            ),
            "migrations": lambda: is_current(self._store),
            "post_key": lambda: bool(self._keys.published_post_key(self._clock())),
            "notify_key": lambda: bool(self._keys.published_notify_key(self._clock())),
            "disk": lambda: shutil.disk_usage(self._settings.keys).free >= LEAST_FREE_BYTES,
        }


def _is_so(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except Exception:  # whatever the reason, the answer is no; the operator's commands tell why
        return False
