"""Keys of one kind, each a JSON file of a folder that other processes write to as well."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from widget import files

KEY_ID = re.compile("[0-9a-f]{16}")

log = logging.getLogger(__name__)


class Named(Protocol):
    @property
    def id(self) -> bytes: ...


K = TypeVar("K", bound=Named)


class KeyFiles(Generic[K]):
    """A folder and what was last read from it. `kind` is what the log calls its keys."""

    def __init__(self, folder: Path, kind: str, parse: Callable[[bytes], K]) -> None:
        self.folder = folder
        self._kind = kind
        self._parse = parse
        self._read: tuple[int | None, dict[bytes, K]] = (None, {})
        self._told: set[str] = set()  # names of files that could not be read

    def all(self) -> list[K]:
        """In no order."""
        changed = self.folder.stat().st_mtime_ns if self.folder.is_dir() else -1
        return list((self._read[1] if changed == self._read[0] else self._again()).values())

    def known(self, key_id: bytes) -> K:
        """Raises KeyError for an id that is not in the folder either."""
        return self._read[1].get(key_id) or self._again()[key_id]

    def store(self, key_id: bytes, content: bytes) -> None:
        files.private_folder(self.folder)
        files.replace(self._file(key_id), content)

    def remove(self, key_id: bytes) -> None:
        self._file(key_id).unlink(missing_ok=True)

    def _again(self) -> dict[bytes, K]:
        if not self.folder.is_dir():
            return {}
        changed = self.folder.stat().st_mtime_ns
        keys = [self._key(file) for file in self.folder.glob("[!.]*.json")]
        # A file that is mended in its place changes nothing about the folder: until then look each time.
        self._read = (None if None in keys else changed, {key.id: key for key in keys if key is not None})
        return self._read[1]

    def _key(self, file: Path) -> K | None:
        """None if it is just being destroyed or cannot be read: the others serve still."""
        try:
            return self._parse(file.read_bytes())
        except FileNotFoundError:
            return None
        except (PermissionError, ValueError, LookupError, TypeError, AttributeError):
            self._tell(file)
            return None

    def _tell(self, file: Path) -> None:
        """Once, and the id alone: an error's words quote what was read."""
        if file.name not in self._told:
            self._told.add(file.name)
            name = file.stem if KEY_ID.fullmatch(file.stem) else "(no id)"
            log.warning("%s %s cannot be read", self._kind, name)

    def _file(self, key_id: bytes) -> Path:
        return self.folder / f"{key_id.hex()}.json"
