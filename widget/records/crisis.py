"""Whom patients are told to call in a crisis: ours is of the United States; an inbox may have its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from widget.records.inboxes import Inbox

ADDRESS = re.compile(r"tel:\+?[0-9]{2,15}|sms:\+?[0-9]{2,15}(\?body=[A-Za-z]{1,20})?")
# All of them have to be seen at once on a phone, above what is typed.
MOST_CONTACTS = 4
LONGEST_NAME = 30
LONGEST_PURPOSE = 60


class BadContact(ValueError):
    """One sentence that says what cannot be."""


@dataclass(frozen=True)
class Contact:
    """`address` is what a tap opens, `name` what it says, `purpose` (or nothing) what stands below."""

    address: str
    name: str
    purpose: str = ""


Contacts = tuple[Contact, ...]

OURS: Mapping[str, Contacts] = {
    "en": (
        Contact("tel:988", "Call 988", "Suicide & Crisis Lifeline, free 24/7"),
        Contact("sms:988", "Text 988"),
        Contact("tel:911", "Call 911", "in an emergency"),
    ),
    "es": (
        Contact("tel:988", "Llame al 988", "Línea de crisis, gratis 24/7; oprima 2 para español"),
        Contact("sms:988?body=AYUDA", "Envíe AYUDA al 988"),
        Contact("tel:911", "Llame al 911", "en una emergencia"),
    ),
}


def contacts_of(inbox: Inbox) -> dict[str, Contacts]:
    """By each language of the inbox."""
    own = _own(inbox)
    ours = {language: OURS.get(language, OURS["en"]) for language in inbox.languages}
    return ours | {
        language: tuple(Contact(**each) for each in own[language])
        for language in inbox.languages
        if language in own
    }


def ours_in(inbox: Inbox) -> tuple[str, ...]:
    """The inbox's languages that have no list of its own."""
    return tuple(language for language in inbox.languages if language not in _own(inbox))


def with_contacts(inbox: Inbox, language: str, contacts: Sequence[Contact]) -> Mapping[str, Any]:
    """The inbox's setting with these in place of the language's list. Raises BadContact."""
    _check_language(inbox, language)
    if not 1 <= len(contacts) <= MOST_CONTACTS:
        raise BadContact(f"A language has 1 to {MOST_CONTACTS} contacts: --contact ADDRESS NAME PURPOSE.")
    for contact in contacts:
        _check(contact)
    return {"crisis": {**_own(inbox), language: [asdict(contact) for contact in contacts]}}


def without_contacts(inbox: Inbox, language: str | None) -> Mapping[str, Any]:
    """The inbox's setting with our list again, in one language or in all. Raises BadContact."""
    if language is None:
        return {"crisis": None}
    _check_language(inbox, language)
    return {"crisis": {other: own for other, own in _own(inbox).items() if other != language} or None}


def _own(inbox: Inbox) -> Mapping[str, Any]:
    own: Mapping[str, Any] = inbox.settings.get("crisis", {})
    return own


def _check_language(inbox: Inbox, language: str) -> None:
    if language not in inbox.languages:
        raise BadContact(f"The inbox does not speak {language}; it speaks {', '.join(inbox.languages)}.")


def _check(contact: Contact) -> None:
    if not ADDRESS.fullmatch(contact.address):
        raise BadContact(
            f"{contact.address!r} is no address such as tel:112, tel:+34910000000 or sms:85258?body=HOME."
        )
    for what, text, shortest, longest in (
        ("name", contact.name, 1, LONGEST_NAME),
        ("purpose", contact.purpose, 0, LONGEST_PURPOSE),
    ):
        if not shortest <= len(text.strip()) <= longest or not text.isprintable():
            raise BadContact(
                f"The {what} of {contact.address} must have {shortest} to {longest} printable characters."
            )
