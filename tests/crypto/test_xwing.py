"""X-Wing made from its parts, against the draft standard, libsodium.js and the HPKE of `cryptography`."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from tests.crypto.vectors import Vector, data, each, outcome, vectors
from widget.crypto import xwing

SEED = bytes(range(32))
# The shared secrets that draft-connolly-cfrg-xwing-kem-10 prints in its appendix C.
STANDARD_SECRETS = [
    "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
    "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
    "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
]


@each("xwing")
def test_xwing_agrees_with_libsodium_js(vector: Vector) -> None:
    if vector["act"] == "encapsulate":
        found, _ = outcome(lambda: xwing.encapsulate(data(vector["public"])))
        assert found == vector["outcome"]
        return
    found, secret = outcome(lambda: xwing.decapsulate(data(vector["seed"]), data(vector["ciphertext"])))
    assert found == vector["outcome"]
    if secret is not None:
        assert secret == data(vector["secret"])
    if "public" in vector:
        assert xwing.public_of(data(vector["seed"])) == data(vector["public"])


def test_vectors_of_the_draft_standard_are_the_published_ones() -> None:
    assert [data(vector["secret"]).hex() for vector in vectors("xwing")[:3]] == STANDARD_SECRETS


def test_what_is_encapsulated_is_decapsulated() -> None:
    secret, ciphertext = xwing.encapsulate(xwing.public_of(SEED))
    assert len(ciphertext) == xwing.CIPHERTEXT_BYTES
    assert xwing.decapsulate(SEED, ciphertext) == secret


def test_two_encapsulations_share_nothing() -> None:
    public = xwing.public_of(SEED)
    one, other = xwing.encapsulate(public), xwing.encapsulate(public)
    assert one[0] != other[0]
    assert one[1][-32:] != other[1][-32:]


def test_hpke_of_cryptography_seals_to_our_secret() -> None:
    """HPKE (RFC 9180) in base mode over X-Wing; the key schedule is done here from our own secret."""
    public = xwing.public_of(SEED)
    halves = public[: xwing.ML_KEM_PUBLIC_BYTES], public[xwing.ML_KEM_PUBLIC_BYTES :]
    recipient = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(halves[0]), X25519PublicKey.from_public_bytes(halves[1])
    )
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    sealed = suite.encrypt(b"a whisper", recipient, info=b"info")
    secret = xwing.decapsulate(SEED, sealed[: xwing.CIPHERTEXT_BYTES])
    key, nonce = key_schedule(secret, b"info")
    assert ChaCha20Poly1305(key).decrypt(nonce, sealed[xwing.CIPHERTEXT_BYTES :], b"") == b"a whisper"


def key_schedule(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """RFC 9180, section 5.1, for kem 0x647a, kdf 1 (HKDF-SHA256) and aead 3 (ChaCha20-Poly1305)."""
    suite_id = b"HPKE" + bytes.fromhex("647a00010003")

    def extract(salt: bytes, label: bytes, given: bytes) -> bytes:
        return hmac.new(salt, b"HPKE-v1" + suite_id + label + given, hashlib.sha256).digest()

    def expand(prk: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + context
        return hmac.new(prk, labelled + b"\x01", hashlib.sha256).digest()[:length]

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    prk = extract(secret, b"secret", b"")
    return expand(prk, b"key", context, 32), expand(prk, b"base_nonce", context, 12)
