"""How a setting's text becomes a value. A ValueError completes the sentence "VARIABLE …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from limits import parse_many

HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")

LIMITERS = ("memory://", "redis://", "rediss://", "redis+unix://")


class SettingsError(ValueError):
    """A setting that cannot work; the message is one sentence for the operator."""


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
