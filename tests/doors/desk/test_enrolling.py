"""Joining: an invitation is good once, for a day; what a newcomer sends is what they will be known by."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.authenticator import EDDSA, ES256, ES512, RS256, made
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.doors.visitors import DESK
from widget.crypto.encoding import from_base64url, to_base64url
from widget.crypto.labels import random_bytes
from widget.crypto.member import NO_CREDENTIAL, Holder, credential_hash, open_wrap, prf_input
from widget.crypto.statements import root_hash
from widget.staff.appointing import Link

OPTIONS, VERIFY = "/desk/enrol/options", "/desk/enrol/verify"
DAY = 86_400
Facts = dict[str, Any]


@pytest.fixture
def link(sqlite_desk: Staff) -> Link:
    return sqlite_desk.lead.invites("agent", "Nia Newcomer")


def invite(link: Link) -> str:
    return to_base64url(link.id)


def begun(seat: Seat, link: Link, **otherwise: Any) -> Facts:
    """What a newcomer's browser posts in the end."""
    options = asked(seat.post(OPTIONS, {"invite": invite(link)}))
    passkey, credential = made(options, DESK, **otherwise)
    seat.passkey = passkey
    return seat.keyring.join(link, options, passkey) | {"credential": credential}


def test_the_options_say_what_the_invitation_is_for(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    options = asked(seat.post(OPTIONS, {"invite": invite(link)}))
    inbox = sqlite_desk.door.bundle().inbox
    assert options["name"] == options["user"]["name"] == "Nia Newcomer"
    assert options["role"] == "agent"
    assert options["inbox"] == {"id": to_base64url(inbox), "name": "Riverside"}
    assert options["rp"] == {"id": "desk.localhost", "name": "Sotto"}
    assert options["prf"] == to_base64url(prf_input("desk.localhost"))
    assert options["algorithms"] == [-7, -8, -257]
    again = asked(seat.post(OPTIONS, {"invite": invite(link)}))
    assert again["user"]["id"] != options["user"]["id"]
    assert again["challenge"] != options["challenge"]


def test_a_newcomer_joins_and_waits(desk: Staff) -> None:
    seat = Seat(desk.door)
    answer = seat.joins(desk.lead.invites("agent", "Nia Newcomer"))
    assert (answer.status_code, answer.get_json()) == (201, {})
    me = seat.signs_in().get_json()
    (inbox,) = me["inboxes"]
    assert (me["member"]["name"], inbox["role"], inbox["state"], inbox["grants"]) == (
        "Nia Newcomer",
        "agent",
        "waiting",
        [],
    )
    assert [(each["label"], each["prf"]) for each in me["passkeys"]] == [("A browser", True)]


def test_the_lead_is_shown_the_newcomers_keys_with_the_mac(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    seat.joins(link)
    seat.signs_in()
    shown = next(each for each in sqlite_desk.lead.members()["members"] if each["id"] == seat.id)
    assert shown["state"] == "waiting"
    assert shown["invite"] == {
        "id": invite(link),
        "role": "agent",
        "name": "Nia Newcomer",
        "made_by": sqlite_desk.lead.id,
    }
    keys = seat.keyring.keys
    assert from_base64url(shown["xwing_pk"], 1216) == keys.xwing_public
    assert from_base64url(shown["sign_pk"], 32) == keys.sign_public
    assert from_base64url(shown["mac"], 32)


def test_the_wrap_comes_back_to_the_passkey_that_it_is_for(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    seat.joins(link)
    (wrap,) = seat.signs_in().get_json()["wraps"]
    assert seat.passkey is not None
    holder = Holder(seat.member, credential_hash(seat.passkey.id))
    secret, root = open_wrap(from_base64url(wrap["blob"], 124), seat.passkey.secret, holder)
    assert (secret, root) == (seat.keyring.secret, root_hash(sqlite_desk.door.bundle().root_public))
    assert (wrap["kind"], wrap["credential"]) == (1, to_base64url(seat.passkey.id))


def test_the_stored_wrap_is_sealed_again_and_bound_to_its_row(sqlite_desk: Staff) -> None:
    blob = sqlite_desk.agent.get("/desk/me").get_json()["wraps"][0]["blob"]
    rows = sqlite_desk.door.rows("wrap")
    assert from_base64url(blob, 124).hex() not in "".join(row["sealed"].hex() for row in rows)
    assert all(len(row["sealed"]) == 24 + 124 + 16 for row in rows)


def test_words_can_come_along_or_stand_alone(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link)
    words = to_base64url(seat.keyring.words_wrap(from_base64url(facts["member"], 16), link.pin))
    assert seat.post(VERIFY, facts | {"words_wrap": words}).status_code == 201
    wraps = seat.signs_in().get_json()["wraps"]
    assert [(each["kind"], each["credential"] is None) for each in wraps] == [(1, False), (2, True)]
    other = Seat(sqlite_desk.door)
    facts = begun(other, sqlite_desk.lead.invites("agent", "Wanda Words"))
    words = to_base64url(other.keyring.words_wrap(from_base64url(facts["member"], 16), link.pin))
    assert other.post(VERIFY, facts | {"wrap": words}).status_code == 201
    me = other.signs_in().get_json()
    assert [each["kind"] for each in me["wraps"]] == [2]
    assert [each["prf"] for each in me["passkeys"]] == [False]
    assert NO_CREDENTIAL in [row["credential"] for row in sqlite_desk.door.rows("wrap")]


def used(seat: Seat, link: Link) -> None:
    Seat(seat.door).joins(link)


def expired(seat: Seat, _link: Link) -> None:
    seat.door.clock.now += DAY


def withdrawn(seat: Seat, _link: Link) -> None:
    lead = seat
    answer = lead.post("/desk/inboxes/riverside/invitations/withdrawn", {"id": invite(_link)})
    assert answer.status_code == 200


@pytest.mark.parametrize("happens", [used, expired, withdrawn])
def test_a_link_that_is_no_good_any_more_is_gone(
    sqlite_desk: Staff, link: Link, happens: Callable[[Seat, Link], None]
) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link)
    happens(sqlite_desk.lead, link)
    for answer in (seat.post(OPTIONS, {"invite": invite(link)}), seat.post(VERIFY, facts)):
        assert refusal(answer) == (404, "gone")


def test_a_link_is_good_to_the_last_second_of_its_day(sqlite_desk: Staff, link: Link) -> None:
    sqlite_desk.door.clock.now += DAY - 1
    assert Seat(sqlite_desk.door).joins(link).status_code == 201


def test_an_unknown_invitation_is_gone(sqlite_desk: Staff) -> None:
    answer = sqlite_desk.outsider.post(OPTIONS, {"invite": to_base64url(bytes(16))})
    assert refusal(answer) == (404, "gone")


def test_of_two_who_use_one_link_at_once_one_joins(desk: Staff) -> None:
    link = desk.lead.invites("agent", "Nia Newcomer")
    seats = [Seat(desk.door), Seat(desk.door)]
    facts = [begun(seat, link) for seat in seats]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: pair[0].post(VERIFY, pair[1]), zip(seats, facts, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [201, 404]
    assert len([row for row in desk.door.rows("member") if row["name"] == "Nia Newcomer"]) == 1


def test_a_challenge_is_for_the_member_and_the_invitation_that_it_was_given_to(
    sqlite_desk: Staff, link: Link
) -> None:
    other = sqlite_desk.lead.invites("agent", "Nia Newcomer")
    for change in ({"member": to_base64url(random_bytes(16))}, {"invite": invite(other)}):
        seat = Seat(sqlite_desk.door)
        assert refusal(seat.post(VERIFY, begun(seat, link) | change)) == (404, "gone")


def test_it_has_to_be_done_within_five_minutes(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link)
    sqlite_desk.door.clock.now += 300
    answer = seat.post(VERIFY, facts)
    assert refusal(answer) == (404, "gone")
    assert "too long" in answer.get_json()["message"]


def refused(desk: Staff, link: Link, facts: Facts, seat: Seat) -> TestResponse:
    """And nothing of the newcomer is kept."""
    before = [len(desk.door.rows(table)) for table in ("member", "holder", "passkey", "wrap", "membership")]
    answer = seat.post(VERIFY, facts)
    after = [len(desk.door.rows(table)) for table in ("member", "holder", "passkey", "wrap", "membership")]
    assert after == before
    assert asked(Seat(desk.door).post(OPTIONS, {"invite": invite(link)}))  # the link is good for another try
    return answer


NOT_VERIFIED = 0x41


@pytest.mark.parametrize(
    "otherwise",
    [
        {"flags": NOT_VERIFIED},
        {"algorithm": ES512},
        {"rp_id": "evil.example"},
        {"client_data": {"origin": "https://evil.example"}},
        {"client_data": {"type": "webauthn.get"}},
        {"attestation": {"fmt": "fido-u2f"}},
        {"attestation": {"attStmt": {"sig": b"x"}}},
        {"attestation": {"authData": b"short"}},
        {"attestation": {"authData": 7}},
    ],
)
def test_a_passkey_that_was_not_made_as_asked_is_refused(
    sqlite_desk: Staff, link: Link, otherwise: dict[str, Any]
) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link, **otherwise)
    assert refusal(refused(sqlite_desk, link, facts, seat)) == (422, "invalid")


def test_a_passkey_of_another_id_than_it_says_is_refused(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link)
    facts["credential"] |= {"id": "AAAA", "rawId": "AAAA"}
    assert refusal(refused(sqlite_desk, link, facts, seat)) == (422, "invalid")


def test_a_passkey_that_is_anothers_is_refused(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    options = asked(seat.post(OPTIONS, {"invite": invite(link)}))
    agents = sqlite_desk.agent.passkey
    assert agents is not None
    facts = seat.keyring.join(link, options, agents)
    facts |= {"credential": agents.attest(options["challenge"], DESK)}
    answer = refused(sqlite_desk, link, facts, seat)
    assert (refusal(answer), answer.get_json()["message"]) == (
        (422, "invalid"),
        "This passkey is in use already.",
    )


def test_keys_that_are_anothers_are_refused(sqlite_desk: Staff, link: Link) -> None:
    for name, keys in (("xwing_pk", "xwing_public"), ("sign_pk", "sign_public")):
        seat = Seat(sqlite_desk.door)
        facts = begun(seat, link) | {name: to_base64url(getattr(sqlite_desk.agent.keyring.keys, keys))}
        assert refusal(refused(sqlite_desk, link, facts, seat)) == (422, "invalid")


ODD: dict[str, list[Any]] = {
    "xwing_pk": [
        None,
        7,
        "",
        to_base64url(bytes(1215)),
        to_base64url(b"\xff" * 1216),
        to_base64url(bytes(1216)),
    ],
    "sign_pk": [None, to_base64url(bytes(31)), []],
    "mac": [None, to_base64url(bytes(31)), {"a": 1}],
    "wrap": [None, "", to_base64url(bytes(124)), to_base64url(b"\x03" + bytes(123)), to_base64url(b"\x01")],
    "words_wrap": ["", 0, to_base64url(b"\x01" + bytes(123))],
    "member": [None, to_base64url(bytes(15))],
    "credential": [None, {}],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in ODD.items() for value in values]
)
def test_what_is_not_of_its_format_is_refused(sqlite_desk: Staff, link: Link, name: str, value: Any) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link) | {name: value}
    assert refusal(refused(sqlite_desk, link, facts, seat)) == (422, "invalid")


def test_the_passkeys_secret_is_refused(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    facts = begun(seat, link)
    facts["credential"]["clientExtensionResults"] = {"prf": {"enabled": True}}
    answer = refused(sqlite_desk, link, facts, seat)
    assert refusal(answer) == (422, "invalid")
    assert "must never see" in answer.get_json()["message"]


def test_joining_is_on_record(sqlite_desk: Staff, link: Link) -> None:
    seat = Seat(sqlite_desk.door)
    seat.joins(link)
    seat.signs_in()
    kinds = [(row["kind"], row["actor"], row["outcome"]) for row in sqlite_desk.door.rows("chain")[-3:]]
    assert kinds == [
        ("invite", f"member:{sqlite_desk.lead.member.hex()}", "agent"),
        ("enrol", f"member:{seat.member.hex()}", "agent"),
        ("sign-in", f"member:{seat.member.hex()}", "passkey"),
    ]


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_passkeys_of_each_algorithm_that_is_asked_for_join_and_sign_in(
    sqlite_desk: Staff, link: Link, algorithm: int
) -> None:
    seat = Seat(sqlite_desk.door)
    assert seat.post(VERIFY, begun(seat, link, algorithm=algorithm)).status_code == 201
    assert seat.signs_in().status_code == 200
    forged = seat.answers("login", signature=b"forged")
    answer = seat.post("/desk/passkey/login/verify", {"credential": forged})
    assert refusal(answer) == (401, "signed_out")
