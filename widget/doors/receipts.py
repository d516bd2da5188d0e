"""What a patient is told of an accepted submission, the same however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from widget.records import retention
from widget.records.expectation import answer_within_hours, counts_office_hours, expected_at
from widget.records.inboxes import Inbox


@dataclass(frozen=True)
class Receipt:
    """Days are UTC, as YYYY-MM-DD. `answer_by` (Unix seconds) is there where only office hours count: their
    number would tell a patient little.
    """

    reference: str
    received_on: str
    readable_until: str
    answer_within_hours: int
    answer_by: int | None

    def facts(self) -> dict[str, Any]:
        return vars(self).copy()


def receipt(inbox: Inbox, *, reference: str, received_at: int, expiry_day: int, backup_days: int) -> Receipt:
    return Receipt(
        reference=reference,
        received_on=datetime.fromtimestamp(received_at, UTC).date().isoformat(),
        readable_until=retention.readable_until(expiry_day, backup_days).isoformat(),
        answer_within_hours=answer_within_hours(inbox),
        answer_by=expected_at(inbox, received_at) if counts_office_hours(inbox) else None,
    )
