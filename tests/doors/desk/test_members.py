"""A lead's page of members: who there is and who waits, whom they invite, and whom they do not let in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doors.desk.seats import Seat, Staff, asked, newcomer, refusal
from widget.crypto.encoding import to_base64url
from widget.crypto.xwing import key_hash

INVITE = "/desk/inboxes/riverside/invitations"
FRESH = {"id": to_base64url(bytes(range(16))), "role": "agent", "name": "Nia Newcomer"}


def test_all_members_are_listed_with_role_and_state(desk: Staff) -> None:
    listed = desk.lead.members()["members"]
    assert [(each["name"], each["role"], each["state"], each["appointed"]) for each in listed] == [
        ("Ada Agent", "agent", "active", False),
        ("Ann Auditor", "auditor", "active", False),
        ("Lee Later", "lead", "active", False),
        ("Lena Lead", "lead", "active", True),
        ("Rui Reviewer", "reviewer", "active", False),
        ("Wim Waiting", "agent", "waiting", False),
    ]
    assert all(each["passkeys"] == 1 for each in listed)
    assert [each["name"] for each in listed if "mac" in each] == ["Wim Waiting"]


def test_members_of_other_inboxes_are_not_listed(sqlite_desk: Staff) -> None:
    assert "Otto" not in sqlite_desk.lead.get("/desk/inboxes/riverside/members").text


def test_when_somebody_was_last_there_is_told(sqlite_desk: Staff) -> None:
    sqlite_desk.door.clock.now += 600
    sqlite_desk.agent.get("/desk/me")
    seen = {each["name"]: each["last_seen"] for each in sqlite_desk.lead.members()["members"]}
    assert seen["Ada Agent"] == sqlite_desk.door.clock.now
    assert seen["Rui Reviewer"] == sqlite_desk.door.clock.now - 600


def test_the_kits_key_is_the_one_that_authority_names(sqlite_desk: Staff) -> None:
    bundle = sqlite_desk.door.bundle()
    assert sqlite_desk.lead.members()["kit"] == to_base64url(bundle.holder_public)
    assert key_hash(bundle.holder_public) == sqlite_desk.lead.desk.authority.kit


def test_invitations_are_listed_until_they_are_used_and_their_newcomer_let_in(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead

    def names() -> list[tuple[str, bool]]:
        return [(each["name"], each["used"]) for each in lead.members()["invitations"]]

    assert names() == [("Wim Waiting", True)]
    link = lead.invites("reviewer", "Nia Newcomer")
    assert sorted(names()) == [("Nia Newcomer", False), ("Wim Waiting", True)]
    seat = Seat(sqlite_desk.door)
    seat.joins(link)
    seat.signs_in()
    assert sorted(names()) == [("Nia Newcomer", True), ("Wim Waiting", True)]
    lead.lets_in(seat)
    assert names() == [("Wim Waiting", True)]


def test_an_invitation_that_nobody_used_is_gone_after_its_day(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.invites("agent", "Nia Newcomer")
    sqlite_desk.door.clock.now += 86_400
    sqlite_desk.lead.signs_in()
    assert [each["name"] for each in sqlite_desk.lead.members()["invitations"]] == ["Wim Waiting"]


def test_an_invitation_says_until_when_it_is_good(desk: Staff) -> None:
    answer = desk.lead.post(INVITE, FRESH)
    assert (answer.status_code, answer.get_json()) == (201, {"expires": desk.door.clock.now + 86_400})


@pytest.mark.parametrize(
    "odd",
    [
        {"id": None},
        {"id": "AAAA"},
        {"role": "boss"},
        {"role": None},
        {"name": ""},
        {"name": " Nia"},
        {"name": "a\tb"},
        {"name": "x" * 81},
        {"name": 7},
        {"name": "\u202eNia"},
    ],
)
def test_an_odd_invitation_is_refused(sqlite_desk: Staff, odd: dict[str, Any]) -> None:
    assert refusal(sqlite_desk.lead.post(INVITE, FRESH | odd)) == (422, "invalid")


def test_an_invitations_id_is_good_for_one(desk: Staff) -> None:
    assert desk.lead.post(INVITE, FRESH).status_code == 201
    answer = desk.lead.post(INVITE, FRESH | {"role": "lead"})
    assert refusal(answer) == (422, "invalid")


def test_an_invitation_that_was_used_cannot_be_withdrawn(sqlite_desk: Staff) -> None:
    (used,) = sqlite_desk.lead.members()["invitations"]
    answer = sqlite_desk.lead.post(f"{INVITE}/withdrawn", {"id": used["id"]})
    assert refusal(answer) == (404, "gone")


def test_an_inboxs_invitations_are_its_own_leads_to_withdraw(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.post(INVITE, FRESH)
    path = "/desk/inboxes/practice/invitations/withdrawn"
    assert refusal(sqlite_desk.other.post(path, {"id": FRESH["id"]})) == (404, "gone")


def test_a_newcomer_can_be_declined_and_leaves_nothing(desk: Staff) -> None:
    path = "/desk/inboxes/riverside/declined"
    assert asked(desk.lead.post(path, {"member": desk.waiting.id})) == {}
    assert refusal(desk.waiting.get("/desk/me")) == (401, "signed_out")
    assert refusal(desk.waiting.signs_in()) == (401, "signed_out")
    for table in ("passkey", "wrap", "session", "membership"):
        assert desk.waiting.member not in [row["member_id"] for row in desk.door.rows(table)]
    assert desk.lead.members()["invitations"] == []
    assert refusal(desk.lead.post(path, {"member": desk.waiting.id})) == (422, "invalid")


def test_only_who_waits_is_declined(sqlite_desk: Staff) -> None:
    for who in (sqlite_desk.agent, sqlite_desk.other):
        answer = sqlite_desk.lead.post("/desk/inboxes/riverside/declined", {"member": who.id})
        assert refusal(answer) == (422, "invalid")
        assert who.get("/desk/me").status_code == 200


def test_a_lead_is_let_in_by_a_lead_and_appointed_by_the_kit(desk: Staff) -> None:
    later = desk.unappointed
    assert later.desk.granted  # reads letters already
    desk.appoint()
    seat = newcomer(later, "agent", "Nia Newcomer")
    later.lets_in(seat)
    assert seat.desk.granted[1] == desk.agent.desk.granted[1]


def test_acts_are_on_record_with_who_and_for_whom(sqlite_desk: Staff) -> None:
    kinds = [(row["kind"], row["actor"], row["outcome"]) for row in sqlite_desk.door.rows("chain")]
    lead = f"member:{sqlite_desk.lead.member.hex()}"
    assert ("grant", lead, "members 4") in kinds
    assert ("invite", "kit", "lead") in kinds
    assert ("appoint", "kit", "members 1") in kinds
    bodies = b"".join(row["body"] for row in sqlite_desk.door.rows("chain_body"))
    assert sqlite_desk.agent.member.hex().encode() in bodies
    assert b"Ada" not in bodies
