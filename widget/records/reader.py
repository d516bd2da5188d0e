"""The offline reader: with the kit, what every stored letter says, and whether it is what its writer sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from widget.crypto import xwing
from widget.crypto.encoding import from_json
from widget.crypto.errors import BadSignature, BrokenChain, HeldBack, SealError
from widget.crypto.header import INBOX, NOTE, PATIENT, SCORE, STAFF, Place
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.letter import OpenedLetter, open_letter
from widget.crypto.payload import Score
from widget.crypto.rest import open_at_rest
from widget.crypto.thread import begins, check_beginning, check_thread
from widget.records import grants, statements
from widget.records.bundles import open_grant
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import conversation, epoch, grant, holder, letter

DIRECTIONS = {PATIENT: "patient", STAFF: "staff", NOTE: "note", SCORE: "score"}
Line = dict[str, Any]


class Unreadable(Exception):
    """Why one letter cannot be read, or not be believed."""


@dataclass(frozen=True)
class Reader:
    kit: Kit
    keys: KeyFolder

    def read(self, connection: Connection, today: int, reference: str | None = None) -> Iterator[Line]:
        """A line for each letter that has not expired, by conversation, then in order; `today` counts days
        since 1970. One that cannot be opened has `error`.
        """
        epochs = self.epochs(connection)
        wanted = select(conversation).order_by(conversation.c.last_at, conversation.c.reference)
        if reference is not None:
            wanted = wanted.where(conversation.c.reference == reference)
        for row in connection.execute(wanted):
            yield from self._conversation(connection, row, epochs, today)

    def epochs(self, connection: Connection) -> dict[int, KitEpoch]:
        """The private halves that this kit holds, by the epoch's row, without grants that do not open."""
        mine = holder.c.public_key == xwing.public_of(self.kit.holder_seed)
        joined = select(grant, epoch.c.inbox_id).join(holder).join(epoch, grant.c.epoch_id == epoch.c.id)
        rows = connection.execute(joined.where(mine)).all()
        root = self.kit.root_public
        leads = {of: statements.leads(connection, of, root) for of in {row.inbox_id for row in rows}}
        opened = {row.epoch_id: self._granted(row, leads[row.inbox_id]) for row in rows}
        return {number: halves for number, halves in opened.items() if halves is not None}

    def _granted(self, row: Row[Any], leads: Collection[bytes]) -> KitEpoch | None:
        """A lead's browser grants to the kit as well; whom the root named a lead once is believed."""
        stored = grants.opened(self.keys, row)
        try:
            return None if stored is None else open_grant(self.kit, row.inbox_id, stored, leads)
        except SealError:
            return None

    def _conversation(
        self, connection: Connection, of: Row[Any], epochs: dict[int, KitEpoch], today: int
    ) -> Iterator[Line]:
        chosen = select(letter).where(letter.c.conversation_id == of.id, letter.c.sealed != b"")
        thread = Thread(of, today)
        for row in connection.execute(
            chosen.order_by(letter.c.received_at, letter.c.seq, letter.c.direction)
        ):
            yield _known(of, row) | self._letter(thread, row, epochs)

    def _letter(self, thread: Thread, row: Row[Any], epochs: dict[int, KitEpoch]) -> Line:
        try:
            halves = epochs.get(row.epoch_id)
            if halves is None:
                raise Unreadable("it is sealed to keys that this kit does not hold")
            stored = open_at_rest(self.keys.kept_shred_key(row.expiry_day), row.id, row.sealed)
            return thread.follow(row, stored, halves)
        except Shredded as problem:
            thread.end(row)
            return {"error": str(problem)}
        except Unreadable as problem:
            thread.miss(row)
            return {"error": str(problem)}
        except SealError as problem:
            thread.miss(row)
            return {"error": f"it cannot be opened ({problem.code})"}


class Thread:
    """A conversation's letters, opened one after the other. `whole` until one of them cannot be."""

    def __init__(self, of: Row[Any], today: int) -> None:
        self._place = Place(of.origin_inbox_id or of.inbox_id, of.id)
        self._patient_public: bytes = of.patient_sign_public
        self._today = today
        self._opened: list[OpenedLetter] = []
        self.whole = True

    def miss(self, row: Row[Any]) -> None:
        """It could not be opened; a score's place is in no order."""
        self.whole = self.whole and row.direction == SCORE

    def end(self, row: Row[Any]) -> None:
        """It has expired, as the beginning of a conversation does before the rest."""
        if self._opened:
            self.miss(row)

    def follow(self, row: Row[Any], stored: bytes, halves: KitEpoch) -> Line:
        """What the letter says, with `error` if it opens in a wrong place. Raises SealError."""
        writer = self._patient_public if row.direction == PATIENT else halves.sign_public
        opened = open_letter(stored, INBOX, halves.xwing_seed, sign_public=writer, place=self._place)
        header = opened.header
        if (header.letter, header.direction, header.seq) != (row.id, row.direction, row.seq):
            raise Unreadable("it is stored as another letter than it is")
        if header.direction == SCORE:
            return _scored(opened) | self._doubt_of_score(opened)
        says_who = header.direction == PATIENT and not any(
            each.header.direction == PATIENT for each in self._opened
        )
        self._opened.append(opened)
        return (_facts(opened) if says_who else {}) | _text(opened) | self._doubt()

    def _doubt_of_score(self, opened: OpenedLetter) -> Line:
        """No letter follows a score, so one that is missing is missed nowhere."""
        if not begins(self._opened) or any(each.hash == opened.header.prev for each in self._opened):
            return {}
        return {"error": "the letters that it is about are missing"}

    def _doubt(self) -> Line:
        if not self.whole:
            return {"error": "a letter before it could not be opened, so its place cannot be checked"}
        try:
            check_thread(self._opened)
            check_beginning(self._opened, self._today)
        except (BrokenChain, HeldBack):
            self.whole = False
            return {"error": "letters before it are missing or out of order"}
        except BadSignature:
            self.whole = False
            return {"error": "it says something else of the conversation than the letters before it"}
        return {}


def _known(of: Row[Any], row: Row[Any]) -> Line:
    received = datetime.fromtimestamp(row.received_at, UTC).isoformat().replace("+00:00", "Z")
    direction = DIRECTIONS.get(row.direction, str(row.direction))
    return {"reference": of.reference, "received": received, "direction": direction, "seq": row.seq}


def _scored(opened: OpenedLetter) -> Line:
    score = Score.parse(opened.payload)
    return {"score": score.score, "text": score.text}


def _facts(opened: OpenedLetter) -> Line:
    """What every message says of the conversation: told once, with the first of the patient's."""
    names = ("topic", "urgency", "language", "name", "contact")
    return {name: getattr(opened.message, name) for name in names}


def _text(opened: OpenedLetter) -> Line:
    return {"text": str(from_json(opened.payload).get("text", ""))}
