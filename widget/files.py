"""Files that hold secrets: made whole or not at all, 0600 in folders that are 0700."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """`folder`, made if missing, with its parents; closed to all but its owner, if that is who runs this."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_mode & 0o077 and found.st_uid == os.geteuid():
        folder.chmod(0o700)
    return folder


def create(path: Path, content: bytes) -> None:
    """Raises FileExistsError and changes nothing if there is one: of two writers one succeeds."""
    part = _written(path, content)
    try:
        os.link(part, path)
    finally:
        part.unlink()
    _sync(path.parent)


def replace(path: Path, content: bytes) -> None:
    _written(path, content).replace(path)
    _sync(path.parent)


def _written(path: Path, content: bytes) -> Path:
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            part.unlink()
            raise
    return part


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
