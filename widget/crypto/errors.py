"""What can go wrong with a sealed thing: one class for each answer that a caller gives.

No error takes an argument, so none can carry a key, a plaintext or a library's own words.
"""

from __future__ import annotations

from typing import ClassVar


class SealError(Exception):
    """Any failure of a sealed thing. `code` is the outcome's name in docs/envelope.md and in the vectors."""

    code: ClassVar[str] = "seal_error"

    def __init__(self) -> None:
        super().__init__(self.code)


class Malformed(SealError):
    """Not of the format: a length, a mark, a field or a character is wrong."""

    code = "malformed"


class WrongVersion(SealError):
    """Of a version that this code does not read."""

    code = "wrong_version"


class TooLong(SealError):
    """More than the largest padded size holds; only sealing raises it."""

    code = "too_long"


class UnknownKey(SealError):
    """Sealed to other keys than the one at hand."""

    code = "unknown_key"


class CannotOpen(SealError):
    """A wrong key, or an altered byte: the two cannot be told apart."""

    code = "cannot_open"


class BadCommitment(SealError):
    """The content key is not the one that the letter commits to."""

    code = "bad_commitment"


class BadPadding(SealError):
    """The padding within the seal is not of a size or shape that is written."""

    code = "bad_padding"


class BadSignature(SealError):
    """Not signed by the key that had to sign."""

    code = "bad_signature"


class WrongPlace(SealError):
    """Genuine, but of another inbox or conversation."""

    code = "wrong_place"


class BrokenChain(SealError):
    """A letter is repeated, missing, or out of order."""

    code = "broken_chain"


class HeldBack(SealError):
    """A letter is missing before its last day."""

    code = "held_back"


class Expired(SealError):
    """A statement, or the lead who signed it, is outside its time."""

    code = "expired"


class RolledBack(SealError):
    """A statement is older than one that was seen, or than the one beside it."""

    code = "rolled_back"


class PinMismatch(SealError):
    """The root is not one that the pins name."""

    code = "pin_mismatch"


class NoEpoch(SealError):
    """No epoch of the inbox takes letters at this time."""

    code = "no_epoch"


class TypingSlip(SealError):
    """A return code's checksum is wrong: a symbol was mistyped or two were swapped."""

    code = "typing_slip"
