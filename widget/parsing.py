"""How a setting's text becomes a value. A ValueError completes the sentence "VARIABLE …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from limits import parse_many

LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")

# As browsers check it (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with a dot in
# the domain: one line, no spaces, nothing that could be a second address or header.
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# Without "=?": what follows would be read as encoded text (RFC 2047), and as another address.
ADDRESS = re.compile(rf"(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{LABEL}(?:\.{LABEL})+")
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the brackets
MAIL_PORTS = {"smtp": 587, "smtps": 465}

LIMITERS = ("memory://", "redis://", "rediss://", "redis+unix://")


class SettingsError(ValueError):
    """A setting that cannot work; the message is one sentence for the operator."""


@dataclass(frozen=True)
class MailServer:
    """`tls`: from the first byte; otherwise by STARTTLS. Without a `user` nobody signs in."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """On this machine, where nobody listens on the way."""
        return self.host in LOOPBACK or self.host == "::1"


def text(given: str) -> str:
    return given


def path(given: str) -> Path:
    return Path(given)


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(given: str) -> int:
        if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(given)

    return parse


def one_or_zero(given: str) -> bool:
    if given not in ("0", "1"):
        raise ValueError("must be 1 (on) or 0 (off)")
    return given == "1"


def host(given: str) -> str:
    lowered = given.lower()
    if not HOST.fullmatch(lowered):
        raise ValueError(
            "must be a host, with a port where one is needed, such as care.example.org or localhost:8000"
        )
    return lowered


def limiter(given: str) -> str:
    if not given.startswith(LIMITERS):
        raise ValueError(f"must begin with {', '.join(LIMITERS)}")
    return given


def limit(given: str) -> str:
    try:
        parse_many(given)
    except ValueError:
        raise ValueError('must read like "60 per minute;600 per hour"') from None
    return given


def is_address(given: str) -> bool:
    """Whether mail can be sent to it."""
    return len(given) <= LONGEST_ADDRESS and ADDRESS.fullmatch(given) is not None


def address(given: str) -> str:
    if not is_address(given):
        raise ValueError("must be an address, such as desk@example.org")
    return given


def mail_server(given: str) -> MailServer:
    try:
        return _mail_server(urlsplit(given))
    except (KeyError, ValueError):  # what was given is not quoted: there may be a password in it
        raise ValueError("must read like smtp://user:password@mail.example.org:587, or smtps://…") from None


def _mail_server(found: SplitResult) -> MailServer:
    user, password = unquote(found.username or ""), unquote(found.password or "")
    usual_port = MAIL_PORTS[found.scheme]
    fits = found.hostname and found.path in ("", "/") and not (found.query or found.fragment)
    if not fits or bool(user) != bool(password) or not (user + password).isascii():
        raise ValueError
    return MailServer(found.hostname or "", found.port or usual_port, found.scheme == "smtps", user, password)
