"""Whether what a browser posts of a passkey holds: by py_webauthn, with all that we ask for required."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSECRV, COSEKTY, COSEAlgorithmIdentifier, COSEKey
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from widget.crypto.encoding import to_base64url
from widget.staff.credentials import Assertion, Attestation, RelyingParty
from widget.staff.errors import Invalid, NotTheirs

ALGORITHMS = (
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
# We ask for none. A passkey that vouches for itself alone may still say so.
FORMATS = (AttestationFormat.NONE, AttestationFormat.PACKED)


def challenge_in(client_data: bytes) -> bytes:
    """What the browser says that it answered; nothing where that cannot be read, or was asked in a frame."""
    try:
        found = parse_client_data_json(client_data)
        return b"" if found.cross_origin else found.challenge
    except Exception:  # whatever the library makes of what a stranger wrote
        return b""


def verify_assertion(
    given: Assertion, challenge: bytes, party: RelyingParty, public_key: bytes, sign_count: int
) -> int:
    """The passkey's new count. Raises NotTheirs: also for a count that went back, as a copy's does."""
    response = AuthenticatorAssertionResponse(given.client_data, given.authenticator_data, given.signature)
    try:
        return verify_authentication_response(
            credential=AuthenticationCredential(
                to_base64url(given.credential_id), given.credential_id, response
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception:  # the library's own errors, and those of all that it reads bytes with
        raise NotTheirs from None


def verify_attestation(given: Attestation, challenge: bytes, party: RelyingParty) -> tuple[bytes, int]:
    """The new passkey's public key (COSE) and count. Raises Invalid."""
    response = AuthenticatorAttestationResponse(given.client_data, given.attestation_object)
    try:
        verified = verify_registration_response(
            credential=RegistrationCredential(
                to_base64url(given.credential_id), given.credential_id, response
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=list(ALGORITHMS),
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except Exception:  # as above
        raise Invalid("This passkey cannot be taken. Make a new one, with a PIN or your finger.") from None
    if verified.fmt not in FORMATS or verified.credential_id != given.credential_id:
        raise Invalid("This passkey was not made the way that the desk asks for. Make a new one.")
    return verified.credential_public_key, verified.sign_count


@cache
def nobodys_key() -> bytes:
    """A public key that no passkey has, for answers by unknown passkeys: they are checked like all others."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    return encode_cbor(
        {
            COSEKey.KTY: COSEKTY.EC2,
            COSEKey.ALG: COSEAlgorithmIdentifier.ECDSA_SHA_256,
            COSEKey.CRV: COSECRV.P256,
            COSEKey.X: numbers.x.to_bytes(32),
            COSEKey.Y: numbers.y.to_bytes(32),
        }
    )
