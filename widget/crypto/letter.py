"""Sealing and opening a LETTER (docs/envelope.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nacl import bindings
from nacl.exceptions import CryptoError

from . import xwing
from .errors import BadCommitment, BadPadding, BadSignature, TooLong, UnknownKey, WrongPlace
from .header import GRANT, HOLDER, INBOX, NOTE, PATIENT, RETURN, STAFF, Header, Place
from .labels import (
    ID_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    SIGNATURE_BYTES,
    decrypt,
    derive,
    digest,
    encrypt,
    equal,
    random_bytes,
    sign,
    verify,
)
from .layout import PADDED_SIZES, Inspected, Layout, Stanza, check_readers, inspect, letter_hash, take_apart
from .payload import Message

__all__ = [
    "GRANT",
    "HOLDER",
    "INBOX",
    "MOST_PAYLOAD_BYTES",
    "NOTE",
    "PATIENT",
    "RETURN",
    "STAFF",
    "Header",
    "Inspected",
    "Message",
    "OpenedLetter",
    "Place",
    "inspect",
    "key_id_of",
    "letter_hash",
    "open_letter",
    "seal_letter",
]

# Each key that wraps a content key is used once, so its nonce may be fixed.
WRAP_NONCE = bytes(NONCE_BYTES)
# The padding is at least one byte.
MOST_PAYLOAD_BYTES = PADDED_SIZES[-1] - SIGNATURE_BYTES - 1


@dataclass(frozen=True)
class OpenedLetter:
    header: Header
    payload: bytes = field(repr=False)
    hash: bytes
    """What a later letter's `prev` holds."""
    message: Message | None = field(repr=False)
    """The payload of a letter of patient or staff; None of the other directions."""


def key_id_of(public: bytes) -> bytes:
    """The 16 bytes that name an X-Wing public key in a stanza."""
    return xwing.key_hash(public)[:ID_BYTES]


def seal_letter(
    header: Header, payload: bytes, recipients: Sequence[tuple[int, bytes]], sign_seed: bytes
) -> bytes:
    """The sealed letter, signed with `sign_seed`. Recipients are (stanza kind, X-Wing public key).

    Raises TooLong, or Malformed where the recipients do not fit the direction.
    """
    check_readers(header.direction, [(kind, key_id_of(public)) for kind, public in recipients])
    content_key = random_bytes(KEY_BYTES)
    bound = header.pack() + derive(content_key, "commit", header.pack())
    stanzas = [_wrap(bound, kind, public, content_key).pack() for kind, public in recipients]
    nonce = random_bytes(NONCE_BYTES)
    padded = _pad(sign(sign_seed, "sign", _signed(bound, payload)) + payload)
    body = encrypt(derive(content_key, "body", header.pack()), nonce, bound, padded)
    return b"".join([bound, bytes([len(stanzas)]), *stanzas, nonce, body])


def open_letter(
    letter: bytes, kind: int, seed: bytes, *, sign_public: bytes | None, place: Place | None
) -> OpenedLetter:
    """Opens it through the stanza of that kind for the X-Wing seed (32 bytes), and checks who wrote it.

    `sign_public` is the writer's Ed25519 key. None is for a patient's letter alone, whose payload names the
    key. `place` is where the reader found it; None where nothing is known of that.

    Raises Malformed, WrongVersion, WrongPlace, UnknownKey, CannotOpen, BadCommitment, BadPadding,
    BadSignature, in this order of checks.
    """
    layout = take_apart(letter)
    header = layout.header
    if place is not None and place != Place(header.inbox, header.conversation):
        raise WrongPlace
    content_key = _unwrap(layout, kind, seed)
    if not equal(derive(content_key, "commit", header.pack()), layout.commitment):
        raise BadCommitment
    padded = decrypt(derive(content_key, "body", header.pack()), layout.nonce, layout.bound, layout.body)
    signed = _unpad(padded)
    signature, payload = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
    message = Message.parse(payload) if header.direction in (PATIENT, STAFF) else None
    named = message.patient_public if message and header.direction == PATIENT else None
    verify(_writer(named, sign_public), "sign", _signed(layout.bound, payload), signature)
    return OpenedLetter(header, payload, layout.hash, message)


def _wrap(bound: bytes, kind: int, public: bytes, content_key: bytes) -> Stanza:
    secret, ciphertext = xwing.encapsulate(public)
    key_id = key_id_of(public)
    key = _wrapping_key(secret, public, ciphertext, bound)
    return Stanza(
        kind, key_id, ciphertext, encrypt(key, WRAP_NONCE, bound + bytes([kind]) + key_id, content_key)
    )


def _unwrap(layout: Layout, kind: int, seed: bytes) -> bytes:
    public = xwing.public_of(seed)
    key_id = key_id_of(public)
    stanza = next((s for s in layout.stanzas if s.kind == kind and s.key_id == key_id), None)
    if stanza is None:
        raise UnknownKey
    key = _wrapping_key(xwing.decapsulate(seed, stanza.ciphertext), public, stanza.ciphertext, layout.bound)
    return decrypt(key, WRAP_NONCE, layout.bound + bytes([kind]) + key_id, stanza.wrap)


def _wrapping_key(secret: bytes, public: bytes, ciphertext: bytes, bound: bytes) -> bytes:
    return derive(secret, "kek", xwing.key_hash(public) + ciphertext + bound)


def _signed(bound: bytes, payload: bytes) -> bytes:
    return bound + digest("payload", payload)


def _pad(content: bytes) -> bytes:
    size = next((size for size in PADDED_SIZES if len(content) < size), None)
    if size is None:
        raise TooLong
    return bindings.sodium_pad(content, size)


def _unpad(padded: bytes) -> bytes:
    try:
        content = bindings.sodium_unpad(padded, len(padded))
    except CryptoError:
        raise BadPadding from None
    if len(content) < SIGNATURE_BYTES:
        raise BadPadding
    return content


def _writer(named: bytes | None, known: bytes | None) -> bytes:
    """A patient's letter names its own key. That all of a conversation name the same is for its reader."""
    writer = named or known
    if writer is None or (known is not None and not equal(writer, known)):
        raise BadSignature
    return writer
