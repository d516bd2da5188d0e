"""Roundup, by its REST interface: https://www.roundup-tracker.org/docs/rest.html"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from requests.auth import HTTPBasicAuth

from widget.outbox import notice as words
from widget.outbox import shape, wording
from widget.outbox.exchange import Limits
from widget.outbox.gate import Answer, Gate
from widget.outbox.notice import Notice
from widget.outbox.vendors.base import address, seconds, text
from widget.outbox.vendors.errors import Reason, VendorError
from widget.records.charter import VENDOR_LABEL

CONFLICT = 409
ID = re.compile(r"[0-9]{1,18}")


class Roundup:
    """The tracker itself refuses a second issue with the same `ref`, so that creates that cross make one."""

    setting_names: ClassVar[tuple[str, ...]] = ("url", "lookup_after")
    credential_names: ClassVar[tuple[str, ...]] = ("user", "password")
    shape: ClassVar[shape.Shape] = {
        "title": shape.TITLE,
        "ref": words.REFERENCE,
        "category": VENDOR_LABEL,
        "urgency": shape.URGENCY,
        "lang": words.LANGUAGE,
        "console_link": shape.LINK,
    }

    def __init__(
        self, settings: Mapping[str, Any], credentials: Mapping[str, str], limits: Limits, ends: float
    ) -> None:
        tracker = address(settings).rstrip("/") + "/"
        self._issues = tracker + "rest/data/issue"
        self._grace = seconds(settings, "lookup_after", 5)
        place = urlsplit(tracker)
        # Roundup takes a call for a forged form without these three:
        # https://www.roundup-tracker.org/docs/rest.html#preventing-csrf-attacks
        headers = {
            "Accept": "application/json",
            "X-Requested-With": "rest",
            "Origin": f"{place.scheme}://{place.netloc}",
            "Referer": tracker,
        }
        # Bytes, because Requests would encode text as Latin-1 and Roundup reads UTF-8.
        auth = HTTPBasicAuth(text(credentials, "user").encode(), text(credentials, "password").encode())
        self._gate = Gate(self.shape, limits, ends=ends, auth=auth, headers=headers)

    @property
    def grace(self) -> float:
        return self._grace

    # https://www.roundup-tracker.org/docs/rest.html#post-method
    def compose(self, notice: Notice) -> bytes:
        payload = {
            "title": wording.title(notice),
            "ref": notice.reference,
            "category": notice.topic_label,
            "urgency": notice.urgency.value,
            "lang": notice.language,
            "console_link": notice.link,
        }
        return json.dumps(payload).encode()

    # https://www.roundup-tracker.org/docs/rest.html#searches-and-selection (":=" is the exact match)
    def find(self, notice: Notice) -> str | None:
        held = _data(self._gate.ask(self._issues, {"ref:": notice.reference})).get("collection")
        if not isinstance(held, list) or not all(isinstance(issue, dict) for issue in held):
            raise VendorError(Reason.GARBLED)
        return min((_id(issue) for issue in held), key=int, default=None)

    def create(self, notice: Notice, body: bytes, delivery_id: str) -> str:  # noqa: ARG002  ref is the key here
        headers = {"Content-Type": "application/json"}
        answer = self._gate.tell(self._issues, body, headers, also=(CONFLICT,))
        return self._duplicate_of(notice) if answer.status == CONFLICT else _id(_data(answer))

    def _duplicate_of(self, notice: Notice) -> str:
        """The tracker has the reference already. Where it has not after all, the conflict was another one."""
        found = self.find(notice)
        if found is None:
            raise VendorError(Reason.REFUSED, permanent=True)
        return found


def _data(answer: Answer) -> dict[str, Any]:
    data = answer.json().get("data")
    if not isinstance(data, dict):
        raise VendorError(Reason.GARBLED, unsure=True)
    return data


def _id(issue: dict[str, Any]) -> str:
    given = issue.get("id")
    if not isinstance(given, (str, int)) or isinstance(given, bool) or not ID.fullmatch(str(given)):
        raise VendorError(Reason.GARBLED, unsure=True)
    return str(given)
