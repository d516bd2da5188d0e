"""What a conversation's first letter says, within the seal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .encoding import from_base64url, from_json, text_of, to_base64url, to_json
from .errors import Malformed
from .labels import KEY_BYTES
from .xwing import PUBLIC_BYTES

TOPIC = re.compile(r"[a-z][a-z0-9-]{0,31}")
URGENCY = re.compile(r"[a-z]{1,16}")
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


@dataclass(frozen=True)
class FirstLetter:
    """The patient's words and choices, the keys that later letters are sealed to and checked with, and who
    claims to write.
    """

    text: str = field(repr=False)
    topic: str
    urgency: str
    language: str
    return_public: bytes = field(repr=False)
    patient_public: bytes = field(repr=False)
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
            }
        )

    @classmethod
    def parse(cls, payload: bytes) -> FirstLetter:
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
            name=text_of(claim.get("name")),
            contact=text_of(claim.get("contact")),
        )


def matching(pattern: re.Pattern[str], value: object) -> str:
    """Raises Malformed unless all of it is of the pattern."""
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise Malformed
    return value
