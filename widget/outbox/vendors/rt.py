"""Request Tracker 5, by REST 2.0: https://docs.bestpractical.com/rt/5.0/RT/REST2.html"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from widget.outbox import notice as words
from widget.outbox import shape, wording
from widget.outbox.exchange import Limits
from widget.outbox.gate import Answer, Gate
from widget.outbox.notice import Notice
from widget.outbox.vendors.base import BadSettings, address, seconds, text
from widget.outbox.vendors.errors import Reason, VendorError
from widget.records.charter import VENDOR_LABEL

ID = re.compile(r"[0-9]{1,18}")
QUEUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}")  # it stands in a query: no quote, no backslash


class RequestTracker:
    """RT takes a ticket and silently drops custom fields that it does not like, so each one is read back."""

    setting_names: ClassVar[tuple[str, ...]] = ("url", "queue", "lookup_after")
    credential_names: ClassVar[tuple[str, ...]] = ("token",)
    shape: ClassVar[shape.Shape] = {
        "Queue": QUEUE,
        "Subject": shape.TITLE,
        "Content": re.compile(r"[][A-Za-z0-9 .,:/\n-]{1,700}"),
        "ContentType": re.compile(r"text/plain"),
        "CustomFields": {
            "Ref": words.REFERENCE,
            "Category": VENDOR_LABEL,
            "Urgency": shape.URGENCY,
            "Lang": words.LANGUAGE,
            "ConsoleLink": shape.LINK,
        },
    }

    def __init__(
        self, settings: Mapping[str, Any], credentials: Mapping[str, str], limits: Limits, ends: float
    ) -> None:
        self._rest = address(settings).rstrip("/") + "/REST/2.0"
        self._queue = text(settings, "queue")
        if not QUEUE.fullmatch(self._queue):
            raise BadSettings("queue may have letters, digits, spaces and _ . - alone.")
        self._grace = seconds(settings, "lookup_after", 60)
        headers = {"Accept": "application/json", "Authorization": f"token {text(credentials, 'token')}"}
        self._gate = Gate(self.shape, limits, ends=ends, headers=headers)

    @property
    def grace(self) -> float:
        return self._grace

    # https://docs.bestpractical.com/rt/5.0/RT/REST2.html#Creating-Tickets
    # No Requestor: RT would make a user of an address and write to it.
    def compose(self, notice: Notice) -> bytes:
        payload = {
            "Queue": self._queue,
            "Subject": wording.title(notice),
            "Content": wording.body(notice),
            "ContentType": "text/plain",
            "CustomFields": _custom_fields(notice),
        }
        return json.dumps(payload).encode()

    # https://docs.bestpractical.com/rt/5.0/RT/REST2.html#Searches
    # By the subject too: a ticket whose fields RT dropped has no Ref.
    def find(self, notice: Notice) -> str | None:
        query = (
            f"Queue = '{self._queue}' AND "
            f"('CF.{{Ref}}' = '{notice.reference}' OR Subject = '{wording.title(notice)}')"
        )
        parameters = {"query": query, "orderby": "id", "order": "ASC"}
        held = self._gate.ask(f"{self._rest}/tickets", parameters).json().get("items")
        if not isinstance(held, list) or not all(isinstance(item, dict) for item in held):
            raise VendorError(Reason.GARBLED)
        return self._read_back(_id(held[0]), notice) if held else None

    def create(self, notice: Notice, body: bytes, delivery_id: str) -> str:  # noqa: ARG002  Ref is the key here
        answer = self._gate.tell(f"{self._rest}/ticket", body, {"Content-Type": "application/json"})
        ticket = _id(answer.json())
        try:
            return self._read_back(ticket, notice)
        except VendorError as error:
            error.unsure = True  # the ticket is there: it must be found again, not made again
            raise

    def _read_back(self, ticket: str, notice: Notice) -> str:
        """The ticket, if RT kept all of it."""
        held = self._gate.ask(f"{self._rest}/ticket/{ticket}")
        if not _kept(held, notice):
            raise VendorError(Reason.INCOMPLETE, permanent=True)
        return ticket


def _custom_fields(notice: Notice) -> dict[str, str]:
    return {
        "Ref": notice.reference,
        "Category": notice.topic_label,
        "Urgency": notice.urgency.value,
        "Lang": notice.language,
        "ConsoleLink": notice.link,
    }


def _kept(answer: Answer, notice: Notice) -> bool:
    ticket = answer.json()
    listed = ticket.get("CustomFields")
    if not isinstance(listed, list) or not all(isinstance(custom, dict) for custom in listed):
        raise VendorError(Reason.GARBLED)
    kept = {str(custom.get("name")): custom.get("values") for custom in listed}
    return ticket.get("Requestor") == [] and all(
        kept.get(name) == [value] for name, value in _custom_fields(notice).items()
    )


def _id(ticket: dict[str, Any]) -> str:
    given = ticket.get("id")
    if not isinstance(given, (str, int)) or isinstance(given, bool) or not ID.fullmatch(str(given)):
        raise VendorError(Reason.GARBLED, unsure=True)
    return str(given)
