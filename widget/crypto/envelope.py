"""The ENVELOPE: a sealed box to the post key that holds slip, compartment and letter (docs/envelope.md)."""

from __future__ import annotations

from dataclasses import dataclass, field

from nacl import bindings
from nacl.exceptions import CryptoError

from .compartment import COMPARTMENT_BYTES, PUT, Compartment, pack_address
from .errors import CannotOpen, Malformed, WrongPlace, WrongVersion
from .header import PATIENT
from .labels import HASH_BYTES, ID_BYTES, KEY_BYTES, derive
from .labels import digest as hash_of
from .layout import Inspected, inspect
from .slip import SLIP_BYTES, Slip

__all__ = [
    "MAX_ENVELOPE",
    "SLIP_BYTES",
    "Opened",
    "Slip",
    "key_id_of",
    "open_envelope",
    "post_key_id",
    "post_public_of",
    "seal_envelope",
    "submission_digest",
]

MAX_ENVELOPE = 64 * 1024
VERSION = 1
OUTER_MARK, INNER_MARK = b"SE", b"SP"
POST_KEY_ID_BYTES = 8
OUTER_BYTES = len(OUTER_MARK) + 1 + POST_KEY_ID_BYTES
SUBMISSION_AT = len(INNER_MARK) + 1
DIGEST_AT = SUBMISSION_AT + ID_BYTES
SLIP_AT = DIGEST_AT + HASH_BYTES
COMPARTMENT_AT = SLIP_AT + SLIP_BYTES
LETTER_AT = COMPARTMENT_AT + COMPARTMENT_BYTES


@dataclass(frozen=True)
class Opened:
    """submission 16 bytes; digest 32; the letter as it is to be stored, and what can be read of it without a
    key.
    """

    submission: bytes
    digest: bytes
    slip: Slip
    compartment: Compartment
    letter: bytes = field(repr=False)
    inspected: Inspected


def key_id_of(public: bytes) -> bytes:
    """The 8 bytes that name a post key."""
    return hash_of("post-pk", public)[:POST_KEY_ID_BYTES]


def post_public_of(private: bytes) -> bytes:
    """The X25519 public key, 32 bytes, of a post key's private half."""
    return bindings.crypto_scalarmult_base(private)


def post_key_id(envelope: bytes) -> bytes:
    """Which post key (8 bytes) the envelope is sealed to. Raises Malformed or WrongVersion; uses no key."""
    if not OUTER_BYTES <= len(envelope) <= MAX_ENVELOPE or envelope[:2] != OUTER_MARK:
        raise Malformed
    if envelope[2] != VERSION:
        raise WrongVersion
    return envelope[3:OUTER_BYTES]


def open_envelope(envelope: bytes, private: bytes, public: bytes | None = None) -> Opened:
    """Opens it with the post key's private half (32 bytes); its public half saves a multiplication where it
    is known.

    Raises Malformed, WrongVersion, CannotOpen, or WrongPlace where slip and letter do not belong together.
    """
    post_key_id(envelope)
    inner = _unbox(envelope[OUTER_BYTES:], public or post_public_of(private), private)
    if len(inner) < LETTER_AT or inner[:2] != INNER_MARK:
        raise Malformed
    if inner[2] != VERSION:
        raise WrongVersion
    slip = Slip.parse(inner[SLIP_AT:COMPARTMENT_AT])
    compartment = Compartment.parse(inner[COMPARTMENT_AT:LETTER_AT])
    letter = inner[LETTER_AT:]
    inspected = inspect(letter)
    header = inspected.header
    if (header.direction, header.inbox, header.conversation) != (PATIENT, slip.inbox, slip.conversation):
        raise WrongPlace
    if header.is_first and compartment.mode != PUT:
        raise Malformed
    digest = inner[DIGEST_AT:SLIP_AT]
    return Opened(inner[SUBMISSION_AT:DIGEST_AT], digest, slip, compartment, letter, inspected)


def seal_envelope(
    post_public: bytes, submission: bytes, digest: bytes, slip: Slip, compartment: Compartment, letter: bytes
) -> bytes:
    """What the browser does, for tests, the bench and tools. Raises Malformed."""
    if len(submission) != ID_BYTES or len(digest) != HASH_BYTES or len(post_public) != KEY_BYTES:
        raise Malformed
    inner = b"".join(
        [INNER_MARK, bytes([VERSION]), submission, digest, slip.pack(), compartment.pack(), letter]
    )
    sealed = bindings.crypto_box_seal(inner, post_public)
    return OUTER_MARK + bytes([VERSION]) + key_id_of(post_public) + sealed


def submission_digest(key: bytes, mode: int, address: str, payload: bytes) -> bytes:
    """32 bytes by which the server tells a repeated submission from a changed one. The key never leaves the
    patient, so that the digest says nothing of what was written.
    """
    return derive(key, "submission", bytes([mode]) + pack_address(address) + payload)


def _unbox(sealed: bytes, public: bytes, private: bytes) -> bytes:
    try:
        return bindings.crypto_box_seal_open(sealed, public, private)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None
