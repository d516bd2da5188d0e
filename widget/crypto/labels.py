"""The few operations that every sealed format is made of (docs/envelope.md, "Building blocks")."""

from __future__ import annotations

import hashlib

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from .errors import BadSignature, CannotOpen

KEY_BYTES = 32
HASH_BYTES = 32
NONCE_BYTES = 24
TAG_BYTES = 16
SIGNATURE_BYTES = 64
ID_BYTES = 16


def label(name: str) -> bytes:
    """What starts every hashed, derived or signed input, so that none can stand for another."""
    return b"sotto/1/" + name.encode("ascii") + b"\0"


def digest(name: str, data: bytes) -> bytes:
    """HASH: 32 bytes of BLAKE2b."""
    return hashlib.blake2b(label(name) + data, digest_size=HASH_BYTES).digest()


def derive(key: bytes, name: str, data: bytes = b"") -> bytes:
    """KDF: 32 bytes of BLAKE2b keyed with 32 bytes."""
    if len(key) != KEY_BYTES:
        raise ValueError("a key to derive from has 32 bytes")
    return hashlib.blake2b(label(name) + data, digest_size=KEY_BYTES, key=key).digest()


def random_bytes(count: int) -> bytes:
    return bindings.randombytes(count)


def encrypt(key: bytes, nonce: bytes, aad: bytes, plaintext: bytes) -> bytes:
    """AE: XChaCha20-Poly1305-IETF, the tag of 16 bytes at the end."""
    return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, nonce, key)


def decrypt(key: bytes, nonce: bytes, aad: bytes, sealed: bytes) -> bytes:
    """The plaintext of AE. Raises CannotOpen."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, aad, nonce, key)
    except (CryptoError, ValueError):
        raise CannotOpen from None


def equal(one: bytes, other: bytes) -> bool:
    """In constant time for equal lengths."""
    return bindings.sodium_memcmp(one, other)


def sign_public(seed: bytes) -> bytes:
    """The 32 bytes of the Ed25519 key that a seed of 32 bytes makes."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, name: str, data: bytes) -> bytes:
    """64 bytes of Ed25519 over label and data."""
    return SigningKey(seed).sign(label(name) + data).signature


def verify(public: bytes, name: str, data: bytes, signature: bytes) -> None:
    """Raises BadSignature."""
    try:
        VerifyKey(public).verify(label(name) + data, signature)
    except (CryptoError, ValueError):
        raise BadSignature from None
