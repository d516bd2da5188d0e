"""How much a member may read, as an inbox sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from widget.records.inboxes import Inbox

SETTING = "budget"
MOST_BURST = 200
MOST_HOURLY = 3600
MOST_DAY = 100_000


class BadLimit(ValueError):
    """One sentence that says what cannot be."""


@dataclass(frozen=True)
class Limits:
    """Conversations that a member may read in an hour, at once (after a pause) and in a day, and all members
    of the inbox together in a day. Raises BadLimit when made with what cannot be.
    """

    hourly: int = 60
    burst: int = 20
    member_day: int = 200
    inbox_day: int = 1000

    def __post_init__(self) -> None:
        most = {"hourly": MOST_HOURLY, "burst": MOST_BURST, "member_day": MOST_DAY, "inbox_day": MOST_DAY}
        for name, value in asdict(self).items():
            if not 1 <= value <= most[name]:
                raise BadLimit(f"--{name.replace('_', '-')} must be 1 to {most[name]}.")
        if self.member_day > self.inbox_day:
            raise BadLimit("--member-day cannot be above --inbox-day.")


def limits_in(settings: Mapping[str, Any]) -> Limits:
    """Of an inbox's settings: what it does not set is ours."""
    return Limits(**settings.get(SETTING, {}))


def with_limits(found: Inbox, changes: Mapping[str, int]) -> Mapping[str, Any]:
    """The setting with these changed. Raises BadLimit."""
    own = {**found.settings.get(SETTING, {}), **changes}
    Limits(**own)
    return {SETTING: own}


def without_limits() -> Mapping[str, Any]:
    return {SETTING: None}
