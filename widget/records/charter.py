"""What an inbox is made with: everything about it but its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from widget.crypto.statements import SLUG
from widget.records.inboxes import Topic

CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
# A notice holds to it too: up to four short words, so that nothing else fits where a vendor reads them.
VENDOR_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}(?:[ -][A-Za-z0-9]{1,16}){0,3}")
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
LONGEST_RETENTION = 3650
LONGEST_NAME = 80
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class CharterError(ValueError):
    """One sentence that says what cannot be."""


@dataclass(frozen=True)
class Charter:
    """Raises CharterError when made with what cannot be. A test inbox keeps letters until the day's end."""

    name: str
    slug: str
    sites: tuple[str, ...]
    topics: tuple[Topic, ...]
    languages: tuple[str, ...] = ("en", "es")
    retention_days: int = 90
    test: bool = False
    answer_within_hours: int = 24
    other_help: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for check in (self._check_names, self._check_sites, self._check_choices, self._check_numbers):
            check()

    def to_json(self) -> dict[str, Any]:
        topics = [
            {"code": t.code, "label": dict(t.label), "vendor_label": t.vendor_label} for t in self.topics
        ]
        return vars(self) | {"topics": topics, "other_help": dict(self.other_help)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Charter:
        """Raises CharterError."""
        try:
            topics = tuple(Topic(t["code"], t["label"], t["vendor_label"]) for t in value["topics"])
            lists = {"sites": tuple(value["sites"]), "languages": tuple(value["languages"]), "topics": topics}
            return cls(**{**value, **lists})
        except (KeyError, TypeError, AttributeError):
            raise CharterError("The inbox's description is not complete.") from None

    def _check_names(self) -> None:
        if not 1 <= len(self.name) <= LONGEST_NAME or not self.name.isprintable():
            raise CharterError(f"The name must have 1 to {LONGEST_NAME} printable characters.")
        if not SLUG.fullmatch(self.slug):
            raise CharterError("The slug must be 2 to 32 of a-z, 0-9 and -, a letter first: give --slug.")

    def _check_sites(self) -> None:
        for site in self.sites:
            host = urlsplit(site).hostname or ""
            local = host in LOOPBACK or host.endswith(".localhost")
            if not ORIGIN.fullmatch(site) or (site.startswith("http:") and not local):
                raise CharterError(f"{site} is not an origin such as https://www.example.org (no path).")

    def _check_choices(self) -> None:
        codes = [topic.code for topic in self.topics]
        if not codes or len(set(codes)) != len(codes) or not all(map(CODE.fullmatch, codes)):
            raise CharterError("Topics need codes of a-z, 0-9 and -, each once, and there must be one.")
        if not self.languages or not all(map(LANGUAGE.fullmatch, self.languages)):
            raise CharterError("Languages are codes such as en or es, and there must be one.")
        for topic in self.topics:
            missing = [language for language in self.languages if not topic.label.get(language)]
            if missing:
                raise CharterError(f"The topic {topic.code} has no label in {missing[0]}.")
            if not VENDOR_LABEL.fullmatch(topic.vendor_label):
                raise CharterError(
                    f"The vendor's words for {topic.code} must be up to four short plain words."
                )

    def _check_numbers(self) -> None:
        if self.test != (self.retention_days == 0) or not 0 <= self.retention_days <= LONGEST_RETENTION:
            raise CharterError(f"Retention must be 1 to {LONGEST_RETENTION} days, or 0 for a test inbox.")
        if not 1 <= self.answer_within_hours <= 24 * 30:
            raise CharterError("The time to answer within must be 1 to 720 hours.")


def slug_of(name: str) -> str:
    """What a name gives for a link; the charter says whether it will do."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:32].strip("-")


def topics_from(given: Sequence[str], languages: Sequence[str]) -> tuple[Topic, ...]:
    """`billing` takes our words for a topic, `CODE=LABEL|LABEL` the customer's: a label a language, and
    one more if the vendor is to read other words than the first. None given: all of ours.

    Raises CharterError.
    """
    if not given:
        return tuple(OURS.values())
    return tuple(_topic(words, languages) for words in given)


def _topic(words: str, languages: Sequence[str]) -> Topic:
    code, with_labels, labels = words.partition("=")
    if not with_labels:
        if code not in OURS:
            raise CharterError(f"{code} is no topic of ours ({', '.join(OURS)}): write {code}=LABEL|LABEL.")
        return OURS[code]
    texts = [label.strip() for label in labels.split("|")]
    if not len(languages) <= len(texts) <= len(languages) + 1 or not all(texts):
        raise CharterError(f"The topic {code} needs labels in {', '.join(languages)}, split by |.")
    vendor_label = texts[len(languages)] if len(texts) > len(languages) else texts[0]
    return Topic(code, dict(zip(languages, texts, strict=False)), vendor_label)


OURS = {
    topic.code: topic
    for topic in (
        Topic("appointment", {"en": "An appointment", "es": "Una cita"}, "Appointment"),
        Topic("prescription", {"en": "A prescription", "es": "Una receta"}, "Prescription"),
        Topic("billing", {"en": "Billing or insurance", "es": "Pagos o seguro"}, "Billing"),
        Topic("technical", {"en": "The website or app", "es": "El sitio o la aplicación"}, "Technical"),
        Topic("other", {"en": "Something else", "es": "Otra cosa"}, "Other"),
    )
}
