"""X-Wing: X25519 and ML-KEM-768 as one KEM, safe while either of them is.

Source: draft-connolly-cfrg-xwing-kem-08, which libsodium implements too. PyNaCl has no X-Wing and
`cryptography`'s HPKE shows no shared secret, so it is put together here: the one construction in this product
made by hand.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from .errors import CannotOpen, Malformed
from .labels import digest

SEED_BYTES = 32
PUBLIC_BYTES = 1216
CIPHERTEXT_BYTES = 1120
ML_KEM_PUBLIC_BYTES = 1184
ML_KEM_CIPHERTEXT_BYTES = 1088
ML_KEM_SEED_BYTES = 64
COMBINER_LABEL = b"\\.//^\\"


def public_of(seed: bytes) -> bytes:
    """The public key, 1216 bytes, of a seed of 32 bytes."""
    ml_kem, x25519 = _expand(seed)
    return ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def encapsulate(public: bytes) -> tuple[bytes, bytes]:
    """A fresh shared secret (32 bytes) and its ciphertext (1120 bytes).

    Raises Malformed where the ML-KEM half is not reduced or the X25519 half leads to a zero share.
    """
    if len(public) != PUBLIC_BYTES:
        raise Malformed
    x25519_public = public[ML_KEM_PUBLIC_BYTES:]
    ephemeral = X25519PrivateKey.generate()
    x25519_ciphertext = ephemeral.public_key().public_bytes_raw()
    try:
        x25519_share = ephemeral.exchange(X25519PublicKey.from_public_bytes(x25519_public))
        ml_kem_public = MLKEM768PublicKey.from_public_bytes(public[:ML_KEM_PUBLIC_BYTES])
        ml_kem_share, ml_kem_ciphertext = ml_kem_public.encapsulate()
    except ValueError:
        raise Malformed from None
    secret = _combine(ml_kem_share, x25519_share, x25519_ciphertext, x25519_public)
    return secret, ml_kem_ciphertext + x25519_ciphertext


def decapsulate(seed: bytes, ciphertext: bytes) -> bytes:
    """The shared secret of 32 bytes. A wrong key gives another secret, as the standard has it.

    Raises Malformed for a wrong length, CannotOpen for a zero X25519 share.
    """
    if len(ciphertext) != CIPHERTEXT_BYTES:
        raise Malformed
    ml_kem, x25519 = _expand(seed)
    x25519_ciphertext = ciphertext[ML_KEM_CIPHERTEXT_BYTES:]
    try:
        ml_kem_share = ml_kem.decapsulate(ciphertext[:ML_KEM_CIPHERTEXT_BYTES])
        x25519_share = x25519.exchange(X25519PublicKey.from_public_bytes(x25519_ciphertext))
    except ValueError:
        raise CannotOpen from None
    return _combine(ml_kem_share, x25519_share, x25519_ciphertext, x25519.public_key().public_bytes_raw())


def key_hash(public: bytes) -> bytes:
    """H32: the 32 bytes that name a public key."""
    return digest("xwing-pk", public)


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise ValueError("an X-Wing seed has 32 bytes")
    expanded = hashlib.shake_256(seed).digest(ML_KEM_SEED_BYTES + SEED_BYTES)
    ml_kem = MLKEM768PrivateKey.from_seed_bytes(expanded[:ML_KEM_SEED_BYTES])
    return ml_kem, X25519PrivateKey.from_private_bytes(expanded[ML_KEM_SEED_BYTES:])


def _combine(
    ml_kem_share: bytes, x25519_share: bytes, x25519_ciphertext: bytes, x25519_public: bytes
) -> bytes:
    """The ML-KEM ciphertext is left out: ML-KEM binds its share to it by itself (the draft, section 5.3)."""
    parts = ml_kem_share + x25519_share + x25519_ciphertext + x25519_public + COMBINER_LABEL
    return hashlib.sha3_256(parts).digest()
