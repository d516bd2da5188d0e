"""The notice: all that a ticketing vendor ever hears about a conversation.

Every field is an enum, a pattern or built from a fixed template, so there is no field that a patient's words
could travel in. The patient is shown these fields before sending, see shared.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum

from widget.records.charter import VENDOR_LABEL
from widget.records.inboxes import Inbox

HOUR = 3600

REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")  # Crockford's alphabet: no I, L, O, U
TOPIC = re.compile(r"[a-z][a-z0-9-]{0,31}")
LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
DESK_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\])(?::[0-9]{1,5})?")


class Kind(StrEnum):
    """What happened to a conversation."""

    OPENED = "opened"


class Urgency(StrEnum):
    """How soon the patient asks for an answer."""

    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"


class BadNotice(ValueError):
    """A field is outside its vocabulary. Names the field, never its value."""


@dataclass(frozen=True)
class Notice:
    """One event of one conversation, in closed vocabularies.

    `received` is in Unix seconds at the full hour; `link` is the desk's own address for the reference.
    """

    kind: Kind
    reference: str
    topic: str
    topic_label: str
    urgency: Urgency
    language: str
    received: int
    link: str
    test: bool

    def __post_init__(self) -> None:
        desk_origin = self.link.removesuffix(desk_path(self.reference)) if isinstance(self.link, str) else ""
        for name, good in (
            ("kind", isinstance(self.kind, Kind)),
            ("reference", _matches(REFERENCE, self.reference)),
            ("topic", _matches(TOPIC, self.topic)),
            ("topic_label", _matches(VENDOR_LABEL, self.topic_label)),
            ("urgency", isinstance(self.urgency, Urgency)),
            ("language", _matches(LANGUAGE, self.language)),
            ("received", type(self.received) is int and self.received > 0 and self.received % HOUR == 0),
            ("link", desk_origin != self.link and _matches(DESK_ORIGIN, desk_origin)),
            ("test", isinstance(self.test, bool)),
        ):
            if not good:
                raise BadNotice(f"notice: {name} is outside its vocabulary")

    @property
    def received_text(self) -> str:
        """The hour of receipt as RFC 3339 in UTC, for example 2026-11-23T19:00:00Z."""
        return datetime.fromtimestamp(self.received, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def facts(self) -> dict[str, str | bool]:
        """Each field as a vendor reads it: what adapters send and what the patient is shown."""
        return {item.name: _spoken(getattr(self, item.name)) for item in fields(self)} | {
            "received": self.received_text
        }

    def pack(self) -> str:
        """The notice as the outbox stores it (JSON)."""
        return json.dumps({item.name: getattr(self, item.name) for item in fields(self)})

    @classmethod
    def unpack(cls, stored: str) -> Notice:
        """The notice of an outbox row. Raises BadNotice where the row does not hold one."""
        try:
            row = json.loads(stored)
            return cls(**row | {"kind": Kind(row["kind"]), "urgency": Urgency(row["urgency"])})
        except (ValueError, KeyError, TypeError) as wrong:
            raise BadNotice("notice: the stored row is not a notice") from wrong


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _spoken(value: str | bool | int) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def desk_path(reference: str) -> str:
    """The desk's path for a conversation."""
    return f"/desk/c/{reference}"


def opened(
    inbox: Inbox,
    *,
    reference: str,
    topic: str,
    urgency: str,
    language: str,
    received_at: float,
    desk_origin: str,
) -> Notice:
    """The notice of a new conversation. Raises BadNotice, also for a topic that is not the inbox's."""
    return Notice(
        kind=Kind.OPENED,
        reference=reference,
        topic=topic,
        topic_label=_label_of(inbox, topic),
        urgency=_urgency(urgency),
        language=language,
        received=int(received_at) // HOUR * HOUR,
        link=desk_origin + desk_path(reference),
        test=inbox.test,
    )


def _label_of(inbox: Inbox, code: str) -> str:
    for topic in inbox.topics:
        if topic.code == code:
            return topic.vendor_label
    raise BadNotice("notice: topic is not one of the inbox's")


def _urgency(given: str) -> Urgency:
    try:
        return Urgency(given)
    except ValueError:
        raise BadNotice("notice: urgency is outside its vocabulary") from None
