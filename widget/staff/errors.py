"""Why something is not done for a member. What the doors answer is theirs to say."""

from __future__ import annotations


class StaffError(Exception):
    """Nothing of what was asked for is done."""


class Invalid(StaffError):
    """It does not fit what is there; the message is one sentence for the member."""


class NotTheirs(StaffError):
    """A passkey's answer that does not hold: nobody is signed in by it, whatever the reason is."""


class Gone(StaffError):
    """An invitation that is used, expired or unknown, and other things that are not there."""


class NeedsKit(StaffError):
    """Only the root decides who is a lead; the message is one sentence for the member."""


class Outdated(StaffError):
    """Somebody changed it meanwhile; `version` is what it has now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


class Stale(StaffError):
    """A letter that is sealed to keys which take none any more, or not yet."""


class Taken(StaffError):
    """Another letter has this one's id."""
