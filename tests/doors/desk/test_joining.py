"""A member comes to a further inbox of the house, with the passkey and the keys that they have."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.doors.desk.correspondence import Correspondence, copy_of
from tests.doors.desk.seats import Link, Seat, Staff, asked, refusal
from tests.doors.desk.test_handing import care, handing
from widget.crypto.encoding import from_base64url, to_base64url

__all__ = ["care"]


@pytest.fixture
def link(care: Seat) -> Link:
    return care.invites("agent", "Somebody from Riverside")


def joins(seat: Seat, link: Link) -> TestResponse:
    invite = to_base64url(link.id)
    offer = asked(seat.post("/desk/enrol/options", {"invite": invite}))
    mac = seat.desk.keyring.mac(link, seat.member, from_base64url(offer["inbox"]["id"], 16))
    return seat.post("/desk/join", {"invite": invite, "mac": to_base64url(mac)})


def at_care(seat: Seat) -> Seat:
    other = copy_of(seat)
    other.slug = "care-team"
    return other


def inboxes_of(seat: Seat) -> dict[str, tuple[str, str]]:
    facts: list[dict[str, Any]] = asked(seat.get("/desk/me"))["inboxes"]
    return {each["slug"]: (each["role"], each["state"]) for each in facts}


def test_they_wait_there_are_let_in_and_read_in_both(desk: Staff, care: Seat, link: Link) -> None:
    assert joins(desk.agent, link).status_code == 201
    assert inboxes_of(desk.agent) == {"care-team": ("agent", "waiting"), "riverside": ("agent", "active")}
    talk = Correspondence.begun(desk.door)
    desk.lead.post(f"{talk.address}/handover", handing(talk, desk.lead, talk.read_by(desk.lead)))
    assert refusal(talk.asks(desk.agent)) == (403, "forbidden")
    care.lets_in(desk.agent)
    assert asked(talk.asks(at_care(desk.agent)))["reference"] == talk.reference
    assert at_care(desk.agent).desk.granted
    here = Correspondence.begun(desk.door, "Still here?")
    assert here.read_by(desk.agent).texts == ["Still here?"]


def test_the_lead_checks_that_the_keys_are_theirs(desk: Staff, care: Seat, link: Link) -> None:
    """The MAC is of this member, this inbox and their keys: the same browser that invited can tell."""
    joins(desk.agent, link)
    shown = next(each for each in care.members()["members"] if each["id"] == desk.agent.id)
    assert (shown["name"], shown["invite"]["name"]) == ("Ada Agent", "Somebody from Riverside")
    inbox = care.desk.inbox
    assert from_base64url(shown["mac"], 32) == desk.agent.desk.keyring.mac(link, desk.agent.member, inbox)


def test_a_link_is_used_once_and_nobody_joins_twice(desk: Staff, care: Seat, link: Link) -> None:
    assert joins(desk.agent, link).status_code == 201
    mac = to_base64url(bytes(32))
    again = desk.lead.post("/desk/join", {"invite": to_base64url(link.id), "mac": mac})
    assert refusal(again) == (404, "gone")
    another = care.invites("agent", "Once more")
    assert refusal(joins(desk.agent, another)) == (422, "invalid")
    mine = desk.lead.invites("agent", "Nobody")
    assert refusal(joins(desk.lead, mine)) == (422, "invalid")


def test_who_is_removed_from_one_inbox_stays_in_the_other(desk: Staff, care: Seat, link: Link) -> None:
    joins(desk.agent, link)
    care.lets_in(desk.agent)
    assert care.removes(desk.agent).status_code == 200
    assert refusal(desk.agent.get("/desk/me")) == (401, "signed_out")
    assert desk.agent.signs_in().status_code == 200
    assert inboxes_of(desk.agent) == {"riverside": ("agent", "active")}


@pytest.mark.parametrize("facts", [{}, {"invite": "A" * 22}, {"invite": "A" * 22, "mac": "AAAA"}, {"mac": 7}])
def test_what_is_no_answer_to_an_invitation_is_refused(sqlite_desk: Staff, facts: dict[str, Any]) -> None:
    assert refusal(sqlite_desk.agent.post("/desk/join", facts)) == (422, "invalid")
