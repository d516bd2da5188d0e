"""Names for the networks that requests come from, which tell nobody who they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from widget.store.keyfolder import KeyFolder

DAY_SECONDS = 86400
KEY_BYTES = 32
NAME_BYTES = 16
IPV6_PREFIX = 64  # what one household or one device gets


class Networks:
    """Keyed hashes, under another key each UTC day: the limiter's storage does not tell who came back."""

    def __init__(self, keys: KeyFolder, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._clock = clock
        self._kept: tuple[int, bytes] = (-1, b"")

    def name(self, address: str | None) -> str:
        """32 hexadecimal digits for the network of an address."""
        network = network_of(address or "").encode()
        return hashlib.blake2b(network, key=self._key_of_today(), digest_size=NAME_BYTES).hexdigest()

    def _key_of_today(self) -> bytes:
        today = int(self._clock()) // DAY_SECONDS
        day, key = self._kept
        if day != today:
            secret = self._keys.secret("limiter")
            key = hashlib.blake2b(today.to_bytes(8), key=secret, digest_size=KEY_BYTES).digest()
            self._kept = (today, key)
        return key


def network_of(address: str) -> str:
    """An IPv4 address, or an IPv6 /64. What is no address counts as it is."""
    if ":" not in address:
        return address
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped or ip_network((known, IPV6_PREFIX), strict=False))
    return address
