"""What stands in for a conversation where a return code opens none.

A wrong code is answered as a right one is, in every length and kind, and each time the same: whoever tries
codes learns nothing of which there are. Only who has the code can tell, because the memo does not open.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from widget.crypto.header import INBOX, PATIENT, RETURN, Header
from widget.crypto.labels import HASH_BYTES, ID_BYTES, KEY_BYTES, NONCE_BYTES
from widget.crypto.layout import BODY_SIZES, WRAP_BYTES, Layout, Stanza
from widget.crypto.memo import MEMO_BYTES
from widget.crypto.xwing import CIPHERTEXT_BYTES
from widget.doors.accepting import REFERENCE_LENGTH, REFERENCE_SYMBOLS
from widget.records.retention import DAY_SECONDS
from widget.store.keyfolder import KeyFolder

FIRST_LETTER = 1  # the least size that the patient's two public keys fit into, of PADDED_SIZES


@dataclass(frozen=True)
class Decoy:
    """Bytes drawn from a secret and the locator: the same for the same code, and like any others."""

    seed: bytes

    @classmethod
    def of(cls, keys: KeyFolder, locator: bytes) -> Decoy:
        return cls(hashlib.blake2b(locator, key=keys.secret("decoy"), digest_size=KEY_BYTES).digest())

    def draw(self, name: str, count: int) -> bytes:
        return hashlib.shake_256(self.seed + name.encode()).digest(count)

    def pick(self, name: str, count: int) -> int:
        """From 0 up to `count`, not included."""
        (number,) = struct.unpack(">Q", self.draw(name, 8))
        return int(number) % count

    @property
    def conversation(self) -> bytes:
        return self.draw("conversation", ID_BYTES)

    @property
    def reference(self) -> str:
        return "".join(REFERENCE_SYMBOLS[byte & 31] for byte in self.draw("reference", REFERENCE_LENGTH))

    @property
    def memo(self) -> bytes:
        return self.draw("memo", MEMO_BYTES)

    def received_at(self, now: int) -> int:
        """Some time in the last week but one, which stays where it is for a week."""
        week = 7 * DAY_SECONDS
        return (now // week - 1) * week + self.pick("received", week)

    def letter(self, inbox: bytes, epoch_key_id: bytes) -> dict[str, Any]:
        """A first letter by its looks: id, and bytes of the least size that one has."""
        letter_id = self.draw("letter", ID_BYTES)
        header = Header(PATIENT, inbox, self.conversation, letter_id, 1, bytes(HASH_BYTES))
        stanzas = (self._stanza(INBOX, epoch_key_id), self._stanza(RETURN, self.draw("return", ID_BYTES)))
        layout = Layout(
            header,
            header.pack() + self.draw("commit", HASH_BYTES),
            stanzas,
            self.draw("nonce", NONCE_BYTES),
            self.draw("body", BODY_SIZES[FIRST_LETTER]),
        )
        return {"id": letter_id, "letter": layout.pack()}

    def _stanza(self, kind: int, key_id: bytes) -> Stanza:
        name = f"stanza {kind}"
        return Stanza(
            kind, key_id, self.draw(f"{name} ct", CIPHERTEXT_BYTES), self.draw(f"{name} wrap", WRAP_BYTES)
        )
