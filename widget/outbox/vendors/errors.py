"""Why a call to a vendor did not end well, from a closed list: a vendor's own text never gets further."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What `flask outbox status` shows."""

    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    LIMITED = "limited"
    FAILING = "failing"
    GARBLED = "garbled"
    REFUSED = "refused"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    REDIRECTED = "redirected"
    INCOMPLETE = "incomplete"
    HELD_BACK = "held_back"
    BAD_ACCOUNT = "bad_account"
    WORKER_LOST = "worker_lost"


ADVICE = {
    Reason.UNREACHABLE: "The vendor's host could not be reached.",
    Reason.UNTRUSTED: "The vendor's certificate could not be verified.",
    Reason.TIMED_OUT: "The vendor did not answer in time.",
    Reason.CUT_OFF: "The vendor closed the connection without a whole answer.",
    Reason.LIMITED: "The vendor asked to send less often.",
    Reason.FAILING: "The vendor answered with an error of its own (5xx).",
    Reason.GARBLED: "The vendor's answer could not be understood.",
    Reason.REFUSED: "The vendor refused the notice: check its fields against docs/vendors.md, then retry.",
    Reason.UNAUTHORIZED: "The vendor refused the account: check its credentials and rights, then retry.",
    Reason.NOT_FOUND: "The vendor knows no such address: check the account's address, then retry.",
    Reason.REDIRECTED: "The vendor points elsewhere: enter the address it points to, then retry.",
    Reason.INCOMPLETE: "The vendor dropped fields: add its fields, delete the ticket there, then retry.",
    Reason.HELD_BACK: "Not sent: it held something that is not on the vendor's list.",
    Reason.BAD_ACCOUNT: "The account's settings or credentials cannot be read with this key folder.",
    Reason.WORKER_LOST: "The worker stopped while sending.",
}


class VendorError(Exception):
    """A call failed. `str()` is one sentence for the operator.

    permanent: trying again changes nothing until a person acts.
    unsure: the vendor may have acted on the call all the same.
    retry_after: seconds the vendor asked to wait.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        permanent: bool = False,
        unsure: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(ADVICE[reason])
        self.reason = reason
        self.permanent = permanent
        self.unsure = unsure
        self.retry_after = retry_after
