"""A passkey on a device, in software: what a browser would hand on of it, made from the standard alone.

https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from widget.crypto.encoding import from_base64url, to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
NO_AAGUID = bytes(16)
# https://www.iana.org/assignments/cose/cose.xhtml#algorithms
ES256, EDDSA, RS256, ES512 = -7, -8, -257, -36

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def new_key(algorithm: int) -> Key:
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1() if algorithm == ES256 else ec.SECP521R1())


@dataclass
class Passkey:
    """One key of one member, which counts how often it was used. `secret` is what its PRF gives."""

    rp_id: str
    user_handle: bytes
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    count: int = 0
    algorithm: int = ES256
    key: Key | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.key = self.key or new_key(self.algorithm)

    def attest(self, challenge: str, origin: str, **otherwise: Any) -> dict[str, Any]:
        """The answer of `navigator.credentials.create`."""
        data = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(PRESENT | VERIFIED | ATTESTED, otherwise) + self._attested(),
        }
        response = {
            "clientDataJSON": to_base64url(_client_data("webauthn.create", challenge, origin, otherwise)),
            "attestationObject": to_base64url(cbor2.dumps(data | otherwise.get("attestation", {}))),
        }
        return self._credential(response)

    def answer(self, challenge: str, origin: str, **otherwise: Any) -> dict[str, Any]:
        """The answer of `navigator.credentials.get`. It was touched, with a finger or PIN, unless told so."""
        self.count = otherwise.get("count", self.count + 1)
        data = self._data(PRESENT | VERIFIED, otherwise)
        client_data = _client_data("webauthn.get", challenge, origin, otherwise)
        signed = data + hashlib.sha256(client_data).digest()
        signature = self._sign(signed)
        response = {
            "clientDataJSON": to_base64url(client_data),
            "authenticatorData": to_base64url(data),
            "signature": to_base64url(otherwise.get("signature", signature)),
            "userHandle": to_base64url(self.user_handle),
        }
        return self._credential(response)

    def _data(self, flags: int, otherwise: dict[str, Any]) -> bytes:
        rp_id = otherwise.get("rp_id", self.rp_id)
        flags = otherwise.get("flags", flags)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _attested(self) -> bytes:
        return NO_AAGUID + len(self.id).to_bytes(2) + self.id + cbor2.dumps(self._cose())

    def _cose(self) -> dict[int, Any]:
        """https://www.rfc-editor.org/rfc/rfc9053#section-7 and, for RSA, rfc8230#section-4"""
        key = self.key
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return {1: 1, 3: EDDSA, -1: 6, -2: key.public_key().public_bytes_raw()}
        if isinstance(key, rsa.RSAPrivateKey):
            public = key.public_key().public_numbers()
            return {1: 3, 3: RS256, -1: public.n.to_bytes(256), -2: public.e.to_bytes(3)}
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        size, curve = (key.key_size + 7) // 8, 1 if self.algorithm == ES256 else 3
        point = key.public_key().public_numbers()
        return {1: 2, 3: self.algorithm, -1: curve, -2: point.x.to_bytes(size), -3: point.y.to_bytes(size)}

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(data)
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        assert isinstance(self.key, ec.EllipticCurvePrivateKey)
        return self.key.sign(data, ec.ECDSA(hashes.SHA256() if self.algorithm == ES256 else hashes.SHA512()))

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        """As a browser serialises it that takes nothing along which it should not."""
        name = to_base64url(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def made(
    options: dict[str, Any], origin: str, algorithm: int = ES256, **otherwise: Any
) -> tuple[Passkey, dict[str, Any]]:
    """A new passkey for what a server's options say, and the answer that makes it known."""
    user = from_base64url(options["user"]["id"], 16)
    passkey = Passkey(options["rp"]["id"], user, algorithm=algorithm)
    return passkey, passkey.attest(options["challenge"], origin, **otherwise)


def _client_data(kind: str, challenge: str, origin: str, otherwise: dict[str, Any]) -> bytes:
    facts = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
    return json.dumps(facts | otherwise.get("client_data", {})).encode()
