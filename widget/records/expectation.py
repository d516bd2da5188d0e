"""When a patient may expect an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from widget.records.hours import hours_in
from widget.records.inboxes import Inbox

ANSWER_WITHIN_HOURS = 24  # where the inbox does not say
MOST_HOURS = 24 * 30
HOUR_SECONDS = 3600


def answer_within_hours(inbox: Inbox) -> int:
    return int(inbox.settings.get("answer_within_hours", ANSWER_WITHIN_HOURS))


def with_answer_hours(hours: int) -> Mapping[str, Any]:
    """The setting, for `changing.change`."""
    return {"answer_within_hours": hours}


def counts_office_hours(inbox: Inbox) -> bool:
    """Whether only hours count in which the team is there."""
    return hours_in(inbox.settings) is not None


def expected_at(inbox: Inbox, received_at: int) -> int:
    """In Unix seconds."""
    seconds = answer_within_hours(inbox) * HOUR_SECONDS
    hours = hours_in(inbox.settings)
    return received_at + seconds if hours is None else hours.after(received_at, seconds)
