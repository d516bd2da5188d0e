"""A patient, an inbox and an outsider, for tests of the cryptography alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from widget.crypto.header import INBOX, NO_LETTER, NOTE, PATIENT, RETURN, STAFF, Header
from widget.crypto.kit import KitEpoch
from widget.crypto.labels import random_bytes
from widget.crypto.letter import Message, OpenedLetter, open_letter, seal_letter
from widget.crypto.returncode import ReturnKeys, derive, new_code


@dataclass
class Conversation:
    """One patient and one inbox that write to each other."""

    inbox: bytes = field(default_factory=lambda: random_bytes(16))
    id: bytes = field(default_factory=lambda: random_bytes(16))
    epoch: KitEpoch = field(default_factory=lambda: KitEpoch.new(1))
    patient: ReturnKeys = field(default_factory=lambda: derive(new_code()))

    @property
    def readers(self) -> list[tuple[int, bytes]]:
        return [(INBOX, self.epoch.xwing_public), (RETURN, self.patient.xwing_public)]

    def header(self, direction: int = PATIENT, seq: int = 1, prev: bytes = NO_LETTER) -> Header:
        return Header(direction, self.inbox, self.id, random_bytes(16), seq, prev)

    def message(self, text: str) -> Message:
        keys = self.patient
        return Message(text, "billing", "normal", "en", keys.xwing_public, keys.sign_public, 20_000)

    def first(self, text: str = "Please help") -> bytes:
        return seal_letter(self.header(), self.message(text).pack(), self.readers, self.patient.sign_seed)

    def reply(self, prev: bytes, text: str = "Gladly") -> bytes:
        header = self.header(STAFF, 1, prev)
        return seal_letter(header, self.message(text).pack(), self.readers, self.epoch.sign_seed)

    def note(self, payload: bytes) -> bytes:
        header = self.header(NOTE, 1, random_bytes(32))
        return seal_letter(header, payload, self.readers[:1], self.epoch.sign_seed)

    def opened_by_inbox(self, letter: bytes, sign_public: bytes | None = None) -> OpenedLetter:
        return open_letter(letter, INBOX, self.epoch.xwing_seed, sign_public=sign_public, place=None)

    def opened_by_patient(self, letter: bytes, sign_public: bytes | None = None) -> OpenedLetter:
        return open_letter(letter, RETURN, self.patient.xwing_seed, sign_public=sign_public, place=None)
