"""How many of an inbox's closed conversations are drawn for review, and how many its reviewers may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from widget.records.inboxes import Inbox
from widget.staff.limits import MOST_BURST, MOST_DAY, MOST_HOURLY, BadLimit, Limits, limits_in
from widget.staff.people import REVIEWER

SETTING = "review"
BOUNDS = {"percent": (0, 100), "hourly": (1, MOST_HOURLY), "burst": (1, MOST_BURST), "day": (1, MOST_DAY)}


@dataclass(frozen=True)
class Review:
    """Of a hundred closed conversations so many are drawn; a reviewer may read so many in an hour, at once
    (after a pause) and in a day. Raises BadLimit when made with what cannot be.
    """

    percent: int = 10
    hourly: int = 20
    burst: int = 5
    day: int = 60

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            least, most = BOUNDS[name]
            if not least <= value <= most:
                raise BadLimit(f"--{name} must be {least} to {most}.")


def review_in(settings: Mapping[str, Any]) -> Review:
    """Of an inbox's settings: what it does not set is ours."""
    return Review(**settings.get(SETTING, {}))


def with_review(found: Inbox, changes: Mapping[str, int]) -> Mapping[str, Any]:
    """The setting with these changed. Raises BadLimit."""
    own = {**found.settings.get(SETTING, {}), **changes}
    Review(**own)
    return {SETTING: own}


def without_review() -> Mapping[str, Any]:
    return {SETTING: None}


def limits_for(role: str, settings: Mapping[str, Any]) -> Limits:
    """What a member who acts as that may read. All that the inbox's members read in a day counts together,
    whatever they are.
    """
    limits = limits_in(settings)
    if role != REVIEWER:
        return limits
    own = review_in(settings)
    return Limits(own.hourly, own.burst, min(own.day, limits.inbox_day), limits.inbox_day)
