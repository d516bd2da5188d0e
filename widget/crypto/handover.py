"""HANDOVER: an inbox's signed word that a conversation is another's from now on (docs/envelope.md)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .encoding import MOST_WHOLE_NUMBER
from .errors import Malformed, WrongVersion
from .labels import HASH_BYTES, ID_BYTES, sign, verify

MARK = b"SH"
VERSION = 1
RECORD = struct.Struct(">2sB16s16s16s16sIQI32s")
RECORD_BYTES = RECORD.size


@dataclass(frozen=True)
class Handover:
    """Ids of 16 bytes; seq from 1; `at` in Unix seconds; `epoch` is the number of the one that signs; `last`
    the hash of the newest letter, 32 bytes.
    """

    conversation: bytes
    origin: bytes
    from_inbox: bytes
    to_inbox: bytes
    seq: int
    at: int
    epoch: int
    last: bytes

    def __post_init__(self) -> None:
        ids = (self.conversation, self.origin, self.from_inbox, self.to_inbox)
        if any(len(value) != ID_BYTES for value in ids) or len(self.last) != HASH_BYTES:
            raise Malformed

    def pack(self) -> bytes:
        """115 bytes."""
        return RECORD.pack(MARK, VERSION, *vars(self).values())

    @classmethod
    def parse(cls, data: bytes) -> Handover:
        """Raises Malformed or WrongVersion."""
        if len(data) != RECORD_BYTES or data[:2] != MARK:
            raise Malformed
        _, version, *fields = RECORD.unpack(data)
        if version != VERSION:
            raise WrongVersion
        made = cls(*fields)
        if made.at > MOST_WHOLE_NUMBER:
            raise Malformed
        return made


def sign_handover(sign_seed: bytes, record: bytes) -> bytes:
    return sign(sign_seed, "handover", record)


def verify_handover(sign_public: bytes, record: bytes, signature: bytes) -> None:
    """Raises BadSignature."""
    verify(sign_public, "handover", record, signature)
