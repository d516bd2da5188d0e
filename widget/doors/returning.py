"""What a return code opens: a conversation as its patient reads it, or, for a wrong code, one that is none.

Both take the same way: the same statements, answered in the same form and length.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, case, select, update

from widget.crypto.header import NOTE, PATIENT, STAFF
from widget.crypto.labels import HASH_BYTES, digest
from widget.doors.decoys import Decoy
from widget.records import expectation, inboxes, retention, telling
from widget.records.crisis import contacts_of
from widget.records.encoding import b64u
from widget.records.inboxes import Epoch, Inbox
from widget.records.ownterms import section_of, terms_of
from widget.staff import handing, states
from widget.staff.stored import counts, letter_facts, stored_letters
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, inbox

# Answers are filled up to a multiple of this, so that their length tells little of what is in them.
STEP = 16 * 1024
NOBODYS_TOKEN = bytes(HASH_BYTES)
TOLD_COUNTS = ("patient", "team")  # how many notes there are is the team's own affair
PATIENT_ACTOR = "patient"  # as the chain names whoever has a conversation's code


@dataclass(frozen=True)
class Code:
    """What a browser derives from a return code: locator 16 bytes, token 32."""

    locator: bytes = field(repr=False)
    token: bytes = field(repr=False)


@dataclass(frozen=True)
class Returned:
    """`letters` are JSON facts, oldest first, `counts` how many there have been, those that have expired
    included; the dates are what a receipt says. `newest_answer`: its seq, 0 for none.
    """

    conversation: bytes
    reference: str
    memo: bytes
    state: str
    version: int
    received_at: int
    expected_at: int
    expiry_day: int
    answered: bool
    rated: bool
    goes_on: bool
    inboxes: Sequence[dict[str, Any]]
    handovers: Sequence[dict[str, str]]
    here: Inbox
    letters: Sequence[dict[str, Any]]
    counts: dict[str, int]
    newest_answer: int

    def facts(self, backup_days: int) -> dict[str, Any]:
        return {
            "conversation": b64u(self.conversation),
            "reference": self.reference,
            "memo": b64u(self.memo),
            "state": self.state,
            "version": self.version,
            "received": self.received_at,
            "expected": self.expected_at,
            "answered": self.answered,
            "rated": self.rated,
            "goes_on": self.goes_on,
            "readable_until": retention.readable_until(self.expiry_day, backup_days).isoformat(),
            "inboxes": list(self.inboxes),
            "handovers": list(self.handovers),
            "team": self.here.name,
            "help": self.here.settings.get("other_help", {}),
            "languages": list(self.here.languages),
            "answer_within_hours": expectation.answer_within_hours(self.here),
            "office_hours": expectation.counts_office_hours(self.here),
            "crisis": {
                name: [asdict(each) for each in all_] for name, all_ in contacts_of(self.here).items()
            },
            "own_terms": section_of(terms_of(self.here)),
            "letters": list(self.letters),
            "counts": {name: self.counts[name] for name in TOLD_COUNTS},
        }


def find(connection: Connection, code: Code) -> Row[Any] | None:
    """The conversation, if there is one and the token is its own."""
    row = connection.execute(select(conversation).where(conversation.c.locator == code.locator)).one_or_none()
    known = NOBODYS_TOKEN if row is None else row.token_hash
    fits = secrets.compare_digest(digest("read", code.token), known)
    return row if fits else None


def open_(connection: Connection, keys: KeyFolder, code: Code, now: int) -> Returned:
    row = find(connection, code)
    decoy = Decoy.of(keys, code.locator)
    ids = connection.scalars(select(inbox.c.id).order_by(inbox.c.id)).all()
    wanted = ids[decoy.pick("inbox", len(ids))] if row is None else row.inbox_id
    here = inboxes.by_id(connection, wanted)
    epochs = inboxes.epochs(connection, here.id)
    conversation_id = decoy.conversation if row is None else row.id
    past = handing.past(connection, conversation_id)
    letters = [each for each in stored_letters(connection, keys, conversation_id) if each[0].direction < NOTE]
    written = counts(connection, conversation_id)
    if row is None:
        return _decoy(connection, decoy, here, epochs, now)
    return _returned(connection, row, here, past, letters, written, now)


def padded(facts: dict[str, Any]) -> bytes:
    """As JSON, filled up with what no proxy can compress."""
    bare = len(json.dumps(facts | {"pad": ""}).encode())
    missing = -bare % STEP
    return json.dumps(facts | {"pad": b64u(secrets.token_bytes(missing))[:missing]}).encode()


def note_opening(connection: Connection, found: Returned, now: int) -> None:
    """The desk lists answers that nobody came for. The version stays: nothing changed that one answers to."""
    this = update(conversation).where(conversation.c.id == found.conversation)
    seen, newest = conversation.c.opened_seq, found.newest_answer
    further = case((seen < newest, newest), else_=seen)
    connection.execute(this.values(opened_at=now, opened_seq=further))
    telling.seen(connection, found.conversation, newest)


def _returned(
    connection: Connection,
    row: Row[Any],
    here: Inbox,
    past: Sequence[handing.Past],
    letters: Sequence[tuple[Row[Any], bytes]],
    written: dict[str, int],
    now: int,
) -> Returned:
    way = handing.way(connection, row, past) if past else [here]
    return Returned(
        conversation=row.id,
        reference=row.reference,
        memo=row.memo,
        state=_told(states.now_in(row, now), letters),
        version=row.version,
        received_at=row.received_at,
        expected_at=row.due_at,
        expiry_day=max((each.expiry_day for each, _ in letters), default=retention.day_of(now)),
        answered=row.answered_at is not None,
        rated=row.rating is not None,
        goes_on=row.merged_into is not None,
        inboxes=[handing.inbox_facts(connection, each) for each in way],
        handovers=[each.facts() for each in past],
        here=here,
        letters=[letter_facts(each, sealed) for each, sealed in letters],
        counts=written,
        newest_answer=max((each.seq for each, _ in letters if each.direction == STAFF), default=0),
    )


def _told(state: str, letters: Sequence[tuple[Row[Any], bytes]]) -> str:
    """That the team looks at it again later is the team's own affair."""
    if state != states.SNOOZED:
        return state
    return states.WAITING if letters and letters[-1][0].direction == STAFF else states.OPEN


def _decoy(connection: Connection, decoy: Decoy, here: Inbox, epochs: Sequence[Epoch], now: int) -> Returned:
    received_at = decoy.received_at(now)
    day = retention.expiry_day(here, received_at)
    epoch = next((each for each in epochs if each.takes_letters(received_at)), epochs[0])
    made = decoy.letter(here.id, epoch.key_id)
    letter = {
        "id": b64u(made["id"]),
        "direction": PATIENT,
        "seq": 1,
        "received": received_at,
        "until": day,
        "letter": b64u(made["letter"]),
    }
    return Returned(
        conversation=decoy.conversation,
        reference=decoy.reference,
        memo=decoy.memo,
        state=states.OPEN,
        version=1,
        received_at=received_at,
        expected_at=expectation.expected_at(here, received_at),
        expiry_day=day,
        answered=False,
        rated=False,
        goes_on=False,
        inboxes=[handing.inbox_facts(connection, here)],
        handovers=[],
        here=here,
        letters=[letter],
        counts={"patient": 1, "team": 0},
        newest_answer=0,
    )
