"""Looks for a secret in any bytes: in the clear and in the forms that programs give to text on the way."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
URLSAFE = bytes.maketrans(b"+/", b"-_")


def found(secrets: dict[str, str], places: dict[str, bytes]) -> list[str]:
    """`NAME as FORM in PLACE` for every secret that shows in a place, whatever the case of its letters."""
    patterns = {name: list(forms(secret)) for name, secret in secrets.items()}
    return [
        f"{name} as {form} in {place}"
        for place, content in places.items()
        for name, known in patterns.items()
        for form, pattern in known
        if pattern.search(content)
    ]


def forms(secret: str) -> Iterator[tuple[str, re.Pattern[bytes]]]:
    """The forms of one secret: (name, what to look for). Base64 alone is looked for letter by letter."""
    for spelling in spellings(secret):
        for encoding in ENCODINGS:
            try:
                raw = spelling.encode(encoding)
            except UnicodeEncodeError:
                continue
            for form, pattern in byte_forms(raw):
                yield f"{encoding} {form}", pattern
        yield "url", any_case(quote(spelling, safe="").encode())
        yield "form", any_case(quote_plus(spelling).encode())
        yield "json", any_case(json.dumps(spelling)[1:-1].encode())
        yield "html", any_case(escape(spelling).encode())


def spellings(secret: str) -> set[str]:
    """As it is, in either case (bytes know no case beyond ASCII), and without the dashes of a code."""
    cases = {secret, secret.lower(), secret.upper()}
    return cases | {case.replace("-", joint) for case in cases for joint in ("", " ")}


def byte_forms(raw: bytes) -> Iterator[tuple[str, re.Pattern[bytes]]]:
    yield "text", any_case(raw)
    yield "hex", re.compile(rb"[\s:,\\x0]*".join(b"%02x" % byte for byte in raw), re.IGNORECASE)
    yield "percent", any_case(b"".join(b"%%%02x" % byte for byte in raw))
    for start in range(3):
        symbols = base64_core(raw, start)
        yield f"base64 at {start}", re.compile(re.escape(symbols))
        yield f"urlsafe base64 at {start}", re.compile(re.escape(symbols.translate(URLSAFE)))


def any_case(text: bytes) -> re.Pattern[bytes]:
    return re.compile(re.escape(text), re.IGNORECASE)


def base64_core(raw: bytes, start: int) -> bytes:
    """The symbols that `raw` alone decides where it begins `start` bytes (0 to 2) into a group of three."""
    symbols = base64.b64encode(b"\0" * start + raw)
    whole = (start + len(raw)) * 8 // 6
    return symbols[(start * 8 + 5) // 6 : whole]


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its name among what is searched."""
    present = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): str(path).encode() + b"\n" + path.read_bytes() for path in present}
