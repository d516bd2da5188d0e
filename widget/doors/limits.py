"""How often one network may ask: shared by all web processes through the limiter's storage.

A clinic shares one address, so the limits leave room for a full house (the default takes one letter a second,
and in an hour ten from each of sixty people) and still stop a program that posts as fast as it can. What
stands behind them is cheap: an envelope is opened in microseconds and stored once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property

from flask import Flask, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from widget.doors.networks import Networks
from widget.doors.refusals import Refusal
from widget.settings import Settings
from widget.store.keyfolder import KeyFolder

STORAGE_PATIENCE_SECONDS = 0.5
STORAGE_REST_SECONDS = 5.0


class Limits:
    """Each of its kinds of request is counted for the network it comes from, or raises Refusal("limited")."""

    def __init__(self, app: Flask, settings: Settings, keys: KeyFolder, clock: Callable[[], float]) -> None:
        self._networks = Networks(keys, clock)
        self._limiter = Limiter(
            lambda: self._networks.name(request.remote_addr),
            enabled=settings.limiter_enabled,
            storage_uri=settings.limiter_url,
            storage_options=_storage_options(settings.limiter_url),  # type: ignore[arg-type]  # seconds
            strategy="fixed-window",
        )
        # Known to the application already, it adds no hooks. Those look for limits at every request, which
        # costs a third of what a whole submission does; the doors say themselves where they count.
        app.extensions["limiter"] = {self._limiter}
        self._limiter.init_app(app)
        self._submission = _shortest_first(settings.submission_limit)
        self._read = _shortest_first(settings.read_limit)
        self._signing_in = _shortest_first(settings.signing_in_limit)
        self._returning = _shortest_first(settings.return_limit)
        self._storage_rests_until = 0.0

    def submission(self) -> None:
        self._count("submission", self._submission)

    def read(self) -> None:
        self._count("read", self._read)

    def signing_in(self) -> None:
        self._count("signing-in", self._signing_in)

    def returning(self) -> None:
        self._count("returning", self._returning)

    def _count(self, what: str, limits: Sequence[RateLimitItem]) -> None:
        if not self._limiter.enabled:
            return
        network = self._networks.name(request.remote_addr)
        for limit in limits:
            if not self._hit(limit, what, network):
                raise Refusal("limited", retry_after=self._seconds_left(limit, what, network))

    def _hit(self, limit: RateLimitItem, *key: str) -> bool:
        """Where the storage is down each process counts for itself: patients get through, floods do not."""
        if time.monotonic() >= self._storage_rests_until:
            try:
                return self._limiter.limiter.hit(limit, "sotto", *key)
            except StorageError:
                self._storage_rests_until = time.monotonic() + STORAGE_REST_SECONDS
        return self._own.hit(limit, *key)

    def _seconds_left(self, limit: RateLimitItem, *key: str) -> int:
        try:
            ends = self._limiter.limiter.get_window_stats(limit, "sotto", *key).reset_time
        except StorageError:
            return limit.get_expiry()
        return max(1, int(ends - time.time()) + 1)

    @cached_property
    def _own(self) -> FixedWindowRateLimiter:
        return FixedWindowRateLimiter(MemoryStorage())


def _shortest_first(given: str) -> tuple[RateLimitItem, ...]:
    """What the shortest limit refuses does not count for the longer ones."""
    return tuple(sorted(parse_many(given), key=lambda limit: limit.get_expiry()))


def _storage_options(url: str) -> dict[str, float]:
    if url.startswith("memory:"):
        return {}
    return {
        "wrap_exceptions": True,
        "socket_timeout": STORAGE_PATIENCE_SECONDS,
        "socket_connect_timeout": STORAGE_PATIENCE_SECONDS,
    }
