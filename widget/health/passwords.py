"""What of the words behind "my password is" is the password, and whether it is one."""

import re
from collections.abc import Mapping
from typing import Any

PUNCTUATION = ".,;:!?)'\""
SYMBOLS = "!@#$%^&*_+=~?"
# Words of a passphrase that are looked at, and letters that a plain one must have.
MOST_WORDS = 6
SHORTEST_WORD = 4
SHORTEST_SECRET = 6
QUOTED = re.compile("\"[^\"\n]{3,40}\"|'[^'\n]{3,40}'(?![a-z])")
DIGITS = re.compile("#?[0-9](?:[- ]?[0-9]){3,8}(?![-0-9a-z/:]|[.,][0-9])")
PLAIN = re.compile("[a-z]+(?:['-][a-z]+)*")
# With what a password may go on that does not begin with it.
SHORT = re.compile("[0-9]+|(?!all|and|are|but|can|for|has|its|not|now|pls|the|too|was|you)[a-z]{3}")
# "correct-horse-stapler"
HYPHENED = re.compile("[a-z]{4,}(?:-[a-z]{4,}){2,}")
# Endings of what people say about a password: "expired", "missing", "probably", "caducada"; and "they're".
TALK = re.compile(
    "[a-z]{3,}(?:ed|ing|(?:[^fi]|[^l]i)ly|[ai]ble|[ai]d[ao]s?|ous|ful|less|n't|[ds]nt)"
    "|[a-z]+'(?:ll|ve|re|d|m|s)"
)
# "8-character", "10:30am", "2-step": a number with its word.
COUNTED = re.compile("(?!0[a-z])[0-9]{1,2}(?:[-:.][0-9]{1,2})?-?[a-z]{1,10}")
# An address of the web, a file's name or path.
PLACE = re.compile("[^!#$*+]*(?:[.][a-z]{2,4}|/[^!#$*+]*)")


def password(text: str, facts: Mapping[str, Any]) -> int:
    """What stands where a password is told: a quotation, a PIN, or the words up to one that is no part of it.

    0 if the first is one that people say about passwords.
    """
    quoted, digits = QUOTED.match(text), DIGITS.match(text)
    if quoted:
        first = re.split("[ .]", quoted.group()[1:-1], maxsplit=1)[0]
        return quoted.end() if _begins(first, facts) else 0
    return digits.end() if digits else _phrase(text, facts)


def whole(text: str, facts: Mapping[str, Any]) -> int:
    """All of the text as a password."""
    return len(text) if password(text, facts) == len(text) else 0


def secret(text: str, facts: Mapping[str, Any]) -> int:
    """A word that looks like a password wherever it stands: letters with digits or symbols among them."""
    value = text.rstrip(PUNCTUATION)
    return len(value) if len(value) >= SHORTEST_SECRET and _is_odd(value, facts) else 0


def _phrase(text: str, facts: Mapping[str, Any]) -> int:
    size = start = 0
    for part in text.split("\n")[0].split(" ")[:MOST_WORDS]:
        value = part.rstrip(PUNCTUATION)
        if not (_begins(value, facts) or (start and SHORT.fullmatch(value))):
            break
        size = start + len(value)
        if value != part:
            break
        start += len(part) + 1
    return size


def _begins(word: str, facts: Mapping[str, Any]) -> bool:
    """Whether a password may begin with this word."""
    if len(word) < SHORTEST_WORD:
        return False
    plain = PLAIN.fullmatch(word) and not HYPHENED.fullmatch(word)
    return not _is_talk(word, facts) if plain else _is_odd(word, facts)


def _is_talk(word: str, facts: Mapping[str, Any]) -> bool:
    return any(part in facts["talk"] or TALK.fullmatch(part) for part in [word, *word.split("-")])


def _is_odd(word: str, facts: Mapping[str, Any]) -> bool:
    """Whether letters stand with digits or symbols in it, or three long words with hyphens, as in no usual
    word.
    """
    has_letter = any("a" <= char <= "z" for char in word)
    has_other = any("0" <= char <= "9" or char in SYMBOLS for char in word)
    known = word.rstrip("0123456789.-_") in facts["talk"]
    usual = known or COUNTED.fullmatch(word) or PLACE.fullmatch(word)
    return bool(HYPHENED.fullmatch(word)) or (has_letter and has_other and not usual)
