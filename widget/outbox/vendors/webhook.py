"""Any receiver that speaks Standard Webhooks: https://www.standardwebhooks.com/"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from widget.outbox import notice as words
from widget.outbox import shape, wording
from widget.outbox.exchange import Limits
from widget.outbox.gate import Gate
from widget.outbox.notice import Notice
from widget.outbox.vendors.base import BadSettings, address, text
from widget.records.charter import VENDOR_LABEL

SECRET_PREFIX = "whsec_"  # noqa: S105  the standard's mark of a secret, not one


class Webhook:
    """Has no lookup: the receiver takes each `webhook-id` once, as the standard asks of it."""

    setting_names: ClassVar[tuple[str, ...]] = ("url",)
    credential_names: ClassVar[tuple[str, ...]] = ("secret",)
    shape: ClassVar[shape.Shape] = {
        "type": re.compile(r"conversation\.opened"),
        "timestamp": shape.HOUR,
        "data": {
            "title": shape.TITLE,
            "kind": re.compile("|".join(kind.value for kind in words.Kind)),
            "reference": words.REFERENCE,
            "topic": words.TOPIC,
            "topic_label": VENDOR_LABEL,
            "urgency": shape.URGENCY,
            "language": words.LANGUAGE,
            "received": shape.HOUR,
            "link": shape.LINK,
            "test": bool,
        },
    }

    def __init__(
        self, settings: Mapping[str, Any], credentials: Mapping[str, str], limits: Limits, ends: float
    ) -> None:
        self._url = address(settings)
        self._key = _key(text(credentials, "secret"))
        self._gate = Gate(self.shape, limits, ends=ends)

    @property
    def grace(self) -> float:
        return 0.0

    # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
    def compose(self, notice: Notice) -> bytes:
        data = {"title": wording.title(notice), **notice.facts()}
        payload = {"type": f"conversation.{notice.kind}", "timestamp": notice.received_text, "data": data}
        return json.dumps(payload, separators=(",", ":")).encode()

    def find(self, notice: Notice) -> str | None:  # noqa: ARG002  there is nothing to ask: see the class
        return None

    def create(self, notice: Notice, body: bytes, delivery_id: str) -> str:  # noqa: ARG002  the body is of it
        self._gate.tell(self._url, body, self._signed(body, delivery_id, int(time.time())))
        return delivery_id

    # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers
    def _signed(self, body: bytes, delivery_id: str, timestamp: int) -> dict[str, str]:
        signed = f"{delivery_id}.{timestamp}.".encode() + body
        signature = base64.b64encode(hmac.new(self._key, signed, hashlib.sha256).digest()).decode()
        return {
            "Content-Type": "application/json",
            "webhook-id": delivery_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": f"v1,{signature}",
        }


def _key(secret: str) -> bytes:
    """24 to 64 bytes, as the standard asks. Raises BadSettings without quoting the secret."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not 24 <= len(key) <= 64:
        raise BadSettings("secret must be whsec_ and then 24 to 64 bytes in base64.")
    return key
