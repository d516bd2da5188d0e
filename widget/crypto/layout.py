"""A letter's outer structure, read without any key: what the server may know of it and checks before storing
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .errors import Malformed
from .header import (
    GRANT,
    HEADER_BYTES,
    HOLDER,
    INBOX,
    NOTE,
    PATIENT,
    RETURN,
    SAVED,
    SCORE,
    STAFF,
    Header,
)
from .labels import HASH_BYTES, ID_BYTES, KEY_BYTES, NONCE_BYTES, TAG_BYTES, digest
from .xwing import CIPHERTEXT_BYTES

WRAP_BYTES = KEY_BYTES + TAG_BYTES
STANZA_BYTES = 1 + ID_BYTES + CIPHERTEXT_BYTES + WRAP_BYTES
MOST_STANZAS = 4
PADDED_SIZES = (1024, 2048, 4096, 8192, 16384, 32768)
BODY_SIZES = tuple(size + TAG_BYTES for size in PADDED_SIZES)
MOST_LETTER_BYTES = HEADER_BYTES + HASH_BYTES + 1 + MOST_STANZAS * STANZA_BYTES + NONCE_BYTES + BODY_SIZES[-1]


@dataclass(frozen=True)
class Stanza:
    """The content key wrapped for one reader."""

    kind: int
    key_id: bytes
    ciphertext: bytes
    wrap: bytes

    def pack(self) -> bytes:
        return bytes([self.kind]) + self.key_id + self.ciphertext + self.wrap


@dataclass(frozen=True)
class Layout:
    """A letter taken apart."""

    header: Header
    bound: bytes
    """HEADER || commit, which everything within the letter is bound to."""
    stanzas: tuple[Stanza, ...]
    nonce: bytes
    body: bytes

    @property
    def hash(self) -> bytes:
        """The letter's 32-byte name in later letters; the same whatever stanzas are added."""
        return digest("letter", self.bound + self.nonce + self.body)

    @property
    def commitment(self) -> bytes:
        return self.bound[HEADER_BYTES:]

    def pack(self) -> bytes:
        stanzas = [stanza.pack() for stanza in self.stanzas]
        return b"".join([self.bound, bytes([len(stanzas)]), *stanzas, self.nonce, self.body])


@dataclass(frozen=True)
class Inspected:
    """What anybody can read of a letter. `stanzas` are (kind, key id of 16 bytes); the length is the
    body's.
    """

    header: Header
    stanzas: tuple[tuple[int, bytes], ...]
    body_length: int


def inspect(letter: bytes) -> Inspected:
    """Raises Malformed or WrongVersion. Proves structure alone: no key is used."""
    layout = take_apart(letter)
    return Inspected(layout.header, tuple((s.kind, s.key_id) for s in layout.stanzas), len(layout.body))


def letter_hash(letter: bytes) -> bytes:
    """The 32 bytes that a later letter's `prev` holds. Raises Malformed or WrongVersion."""
    return take_apart(letter).hash


def take_apart(letter: bytes) -> Layout:
    """Raises Malformed or WrongVersion."""
    header = Header.parse(letter)
    stanzas_at = HEADER_BYTES + HASH_BYTES + 1
    if len(letter) < stanzas_at:
        raise Malformed
    count = letter[stanzas_at - 1]
    body_at = stanzas_at + count * STANZA_BYTES + NONCE_BYTES
    if not 1 <= count <= MOST_STANZAS or len(letter) - body_at not in BODY_SIZES:
        raise Malformed
    stanzas = tuple(_stanza(letter, stanzas_at + index * STANZA_BYTES) for index in range(count))
    check_readers(header.direction, [(stanza.kind, stanza.key_id) for stanza in stanzas])
    nonce = letter[body_at - NONCE_BYTES : body_at]
    return Layout(header, letter[: stanzas_at - 1], stanzas, nonce, letter[body_at:])


def parse_stanza(data: bytes) -> Stanza:
    """Raises Malformed."""
    if len(data) != STANZA_BYTES:
        raise Malformed
    return _stanza(data, 0)


def with_stanza(letter: bytes, added: Stanza) -> bytes:
    """The letter with one more inbox's stanza; where it is full, the second inbox's gives way.

    Raises Malformed, WrongVersion.
    """
    layout = take_apart(letter)
    stanzas = list(layout.stanzas)
    if len(stanzas) == MOST_STANZAS:
        del stanzas[[index for index, stanza in enumerate(stanzas) if stanza.kind == INBOX][1]]
    stanzas.append(added)
    check_readers(layout.header.direction, [(stanza.kind, stanza.key_id) for stanza in stanzas])
    return replace(layout, stanzas=tuple(stanzas)).pack()


def check_readers(direction: int, readers: list[tuple[int, bytes]]) -> None:
    """Raises Malformed unless the direction may have these readers, each once.

    A letter that its patient cannot read, or a note that one can, is refused by its structure.
    """
    kinds = [kind for kind, _ in readers]
    inboxes, returns, holders = kinds.count(INBOX), kinds.count(RETURN), kinds.count(HOLDER)
    two_ways = inboxes >= 1 and returns == 1 and holders == 0
    team_alone = inboxes >= 1 and returns == 0 and holders == 0
    fitting = {
        PATIENT: two_ways,
        STAFF: two_ways,
        NOTE: team_alone,
        SAVED: team_alone,
        SCORE: team_alone,
        GRANT: inboxes == 0 and returns == 0 and holders == 1,
    }
    known = inboxes + returns + holders == len(kinds) <= MOST_STANZAS
    if not known or not fitting[direction] or len(set(readers)) != len(readers):
        raise Malformed


def _stanza(letter: bytes, start: int) -> Stanza:
    key_at = start + 1
    ciphertext_at = key_at + ID_BYTES
    wrap_at = ciphertext_at + CIPHERTEXT_BYTES
    return Stanza(
        letter[start],
        letter[key_at:ciphertext_at],
        letter[ciphertext_at:wrap_at],
        letter[wrap_at : start + STANZA_BYTES],
    )
