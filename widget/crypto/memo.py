"""The MEMO: what another device needs besides the return code, kept by the server but sealed under the
code.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .encoding import MOST_WHOLE_NUMBER
from .errors import Malformed, WrongVersion
from .labels import HASH_BYTES, ID_BYTES, NONCE_BYTES, TAG_BYTES, decrypt, encrypt, random_bytes

MARK = b"SM"
VERSION = 1
LAYOUT = struct.Struct(">2sB32s16sQ32s")
MEMO_BYTES = NONCE_BYTES + LAYOUT.size + TAG_BYTES


@dataclass(frozen=True)
class Memo:
    """root: the 32 bytes of the pin that was followed; keys_seq: of the KEYS that were; first_letter: its
    hash.
    """

    root: bytes = field(repr=False)
    inbox: bytes
    keys_seq: int
    first_letter: bytes

    def __post_init__(self) -> None:
        lengths = len(self.root), len(self.inbox), len(self.first_letter)
        if lengths != (HASH_BYTES, ID_BYTES, HASH_BYTES) or not 0 <= self.keys_seq <= MOST_WHOLE_NUMBER:
            raise Malformed


def seal_memo(memo_key: bytes, conversation: bytes, memo: Memo) -> bytes:
    """131 bytes, bound to the conversation."""
    nonce = random_bytes(NONCE_BYTES)
    plain = LAYOUT.pack(MARK, VERSION, memo.root, memo.inbox, memo.keys_seq, memo.first_letter)
    return nonce + encrypt(memo_key, nonce, conversation, plain)


def open_memo(memo_key: bytes, conversation: bytes, sealed: bytes) -> Memo:
    """Raises Malformed, CannotOpen or WrongVersion."""
    if len(sealed) != MEMO_BYTES:
        raise Malformed
    plain = decrypt(memo_key, sealed[:NONCE_BYTES], conversation, sealed[NONCE_BYTES:])
    mark, version, *fields = LAYOUT.unpack(plain)
    if mark != MARK:
        raise Malformed
    if version != VERSION:
        raise WrongVersion
    return Memo(*fields)
