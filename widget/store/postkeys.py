"""Post keys: X25519 pairs in files of the key folder. Browsers are given the newest that is in use."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from nacl.public import PrivateKey

from widget.crypto.envelope import key_id_of
from widget.store.keyfiles import KeyFiles

PUBLISHED_AHEAD = 3600  # seconds in which every server's folder learns of a key before a browser seals to it
KEPT_AFTER_USE = 30 * 86400


@dataclass(frozen=True)
class PostKey:
    """Times are Unix seconds; `retire_at` is None until a successor is made."""

    id: bytes
    public: bytes
    private: bytes = field(repr=False)
    published_at: int
    use_from: int
    retire_at: int | None = None

    def to_json(self) -> bytes:
        keys = {"public": self.public.hex(), "private": self.private.hex()}
        times = {"published_at": self.published_at, "use_from": self.use_from, "retire_at": self.retire_at}
        return json.dumps(keys | times, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> PostKey:
        stored = json.loads(text)
        public = bytes.fromhex(stored.pop("public"))
        private = bytes.fromhex(stored.pop("private"))
        return cls(key_id_of(public), public, private, **stored)


class PostKeys:
    """The folder `post`."""

    def __init__(self, folder: Path) -> None:
        self._files = KeyFiles(folder, "post key", PostKey.from_json)

    def all(self) -> tuple[PostKey, ...]:
        """By time of first use."""
        return tuple(sorted(self._files.all(), key=lambda key: key.use_from))

    def known(self, key_id: bytes) -> PostKey:
        """Raises KeyError for an id that is not in the folder either."""
        return self._files.known(key_id)

    def published(self, now: int) -> PostKey:
        """Raises LookupError when no key is in use yet."""
        in_use = [key for key in self.all() if key.use_from <= now]
        if not in_use:
            raise LookupError("no post key is in use: run flask post-key rotate")
        return in_use[-1]

    def rotate(self, now: int) -> PostKey:
        """A new key, in use in an hour (the first: at once), or the one that already waits."""
        keys = self.all()
        if keys and keys[-1].use_from > now:
            return keys[-1]
        made = _make(now, now + PUBLISHED_AHEAD if keys else now)
        if keys:
            self._store(replace(keys[-1], retire_at=made.use_from + KEPT_AFTER_USE))
        self._store(made)
        self.destroy_retired(now)
        return made

    def destroy_retired(self, now: int) -> int:
        """How many were destroyed."""
        retired = [key for key in self.all() if key.retire_at is not None and key.retire_at <= now]
        for key in retired:
            self._files.remove(key.id)
        return len(retired)

    def _store(self, key: PostKey) -> None:
        self._files.store(key.id, key.to_json())


def _make(now: int, use_from: int) -> PostKey:
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    return PostKey(key_id_of(public), public, bytes(private), now, use_from)
