"""The return code that a patient keeps, and everything that is derived from it (docs/envelope.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import labels, xwing
from .errors import Malformed, TypingSlip
from .labels import ID_BYTES, digest, random_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 20
CHECK_SYMBOLS = 2
# The largest prime below 32 * 32: it shows every single slip and every two symbols swapped.
CHECK_MODULUS = 1021
GROUP = 4
SPACING = re.compile("[ \t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014\u2212-]")
ALIASES = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class ReturnKeys:
    """What a return code opens: locator 16 bytes, everything else 32."""

    locator: bytes = field(repr=False)
    token: bytes = field(repr=False)
    memo_key: bytes = field(repr=False)
    xwing_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @property
    def token_hash(self) -> bytes:
        """What the server keeps of the token: 32 bytes."""
        return digest("read", self.token)

    @property
    def xwing_public(self) -> bytes:
        """What replies are sealed to: 1216 bytes."""
        return xwing.public_of(self.xwing_seed)

    @property
    def sign_public(self) -> bytes:
        """What the patient's later letters and deletion are checked with: 32 bytes."""
        return labels.sign_public(self.sign_seed)


def new_code() -> str:
    """A fresh code of 100 random bits, as it is shown: five groups of four symbols and the two checking
    ones.
    """
    # 32 divides 256, so every symbol is equally likely.
    return shown("".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes(SYMBOLS)))


def shown(symbols: str) -> str:
    """The 20 symbols with their checksum, in groups."""
    whole = symbols + _checksum(symbols)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def parse(typed: str) -> str:
    """The 20 symbols of a code as a person types it: any case, dashes and spaces anywhere, O for 0, I and L
    for 1.

    Raises Malformed for a wrong length or symbol, TypingSlip for a wrong checksum.
    """
    symbols = SPACING.sub("", typed)
    if not symbols.isascii():
        raise Malformed
    symbols = symbols.upper().translate(ALIASES)
    if len(symbols) != SYMBOLS + CHECK_SYMBOLS or any(symbol not in ALPHABET for symbol in symbols):
        raise Malformed
    if symbols[SYMBOLS:] != _checksum(symbols[:SYMBOLS]):
        raise TypingSlip
    return symbols[:SYMBOLS]


def derive(code: str) -> ReturnKeys:
    """The keys of a code as shown or typed. Raises Malformed or TypingSlip."""
    secret = digest("return", parse(code).encode("ascii"))
    return ReturnKeys(
        locator=labels.derive(secret, "locator")[:ID_BYTES],
        token=labels.derive(secret, "read"),
        memo_key=labels.derive(secret, "memo"),
        xwing_seed=labels.derive(secret, "xwing"),
        sign_seed=labels.derive(secret, "sign"),
    )


def _checksum(symbols: str) -> str:
    number = 0
    for symbol in symbols:
        number = (number * len(ALPHABET) + ALPHABET.index(symbol)) % CHECK_MODULUS
    return ALPHABET[number // len(ALPHABET)] + ALPHABET[number % len(ALPHABET)]
