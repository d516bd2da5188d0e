"""When a patient may expect an answer."""

from __future__ import annotations

from widget.records.inboxes import Inbox

ANSWER_WITHIN_HOURS = 24  # where the inbox does not say
HOUR_SECONDS = 3600


def answer_within_hours(inbox: Inbox) -> int:
    return int(inbox.settings.get("answer_within_hours", ANSWER_WITHIN_HOURS))


def expected_at(inbox: Inbox, received_at: int) -> int:
    """In Unix seconds."""
    return received_at + answer_within_hours(inbox) * HOUR_SECONDS
