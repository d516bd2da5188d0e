"""How often one network may ask: shared by all web processes through the limiter's storage.

A clinic shares one address, so the limits leave room for a full house (the default takes one letter a second,
and in an hour ten from each of sixty people) and still stop a program that posts as fast as it can. What
stands behind them is cheap: an envelope is opened in microseconds and stored once.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded

from widget.doors.refusals import Refusal
from widget.settings import Settings
from widget.store.keyfolder import KeyFolder

DAY_SECONDS = 86400
KEY_BYTES = 32
NAME_BYTES = 16
IPV6_PREFIX = 64  # what one household or one device gets
STORAGE_PATIENCE_SECONDS = 0.5


class Limits:
    """`submission` and `read` count the request's network and raise Refusal("limited")."""

    def __init__(self, app: Flask, settings: Settings, keys: KeyFolder, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._clock = clock
        self._day_key = (-1, b"")
        # Where the storage is down each process counts for itself: patients get through and floods do not.
        self._limiter = Limiter(
            self._network,
            app=app,
            enabled=settings.limiter_enabled,
            storage_uri=settings.limiter_url,
            storage_options=_storage_options(settings.limiter_url),  # type: ignore[arg-type]  # seconds
            strategy="fixed-window",
            key_prefix="sotto",
            in_memory_fallback_enabled=True,
        )
        self._count_submission = self._limiter.limit(settings.submission_limit)(_submission)
        self._count_read = self._limiter.limit(settings.read_limit)(_read)

    def submission(self) -> None:
        self._count(self._count_submission)

    def read(self) -> None:
        self._count(self._count_read)

    def _count(self, counted: Callable[[], None]) -> None:
        try:
            counted()
        except RateLimitExceeded:
            raise Refusal("limited", retry_after=self._seconds_until_reset()) from None

    def _seconds_until_reset(self) -> int:
        limit = self._limiter.current_limit
        return 1 if limit is None else max(1, int(limit.reset_at - time.time()) + 1)

    def _network(self) -> str:
        return hashlib.blake2b(
            network_of(request.remote_addr or "").encode(), key=self._key_of_today(), digest_size=NAME_BYTES
        ).hexdigest()

    def _key_of_today(self) -> bytes:
        """With another key each day, the limiter's storage does not tell who came back."""
        today = int(self._clock()) // DAY_SECONDS
        day, key = self._day_key
        if day != today:
            key = hashlib.blake2b(
                today.to_bytes(8), key=self._keys.secret("limiter"), digest_size=KEY_BYTES
            ).digest()
            self._day_key = (today, key)
        return key


def network_of(address: str) -> str:
    """What counts as one: an IPv4 address, or an IPv6 /64. What is no address counts as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped or ip_network((known, IPV6_PREFIX), strict=False))
    return str(known)


def _submission() -> None:
    """Stands for a submission where the limiter counts."""


def _read() -> None:
    """Stands for a read where the limiter counts."""


def _storage_options(url: str) -> dict[str, float]:
    if url.startswith("memory:"):
        return {}
    return {"socket_timeout": STORAGE_PATIENCE_SECONDS, "socket_connect_timeout": STORAGE_PATIENCE_SECONDS}
