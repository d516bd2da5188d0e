"""Who appears in tests: an instance with one inbox, and a correspondence between a patient and the team."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import insert, select

from widget.crypto.header import INBOX, NO_LETTER, PATIENT, RETURN, SCORE, STAFF, Header
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.letter import letter_hash, seal_letter
from widget.crypto.payload import Message, Score
from widget.crypto.rest import seal_at_rest
from widget.crypto.returncode import derive, new_code
from widget.records import inboxes
from widget.records.bundles import Bundle, open_grant
from widget.records.inboxes import Inbox
from widget.records.retention import expiry_day
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, letter, submission

REFERENCE = "7Q4M9ZTK2D"


@dataclass
class Instance:
    """A house with the inbox `riverside`, made at `now` (Unix seconds)."""

    store: Store
    keys: KeyFolder
    kit: Kit
    bundle: Bundle
    now: int

    @property
    def inbox(self) -> Inbox:
        found = self.store.read(lambda connection: inboxes.find(connection, self.bundle.charter.slug))
        assert found is not None
        return found

    @property
    def epoch(self) -> inboxes.Epoch:
        return self.store.read(lambda connection: inboxes.epochs(connection, self.bundle.inbox))[0]

    @property
    def halves(self) -> KitEpoch:
        """What a member of the team has been granted."""
        return open_grant(self.kit, self.bundle.inbox, self.bundle.grants[0])

    def writes(self, text: str, *, reference: str = REFERENCE, at: int | None = None) -> Correspondence:
        """A patient's new conversation, stored as the patient door stores it."""
        begun = Correspondence(self, reference, self.now if at is None else at)
        begun.begin(text)
        return begun


@dataclass
class Correspondence:
    """Letters of both sides, each stored with the time that has passed."""

    instance: Instance
    reference: str
    at: int
    code: str = field(default_factory=new_code, repr=False)
    conversation: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    seqs: dict[int, int] = field(default_factory=dict)
    last: bytes = NO_LETTER

    def __post_init__(self) -> None:
        keys = derive(self.code)
        until = expiry_day(self.instance.inbox, self.at)
        facts = ("billing", "soon", "en", keys.xwing_public, keys.sign_public, until)
        self.message = Message("", *facts, "Ana Núñez", "555-0100")

    def begin(self, text: str) -> None:
        self._store_conversation()
        self.adds(text)

    def adds(self, text: str) -> bytes:
        """The patient's next letter. Returns its id."""
        return self._write(PATIENT, self.message.saying(text), derive(self.code).sign_seed)

    def hears(self, text: str, *, signed_by: bytes | None = None) -> bytes:
        """The team's next letter. Returns its id."""
        return self._write(STAFF, self.message.saying(text), signed_by or self.instance.halves.sign_seed)

    def is_scored(
        self, score: int, text: str, *, about: bytes | None = None, signed_by: bytes | None = None
    ) -> bytes:
        """By a reviewer, who has read it so far. Returns the score's id."""
        self.seqs[SCORE] = self.seqs.get(SCORE, 0) + 1
        letter_id = secrets.token_bytes(16)
        place = self.instance.bundle.inbox, self.conversation
        header = Header(SCORE, *place, letter_id, self.seqs[SCORE], about or self.last)
        readers = [(INBOX, self.instance.epoch.kem_public)]
        signer = signed_by or self.instance.halves.sign_seed
        sealed = seal_letter(header, Score(score, text).pack(), readers, signer)
        self._store_letter(letter_id, SCORE, self.seqs[SCORE], sealed)
        return letter_id

    def _write(self, direction: int, message: Message, sign_seed: bytes) -> bytes:
        self.seqs[direction] = self.seqs.get(direction, 0) + 1
        letter_id, seq = secrets.token_bytes(16), self.seqs[direction]
        header = Header(direction, self.instance.bundle.inbox, self.conversation, letter_id, seq, self.last)
        readers = [(INBOX, self.instance.epoch.kem_public), (RETURN, derive(self.code).xwing_public)]
        sealed = seal_letter(header, message.pack(), readers, sign_seed)
        self.last = letter_hash(sealed)
        self._store_letter(letter_id, direction, seq, sealed)
        return letter_id

    def _store_conversation(self) -> None:
        keys = derive(self.code)
        row = {
            "id": self.conversation,
            "inbox_id": self.instance.bundle.inbox,
            "reference": self.reference,
            "locator": keys.locator,
            "token_hash": keys.token_hash,
            "patient_sign_public": keys.sign_public,
            "memo": b"",
            "topic": "billing",
            "urgency": "soon",
            "language": "en",
            "state": "open",
            "version": 1,
            "last_at": self.at,
        }
        sent = {
            "id": secrets.token_bytes(16),
            "conversation_id": self.conversation,
            "digest": bytes(32),
            "reference": self.reference,
            "expires_at": self.at + 100,
        }
        self.instance.store.write(
            lambda c: (
                c.execute(insert(conversation).values(row)),
                c.execute(insert(submission).values(sent)),
            )
        )

    def _store_letter(self, letter_id: bytes, direction: int, seq: int, sealed: bytes) -> None:
        day = expiry_day(self.instance.inbox, self.at)
        row = {
            "id": letter_id,
            "conversation_id": self.conversation,
            "epoch_id": self.instance.epoch.id,
            "direction": direction,
            "seq": seq,
            "expiry_day": day,
            "sealed": seal_at_rest(self.instance.keys.shred_key(day), day, letter_id, sealed),
            "received_at": self.at,
        }
        self.instance.store.write(lambda c: c.execute(insert(letter).values(row)))
        self.at += 60


def stored(instance: Instance) -> list[bytes]:
    """The ids of the letters that are there."""
    here = select(letter.c.id).where(letter.c.sealed != b"")
    return list(instance.store.read(lambda c: c.scalars(here).all()))
