"""Tells patients by e-mail that there is an answer: the worker alone opens an address, for one fixed text.

A mail that may have been sent is never sent again, and each try is on record before it is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection

from widget.crypto.compartment import key_id_in, open_address
from widget.crypto.encoding import to_json
from widget.crypto.errors import SealError
from widget.crypto.rest import day_of, open_at_rest
from widget.outbox import mail
from widget.outbox.answerwords import words_in
from widget.outbox.mail import Mail, MailError, NotTaken, Refused, Unsure
from widget.parsing import is_address
from widget.records import activity, retention, telling
from widget.records.telling import Due
from widget.settings import Settings
from widget.store import Store
from widget.store.keyfolder import KeyFolder, Shredded

# After each try that was not taken; after the last one the next answer is told of anew.
PAUSES_SECONDS = (60, 300, 1800, 7200, 21600)
KIND = "answer-mail"
ACTOR = "worker"
KEPT_DAYS = 730  # as of members' acts
TRYING, SENT = "trying", "sent"
OUTCOMES: dict[type[MailError], str] = {NotTaken: "failed", Refused: "refused", Unsure: "unsure"}
NO_ADDRESS = ""


class AnswerMail:
    """One worker's hand. Any number may be at work at once."""

    def __init__(
        self, settings: Settings, store: Store, keys: KeyFolder, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._store = store
        self._keys = keys
        self._clock = clock

    def step(self) -> bool:
        """Deals with one mail. False where none is due, or the mail server takes none: the next one can wait.

        Raises Overloaded when the store cannot write.
        """
        due = self._store.read(lambda connection: telling.next_due(connection, int(self._clock())))
        if due is None:
            return False
        address = self._address_of(due)
        if address is not None and not is_address(address):
            self._store.write(lambda connection: telling.erase(connection, due))
            return True
        if not self._store.write(lambda connection: self._take(connection, due)):
            return True
        outcome, why = self._send(due, address)
        self._store.write(lambda connection: self._ended(connection, due, outcome, why))
        return outcome != OUTCOMES[NotTaken]

    def _address_of(self, due: Due) -> str | None:
        """NO_ADDRESS also for what none of our pages seals, and what has expired; None where the key to it
        cannot be read, which the operator may put right.
        """
        try:
            shred_key = self._keys.kept_shred_key(day_of(due.sealed))
            sealed = open_at_rest(shred_key, telling.row_id(due.conversation_id), due.sealed)
            return open_address(sealed, self._keys.notify_private(key_id_in(sealed)))
        except (SealError, Shredded):
            return NO_ADDRESS
        except KeyError:
            return None

    def _send(self, due: Due, address: str | None) -> tuple[str, str]:
        """Its outcome, and why where it was not sent."""
        words = words_in(due.language)
        text = words.text.format(address=f"{self._settings.patient_origin}/back")
        try:
            if address is None:
                raise NotTaken("The notification key cannot be read.")
            mail.send(self._settings, Mail(address, words.subject, text))
        except MailError as problem:
            return OUTCOMES[type(problem)], str(problem)
        return SENT, ""

    def _take(self, connection: Connection, due: Due) -> bool:
        taken = telling.take(connection, due, int(self._clock()))
        if taken:
            self._record(connection, due, TRYING, "")
        return taken

    def _ended(self, connection: Connection, due: Due, outcome: str, why: str) -> None:
        if outcome == OUTCOMES[Refused]:
            telling.erase(connection, due)
        if outcome == OUTCOMES[NotTaken]:
            if due.tries < len(PAUSES_SECONDS):
                telling.again(connection, due, int(self._clock()) + PAUSES_SECONDS[due.tries])
            else:
                telling.give_up(connection, due)
        self._record(connection, due, outcome, why)

    def _record(self, connection: Connection, due: Due, outcome: str, why: str) -> None:
        """Without the address."""
        now, body = self._clock(), to_json({"why": why} if why else {})
        last_day = retention.day_of(now) + KEPT_DAYS
        activity.append(connection, KIND, due.reference, ACTOR, outcome, body, last_day, at=now)
