"""The key folder: all the server's secrets, in files that are never in the database."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from widget import files
from widget.store.notifykeys import NotifyKey, NotifyKeys
from widget.store.postkeys import PostKey, PostKeys
from widget.store.shredkeys import Shredded, ShredKeys

__all__ = ["KeyFolder", "NotifyKey", "PostKey", "Shredded"]

ROOT_BYTES = 32


class KeyFolder:
    """Holds `root.secret`, `post/<key id>.json`, `notify/<key id>.json`, `notify/private/<key id>.key` and
    `shred/<day>.key`.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._post = PostKeys(path / "post")
        self._notify = NotifyKeys(path / "notify")
        self._shred = ShredKeys(path / "shred", clock)
        self._root: bytes | None = None

    def create(self) -> None:
        """Makes the folder and its root secret where there is none."""
        files.private_folder(self._path)
        try:
            files.create(self._path / "root.secret", secrets.token_bytes(ROOT_BYTES))
        except FileExistsError:
            return

    def secret(self, label: str) -> bytes:
        """32 bytes for one use. Raises FileNotFoundError where the folder was not created."""
        if self._root is None:
            self._root = (self._path / "root.secret").read_bytes()
        return hashlib.blake2b(b"sotto/1/folder\0" + label.encode(), key=self._root, digest_size=32).digest()

    @property
    def post_keys(self) -> tuple[PostKey, ...]:
        """Old, current and next, by time of first use."""
        return self._post.all()

    def post_key(self, key_id: bytes) -> PostKey:
        """Reads the folder again for an id it does not know; raises KeyError."""
        return self._post.known(key_id)

    def published_post_key(self, now: float) -> tuple[bytes, bytes]:
        """Id (8 bytes) and public half (32) of the key that browsers seal to now. Raises LookupError."""
        key = self._post.published(int(now))
        return key.id, key.public

    def rotate_post_key(self, now: float) -> PostKey:
        return self._post.rotate(int(now))

    def destroy_retired_post_keys(self, now: float) -> int:
        return self._post.destroy_retired(int(now))

    @property
    def notify_keys(self) -> tuple[NotifyKey, ...]:
        """Old, current and next, by time of first use."""
        return self._notify.all()

    def takes_notify_key(self, key_id: bytes, now: float) -> bool:
        """Whether an address may be sealed to it still. Reads the folder again for an id it does not know."""
        return self._notify.takes(key_id, int(now))

    def published_notify_key(self, now: float) -> NotifyKey:
        """What browsers seal addresses to now. Raises LookupError."""
        return self._notify.published(int(now))

    def notify_private(self, key_id: bytes) -> bytes:
        """32 bytes, for the worker alone. Raises KeyError where it is gone or cannot be read."""
        return self._notify.private(key_id)

    def rotate_notify_key(self, now: float) -> NotifyKey:
        return self._notify.rotate(int(now))

    def destroy_retired_notify_keys(self, now: float, kept_seconds: int) -> int:
        return self._notify.destroy_retired(int(now), kept_seconds)

    def shred_key(self, day: int) -> bytes:
        """32 bytes, made if the day is not over; raises Shredded."""
        return self._shred.key(day)

    def kept_shred_key(self, day: int) -> bytes:
        """Like `shred_key`, but never makes one."""
        return self._shred.kept(day)

    def destroy_shred_keys(self, before_day: int) -> int:
        return self._shred.destroy(before_day)
