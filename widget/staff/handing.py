"""Handing a conversation to another inbox under the same root: what can be checked without a key, and what
changes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from widget.crypto.errors import SealError
from widget.crypto.handover import Handover, verify_handover
from widget.crypto.header import INBOX, NOTE
from widget.crypto.layout import inspect, letter_hash, parse_stanza, with_stanza
from widget.crypto.rest import seal_at_rest
from widget.records import inboxes
from widget.records.encoding import b64u
from widget.records.expectation import expected_at
from widget.records.inboxes import Epoch, Inbox
from widget.staff import acts, states
from widget.staff.errors import Invalid, Outdated, Stale
from widget.staff.finding import find
from widget.staff.people import Membership
from widget.staff.stored import stored_letters
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, handover, letter

HANDOVER = "handover"
# The record says when; clocks of agents differ.
CLOCK_SKEW_SECONDS = 600


@dataclass(frozen=True)
class Handing:
    """As it was posted. `stanzas` by letter id; `version` is that of the conversation it was made on."""

    version: int
    to: str
    record: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    stanzas: Mapping[bytes, bytes] = field(repr=False)


@dataclass(frozen=True)
class Past:
    """One signed hand-over."""

    record: bytes
    signature: bytes

    def facts(self) -> dict[str, str]:
        return {"record": b64u(self.record), "signature": b64u(self.signature)}


def targets(connection: Connection, by: Membership) -> list[Inbox]:
    """The other inboxes under the same root; a test inbox has none but test inboxes."""
    mine = inboxes.get(connection, by.slug)
    return [
        each
        for each in inboxes.every(connection)
        if each.id != mine.id and each.root_public == mine.root_public and each.test == mine.test
    ]


def past(connection: Connection, conversation_id: bytes) -> list[Past]:
    """Oldest first."""
    chosen = select(handover.c.record, handover.c.signature)
    mine = chosen.where(handover.c.conversation_id == conversation_id)
    return [Past(row.record, row.signature) for row in connection.execute(mine.order_by(handover.c.seq))]


def epochs_signed_with(connection: Connection, inbox_id: bytes) -> frozenset[int]:
    """The numbers of the inbox's epochs that its records of hand-overs are checked with."""
    records = map(Handover.parse, connection.scalars(select(handover.c.record)))
    return frozenset(each.epoch for each in records if each.from_inbox == inbox_id)


def way(connection: Connection, of: Row[Any], handovers: Sequence[Past]) -> list[Inbox]:
    """The inboxes that the conversation came through, the present one last. One alone as a rule."""
    ids = [of.origin_inbox_id or of.inbox_id]
    ids += [Handover.parse(each.record).to_inbox for each in handovers]
    return [inboxes.by_id(connection, each) for each in ids]


def inbox_facts(connection: Connection, of: Inbox) -> dict[str, Any]:
    """An inbox's statements, for browsers that follow them to the root."""
    return inboxes.keys_answer(connection, of) | {"id": b64u(of.id), "slug": of.slug, "name": of.name}


def hand_over(
    connection: Connection, keys: KeyFolder, by: Membership, reference: str, given: Handing, now: int
) -> int:
    """The new version. Raises Gone, Outdated, Stale or Invalid: then nothing is changed."""
    row = find(connection, by, reference)
    target = next((each for each in targets(connection, by) if each.slug == given.to), None)
    if target is None:
        raise Invalid("There is no such inbox to hand the conversation to.")
    stored = list(stored_letters(connection, keys, row.id))
    _check_record(connection, row, target, given, _newest(stored), now)
    key_id = _running(connection, target.id, now).key_id
    made = [(of, _added(of, sealed, given, key_id)) for of, sealed in stored]
    _change(connection, row, target, given, now)
    for of, sealed in made:
        again = seal_at_rest(keys.kept_shred_key(of.expiry_day), of.expiry_day, of.id, sealed)
        connection.execute(update(letter).where(letter.c.id == of.id).values(sealed=again))
    facts = {"from": by.inbox_id.hex(), "to": target.id.hex(), "version": given.version + 1}
    acts.record(connection, HANDOVER, acts.actor(by.member.id), target.slug, facts, now, reference)
    return given.version + 1


def _check_record(
    connection: Connection, row: Row[Any], target: Inbox, given: Handing, last: bytes, now: int
) -> None:
    try:
        said = Handover.parse(given.record)
        epochs = inboxes.epochs(connection, row.inbox_id)
        signer = next((each for each in epochs if each.number == said.epoch), None)
        if signer is None or not signer.takes_letters(now):
            raise Stale
        verify_handover(signer.sign_public, given.record, given.signature)
    except SealError:
        raise Invalid("The hand-over is not signed with this inbox's keys. Reload the page.") from None
    origin = row.origin_inbox_id or row.inbox_id
    place = (row.id, origin, row.inbox_id, target.id, _count(connection, row.id) + 1)
    if (said.conversation, said.origin, said.from_inbox, said.to_inbox, said.seq) != place:
        raise Invalid("The hand-over is of another conversation or to another inbox. Reload the page.")
    if abs(said.at - now) > CLOCK_SKEW_SECONDS:
        raise Invalid("The hand-over's time is wrong: is this device's clock right?")
    if said.last != last:
        raise Invalid("The hand-over does not name the newest letter. Reload the page.")


def _count(connection: Connection, conversation_id: bytes) -> int:
    mine = select(func.count()).where(handover.c.conversation_id == conversation_id)
    return connection.scalar(mine) or 0


def _newest(stored: list[tuple[Row[Any], bytes]]) -> bytes:
    """The hash of the newest letter of patient or staff."""
    letters = [sealed for of, sealed in stored if of.direction < NOTE]
    if not letters:
        raise Invalid("There is no letter left to hand over.")
    return letter_hash(letters[-1])


def _running(connection: Connection, inbox_id: bytes, now: int) -> Epoch:
    """Raises Invalid where the inbox takes no letters."""
    for each in inboxes.epochs(connection, inbox_id):
        if each.runs(now):
            return each
    raise Invalid("The other inbox takes no letters now: its keys have to be renewed.")


def _added(of: Row[Any], sealed: bytes, given: Handing, key_id: bytes) -> bytes:
    try:
        stanza = parse_stanza(given.stanzas[of.id])
        if (stanza.kind, stanza.key_id) != (INBOX, key_id):
            raise Stale
        # A conversation that comes back: the inbox can open it still.
        held = (INBOX, key_id) in inspect(sealed).stanzas
        return sealed if held else with_stanza(sealed, stanza)
    except KeyError:
        raise Invalid("A letter is missing from the hand-over. Reload the page.") from None
    except SealError:
        raise Invalid("A letter cannot be handed to that inbox. Reload the page.") from None


def _change(connection: Connection, row: Row[Any], target: Inbox, given: Handing, now: int) -> None:
    this = (conversation.c.id == row.id, conversation.c.version == given.version)
    values = {
        "version": given.version + 1,
        "inbox_id": target.id,
        "origin_inbox_id": row.origin_inbox_id or row.inbox_id,
        "assignee_id": None,
        "due_at": expected_at(target, now),
    }
    changed = update(conversation).where(*this).values(values | states.becoming(states.OPEN, now))
    if connection.execute(changed).rowcount != 1:
        raise Outdated(row.version)
    record = {
        "conversation_id": row.id,
        "seq": _count(connection, row.id) + 1,
        "record": given.record,
        "signature": given.signature,
    }
    connection.execute(insert(handover).values(record))
