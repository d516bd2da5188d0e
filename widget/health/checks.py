"""Checks that tell an identifier from a number that looks like one.

Each takes the matched folded text and gives the length of the identifier at its start, 0 if there is none.
"""

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[str, Mapping[str, Any]], int]

YEARS = range(1900, 2031)
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def always(text: str, _: Mapping[str, Any]) -> int:
    return len(text)


def ssn(text: str, facts: Mapping[str, Any]) -> int:
    """Social Security Administration's rules: no area 000, 666 or 9xx, no group 00, no serial 0000."""
    digits = _digits(text, facts)
    fits = (
        len(digits) == 9
        and digits[:3] not in ("000", "666")
        and digits[0] != "9"
        and digits[3:5] != "00"
        and digits[5:] != "0000"
    )
    return len(text) if fits and digits not in facts["sampleSsns"] else 0


def itin(text: str, facts: Mapping[str, Any]) -> int:
    """Individual taxpayer number: starts with 9, group 50 to 99 without 89 and 93 (IRS)."""
    digits = _digits(text, facts)
    fits = (
        len(digits) == 9 and digits[0] == "9" and int(digits[3:5]) >= 50 and digits[3:5] not in ("89", "93")
    )
    return len(text) if fits else 0


def card(text: str, facts: Mapping[str, Any]) -> int:
    """Payment card: a scheme's prefix with its length, and the Luhn digit."""
    digits = _digits(text, facts)
    schemes = facts["cards"]
    fits = any(
        len(digits) in lengths and first <= digits[: len(first)] <= last for first, last, lengths in schemes
    )
    return len(text) if fits and len(set(digits)) > 1 and _luhn(digits) else 0


def numbered(text: str, facts: Mapping[str, Any]) -> int:
    """Any other card that is called one: the Luhn digit alone."""
    digits = _digits(text, facts)
    return len(text) if len(set(digits)) > 1 and _luhn(digits) else 0


def iban(text: str, facts: Mapping[str, Any]) -> int:
    """ISO 13616: the country's length, and 1 modulo 97."""
    wanted = facts["ibanLengths"].get(text[:2], 0)
    taken = ""
    for at, char in enumerate(text):
        taken += "" if char == " " else char
        if wanted and len(taken) == wanted:
            number = "".join(str(int(c, 36)) for c in taken[4:] + taken[:4])
            return at + 1 if _remainder(number, 97) == 1 else 0
    return 0


def routing(text: str, facts: Mapping[str, Any]) -> int:
    """American Bankers Association: weights 3, 7, 1 sum to a multiple of 10; prefixes in use."""
    digits = _digits(text, facts)
    total = sum(int(digit) * (3, 7, 1)[at % 3] for at, digit in enumerate(digits))
    prefix = int(digits[:2])
    in_use = prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80
    return len(text) if len(digits) == 9 and total and total % 10 == 0 and in_use else 0


def clabe(text: str, facts: Mapping[str, Any]) -> int:
    """Mexican account number: 17 digits weighted 3, 7, 1, each modulo 10, and a check digit."""
    digits = _digits(text, facts)
    total = sum(int(digit) * (3, 7, 1)[at % 3] % 10 for at, digit in enumerate(digits[:17]))
    return len(text) if len(digits) == 18 and (10 - total % 10) % 10 == int(digits[17]) else 0


def phone(text: str, facts: Mapping[str, Any]) -> int:
    """North American number: neither area nor exchange starts with 0 or 1, and not toll-free."""
    digits = _digits(text.split("e")[0].split("x")[0], facts)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10 or digits[0] < "2" or digits[3] < "2":
        return 0
    return 0 if digits[:3] in facts["tollFree"] or len(set(digits)) == 1 else len(text)


def abroad(text: str, facts: Mapping[str, Any]) -> int:
    """Number with a country code: 8 to 15 digits in all (E.164)."""
    digits = _digits(text, facts)
    return len(text) if 8 <= len(digits) <= 15 and digits.lstrip("1")[:3] not in facts["tollFree"] else 0


def date(text: str, facts: Mapping[str, Any]) -> int:
    """A day that was: in the American, European or ISO order, or with the month's name."""
    numbers, month = _date_parts(text, facts)
    if month and len(numbers) == 2:
        return (
            len(text)
            if _is_day(numbers[0], month, numbers[1]) or _is_day(numbers[1], month, numbers[0])
            else 0
        )
    if len(numbers) != 3:
        return 0
    a, b, c = numbers
    fits = _is_day(b, a, c) or _is_day(a, b, c) or _is_day(c, b, a)
    return len(text) if fits else 0


def pressure(text: str, facts: Mapping[str, Any]) -> int:
    """Blood pressure in mmHg: the upper value above the lower, both of a living person, and no date."""
    (upper, lower), _ = _date_parts(text, facts)
    return len(text) if 70 <= upper <= 260 and 40 <= lower <= 150 and 15 <= upper - lower <= 130 else 0


def member(text: str, _: Mapping[str, Any]) -> int:
    """Record and member numbers: at least four digits among the letters."""
    return len(text) if sum("0" <= char <= "9" for char in text) >= 4 else 0


def password(text: str, facts: Mapping[str, Any]) -> int:
    """A value after "my password is": no plain word of what people say about passwords."""
    value = text.rstrip(".,;:!?)'\"")
    plain = all("a" <= char <= "z" or char == "'" for char in value)
    return 0 if len(value) < 4 or (plain and value in facts["notPasswords"]) else len(value)


_ALL = (
    always,
    ssn,
    itin,
    card,
    numbered,
    iban,
    routing,
    clabe,
    phone,
    abroad,
    date,
    pressure,
    member,
    password,
)
CHECKS: dict[str, Check] = {check.__name__: check for check in _ALL}


def _digits(text: str, facts: Mapping[str, Any]) -> str:
    """The digits, with letters that stand in for one ("o", "l") read as digits."""
    looks: dict[str, str] = facts["digitLooks"]
    return "".join(c for c in (looks.get(char, char) for char in text) if "0" <= c <= "9")


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _remainder(number: str, modulus: int) -> int:
    """Digit by digit, so that JavaScript's numbers can follow."""
    remainder = 0
    for digit in number:
        remainder = (remainder * 10 + int(digit)) % modulus
    return remainder


def _date_parts(text: str, facts: Mapping[str, Any]) -> tuple[list[int], int]:
    """The numbers of a text, and the month that it names (0 for none)."""
    numbers: list[int] = []
    month = 0
    word = ""
    for char in text + " ":
        if word and (char.isalnum() and word[-1].isdigit() == char.isdigit()):
            word += char
            continue
        if word.isdigit():
            numbers.append(int(word))
        elif word:
            month = month or facts["months"].get(word, 0)
        word = char if char.isalnum() else ""
    return numbers, month


def _is_day(day: int, month: int, year: int) -> bool:
    full = year if year >= 100 else 1900 + year if year > 30 else 2000 + year
    return 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] and full in YEARS
