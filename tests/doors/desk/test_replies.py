"""Saved replies go in sealed and come out sealed, and of two who change one at once the second is told."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from werkzeug.test import TestResponse

from tests.doors.desk.correspondence import copy_of, held_by, running_of
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.doors.visitors import Door
from widget.crypto.encoding import from_json, to_base64url, to_json
from widget.crypto.header import INBOX, NOTE, RETURN, SAVED, Header, Place
from widget.crypto.kit import KitEpoch
from widget.crypto.letter import inspect, open_letter, seal_letter
from widget.crypto.xwing import public_of
from widget.records import retention
from widget.records.activity import SALT_BYTES
from widget.records.encoding import from_b64u
from widget.staff.saved import MOST_REPLIES
from widget.store.models import chain_body, epoch, grant, saved_reply

DAY = 86400
NOWHERE = bytes(16)
ADDRESS = "/desk/inboxes/riverside/replies"


@dataclass(frozen=True)
class Saved:
    """One saved reply, as a member's browser makes it."""

    seat: Seat
    text: str = "Your refill is on its way."
    title: str = "Refill"
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    revision: int = 1
    inbox: bytes = b""
    conversation: bytes = NOWHERE
    prev: bytes = bytes(32)
    direction: int = SAVED
    halves: KitEpoch | None = None

    def but(self, **changes: Any) -> Saved:
        return replace(self, **changes)

    def letter(self, *readers: tuple[int, bytes]) -> bytes:
        running = self.halves or running_of(self.seat)
        inbox = self.inbox or self.seat.desk.inbox
        header = Header(self.direction, inbox, self.conversation, self.id, self.revision, self.prev)
        payload = to_json({"title": self.title, "text": self.text, "then": {"state": "closed"}})
        to = list(readers) or [(INBOX, running.xwing_public)]
        return seal_letter(header, payload, to, running.sign_seed)

    def goes_in(self, seat: Seat | None = None) -> TestResponse:
        return (seat or self.seat).send(ADDRESS, self.letter())

    @property
    def facts(self) -> dict[str, Any]:
        return {"id": to_base64url(self.id), "revision": self.revision}

    def removed_by(self, seat: Seat) -> TestResponse:
        return seat.post(f"{ADDRESS}/removed", self.facts)


def opened_by(seat: Seat) -> dict[str, str]:
    """What the inbox has, by title, each checked as a browser checks it."""
    held, found = held_by(seat), {}
    for each in asked(seat.get(ADDRESS))["replies"]:
        sealed = from_b64u(each["letter"])
        halves = held[inspect(sealed).stanzas[0][1]]
        place = Place(seat.desk.inbox, NOWHERE)
        opened = open_letter(sealed, INBOX, halves.xwing_seed, sign_public=halves.sign_public, place=place)
        assert to_base64url(opened.header.letter) == each["id"]
        assert opened.header.seq == each["revision"]
        payload = from_json(opened.payload)
        found[payload["title"]] = payload["text"]
    return found


def entries(door: Door) -> list[tuple[str, str]]:
    return [(row["actor"], row["outcome"]) for row in door.rows("chain") if row["kind"] == "saved-reply"]


def test_what_one_saves_all_who_answer_can_open(desk: Staff) -> None:
    assert Saved(desk.agent).goes_in().status_code == 201
    assert Saved(desk.lead, "We open at nine.", "Hours").goes_in().status_code == 201
    for seat in (desk.agent, desk.lead, desk.unappointed):
        assert opened_by(seat) == {"Refill": "Your refill is on its way.", "Hours": "We open at nine."}


def test_the_database_holds_the_newest_revision_alone_and_nothing_readable(desk: Staff) -> None:
    first = Saved(desk.agent)
    letter = first.letter()
    desk.agent.send(ADDRESS, letter)
    desk.door.clock.now += 60
    second = first.but(revision=2, text="It has left.").letter()
    assert desk.lead.send(ADDRESS, second).get_json() == {
        "id": to_base64url(first.id),
        "revision": 2,
        "changed": int(desk.door.clock.now),
    }
    (row,) = desk.door.rows("saved_reply")
    assert (row["id"], row["revision"], row["sealed"]) == (first.id, 2, second)
    assert row["changed_at"] == desk.door.clock.now
    (of,) = [each for each in desk.door.rows("epoch") if each["id"] == row["epoch_id"]]
    assert of["kem_public"] == running_of(desk.lead).xwing_public
    assert opened_by(desk.agent) == {"Refill": "It has left."}


def test_each_saving_and_removing_is_on_record_by_ids_alone(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    second = reply.but(seat=desk.lead, revision=2)
    second.goes_in()
    second.removed_by(desk.agent)
    agent, lead = (f"member:{seat.member.hex()}" for seat in (desk.agent, desk.lead))
    assert entries(desk.door) == [(agent, "saved"), (lead, "saved"), (agent, "removed")]
    seqs = [row["seq"] for row in desk.door.rows("chain") if row["kind"] == "saved-reply"]
    bodies = desk.door.house.store.read(
        lambda c: c.scalars(select(chain_body.c.body).where(chain_body.c.seq.in_(seqs))).all()
    )
    facts = {"inbox": desk.agent.desk.inbox.hex(), "reply": reply.id.hex()}
    assert sorted((from_json(body[SALT_BYTES:]) for body in bodies), key=lambda each: each["revision"]) == [
        facts | {"revision": 1},
        facts | {"revision": 2},
        facts | {"revision": 2},
    ]


def test_of_two_who_change_the_same_one_the_second_is_told_and_changes_nothing(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    assert reply.but(revision=2, text="By Ada").goes_in().status_code == 201
    before = desk.door.digest()
    answer = reply.but(seat=desk.lead, revision=2, text="By Lena").goes_in()
    assert refusal(answer) == (409, "version")
    assert answer.get_json()["version"] == 2
    assert desk.door.digest() == before
    assert opened_by(desk.lead) == {"Refill": "By Ada"}


def test_of_many_at_once_one_is_saved(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    letters = [reply.but(revision=2, text=f"Number {number}").letter() for number in range(6)]
    browsers = [copy_of(desk.agent) for _ in letters]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda pair: pair[0].send(ADDRESS, pair[1]), zip(browsers, letters, strict=True))
        )
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert [row["revision"] for row in desk.door.rows("saved_reply")] == [2]


def test_a_repetition_gets_the_same_answer_and_is_recorded_once(desk: Staff) -> None:
    letter = Saved(desk.agent).letter()
    first = desk.agent.send(ADDRESS, letter)
    desk.door.clock.now += 5
    again = desk.agent.send(ADDRESS, letter)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert len(entries(desk.door)) == 1


def test_a_repetition_is_known_also_once_its_epoch_is_over(desk: Staff) -> None:
    letter = Saved(desk.agent).letter()
    first = desk.agent.send(ADDRESS, letter).get_json()
    desk.door.house.store.write(lambda c: c.execute(update(epoch).values(revoked_at=1)))
    assert desk.agent.send(ADDRESS, letter).get_json() == first


def test_revisions_count_by_one(sqlite_desk: Staff) -> None:
    reply = Saved(sqlite_desk.agent)
    assert refusal(reply.but(revision=2).goes_in()) == (404, "gone")
    reply.goes_in()
    for revision in (1, 3, 2**32 - 1):
        assert refusal(reply.but(revision=revision).goes_in()) == (409, "version")


def test_who_changes_what_was_removed_is_told_and_it_does_not_come_back(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    assert reply.removed_by(desk.lead).get_json() == {}
    assert refusal(reply.but(revision=2).goes_in()) == (404, "gone")
    assert desk.door.rows("saved_reply") == []


def test_removing_twice_is_as_once_and_what_was_changed_meanwhile_stays(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    changed = reply.but(revision=2, text="Changed")
    changed.goes_in()
    assert refusal(reply.removed_by(desk.lead)) == (409, "version")
    assert opened_by(desk.lead) == {"Refill": "Changed"}
    for _ in range(2):
        answer = changed.removed_by(desk.lead)
        assert (answer.status_code, answer.get_json()) == (200, {})
    assert [outcome for _, outcome in entries(desk.door)] == ["saved", "saved", "removed"]


@pytest.mark.parametrize(
    "change",
    [
        {"inbox": b"j" * 16},
        {"conversation": b"c" * 16},
        {"direction": NOTE},
        {"prev": b"p" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_saved_reply_of_the_inbox_is_refused(sqlite_desk: Staff, change: dict[str, Any]) -> None:
    assert refusal(Saved(sqlite_desk.agent).but(**change).goes_in()) == (422, "invalid")
    assert sqlite_desk.door.rows("saved_reply") == []


def test_it_is_sealed_to_the_inbox_and_nobody_else(sqlite_desk: Staff) -> None:
    agent, reply = sqlite_desk.agent, Saved(sqlite_desk.agent)
    stranger = public_of(secrets.token_bytes(32))
    two = reply.letter((INBOX, running_of(agent).xwing_public), (INBOX, stranger))
    assert refusal(agent.send(ADDRESS, two)) == (422, "invalid")
    assert refusal(agent.send(ADDRESS, reply.letter((INBOX, stranger)))) == (412, "stale")
    assert RETURN not in {kind for kind, _ in inspect(reply.letter()).stanzas}


def test_an_epoch_that_is_over_takes_none(desk: Staff) -> None:
    reply = Saved(desk.agent)
    letter = reply.letter()
    desk.door.house.store.write(lambda c: c.execute(update(epoch).values(revoked_at=1)))
    assert refusal(desk.agent.send(ADDRESS, letter)) == (412, "stale")
    assert desk.door.rows("saved_reply") == []


def test_whoever_follows_after_a_removal_seals_it_anew(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    before = running_of(desk.lead)
    assert desk.lead.removes(desk.agent).status_code == 200
    assert opened_by(desk.lead) == {"Refill": reply.text}
    old = reply.but(seat=desk.lead, revision=2, halves=before)
    assert refusal(old.goes_in()) == (412, "stale")
    anew = old.but(halves=None)
    assert anew.goes_in().status_code == 201
    (row,) = desk.door.rows("saved_reply")
    (of,) = [each for each in desk.door.rows("epoch") if each["id"] == row["epoch_id"]]
    assert (of["revoked_at"], of["kem_public"]) == (None, running_of(desk.lead).xwing_public)
    assert opened_by(desk.lead) == {"Refill": reply.text}


def test_an_epoch_that_never_began_stays_where_a_fast_clock_has_saved_to_it(desk: Staff) -> None:
    Saved(desk.agent).goes_in()
    ahead = max(
        desk.door.rows("epoch"), key=lambda row: (row["inbox_id"] == desk.agent.desk.inbox, row["number"])
    )
    desk.door.house.store.write(lambda c: c.execute(update(saved_reply).values(epoch_id=ahead["id"])))
    assert desk.lead.removes(desk.unappointed).status_code == 200
    kept = next(row for row in desk.door.rows("epoch") if row["id"] == ahead["id"])
    assert kept["revoked_at"] is not None


def test_another_inboxes_replies_are_out_of_reach(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    theirs = "/desk/inboxes/practice/replies"
    assert asked(desk.other.get(theirs)) == {"replies": []}
    assert desk.other.post(f"{theirs}/removed", reply.facts).status_code == 200
    assert refusal(desk.other.send(theirs, reply.letter())) == (422, "invalid")
    mine = reply.but(seat=desk.other, inbox=desk.other.desk.inbox).letter()
    assert refusal(desk.other.send(theirs, mine)) == (409, "conflict")
    assert opened_by(desk.agent) == {"Refill": reply.text}


def test_an_inbox_holds_so_many_and_says_so(desk: Staff) -> None:
    reply = Saved(desk.agent)
    reply.goes_in()
    (row,) = desk.door.rows("saved_reply")
    more = [row | {"id": number.to_bytes(16)} for number in range(MOST_REPLIES - 1)]
    desk.door.house.store.write(lambda c: c.execute(insert(saved_reply), more))
    answer = Saved(desk.lead).goes_in()
    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["message"].startswith("An inbox has at most 300 saved replies.")
    assert reply.but(revision=2).goes_in().status_code == 201
    assert len(asked(desk.agent.get(ADDRESS))["replies"]) == MOST_REPLIES


def test_a_text_of_eight_kibibytes_goes_in_and_a_longer_one_does_not(sqlite_desk: Staff) -> None:
    reply = Saved(sqlite_desk.agent)
    around = len(reply.but(text="").letter())
    assert around < 2 * 1024 + 1024
    assert reply.but(text="w" * 8000).goes_in().status_code == 201
    assert refusal(Saved(sqlite_desk.agent, "w" * 8200).goes_in()) == (413, "too_large")


@pytest.mark.parametrize("cut", [0, 1, 87, 500, -1])
def test_what_is_no_letter_is_refused(sqlite_desk: Staff, cut: int) -> None:
    whole = Saved(sqlite_desk.agent).letter()
    assert refusal(sqlite_desk.agent.send(ADDRESS, whole[:cut])) == (422, "invalid")


@pytest.mark.parametrize(
    "facts", [{}, {"id": "A"}, {"id": "A" * 22}, {"id": "A" * 22, "revision": -1}, {"id": 1}]
)
def test_removing_needs_an_id_and_a_revision(sqlite_desk: Staff, facts: dict[str, Any]) -> None:
    assert refusal(sqlite_desk.agent.post(f"{ADDRESS}/removed", facts)) == (422, "invalid")


def test_they_are_gone_once_nobody_can_open_them_and_not_before(desk: Staff) -> None:
    reply, house = Saved(desk.agent), desk.door.house
    reply.goes_in()
    days = house.store.read(
        lambda c: c.scalar(
            select(grant.c.expiry_day)
            .join(saved_reply, saved_reply.c.epoch_id == grant.c.epoch_id)
            .order_by(grant.c.expiry_day.desc())
            .limit(1)
        )
    )
    assert days is not None
    retention.purge(house.store, house.keys, days * DAY)
    assert len(desk.door.rows("saved_reply")) == 1
    retention.purge(house.store, house.keys, (days + 1) * DAY)
    assert desk.door.rows("saved_reply") == []
