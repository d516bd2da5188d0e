"""A patient in Python, who follows an inbox's keys over HTTP and seals letters as the browser does."""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

import requests

from widget.crypto.compartment import PUT, seal_compartment
from widget.crypto.envelope import Slip, seal_envelope, submission_digest
from widget.crypto.header import INBOX, NO_LETTER, PATIENT, RETURN, Header
from widget.crypto.labels import ID_BYTES, KEY_BYTES
from widget.crypto.letter import letter_hash, seal_letter
from widget.crypto.memo import Memo, seal_memo
from widget.crypto.payload import Message
from widget.crypto.returncode import ReturnKeys, derive, new_code
from widget.crypto.statements import InboxKeys, Signed, follow, pin_of
from widget.records.retention import day_of

PATIENCE = 10  # seconds
TOPICS = re.compile("data-topics='([^']*)'")


@dataclass(frozen=True)
class Patient:
    """Has the form of one inbox open: what the server said, and where to post."""

    origin: str
    inbox: str
    topic: str
    keys: InboxKeys
    post_public: bytes = field(repr=False)
    notify_public: bytes = field(repr=False)
    token: str = field(repr=False)
    until: int
    """The last day (since 1970) of a letter that is received today."""

    @classmethod
    def opens(cls, origin: str, inbox: str) -> Patient:
        page = f"{origin}/f/{inbox}"
        topics = TOPICS.search(requests.get(page, timeout=PATIENCE).text)
        assert topics
        answer = requests.get(f"{page}/keys", timeout=PATIENCE).json()
        root = unbase64(answer["root"])
        statements = signed(answer["authority"]), signed(answer["keys"])
        keys = follow([pin_of(root)], inbox, root, *statements, answer["now"])
        token = requests.get(f"{page}/token", timeout=PATIENCE).json()["token"]
        topic = json.loads(topics[1])[0]["code"]
        public = [unbase64(answer[kind]["public"]) for kind in ("post_key", "notify_key")]
        until = day_of(answer["now"]) + answer["kept_days"]
        return cls(origin, inbox, topic, keys, *public, token, until)

    @property
    def address(self) -> str:
        """Where envelopes are posted."""
        return f"{self.origin}/f/{self.inbox}/envelopes"

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/octet-stream",
            "Origin": self.origin,
            "Sec-Fetch-Site": "same-origin",
            "X-Form-Token": self.token,
        }

    def seal(self, text: str) -> bytes:
        """A new conversation's envelope."""
        code = derive(new_code())
        conversation = secrets.token_bytes(ID_BYTES)
        keys = (code.xwing_public, code.sign_public)
        first = Message(text, self.topic, "normal", "en", *keys, self.until)
        header = Header(PATIENT, self.keys.inbox, conversation, secrets.token_bytes(ID_BYTES), 1, NO_LETTER)
        readers = [(INBOX, self.keys.epoch.xwing_public), (RETURN, code.xwing_public)]
        letter = seal_letter(header, first.pack(), readers, code.sign_seed)
        digest = submission_digest(secrets.token_bytes(KEY_BYTES), PUT, "", first.pack())
        compartment = seal_compartment(self.notify_public, PUT, "")
        slip = self._slip(conversation, code, letter)
        submission = secrets.token_bytes(ID_BYTES)
        return seal_envelope(self.post_public, submission, digest, slip, compartment, letter)

    def post(self, envelope: bytes) -> requests.Response:
        """Raises requests.RequestException where no answer came."""
        return requests.post(self.address, data=envelope, headers=self.headers, timeout=PATIENCE)

    def _slip(self, conversation: bytes, code: ReturnKeys, letter: bytes) -> Slip:
        memo = Memo(self.keys.root, self.keys.inbox, self.keys.seq, letter_hash(letter))
        return Slip(
            inbox=self.keys.inbox,
            conversation=conversation,
            topic=self.topic,
            urgency="normal",
            language="en",
            locator=code.locator,
            token_hash=code.token_hash,
            patient_sign_public=code.sign_public,
            memo=seal_memo(code.memo_key, conversation, memo),
        )


def signed(statement: dict[str, Any]) -> Signed:
    return Signed(unbase64(statement["bytes"]), unbase64(statement["signature"]))


def unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
