"""The SLIP: the few facts that the server must know, in exactly 512 bytes (docs/envelope.md)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .errors import Malformed
from .labels import HASH_BYTES, ID_BYTES, KEY_BYTES
from .payload import LANGUAGE, TOPIC, URGENCY, matching

# Each text and the memo is its length and a field that zeros fill up.
LAYOUT = struct.Struct(">16s16s16s32s32sB32sB16sB5sH342s")
SLIP_BYTES = LAYOUT.size
MOST_MEMO_BYTES = 342


@dataclass(frozen=True)
class Slip:
    """Ids and locator 16 bytes each; token hash and signing key 32; topic, urgency and language by character
    class alone: which of them an inbox has is for the door to say.
    """

    inbox: bytes
    conversation: bytes
    topic: str
    urgency: str
    language: str
    locator: bytes = field(repr=False)
    token_hash: bytes = field(repr=False)
    patient_sign_public: bytes = field(repr=False)
    memo: bytes = field(repr=False)

    def __post_init__(self) -> None:
        ids = (self.inbox, self.conversation, self.locator)
        if any(len(value) != ID_BYTES for value in ids) or len(self.memo) > MOST_MEMO_BYTES:
            raise Malformed
        if len(self.token_hash) != HASH_BYTES or len(self.patient_sign_public) != KEY_BYTES:
            raise Malformed
        matching(TOPIC, self.topic)
        matching(URGENCY, self.urgency)
        matching(LANGUAGE, self.language)

    def pack(self) -> bytes:
        """512 bytes."""
        texts = (self.topic, self.urgency, self.language)
        fields = [part for text in texts for part in (len(text), text.encode("ascii"))]
        ids = (self.inbox, self.conversation, self.locator, self.token_hash, self.patient_sign_public)
        return LAYOUT.pack(*ids, *fields, len(self.memo), self.memo)

    @classmethod
    def parse(cls, data: bytes) -> Slip:
        """Raises Malformed."""
        if len(data) != SLIP_BYTES:
            raise Malformed
        inbox, conversation, locator, token_hash, sign_public, *fields, memo_length, memo = LAYOUT.unpack(
            data
        )
        topic, urgency, language = (_text(fields[at], fields[at + 1]) for at in (0, 2, 4))
        return cls(
            inbox=inbox,
            conversation=conversation,
            topic=topic,
            urgency=urgency,
            language=language,
            locator=locator,
            token_hash=token_hash,
            patient_sign_public=sign_public,
            memo=_filled(memo_length, memo),
        )


def _text(length: int, data: bytes) -> str:
    try:
        return _filled(length, data).decode("ascii")
    except UnicodeDecodeError:
        raise Malformed from None


def _filled(length: int, data: bytes) -> bytes:
    """Zeros alone may follow, so that one slip has one form and nothing can ride along."""
    if length > len(data) or any(data[length:]):
        raise Malformed
    return data[:length]
