"""What letters say, within the seal: a patient's and the team's, and a reviewer's score."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from .encoding import from_base64url, from_json, text_of, to_base64url, to_json, whole_number
from .errors import Malformed
from .labels import KEY_BYTES
from .xwing import PUBLIC_BYTES

TOPIC = re.compile(r"[a-z][a-z0-9-]{0,31}")
URGENCY = re.compile(r"[a-z]{1,16}")
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Message:
    """The writer's words, and the conversation's facts, which every message of it repeats: the patient's
    choices, the keys that letters are sealed to and checked with, the last day (since 1970) on which the
    first letter can be read, and who claims to write.
    """

    text: str = field(repr=False)
    topic: str
    urgency: str
    language: str
    return_public: bytes = field(repr=False)
    patient_public: bytes = field(repr=False)
    until: int
    name: str = field(repr=False, default="")
    contact: str = field(repr=False, default="")

    def pack(self) -> bytes:
        return to_json(
            {
                "text": self.text,
                "topic": self.topic,
                "urgency": self.urgency,
                "language": self.language,
                "return_pk": to_base64url(self.return_public),
                "patient_pk": to_base64url(self.patient_public),
                "claim": {"name": self.name, "contact": self.contact},
                "until": self.until,
            }
        )

    def saying(self, text: str) -> Message:
        """The next one of the conversation."""
        return replace(self, text=text)

    def agrees_with(self, other: Message) -> bool:
        """Whether both state the same facts."""
        return self.saying("") == other.saying("")

    @classmethod
    def parse(cls, payload: bytes) -> Message:
        """Raises Malformed. Members that are not known are passed over."""
        value = from_json(payload)
        claim: Any = value.get("claim")
        if not isinstance(claim, dict):
            raise Malformed
        return cls(
            text=text_of(value.get("text")),
            topic=matching(TOPIC, value.get("topic")),
            urgency=matching(URGENCY, value.get("urgency")),
            language=matching(LANGUAGE, value.get("language")),
            return_public=from_base64url(value.get("return_pk"), PUBLIC_BYTES),
            patient_public=from_base64url(value.get("patient_pk"), KEY_BYTES),
            until=whole_number(value.get("until")),
            name=text_of(claim.get("name")),
            contact=text_of(claim.get("contact")),
        )


@dataclass(frozen=True)
class Score:
    """Of a conversation: from LOWEST to HIGHEST, and the reviewer's words."""

    score: int
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not LOWEST <= self.score <= HIGHEST:
            raise Malformed

    def pack(self) -> bytes:
        return to_json({"score": self.score, "text": self.text})

    @classmethod
    def parse(cls, payload: bytes) -> Score:
        """Raises Malformed."""
        value = from_json(payload)
        return cls(whole_number(value.get("score")), text_of(value.get("text")))


def matching(pattern: re.Pattern[str], value: object) -> str:
    """Raises Malformed unless all of it is of the pattern."""
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise Malformed
    return value
