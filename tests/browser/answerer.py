"""The team in tests that are not about the desk: reads with the kit, and stores answers as the desk does."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Row, insert, select, update

from tests.browser.house import House
from widget.crypto.encoding import from_json, to_json
from widget.crypto.header import INBOX, NOTE, PATIENT, RETURN, STAFF, Header, Place
from widget.crypto.kit import KitEpoch
from widget.crypto.kitfile import open_kit
from widget.crypto.letter import Message, OpenedLetter, open_letter, seal_letter
from widget.crypto.rest import seal_at_rest
from widget.crypto.thread import check_thread
from widget.records import inboxes
from widget.records.reader import Reader
from widget.records.retention import day_of
from widget.staff.stored import stored_letters
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, letter


@dataclass
class Answerer:
    house: House

    @cached_property
    def store(self) -> Store:
        return Store(f"sqlite:///{self.house.instance / 'sotto.db'}")

    @cached_property
    def keys(self) -> KeyFolder:
        return KeyFolder(self.house.instance / "keys")

    @cached_property
    def epochs(self) -> dict[int, KitEpoch]:
        kit = open_kit(self.house.kit.read_bytes())
        return self.store.read(Reader(kit, self.keys).epochs)

    def row(self, reference: str) -> Row[tuple[object, ...]]:
        found = select(conversation).where(conversation.c.reference == reference)
        return self.store.read(lambda connection: connection.execute(found).one())

    def opens(self, reference: str) -> list[OpenedLetter]:
        """All letters, each checked, and that they follow one another."""
        of = self.row(reference)
        stored = self.store.read(lambda connection: list(stored_letters(connection, self.keys, of.id)))
        place = Place(of.inbox_id, of.id)
        opened = []
        for row, sealed in stored:
            halves = self.epochs[row.epoch_id]
            writer = of.patient_sign_public if row.direction == PATIENT else halves.sign_public
            opened.append(open_letter(sealed, INBOX, halves.xwing_seed, sign_public=writer, place=place))
        check_thread(opened)
        return opened

    def reads(self, reference: str) -> list[str]:
        return [str(from_json(each.payload)["text"]) for each in self.opens(reference)]

    def answers(self, reference: str, text: str, direction: int = STAFF) -> None:
        of, opened = self.row(reference), self.opens(reference)
        epoch_id, halves = self._running(of)
        seq = sum(each.header.direction == direction for each in opened) + 1
        last = [each for each in opened if each.header.direction != NOTE][-1].hash
        header = Header(direction, of.inbox_id, of.id, secrets.token_bytes(16), seq, last)
        message = Message.parse(opened[0].payload).saying(text)
        to = [(INBOX, halves.xwing_public), (RETURN, message.return_public)]
        readers = to if direction == STAFF else to[:1]
        payload = message.pack() if direction == STAFF else to_json({"text": text})
        sealed = seal_letter(header, payload, readers, halves.sign_seed)
        self._store(of, header, epoch_id, sealed)

    def closes(self) -> None:
        self.store.close()

    def _running(self, of: Row[tuple[object, ...]]) -> tuple[int, KitEpoch]:
        listed = self.store.read(lambda connection: inboxes.epochs(connection, of.inbox_id))
        running = next(each for each in listed if each.runs(time.time()))
        return running.id, self.epochs[running.id]

    def _store(self, of: Row[tuple[object, ...]], header: Header, epoch_id: int, sealed: bytes) -> None:
        now = max(int(time.time()), of.last_at + 1)
        day = day_of(now) + 90
        row = {
            "id": header.letter,
            "conversation_id": of.id,
            "epoch_id": epoch_id,
            "direction": header.direction,
            "seq": header.seq,
            "expiry_day": day,
            "sealed": seal_at_rest(self.keys.shred_key(day), day, header.letter, sealed),
            "received_at": now,
        }
        this = conversation.c.id == of.id
        changed = (
            update(conversation)
            .where(this)
            .values(state="waiting", last_at=now, answered_at=now, answers=header.seq, version=of.version + 1)
        )
        self.store.write(lambda c: (c.execute(insert(letter).values(row)), c.execute(changed)))
