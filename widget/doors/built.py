"""The files that browsers load, as `node build.mjs` left them in static/built, each named by its content."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "static" / "built"
# Logical names that the staff door serves; all others are the patient door's, and some are both doors'.
STAFF_FILES = frozenset({"desk.css", "desk.js", "enrol.js", "deskworker.js", "wordsworker.js"})
SHARED_FILES = frozenset({"health.json"})
# The only scripts that may compile WebAssembly.
WORKERS = frozenset({"worker.js", "backworker.js", "deskworker.js", "wordsworker.js"})
TAG_SYMBOLS = 16


@dataclass(frozen=True)
class BuiltFile:
    """`entry` is the logical name (a map has that of what it maps); `tag` changes with the content."""

    entry: str
    tag: str
    mimetype: str
    plain: bytes
    gzipped: bytes


class Built:
    """Reads the manifest again when it was written again."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._read: tuple[int, dict[str, str]] = (-1, {})

    def address(self, entry: str) -> str:
        """Where browsers fetch it. Raises LookupError when it was not built."""
        return f"/static/{self._names()[entry]}"

    def entries(self) -> list[str]:
        return sorted(self._names())

    def entry(self, entry: str) -> BuiltFile:
        """Raises LookupError."""
        return _load(self._folder / self._names()[entry], entry)

    def file(self, name: str) -> BuiltFile | None:
        """By hashed name; only what the manifest names is there."""
        wanted = name.removesuffix(".map")
        entry = next((entry for entry, hashed in self._names().items() if hashed == wanted), None)
        if entry is None or not (self._folder / name).is_file():
            return None
        return _load(self._folder / name, entry)

    def _names(self) -> dict[str, str]:
        manifest = self._folder / "manifest.json"
        try:
            changed = manifest.stat().st_mtime_ns
        except FileNotFoundError:
            raise LookupError("static/built/manifest.json is missing: run make setup") from None
        if changed != self._read[0]:
            self._read = (changed, json.loads(manifest.read_bytes()))
        return self._read[1]


@lru_cache(maxsize=64)
def _load(path: Path, entry: str) -> BuiltFile:
    """Kept: a hashed name's content never changes."""
    plain = path.read_bytes()
    mimetype = "application/json" if path.suffix == ".map" else mimetypes.guess_type(path.name)[0]
    tag = hashlib.sha256(plain).hexdigest()[:TAG_SYMBOLS]
    return BuiltFile(
        entry, tag, mimetype or "application/octet-stream", plain, gzip.compress(plain, 9, mtime=0)
    )
