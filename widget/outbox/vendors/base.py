"""What every adapter has."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from widget.outbox.exchange import Limits
from widget.outbox.notice import Notice
from widget.outbox.shape import Shape


class BadSettings(ValueError):
    """An account's settings or credentials cannot work; one sentence for the operator, without any secret."""


class Vendor(Protocol):
    """One account at one vendor, for one delivery. A call that does not end well raises VendorError."""

    shape: ClassVar[Shape]
    setting_names: ClassVar[tuple[str, ...]]
    credential_names: ClassVar[tuple[str, ...]]

    def __init__(
        self, settings: Mapping[str, Any], credentials: Mapping[str, str], limits: Limits, ends: float
    ) -> None:
        """Raises BadSettings."""

    @property
    def grace(self) -> float:
        """Seconds after a create of unknown outcome in which looking it up could be too early."""

    def compose(self, notice: Notice) -> bytes:
        """The exact body that `create` sends."""

    def find(self, notice: Notice) -> str | None:
        """The vendor's id of the ticket for this reference, None if there is none."""

    def create(self, notice: Notice, body: bytes, delivery_id: str) -> str:
        """The vendor's id of the new ticket."""


def address(settings: Mapping[str, Any]) -> str:
    """The account's `url`. Raises BadSettings unless it is https, or http on this machine."""
    given = settings.get("url")
    if not isinstance(given, str) or not re.fullmatch(r"https?://[!-~]{1,500}", given):
        raise BadSettings("The url must be an address such as https://tickets.example.org/.")
    parts = urlsplit(given)
    try:
        number = parts.port
    except ValueError:
        number = 0
    if number == 0:
        raise BadSettings("The url's port must be a number from 1 to 65535.")
    if parts.username or parts.password or parts.query or parts.fragment or not parts.hostname:
        raise BadSettings("The url must have a host, and neither credentials nor ? nor #.")
    if parts.scheme == "http" and not _on_this_machine(parts.hostname):
        raise BadSettings("The url must begin with https, but for a vendor on this machine.")
    return given


def seconds(settings: Mapping[str, Any], name: str, default: float) -> float:
    """A number of seconds, up to an hour. Raises BadSettings."""
    given = settings.get(name, default)
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given <= 3600:
        raise BadSettings(f"{name} must be a number of seconds from 0 to 3600.")
    return float(given)


def text(values: Mapping[str, Any], name: str) -> str:
    """A value that cannot be left out, one line of printable ASCII. Raises BadSettings without quoting it."""
    given = values.get(name)
    if not isinstance(given, str) or not re.fullmatch(r"[ -~]{1,200}", given):
        raise BadSettings(f"{name} is missing, or not one line of plain characters.")
    return given


def _on_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
