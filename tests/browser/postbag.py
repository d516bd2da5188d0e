"""Patients who write without a browser: their letters are sealed here, and posted at the real door.

What needs days to come about, or hundreds of patients, is written into the database.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.browser.house import House
from tests.doors.letters import Draft
from widget.crypto.encoding import from_base64url
from widget.crypto.envelope import Slip
from widget.crypto.header import INBOX, PATIENT, RETURN, Header
from widget.crypto.labels import ID_BYTES, KEY_BYTES
from widget.crypto.layout import letter_hash
from widget.crypto.letter import seal_letter
from widget.crypto.payload import Message
from widget.crypto.rest import seal_at_rest
from widget.crypto.returncode import derive
from widget.crypto.signed import Signed
from widget.crypto.xwing import PUBLIC_BYTES
from widget.records.retention import day_of
from widget.store.keyfolder import KeyFolder


@dataclass(frozen=True)
class Written(Draft):
    """A first letter with all that a patient can say in it."""

    urgency: str = "normal"
    language: str = "en"
    name: str = ""
    contact: str = ""

    def slip(self, **changes: Any) -> Slip:
        return super().slip(**({"urgency": self.urgency, "language": self.language} | changes))

    def message(self) -> Message:
        said = {name: getattr(self, name) for name in ("urgency", "language", "name", "contact")}
        return replace(super().message(), **said)


@dataclass
class Postbag:
    """`sent`: each draft with its sealed letter, by reference."""

    house: House
    slug: str = "riverside"
    sent: dict[str, tuple[Written, bytes]] = field(default_factory=dict)

    def post(self, text: str, **facts: Any) -> str:
        """`facts`: topic, urgency, language, name, contact. Returns the reference."""
        draft = self._draft(text, facts)
        letter = draft.sealed_letter()
        reference = str(self._ask("envelopes", draft.envelope(letter=letter))["reference"])
        self.sent[reference] = draft, letter
        return reference

    def post_again(self, reference: str, text: str) -> None:
        """The patient comes back and writes a second letter."""
        draft, first = self.sent[reference]
        keys = derive(draft.code)
        header = Header(
            PATIENT, draft.inbox, draft.conversation, secrets.token_bytes(ID_BYTES), 2, letter_hash(first)
        )
        readers = [(INBOX, draft.epoch_public), (RETURN, keys.xwing_public)]
        sealed = seal_letter(header, draft.message().saying(text).pack(), readers, keys.sign_seed)
        day = day_of(time.time()) + 90
        key = KeyFolder(self.house.instance / "keys").shred_key(day)
        row = (header.letter, draft.conversation, day, seal_at_rest(key, day, header.letter, sealed))
        with self.database() as database:
            database.execute(
                "UPDATE conversation SET state = 'open', version = version + 1, "
                "last_at = max(last_at + 1, unixepoch()) WHERE id = ?",
                [draft.conversation],
            )
            database.execute(
                "INSERT INTO letter (id, conversation_id, direction, seq, expiry_day, sealed, epoch_id, "
                "received_at) "
                "SELECT ?, ?, 1, 2, ?, ?, letter.epoch_id, conversation.last_at FROM letter, conversation "
                "WHERE letter.conversation_id = conversation.id AND conversation.id = ? LIMIT 1",
                [*row, draft.conversation],
            )

    def age(self, reference: str, *, hours: float, due: float | None = None) -> None:
        """As if it had been written so many hours ago; `due`: hours from then on."""
        back = int(hours * 3600)
        at = None if due is None else int(due * 3600)
        with self.database() as database:
            database.execute(
                "UPDATE conversation SET received_at = received_at - :back, last_at = last_at - :back, "
                "due_at = CASE WHEN :at IS NULL THEN due_at - :back ELSE received_at - :back + :at END "
                "WHERE reference = :reference",
                {"back": back, "at": at, "reference": reference},
            )

    def copy(self, reference: str, count: int) -> None:
        """More conversations as the list shows them, each a minute younger; they cannot be opened."""
        changed = {
            "id": "randomblob(16)",
            "locator": "randomblob(16)",
            "reference": "'K' || printf('%09d', number)",
            "due_at": "due_at + 60 * number",
            "last_at": "last_at + number",
        }
        with self.database() as database:
            columns = [name for _, name, *_ in database.execute("PRAGMA table_info(conversation)")]
            # The names are the table's own.
            database.execute(
                "WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers "  # noqa: S608
                f"LIMIT ?) INSERT INTO conversation ({', '.join(columns)}) "
                f"SELECT {', '.join(changed.get(name, name) for name in columns)} "
                "FROM conversation, numbers WHERE reference = ?",
                [count, reference],
            )

    def empty(self) -> None:
        """All conversations of the inbox are closed, and the copies gone."""
        with self.database() as database:
            database.execute("DELETE FROM conversation WHERE reference LIKE 'K0000%'")
            database.execute(
                "UPDATE conversation SET state = 'closed', snoozed_until = NULL "
                "WHERE inbox_id = (SELECT id FROM inbox WHERE slug = ?)",
                [self.slug],
            )

    def lose(self, reference: str, seq: int, direction: int = 1) -> None:
        """The server withholds a letter."""
        with self.database() as database:
            database.execute(
                "DELETE FROM letter WHERE direction = ? AND seq = ? AND conversation_id = "
                "(SELECT id FROM conversation WHERE reference = ?)",
                [direction, seq, reference],
            )

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.house.instance / "sotto.db", timeout=30)) as database, database:
            database.execute("PRAGMA foreign_keys = ON")
            yield database

    def _draft(self, text: str, facts: dict[str, Any]) -> Written:
        keys = self._ask("keys")
        epochs = json.loads(Signed.from_json(keys["keys"]).data)["epochs"]
        running = next(each for each in epochs if not each.get("revoked"))
        return Written(
            inbox=from_base64url(keys["inbox"], ID_BYTES),
            epoch_public=from_base64url(running["xwing_pk"], PUBLIC_BYTES),
            post_public=from_base64url(keys["post_key"]["public"], KEY_BYTES),
            notify_public=from_base64url(keys["notify_key"]["public"], KEY_BYTES),
            text=text,
            until=day_of(keys["now"]) + keys["kept_days"],
            **facts,
        )

    def _ask(self, path: str, envelope: bytes | None = None) -> dict[str, Any]:
        headers = {"Origin": self.house.patient, "Sec-Fetch-Site": "same-origin"}
        if envelope is not None:
            headers |= {
                "Content-Type": "application/octet-stream",
                "X-Form-Token": self._ask("token")["token"],
            }
        address = f"{self.house.patient}/f/{self.slug}/{path}"
        request = urllib.request.Request(address, envelope, headers)  # noqa: S310  our own address
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return dict(json.load(answer))
