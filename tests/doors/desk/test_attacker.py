"""What a thief reads who has a member's session and key, and asks for all that the desk offers: no more than
the inbox's budgets and slow reading, and not unseen.

Run with `-s` to see the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import Databases
from tests.doors.conftest import OpenDoor
from tests.doors.desk.correspondence import Correspondence, copy_of, held_by
from tests.doors.desk.seats import Seat, Staff, asked, found_staff, refusal
from widget.crypto.header import INBOX
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.letter import inspect, open_letter
from widget.records import inboxes
from widget.records.encoding import from_b64u
from widget.staff.limits import Limits, limits_in
from widget.staff.paying import slow_seconds
from widget.store.models import chain

HOUR, DAY = 3600, 86400
ASK = "/desk/inboxes/riverside/extensions"
LOOKS_IN = 20 * 60
THERE = 500  # conversations: more than can be read


@dataclass
class Thief:
    """A browser with another's cookie and token, and the private halves that the member was granted; but
    no passkey. `asks`: for more than the budget, and goes on slowly as soon as nobody has answered.
    """

    seat: Seat
    held: dict[bytes, KitEpoch] = field(repr=False)
    asks: bool = True
    read: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, member: Seat, *, asks: bool = True) -> Thief:
        return cls(copy_of(member), held_by(member), asks)

    def reads_for(self, seconds: int) -> int:
        """How many conversations, as fast as it goes, until the time or the session is over."""
        clock = self.seat.door.clock
        ends, before = clock.now + seconds, len(self.read)
        for reference in self._references():
            while (wait := self._takes(reference)) is not None and clock.now + wait < ends:
                # A second earlier it would be for nothing.
                self._waits(wait - 1)
                assert self._takes(reference) is not None
                clock.now += 1
            if reference not in self.read:
                break
        clock.now = ends
        return len(self.read) - before

    def _waits(self, seconds: int) -> None:
        """Never so long that the session is taken for forgotten."""
        while seconds > 0:
            step = min(seconds, LOOKS_IN)
            self.seat.door.clock.now += step
            self.seat.get("/desk/list")
            seconds -= step

    def _takes(self, reference: str) -> int | None:
        """None once it is read; else in how many seconds to come again."""
        answer = self.seat.post(f"/desk/c/{reference}/read")
        if answer.status_code == 401:
            return DAY  # the session is over
        if answer.status_code == 429:
            assert self.seat.post(f"/desk/c/{reference}/export").status_code in (403, 429)
            wait = int(answer.headers["Retry-After"])
            return self._helps_itself(reference, wait) if self.asks else wait
        letter = from_b64u(asked(answer)["letters"][0]["letter"])
        halves = self.held[inspect(letter).stanzas[0][1]]
        assert open_letter(letter, INBOX, halves.xwing_seed, sign_public=None, place=None).payload
        self.read.add(reference)
        return None

    def _helps_itself(self, reference: str, wait: int) -> int | None:
        request = asked(self.seat.post(ASK))
        left = request["slow_from"] - self.seat.door.clock.now
        if request["state"] == "slow":
            return wait
        if left > 0:
            return min(wait, int(left))
        asked(self.seat.post(f"{ASK}/slow", {"id": request["id"], "reason": "I have work to do here."}))
        return self._takes(reference)

    def _references(self) -> Iterator[str]:
        """All that the list shows and that was not read: the list itself is not metered."""
        address: str | None = "/desk/list?sort=old"
        found: list[str] = []
        while address is not None:
            answer = asked(self.seat.get(address))
            found += [row["reference"] for row in answer["conversations"]]
            address = answer["next"] and f"/desk/list?sort=old&after={answer['next']}"
        yield from (reference for reference in found if reference not in self.read)


@pytest.fixture
def full(open_door: OpenDoor, databases: Databases, tmp_path: Path, kit: Kit) -> Staff:
    """Patients who all wrote at once, from one network."""
    desk = found_staff(open_door(databases.url(tmp_path), SOTTO_LIMITER_ENABLED="0"), kit)
    for _ in range(THERE):
        Correspondence.begun(desk.door)
    return desk


def configured(desk: Staff) -> Limits:
    found = desk.door.house.store.read(lambda c: inboxes.get(c, "riverside"))
    return limits_in(found.settings)


def most_in(limits: Limits, seconds: int, days: int) -> int:
    """What the limits let through in that time, which touches so many UTC days, whatever a thief does."""
    by_hour = limits.burst + limits.hourly * seconds // HOUR
    by_day = days * limits.member_day + seconds // slow_seconds(limits)
    return min(by_hour, by_day)


def test_a_stolen_session_with_its_key_reads_no_more_than_the_budgets_and_is_seen(full: Staff) -> None:
    limits, clock = configured(full), full.door.clock
    thief = Thief.of(full.agent)
    in_an_hour = thief.reads_for(HOUR)
    in_a_day = in_an_hour + thief.reads_for(DAY - HOUR)
    print(
        f"\nA stolen session and the member's key read {in_an_hour} of {THERE} conversations in an hour, "
        f"{in_a_day} in a day: {limits.member_day} by the budget, the others slowly, since no lead answered."
    )
    assert in_an_hour <= most_in(limits, HOUR, 1)
    assert in_a_day <= most_in(limits, DAY, 1)
    # The session is over at midnight (UTC).
    assert (in_an_hour, in_a_day) == (79, 253)
    # All of it is on record, and an alarm rang within the first minute, and stands with what was said.
    assert full.lead.signs_in().status_code == 200
    found = asked(full.lead.get("/desk/records/entries"))
    rang = full.door.rows("chain")
    assert sum(row["kind"] == "read" and row["outcome"] in ("read", "slow") for row in rang) == in_a_day
    first = next(row for row in rang if row["kind"] == "budget")
    assert first["at"] < clock.now - DAY + 60
    assert {each["actor"] for each in found["alarms"]} == {"Ada Agent"}
    assert {"budget", "extension"} == {each["kind"] for each in found["alarms"]}
    assert {each["reason"] for each in found["alarms"]} == {None, "I have work to do here."}


def test_a_lead_who_answers_with_no_ends_it(full: Staff) -> None:
    limits, clock = configured(full), full.door.clock
    thief = Thief.of(full.agent)
    in_an_hour = thief.reads_for(HOUR)
    full.lead.signs_in()
    (request,) = asked(full.lead.get("/desk/extensions"))["requests"]
    assert (request["name"], request["state"]) == ("Ada Agent", "slow")
    assert full.lead.post(f"{ASK}/decided", {"id": request["id"], "give": False}).status_code == 200
    assert refusal(thief.seat.post(ASK)) == (422, "invalid")
    thief.asks = False
    in_a_day = in_an_hour + thief.reads_for(11 * HOUR - 1)
    print(f"\nWhere a lead refuses, it is {in_a_day} until midnight (UTC).")
    assert clock.now % DAY == DAY - 1
    assert in_a_day == limits.member_day


def test_across_midnight_it_is_two_days_worth_until_the_session_ends(full: Staff) -> None:
    limits, clock = configured(full), full.door.clock
    clock.now += 8 * HOUR  # 20:00 UTC
    assert full.agent.signs_in().status_code == 200
    thief = Thief.of(full.agent)
    read = thief.reads_for(DAY)
    print(f"\nFrom four hours before midnight (UTC) on it is {read}, until the session is over.")
    assert 2 * limits.member_day < read <= most_in(limits, 12 * HOUR, 2)
    assert full.agent.get("/desk/list").status_code == 401


def test_the_chain_tells_every_conversation_that_the_thief_has(sqlite_desk: Staff) -> None:
    for _ in range(40):
        Correspondence.begun(sqlite_desk.door)
    thief = Thief.of(sqlite_desk.agent, asks=False)
    assert 20 < thief.reads_for(600) < 40
    read = select(chain.c.reference).where(chain.c.kind == "read")
    assert thief.read == set(sqlite_desk.door.house.store.read(lambda c: c.scalars(read).all()))
