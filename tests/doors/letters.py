"""Envelopes as the browser makes them, and as it never would: any part of a draft can be another."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from nacl import bindings

from widget.crypto.compartment import PUT, seal_compartment
from widget.crypto.envelope import Slip, key_id_of
from widget.crypto.header import INBOX, NO_LETTER, PATIENT, RETURN, Header
from widget.crypto.letter import seal_letter
from widget.crypto.payload import Message
from widget.crypto.returncode import derive, new_code


@dataclass(frozen=True)
class Draft:
    """A new conversation's first letter to an epoch of an inbox, in an envelope to a post key."""

    inbox: bytes
    epoch_public: bytes
    post_public: bytes
    notify_public: bytes
    topic: str = "billing"
    text: str = "When is my refill due?"
    submission: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    digest: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    conversation: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    letter: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    code: str = field(default_factory=new_code)
    until: int = 0
    """The first letter's last day, in days since 1970."""
    mode: int = PUT
    notify: str = field(default="", repr=False)
    """The address that the compartment holds."""

    def but(self, **changes: Any) -> Draft:
        return replace(self, **changes)

    def anew(self) -> Draft:
        """Another submission of another patient."""
        keys = (self.epoch_public, self.post_public, self.notify_public)
        return Draft(self.inbox, *keys, self.topic, self.text)

    def slip(self, **changes: Any) -> Slip:
        keys = derive(self.code)
        slip = Slip(
            inbox=self.inbox,
            conversation=self.conversation,
            topic=self.topic,
            urgency="normal",
            language="en",
            locator=keys.locator,
            token_hash=keys.token_hash,
            patient_sign_public=keys.sign_public,
            memo=b"memo",
        )
        return replace(slip, **changes)

    def header(self, **changes: Any) -> Header:
        header = Header(PATIENT, self.inbox, self.conversation, self.letter, 1, NO_LETTER)
        return replace(header, **changes)

    def message(self) -> Message:
        keys = derive(self.code)
        facts = (self.topic, "normal", "en", keys.xwing_public, keys.sign_public, self.until)
        return Message(self.text, *facts, "Ana", "555-0100")

    def sealed_letter(
        self, header: Header | None = None, readers: list[tuple[int, bytes]] | None = None
    ) -> bytes:
        keys = derive(self.code)
        to = readers or [(INBOX, self.epoch_public), (RETURN, keys.xwing_public)]
        return seal_letter(header or self.header(), self.message().pack(), to, keys.sign_seed)

    def inner(self, *, slip: bytes | None = None, letter: bytes | None = None) -> bytes:
        """What is within the box."""
        start = [b"SP\x01", self.submission, self.digest, slip if slip is not None else self.slip().pack()]
        compartment = seal_compartment(self.notify_public, self.mode, self.notify).pack()
        return b"".join([*start, compartment, letter if letter is not None else self.sealed_letter()])

    def boxed(self, inner: bytes) -> bytes:
        sealed = bindings.crypto_box_seal(inner, self.post_public)
        return b"SE\x01" + key_id_of(self.post_public) + sealed

    def envelope(self, *, slip: Slip | None = None, letter: bytes | None = None) -> bytes:
        return self.boxed(self.inner(slip=None if slip is None else slip.pack(), letter=letter))
