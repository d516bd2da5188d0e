"""The statements that lead from a pin to the keys that letters are sealed to, and the way from one to the
other.

`sign` makes a statement and `parse` reads its bytes, whose signature is checked apart.
"""

from __future__ import annotations

from .authority import SLUG, Authority, Lead
from .following import InboxKeys, Traced, follow, follow_roster, running, trace
from .inboxkeys import Epoch, Issue, Keys
from .roster import ROLES, Member, Roster
from .signed import NO_STATEMENT, Signed, lead_id_of, pin_of, root_hash

__all__ = [
    "NO_STATEMENT",
    "ROLES",
    "SLUG",
    "Authority",
    "Epoch",
    "InboxKeys",
    "Issue",
    "Keys",
    "Lead",
    "Member",
    "Roster",
    "Signed",
    "Traced",
    "follow",
    "follow_roster",
    "lead_id_of",
    "pin_of",
    "root_hash",
    "running",
    "trace",
]
