"""What a browser posts of a passkey: taken by an allow-list of members, and never with its secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from widget.crypto.encoding import from_base64url
from widget.staff.errors import Invalid

MOST_ID_BYTES = 1023  # https://www.w3.org/TR/webauthn-3/#credential-id
MOST_BYTES = 16 * 1024
WITH_SECRETS = (
    "The browser sent extension results along. They can hold the secret that unlocks your keys, which this "
    "server must never see: nothing was taken. Update the browser, and add the passkey anew."
)


@dataclass(frozen=True)
class RelyingParty:
    """Whose passkeys these are: the desk's host without its port, and its origin."""

    id: str
    origin: str


@dataclass(frozen=True)
class Assertion:
    """A passkey's answer to a challenge."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes | None

    @classmethod
    def from_json(cls, value: object) -> Assertion:
        """Raises Invalid, or Malformed."""
        credential_id, response = _read(value)
        handle = response.get("userHandle")
        return cls(
            credential_id,
            bytes_of(response.get("clientDataJSON")),
            bytes_of(response.get("authenticatorData")),
            bytes_of(response.get("signature")),
            None if handle is None else bytes_of(handle, 64),
        )


@dataclass(frozen=True)
class Attestation:
    """A new passkey."""

    credential_id: bytes
    client_data: bytes
    attestation_object: bytes

    @classmethod
    def from_json(cls, value: object) -> Attestation:
        """Raises Invalid, or Malformed."""
        credential_id, response = _read(value)
        client_data, attested = response.get("clientDataJSON"), response.get("attestationObject")
        return cls(credential_id, bytes_of(client_data), bytes_of(attested))


def _read(value: object) -> tuple[bytes, Mapping[str, Any]]:
    if not isinstance(value, dict) or not isinstance(value.get("response"), dict):
        raise Invalid("There is no passkey's answer in this.")
    if value.get("clientExtensionResults"):
        raise Invalid(WITH_SECRETS)
    credential_id = bytes_of(value.get("id"), MOST_ID_BYTES)
    named_again = value.get("rawId", value["id"])
    if named_again != value["id"] or value.get("type", "public-key") != "public-key":
        raise Invalid("This is not a passkey's answer.")
    return credential_id, value["response"]


def bytes_of(text: object, most: int = MOST_BYTES) -> bytes:
    """Base64url of any length up to that. Raises Malformed."""
    length = len(text) * 3 // 4 if isinstance(text, str) else 0
    return from_base64url(text, min(length, most))
