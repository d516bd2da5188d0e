"""Checks that tell an identifier from a number that looks like one.

Each takes the matched folded text and gives the length of the identifier at its start, 0 if there is none.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from .fingerprints import Words
from .passwords import password, secret, whole

Check = Callable[[str, Mapping[str, Any]], int]

# Of people alive; 1 January 1900 is what forms show for no date.
YEARS = range(1901, 2031)
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SEPARATORS = "-._/ "
# A telephone number's usual groups, at times behind a short word ("Jo 415-867-5309").
TELEPHONE = re.compile("(?:[a-z]{2,4} )?(?:1[-. ])?[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}")
# Digits that may be a day ("5_0017_22" is none), and a pair that may be a blood pressure.
DAY = re.compile("[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[^a-z]*[a-z][^\n]*")
PRESSURE = re.compile("[0-9]{2,3}/[0-9]{2,3}")
# "0723 1990", "1990 0723"
IN_HALVES = re.compile("([0-9]{4}) ([0-9]{4})")
# A plan's number (CMS), and what all cards of insurers in the United States begin with (ISO 7812).
PLAN = re.compile("[hrs][0-9]{4}-[0-9]{3}|80840")
# A month, some years, and a date with more behind it.
DATED = re.compile(
    "(?:19|20)[0-9]{2}[-/](?:[0-9]{1,2}|(?:19|20)[0-9]{2})|[0-9]{1,2}/(?:19|20)[0-9]{2}"
    "|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4} [^\n]*"
)
# "318.40", "311.40/mo": a price, of dollars and cents.
PRICE = re.compile("[0-9]{1,4}[.][0-9]{2}(?:[^-./0-9][^0-9]*)?")
# More than letters that look like digits.
WORD = re.compile("[a-z]*[a-hjkmnp-z][a-z]*")


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
    """Payment card: a scheme's prefix with its length, and the Luhn digit.

    Takes the groups that make one, and leaves what follows (an expiry date).
    """
    ends = (at for at in range(1, len(text) + 1) if at == len(text) or text[at] in SEPARATORS)
    return next((end for end in ends if _is_card(_digits(text[:end], facts), facts)), 0)


def numbered(text: str, facts: Mapping[str, Any]) -> int:
    """Any other card that is called one: the Luhn digit alone."""
    digits = _digits(text, facts)
    return len(text) if len(set(digits)) > 1 and _luhn(digits) else 0


def iban(text: str, facts: Mapping[str, Any]) -> int:
    """ISO 13616: the country's length, and 1 modulo 97."""
    wanted = facts["ibanLengths"].get(text[:2], 0)
    taken = ""
    for at, char in enumerate(text):
        taken += "" if char in SEPARATORS else char
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
    digits = _digits(text.split("x")[0], facts)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10 or digits[0] < "2" or digits[3] < "2":
        return 0
    return 0 if digits[:3] in facts["tollFree"] or len(set(digits)) == 1 else len(text)


def abroad(text: str, facts: Mapping[str, Any]) -> int:
    """Number with a country code: 8 to 15 digits in all (E.164)."""
    digits = _digits(text, facts)
    fits = 8 <= len(digits) <= 15 and digits.lstrip("1")[:3] not in facts["tollFree"]
    return len(text) if fits and not _is_date(text, facts) else 0


def date(text: str, facts: Mapping[str, Any]) -> int:
    """A day that was: in the American, European or ISO order, with the month's name, or as digits alone."""
    looks = all(char in facts["digitLooks"] for char in text if "a" <= char <= "z")
    digits = _read_looks(text, facts) if looks else text
    digits = IN_HALVES.sub(r"\1\2", digits, count=1)
    readings = [digits]
    if len(digits) == 6 and digits.isdigit():
        readings = [f"{digits[:2]} {digits[2:4]} {digits[4:]}"]
    if len(digits) == 8 and digits.isdigit():
        readings = [f"{digits[:2]} {digits[2:4]} {digits[4:]}", f"{digits[:4]} {digits[4:6]} {digits[6:]}"]
    return len(text) if any(_is_date(reading, facts) for reading in readings) else 0


def written(text: str, facts: Mapping[str, Any]) -> int:
    """A day in words, told by the month's name."""
    return len(text) if any(part in facts["months"] for part in re.split("[^a-z]", text)) else 0


def pressure(text: str, facts: Mapping[str, Any]) -> int:
    """Blood pressure in mmHg: the upper value above the lower, both of a living person, and no date."""
    (upper, lower), _ = _date_parts(text, facts)
    return len(text) if 70 <= upper <= 260 and 40 <= lower <= 150 and 15 <= upper - lower <= 130 else 0


def member(text: str, facts: Mapping[str, Any]) -> int:
    """Record, member and account numbers: at least four digits; no year, date, blood pressure, telephone
    number, plan or payment card.
    """
    starts_with_year = text[:4].isdigit() and int(text[:4]) in YEARS and text[4:5] in ("", " ")
    is_date = DAY.fullmatch(text) and _is_date(text, facts)
    is_pressure = PRESSURE.fullmatch(text) and pressure(text, facts)
    known = any(shape.fullmatch(text) for shape in (TELEPHONE, DATED, PLAN, PRICE))
    other = starts_with_year or is_date or is_pressure or known or _is_card(_digits(text, facts), facts)
    return 0 if other or sum("0" <= char <= "9" for char in text) < 4 else len(text)


def personal(text: str, facts: Mapping[str, Any]) -> int:
    """An address for mail that is no desk's or machine's."""
    name = re.split("[@ (\\[]", text, maxsplit=1)[0]
    is_desk = all(part in facts["desks"] for part in re.split("[-._+]", name))
    return 0 if is_desk else len(text)


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
    written,
    pressure,
    member,
    personal,
    password,
    whole,
    secret,
)
CHECKS: dict[str, Check] = {check.__name__: check for check in _ALL}


def read_facts(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data file's `facts` as the checks take them."""
    lengths = {land: int(size) for size, lands in facts["ibanLengths"].items() for land in lands.split(" ")}
    months = {name: at for at, names in enumerate(facts["months"], 1) for name in names.split(" ")}
    words = {name: Words(facts[name]) for name in ("desks", "talk")}
    return {**facts, **words, "ibanLengths": lengths, "months": months}


def _read_looks(text: str, facts: Mapping[str, Any]) -> str:
    """The text with letters that stand in for a digit ("o", "l") read as digits."""
    looks: dict[str, str] = facts["digitLooks"]
    return "".join(looks.get(char, char) for char in text)


def _digits(text: str, facts: Mapping[str, Any]) -> str:
    without_words = WORD.sub("", text)
    return "".join(char for char in _read_looks(without_words, facts) if "0" <= char <= "9")


def _is_card(digits: str, facts: Mapping[str, Any]) -> bool:
    schemes = facts["cards"]
    fits = any(
        len(digits) in lengths and first <= digits[: len(first)] <= last for first, last, lengths in schemes
    )
    return fits and len(set(digits)) > 1 and _luhn(digits)


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


def _is_date(text: str, facts: Mapping[str, Any]) -> bool:
    numbers, month = _date_parts(text, facts)
    if month and len(numbers) == 2:
        return _is_day(numbers[0], month, numbers[1]) or _is_day(numbers[1], month, numbers[0])
    if len(numbers) != 3:
        return False
    a, b, c = numbers
    return _is_day(b, a, c) or _is_day(a, b, c) or _is_day(c, b, a)


def _is_day(day: int, month: int, year: int) -> bool:
    full = year if year >= 100 else 1900 + year if year > 30 else 2000 + year
    return 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] and full in YEARS
