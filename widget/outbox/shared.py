"""What the patient's page says before sending about which facts leave: read from notices, field by field."""

from __future__ import annotations

from dataclasses import dataclass, fields

from widget.outbox.notice import Notice, Urgency, opened
from widget.records import retention
from widget.records.inboxes import Inbox

EXAMPLE_REFERENCE = "7Q4M9ZTK2D"
EXAMPLE_TIME = 1_800_000_000

# By field of a notice and language of the page. A field that has no line here breaks the page.
LABELS = {
    "kind": {"en": "That you asked for help", "es": "Que usted pidió ayuda"},
    "reference": {"en": "A reference number, made at random", "es": "Un número de referencia, hecho al azar"},
    "topic": {"en": "The topic you choose", "es": "El tema que usted elige"},
    "topic_label": {"en": "The team's name for that topic", "es": "El nombre que el equipo da a ese tema"},
    "urgency": {"en": "How urgent you say it is", "es": "La urgencia que usted indica"},
    "language": {"en": "The language of this form", "es": "El idioma de este formulario"},
    "received": {"en": "When it arrived", "es": "Cuándo llegó"},
    "link": {"en": "A link that only the team can use", "es": "Un enlace que solo el equipo puede usar"},
    "test": {"en": "Whether this is a test", "es": "Si esto es una prueba"},
}

# How a vendor is called where the patient reads it.
VENDOR_NAMES = {"webhook": "", "roundup": "Roundup", "rt": "Request Tracker"}

Facts = dict[str, str | bool]


@dataclass(frozen=True)
class SharedFact:
    """One line of "What is shared".

    `label` by the page's language; `value` is what the vendor reads; where that depends on the patient's
    choice, `values` has it by the choice's code (of the topic, urgency or language).
    """

    name: str
    label: dict[str, str]
    value: str
    values: dict[str, str]


@dataclass(frozen=True)
class Shared:
    """Which facts leave, to which vendor, and for how long the letter can be read at the most.

    `vendor` is the product's name, empty where there is none to tell; no facts leave from an inbox without
    a vendor account. `retention_days` after receipt the letter can no longer be read (0: at the day's end),
    and `backup_days` later not from the key folder's backups either.
    """

    vendor: str
    facts: tuple[SharedFact, ...]
    retention_days: int
    backup_days: int


def shared_facts(inbox: Inbox, *, vendor: str | None, desk_origin: str, backup_days: int) -> Shared:
    """`vendor` is the kind of the inbox's account (webhook, roundup, rt), None where it has no account."""
    told = _Example(inbox, desk_origin)
    facts = told.lines() if vendor is not None else ()
    days = retention.expiry_day(inbox, received_at=0)  # days since 1970, so the days that a letter lasts
    return Shared(VENDOR_NAMES.get(vendor or "", ""), facts, days, backup_days)


class _Example:
    """Notices as this inbox would send them, one for each choice that a patient has."""

    def __init__(self, inbox: Inbox, desk_origin: str) -> None:
        self._inbox = inbox
        self._desk_origin = desk_origin

    def lines(self) -> tuple[SharedFact, ...]:
        by_topic = {topic.code: self._facts(topic=topic.code) for topic in self._inbox.topics}
        choices = {
            "topic": by_topic,
            "topic_label": by_topic,
            "urgency": {level.value: self._facts(urgency=level.value) for level in Urgency},
            "language": {code: self._facts(language=code) for code in self._inbox.languages},
        }
        return tuple(self._line(item.name, choices.get(item.name, {})) for item in fields(Notice))

    def _line(self, name: str, choices: dict[str, Facts]) -> SharedFact:
        values = {code: str(facts[name]) for code, facts in choices.items()}
        return SharedFact(name, LABELS[name], str(self._facts()[name]), values)

    def _facts(self, **chosen: str) -> Facts:
        first = {
            "topic": self._inbox.topics[0].code,
            "urgency": Urgency.NORMAL.value,
            "language": self._inbox.languages[0],
        }
        return opened(
            self._inbox,
            reference=EXAMPLE_REFERENCE,
            received_at=EXAMPLE_TIME,
            desk_origin=self._desk_origin,
            **first | chosen,
        ).facts()
