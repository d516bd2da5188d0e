"""A letter's HEADER (docs/envelope.md): who wrote it, where it belongs, and what it follows."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .errors import Malformed, WrongVersion
from .labels import HASH_BYTES, ID_BYTES

MARK = b"SL"
VERSION = 1
HEADER = struct.Struct(">2sBB16s16s16sI32s")
HEADER_BYTES = HEADER.size
NO_LETTER = bytes(HASH_BYTES)

PATIENT, STAFF, NOTE, GRANT, SAVED, SCORE = 1, 2, 3, 4, 5, 6
INBOX, RETURN, HOLDER = 1, 2, 3


@dataclass(frozen=True)
class Header:
    """direction PATIENT, STAFF, NOTE, GRANT, SAVED or SCORE; ids of 16 bytes; seq from 1, counted per
    direction; prev 32 bytes.
    """

    direction: int
    inbox: bytes
    conversation: bytes
    letter: bytes
    seq: int
    prev: bytes

    def __post_init__(self) -> None:
        ids = (self.inbox, self.conversation, self.letter)
        if any(len(value) != ID_BYTES for value in ids) or len(self.prev) != HASH_BYTES:
            raise Malformed
        if not PATIENT <= self.direction <= SCORE or not 1 <= self.seq <= 0xFFFFFFFF:
            raise Malformed

    def pack(self) -> bytes:
        return HEADER.pack(
            MARK, VERSION, self.direction, self.inbox, self.conversation, self.letter, self.seq, self.prev
        )

    @classmethod
    def parse(cls, data: bytes) -> Header:
        """From the first 88 bytes. Raises Malformed or WrongVersion."""
        if len(data) < HEADER_BYTES or data[:2] != MARK:
            raise Malformed
        _, version, *fields = HEADER.unpack_from(data)
        if version != VERSION:
            raise WrongVersion
        return cls(*fields)

    @property
    def is_first(self) -> bool:
        """Whether it opens its conversation: the patient's first letter, which names the patient's own
        keys.
        """
        return self.direction == PATIENT and self.seq == 1 and self.prev == NO_LETTER


@dataclass(frozen=True)
class Place:
    """Where a letter has to belong, as its reader knows it from elsewhere (a row, a link, a memo)."""

    inbox: bytes
    conversation: bytes
