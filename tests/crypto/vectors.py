"""The vectors that Python and JavaScript read alike: one case, one outcome."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from widget.crypto.errors import SealError

Vector = dict[str, Any]
T = TypeVar("T")
FOLDER = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> list[Vector]:
    found: list[Vector] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["vectors"]
    return found


def each(name: str) -> pytest.MarkDecorator:
    """Runs the test once for each vector of the file."""
    cases = [pytest.param(vector, id=f"{vector['name']}: {vector['outcome']}") for vector in vectors(name)]
    return pytest.mark.parametrize("vector", cases)


def data(text: str) -> bytes:
    """Of base64url, without any of the strictness that is under test."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def outcome(act: Callable[[], T]) -> tuple[str, T | None]:
    """The word ok and the result, or the error's code. Any other exception is a failure of its own."""
    try:
        return "ok", act()
    except SealError as error:
        return error.code, None
