"""Grants as a lead's browser or the kit hands them in: what can be seen of them without a key.

What is within a grant only its holder can see; that it is well formed, of this inbox and for this holder is
checked here, so that a mistake shows at once, and not to the one who cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from widget.crypto.errors import SealError
from widget.crypto.header import GRANT, HOLDER, NO_LETTER
from widget.crypto.letter import inspect, key_id_of
from widget.crypto.statements import Epoch
from widget.records import grants, inboxes
from widget.records.bundles import NO_CONVERSATION
from widget.records.founding import last_day
from widget.records.inboxes import Inbox
from widget.staff.errors import Invalid
from widget.store.keyfolder import KeyFolder


def by_number(letters: Iterable[bytes], inbox_id: bytes, holder_public: bytes) -> dict[int, bytes]:
    """By the epochs that they grant. Raises Invalid, also where an epoch is granted twice."""
    numbered = [(number_of(letter, inbox_id, holder_public), letter) for letter in letters]
    found = dict(numbered)
    if len(found) != len(numbered):
        raise Invalid("An epoch is granted twice.")
    return found


def number_of(letter: bytes, inbox_id: bytes, holder_public: bytes) -> int:
    """Which epoch the letter grants to this holder, by its header. Raises Invalid for what is no grant."""
    try:
        found = inspect(letter)
    except SealError:
        raise Invalid("A grant is not well formed.") from None
    header = found.header
    placed = (header.direction, header.inbox, header.conversation, header.prev)
    if placed != (GRANT, inbox_id, NO_CONVERSATION, NO_LETTER):
        raise Invalid("A grant is of another place than this inbox.")
    if found.stanzas != ((HOLDER, key_id_of(holder_public)),):
        raise Invalid("A grant is for another key than its holder's.")
    return header.seq


def put(
    connection: Connection,
    keys: KeyFolder,
    of: Inbox,
    epochs: Iterable[Epoch],
    holder_id: int,
    letters: Mapping[int, bytes],
) -> None:
    """Of these epochs, those that `letters` has by number; each until the epoch's last letter expires."""
    rows = {each.number: each.id for each in inboxes.epochs(connection, of.id)}
    for public in epochs:
        if public.n in letters:
            day = last_day(public, of.retention_days)
            grants.put(connection, keys, rows[public.n], holder_id, day, letters[public.n])
