"""Every way to say no: a code for scripts, a status, and what to do in a plain sentence."""

from __future__ import annotations

from typing import Any

REFUSALS = {
    "malformed": (400, "This message could not be read. Reload the page and send it again."),
    "origin": (403, "Messages can only be sent from the form itself. Open the form and send it from there."),
    "token": (403, "This form was not opened here. Reload the page and send the message again."),
    "not_found": (404, "There is no such form. Check the link that brought you here."),
    "conflict": (409, "Another message was sent in this one's place. Reload the page to write a new one."),
    "stale": (412, "This form was open for long. Send the message again."),
    "too_large": (413, "This message is too long. Shorten it and send it again."),
    "media_type": (415, "Messages can only be sent by the form. Open the form and send it from there."),
    "slip": (422, "This message does not fit the form. Reload the page and send it again."),
    "limited": (429, "Many messages came from your network. Wait a moment and send it again."),
    "overloaded": (503, "Messages cannot be taken at this moment. Wait a little and send it again."),
    "clock": (422, "This device's clock is wrong. Set its date and time and send it again."),
    # The desk's own.
    "signed_out": (401, "You are signed out. Open the desk and sign in with your passkey."),
    "forbidden": (403, "Your role does not allow this. Send your request to a lead of the inbox."),
    "touch": (403, "This needs your passkey once more. Confirm with it and send the request again."),
    "csrf": (403, "This page is of another session. Reload it."),
    "gone": (404, "This is not here, or no longer. Reload the page."),
    "version": (409, "Somebody changed this meanwhile. Reload it and send yours again."),
    "invalid": (422, "This cannot be taken as it is. Reload the page and send it again."),
    "budget": (429, "You have read as many conversations as you may for now. Wait a while."),
}

# What staff read where the same refusal means another thing than to a patient.
AT_THE_DESK = {
    "malformed": "This request could not be read. Reload the page and try again.",
    "origin": "Only the desk's own pages may ask for this. Open the desk.",
    "too_large": "This is more than the desk takes at once. Send less.",
    "media_type": "The desk sends this in another form. Reload the page.",
    "limited": "There were many tries from your network. Wait a moment and try again.",
    "overloaded": "The desk cannot answer at this moment. Wait a little and try again.",
}


class Refusal(Exception):
    """Ends the request with one of REFUSALS. `more` joins the answer's JSON; `retry_after` is in seconds."""

    def __init__(
        self, code: str, *, retry_after: int | None = None, more: dict[str, Any] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.more = more or {}

    @property
    def status(self) -> int:
        return REFUSALS[self.code][0]

    @property
    def message(self) -> str:
        return REFUSALS[self.code][1]


class NotHere(Exception):
    """The request gets the page that every unknown address has."""
