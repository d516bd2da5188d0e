"""A patient who comes back with the return code, without a browser."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from tests.doors.letters import Draft
from tests.doors.visitors import PATIENT, Door, named
from widget.crypto.compartment import LEAVE
from widget.crypto.deletion import sign_deletion
from widget.crypto.encoding import to_base64url, to_json
from widget.crypto.header import INBOX, NOTE, RETURN, STAFF, Header
from widget.crypto.header import PATIENT as FROM_PATIENT
from widget.crypto.kit import Kit
from widget.crypto.letter import letter_hash, seal_letter
from widget.crypto.memo import MEMO_BYTES
from widget.crypto.rest import seal_at_rest
from widget.crypto.returncode import derive
from widget.records.bundles import open_grant
from widget.records.encoding import from_b64u
from widget.records.retention import day_of
from widget.store.models import conversation
from widget.store.models import letter as letters

JSON = {"Content_Type": "application/json", "Origin": PATIENT, "Sec_Fetch_Site": "same-origin"}


@dataclass
class Returning:
    """A patient with a return code, in front of a browser that behaves."""

    door: Door
    draft: Draft
    reference: str

    @classmethod
    def after_writing(cls, door: Door, text: str = "Where is my refill?") -> Returning:
        draft = door.draft().but(text=text)
        slip = draft.slip(memo=bytes(MEMO_BYTES))  # of the length that every browser writes
        reference = door.post(draft.envelope(slip=slip)).get_json()["reference"]
        return cls(door, draft, reference)

    @property
    def asked_with(self) -> dict[str, Any]:
        return code_facts(self.draft.code)

    def opens(self) -> dict[str, Any]:
        answer = post(self.door, "/back/open", self.asked_with)
        assert answer.status_code == 200
        facts: dict[str, Any] = answer.get_json()
        return facts

    @property
    def row(self) -> dict[str, Any]:
        """The conversation, as it is stored."""
        (found,) = [row for row in self.door.rows("conversation") if row["reference"] == self.reference]
        return found

    def becomes(self, **values: Any) -> None:
        """What the team does with the conversation."""
        changed = update(conversation).where(conversation.c.reference == self.reference).values(values)
        self.door.house.store.write(lambda connection: connection.execute(changed))

    def hears(self, kit: Kit, text: str, direction: int = STAFF) -> None:
        """The team's next letter or note, as the desk stores it."""
        now, draft = self.door.clock.now, self.draft
        stored = [row for row in self.door.rows("letter") if row["conversation_id"] == draft.conversation]
        seq = sum(row["direction"] == direction for row in stored) + 1
        last = letter_hash(from_b64u(self.opens()["letters"][-1]["letter"]))
        header = Header(direction, draft.inbox, draft.conversation, secrets.token_bytes(16), seq, last)
        to = [(INBOX, draft.epoch_public), (RETURN, derive(draft.code).xwing_public)]
        halves = open_grant(kit, draft.inbox, self.door.bundle().grants[0])
        readers = to if direction == STAFF else to[:1]
        payload = to_json({"text": text}) if direction == NOTE else draft.message().saying(text).pack()
        sealed = seal_letter(header, payload, readers, halves.sign_seed)
        day = day_of(now) + 30
        key = self.door.house.keys.shred_key(day)
        row = {
            "id": header.letter,
            "conversation_id": draft.conversation,
            "epoch_id": stored[0]["epoch_id"],
            "direction": direction,
            "seq": seq,
            "expiry_day": day,
            "sealed": seal_at_rest(key, day, header.letter, sealed),
            "received_at": max(now, *(each["received_at"] + 1 for each in stored)),
        }
        self.door.house.store.write(lambda connection: connection.execute(insert(letters).values(row)))

    def next_letter(self, text: str, **otherwise: Any) -> Draft:
        same = {"code": self.draft.code, "conversation": self.draft.conversation, "mode": LEAVE}
        return self.draft.anew().but(text=text, **same | otherwise)

    def envelope(self, draft: Draft, *, seq: int = 2, **changes: Any) -> bytes:
        keys = derive(draft.code)
        last = from_b64u(self.opens()["letters"][-1]["letter"])
        header = Header(FROM_PATIENT, draft.inbox, draft.conversation, draft.letter, seq, letter_hash(last))
        readers = changes.pop("readers", [(INBOX, draft.epoch_public), (RETURN, keys.xwing_public)])
        sealed = seal_letter(header, draft.message().pack(), readers, keys.sign_seed)
        return draft.envelope(slip=draft.slip(**changes), letter=sealed)

    def sends(self, envelope: bytes, **headers: str) -> TestResponse:
        usual = {
            "Content_Type": "application/octet-stream",
            "Origin": PATIENT,
            "X_Form_Token": self.door.house.tokens.issue("back/"),
        }
        return self.door.app.test_client().post(
            "/back/envelopes", base_url=PATIENT, data=envelope, headers=named(usual | headers)
        )

    def wish(self, at: int | None = None, code: str | None = None) -> dict[str, Any]:
        at = self.door.clock.now if at is None else at
        seed = derive(code or self.draft.code).sign_seed
        return {"at": at, "signature": to_base64url(sign_deletion(seed, self.draft.conversation, at))}


def code_facts(code: str) -> dict[str, Any]:
    keys = derive(code)
    return {"locator": to_base64url(keys.locator), "token": to_base64url(keys.token)}


def post(door: Door, path: str, facts: Any, **headers: str) -> TestResponse:
    body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    return door.app.test_client().post(path, base_url=PATIENT, data=body, headers=named(JSON | headers))
