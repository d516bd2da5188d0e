"""Names for the networks that requests come from, which tell nobody who they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from socket import AF_INET, inet_pton

from widget.store.keyfolder import KeyFolder

DAY_SECONDS = 86400
KEY_BYTES = 32
NAME_BYTES = 16
IPV6_PREFIX = 64  # what one household or one device gets
NO_ADDRESS = "none"
WITH_PORT = re.compile(r"\[([^\]]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+")


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
    """An IPv4 address, or an IPv6 /64, without the port that some proxies add. What is no address is one
    network: whoever can write such things must not have a new name for each.
    """
    try:
        inet_pton(AF_INET, address)  # which is most of them, at a fraction of the cost of what follows
        return address
    except (OSError, ValueError):
        return _network_of_others(address)


def _network_of_others(address: str) -> str:
    found = WITH_PORT.fullmatch(address)
    bare = found[1] or found[2] if found else address
    try:
        known = ip_address(bare.partition("%")[0])
    except ValueError:
        return NO_ADDRESS
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped or ip_network((known, IPV6_PREFIX), strict=False))
    return str(known)
