"""Notification keys: X25519 pairs that patients' e-mail addresses are sealed to.

Their public halves are for the web process, which hands them to browsers. Their private halves lie in a
folder of their own, which nobody but the worker needs to be able to read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from nacl.public import PrivateKey

from widget import files
from widget.crypto.compartment import notify_key_id
from widget.store.keyfiles import KeyFiles

PUBLISHED_AHEAD = 3600  # seconds, as of post keys
TAKEN_AFTER_USE = 86400  # then a form that is open still fetches the next one


@dataclass(frozen=True)
class NotifyKey:
    """The public half. Times are Unix seconds."""

    id: bytes
    public: bytes
    published_at: int
    use_from: int

    def to_json(self) -> bytes:
        times = {"published_at": self.published_at, "use_from": self.use_from}
        return json.dumps({"public": self.public.hex()} | times, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> NotifyKey:
        stored = json.loads(text)
        public = bytes.fromhex(stored.pop("public"))
        return cls(notify_key_id(public), public, **stored)


class NotifyKeys:
    """The folder `notify`, and in it `private`."""

    def __init__(self, folder: Path) -> None:
        self._files = KeyFiles(folder, "notification key", NotifyKey.from_json)
        self._private = folder / "private"

    def all(self) -> tuple[NotifyKey, ...]:
        """By time of first use."""
        return tuple(sorted(self._files.all(), key=lambda key: key.use_from))

    def takes(self, key_id: bytes, now: int) -> bool:
        """Whether an address may be sealed to it still. Reads the folder again for an id it does not know."""
        try:
            self._files.known(key_id)
        except KeyError:
            return False
        keys = self.all()
        successors = (after for key, after in pairwise(keys) if key.id == key_id)
        return all(now < after.use_from + TAKEN_AFTER_USE for after in successors)

    def published(self, now: int) -> NotifyKey:
        """Raises LookupError when no key is in use yet."""
        in_use = [key for key in self.all() if key.use_from <= now]
        if not in_use:
            raise LookupError("no notification key is in use: run flask db upgrade")
        return in_use[-1]

    def private(self, key_id: bytes) -> bytes:
        """32 bytes. Raises KeyError where it is gone, or not for whoever asks to read."""
        try:
            return self._secret(key_id).read_bytes()
        except (FileNotFoundError, PermissionError):
            raise KeyError(key_id.hex()) from None

    def rotate(self, now: int) -> NotifyKey:
        """A new key, in use in an hour (the first: at once), or the one that already waits."""
        keys = self.all()
        if keys and keys[-1].use_from > now:
            return keys[-1]
        pair = PrivateKey.generate()
        public = bytes(pair.public_key)
        use_from = now + PUBLISHED_AHEAD if keys else now
        made = NotifyKey(notify_key_id(public), public, now, use_from)
        files.private_folder(self._private)
        # The private half first: nothing is ever sealed to a key that nobody can open.
        files.replace(self._secret(made.id), bytes(pair))
        self._files.store(made.id, made.to_json())
        return made

    def destroy_retired(self, now: int, kept_seconds: int) -> int:
        """How many were destroyed: those whose successor has been in use for so long, which has to be more
        than TAKEN_AFTER_USE and the time for which an address is kept.
        """
        keys = self.all()
        retired = [key for key, successor in pairwise(keys) if successor.use_from + kept_seconds <= now]
        for key in retired:
            self._secret(key.id).unlink(missing_ok=True)
            self._files.remove(key.id)
        return len(retired)

    def _secret(self, key_id: bytes) -> Path:
        return self._private / f"{key_id.hex()}.key"
