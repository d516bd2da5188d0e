"""A conversation as both sides have it: the patient's return code, and members who answer with their keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.doors.desk.seats import Seat, asked
from tests.doors.letters import Draft
from tests.doors.visitors import Door
from widget.crypto.encoding import from_json, to_base64url, to_json
from widget.crypto.header import INBOX, NOTE, PATIENT, RETURN, SCORE, STAFF, Header, Place
from widget.crypto.kit import KitEpoch
from widget.crypto.letter import Message, OpenedLetter, inspect, key_id_of, open_letter, seal_letter
from widget.crypto.payload import Score
from widget.crypto.returncode import derive
from widget.crypto.thread import check_thread
from widget.records.encoding import from_b64u
from widget.staff.stored import COUNTED, stored_letters
from widget.store.models import conversation


@dataclass(frozen=True)
class Opened:
    """What a member's browser has after reading: the answer, and its letters opened."""

    facts: dict[str, Any]
    letters: list[OpenedLetter]

    @property
    def texts(self) -> list[str]:
        return [from_json(each.payload)["text"] for each in self.letters]

    @property
    def version(self) -> int:
        found: int = self.facts["version"]
        return found

    @property
    def first(self) -> Message:
        return next(each.message for each in self.letters if each.message is not None)

    def next_header(self, direction: int) -> Header:
        """Of a letter that follows all that was read."""
        seq = self.facts["counts"].get(COUNTED.get(direction), 0) + 1
        last = [each for each in self.letters if each.header.direction != NOTE][-1]
        of = last.header
        return Header(direction, of.inbox, of.conversation, secrets.token_bytes(16), seq, last.hash)


@dataclass(frozen=True)
class Correspondence:
    """What the patient keeps, and where it stands."""

    door: Door
    draft: Draft
    reference: str

    @classmethod
    def begun(
        cls, door: Door, text: str = "When is my refill due?", inbox: str = "riverside"
    ) -> Correspondence:
        draft = door.draft(inbox).but(text=text)
        language = "es" if inbox == "practice" else "en"
        answer = door.post(draft.envelope(slip=draft.slip(language=language)), inbox=inbox)
        return cls(door, draft, answer.get_json()["reference"])

    @property
    def address(self) -> str:
        return f"/desk/c/{self.reference}"

    def asks(self, seat: Seat) -> TestResponse:
        return seat.post(f"{self.address}/read")

    def read_by(self, seat: Seat) -> Opened:
        facts = asked(self.asks(seat))
        return Opened(facts, list(_opened_by_member(facts, held_by(seat))))

    def sends(
        self, seat: Seat, letter: bytes, version: int, state: str | None = None, **headers: Any
    ) -> TestResponse:
        usual = {"X_Version": str(version), "X_State": state}
        return seat.send(f"{self.address}/letters", letter, **usual | headers)

    def answered_by(self, seat: Seat, text: str, state: str | None = None) -> Opened:
        """Read and answered. Returns what was read."""
        opened = self.read_by(seat)
        answer = self.sends(seat, reply(seat, opened, text), opened.version, state)
        assert answer.status_code == 201, answer.text
        return opened

    def scored_by(self, seat: Seat, letter: bytes, **headers: Any) -> TestResponse:
        return seat.send(f"{self.address}/scores", letter, **headers)

    def changes(self, seat: Seat, **facts: Any) -> TestResponse:
        return seat.post(f"{self.address}/state", facts)

    def opened_by_patient(self) -> list[OpenedLetter]:
        """All of both sides by the return code, checked to be whole and in order."""
        keys = derive(self.draft.code)
        place = Place(self.draft.inbox, self.draft.conversation)
        signed_by = {PATIENT: keys.sign_public, STAFF: self.door.epoch().sign_public}
        opened = [
            open_letter(sealed, RETURN, keys.xwing_seed, sign_public=signed_by[row.direction], place=place)
            for row, sealed in self.stored()
            if row.direction != NOTE
        ]
        check_thread(opened)
        return opened

    def stored(self) -> list[tuple[Any, bytes]]:
        house = self.door.house
        return house.store.read(
            lambda connection: list(stored_letters(connection, house.keys, self.draft.conversation))
        )

    def row(self) -> Any:
        wanted = select(conversation).where(conversation.c.reference == self.reference)
        return self.door.house.store.read(lambda connection: connection.execute(wanted).one())


def copy_of(seat: Seat) -> Seat:
    """Another browser with the same session, as a second thread or a thief has it."""
    other = replace(seat)
    cookie = seat.client.get_cookie("__Host-sotto-desk", domain="desk.localhost")
    assert cookie is not None
    other.client.set_cookie(
        cookie.key, cookie.value, domain="desk.localhost", secure=True, httponly=True, path="/"
    )
    return other


def reply(seat: Seat, to: Opened, text: str, **otherwise: Any) -> bytes:
    return sealed(seat, to.next_header(STAFF), to, text, **otherwise)


def note(seat: Seat, to: Opened, text: str, **otherwise: Any) -> bytes:
    return sealed(seat, to.next_header(NOTE), to, text, **otherwise)


def score(seat: Seat, to: Opened, value: int, text: str = "", **otherwise: Any) -> bytes:
    """As a reviewer's browser seals it; `otherwise` goes into its HEADER."""
    header = replace(to.next_header(SCORE), **{"seq": to.facts["next_score"]} | otherwise)
    running = running_of(seat)
    return seal_letter(header, Score(value, text).pack(), [(INBOX, running.xwing_public)], running.sign_seed)


def sealed(
    seat: Seat,
    header: Header,
    to: Opened,
    text: str,
    *,
    readers: Iterable[tuple[int, bytes]] | None = None,
    halves: KitEpoch | None = None,
) -> bytes:
    """As the member's browser seals it to the running epoch, unless told otherwise."""
    running = halves or running_of(seat)
    inbox, patient = (INBOX, running.xwing_public), (RETURN, to.first.return_public)
    usual = [inbox] if header.direction == NOTE else [inbox, patient]
    payload = to_json({"text": text}) if header.direction == NOTE else to.first.saying(text).pack()
    return seal_letter(header, payload, list(readers or usual), running.sign_seed)


def held_by(seat: Seat) -> dict[bytes, KitEpoch]:
    """The epochs that were granted to the member, by their keys' ids."""
    return {key_id_of(each.xwing_public): each for each in seat.desk.granted.values()}


def running_of(seat: Seat) -> KitEpoch:
    desk, now = seat.desk, seat.door.clock.now
    number = next(each.n for each in desk.keys.epochs if each.takes_letters(now))
    return desk.granted[number]


def _opened_by_member(facts: dict[str, Any], held: dict[bytes, KitEpoch]) -> Iterable[OpenedLetter]:
    place = Place(from_b64u(facts["inbox"]), from_b64u(facts["id"]))
    patient: bytes | None = None
    opened = []
    for each in facts["letters"]:
        letter = from_b64u(each["letter"])
        found = inspect(letter)
        halves = held[found.stanzas[0][1]]
        signer = patient if found.header.direction == PATIENT else halves.sign_public
        opened.append(open_letter(letter, INBOX, halves.xwing_seed, sign_public=signer, place=place))
        if found.header.direction == PATIENT:
            patient = Message.parse(opened[-1].payload).patient_public
        header = opened[-1].header
        assert (each["id"], each["direction"], each["seq"]) == (
            to_base64url(header.letter),
            header.direction,
            header.seq,
        )
    check_thread(opened)
    return opened
