"""Signing in: a passkey of this desk, used just now by whom it knows; and one answer to all else."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.authenticator import PRESENT, VERIFIED, Passkey
from tests.doors.conftest import OpenDoor
from tests.doors.desk.seats import Seat, Staff, asked, first_lead, refusal
from tests.doors.visitors import DESK, PATIENT
from widget.crypto.encoding import from_base64url, to_base64url
from widget.crypto.kit import Kit
from widget.crypto.member import prf_input

VERIFY = "/desk/passkey/login/verify"


def test_the_options_name_nobody_and_say_what_to_evaluate(sqlite_desk: Staff) -> None:
    options = asked(sqlite_desk.outsider.post("/desk/passkey/login/options"))
    challenge = from_base64url(options.pop("challenge"), 32)
    assert options == {
        "rpId": "desk.localhost",
        "prf": to_base64url(prf_input("desk.localhost")),
        "timeout": 300_000,
    }
    (kept,) = sqlite_desk.door.rows("ceremony")
    assert (kept["challenge"], kept["purpose"], kept["subject"]) == (challenge, "login", b"")


def test_a_passkey_signs_its_member_in(desk: Staff) -> None:
    before = len(desk.door.rows("session"))
    answer = desk.agent.signs_in()
    assert answer.status_code == 200
    assert answer.get_json()["member"]["name"] == "Ada Agent"
    assert desk.agent.get("/desk/me").get_json()["member"] == answer.get_json()["member"]
    assert len(desk.door.rows("session")) == before  # the new one is in the earlier one's place


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(sqlite_desk: Staff) -> None:
    cookie = sqlite_desk.agent.signs_in().headers["Set-Cookie"]
    token, *rest = cookie.split("; ")
    assert token.startswith("__Host-sotto-desk=")
    assert len(from_base64url(token.partition("=")[2], 32)) == 32
    assert sorted(rest) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]


def test_the_database_has_no_token_only_its_hash(sqlite_desk: Staff) -> None:
    token = sqlite_desk.agent.signs_in().headers["Set-Cookie"].split(";")[0].partition("=")[2]
    held = repr(sqlite_desk.door.rows("session"))
    assert token not in held
    assert repr(from_base64url(token, 32)) not in held


def test_a_new_sign_in_ends_the_session_that_the_browser_had(sqlite_desk: Staff) -> None:
    old = sqlite_desk.agent.client.get_cookie("__Host-sotto-desk", domain="desk.localhost")
    assert old is not None
    sqlite_desk.agent.signs_in()
    assert sqlite_desk.agent.get("/desk/me").status_code == 200
    sqlite_desk.agent.client.set_cookie("__Host-sotto-desk", old.value, domain="desk.localhost")
    assert refusal(sqlite_desk.agent.get("/desk/me")) == (401, "signed_out")


WRONG: dict[str, dict[str, Any]] = {
    "another origin": {"client_data": {"origin": PATIENT}},
    "another kind of answer": {"client_data": {"type": "webauthn.create"}},
    "another challenge": {"client_data": {"challenge": to_base64url(bytes(32))}},
    "a frame": {"client_data": {"crossOrigin": True}},
    "no JSON": {"client_data": {"challenge": 7}},
    "another host": {"rp_id": "evil.example"},
    "nobody was there": {"flags": VERIFIED},
    "nobody was verified": {"flags": PRESENT},
    "a count that went back": {"count": 1},
    "a count that stands still": {"count": 2},
    "another signature": {"signature": b"\x30\x06\x02\x01\x01\x02\x01\x01"},
    "no signature": {"signature": b""},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_does_not_hold_signs_nobody_in(sqlite_desk: Staff, wrong: str) -> None:
    agent = sqlite_desk.agent
    agent.signs_in()  # its passkey counts two now
    assert agent.passkey is not None
    assert agent.passkey.count == 2
    credential = agent.answers("login", **WRONG[wrong])
    assert refusal(Seat(sqlite_desk.door).post(VERIFY, {"credential": credential})) == (401, "signed_out")


def test_an_unknown_passkey_hears_what_a_wrong_answer_does(sqlite_desk: Staff) -> None:
    stranger = Seat(sqlite_desk.door, passkey=Passkey("desk.localhost", bytes(16)))
    unknown = stranger.signs_in()
    forged = sqlite_desk.agent.post(
        VERIFY, {"credential": sqlite_desk.agent.answers("login", signature=b"no")}
    )
    assert unknown.data == forged.data
    assert refusal(unknown) == (401, "signed_out")


def test_another_members_handle_is_refused_and_none_at_all(sqlite_desk: Staff) -> None:
    for handle in (to_base64url(sqlite_desk.lead.member), None):
        credential = sqlite_desk.agent.answers("login")
        credential["response"]["userHandle"] = handle
        answer = sqlite_desk.outsider.post(VERIFY, {"credential": credential})
        assert refusal(answer) == (401, "signed_out")


def test_an_answer_is_good_once(desk: Staff) -> None:
    credential = desk.agent.answers("login")
    answers = [desk.outsider.post(VERIFY, {"credential": credential}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 401]


def test_a_wrong_answer_uses_its_challenge_up(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    assert agent.passkey is not None
    challenge = asked(agent.post("/desk/passkey/login/options"))["challenge"]
    wrong = agent.passkey.answer(challenge, DESK, signature=b"no")
    right = agent.passkey.answer(challenge, DESK)
    answers = [agent.post(VERIFY, {"credential": credential}) for credential in (wrong, right)]
    assert [answer.status_code for answer in answers] == [401, 401]


def test_a_challenge_lasts_five_minutes(sqlite_desk: Staff) -> None:
    for seconds, status in ((299, 200), (300, 401)):
        credential = sqlite_desk.agent.answers("login")
        sqlite_desk.door.clock.now += seconds
        assert sqlite_desk.agent.post(VERIFY, {"credential": credential}).status_code == status


def test_challenges_that_are_over_are_cleared_away(sqlite_desk: Staff) -> None:
    for _ in range(3):
        sqlite_desk.outsider.post("/desk/passkey/login/options")
    sqlite_desk.door.clock.now += 300
    sqlite_desk.outsider.post("/desk/passkey/login/options")
    assert len(sqlite_desk.door.rows("ceremony")) == 1


def test_a_challenge_for_one_thing_is_good_for_no_other(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    touched, signed = agent.answers("touch"), agent.answers("login")
    assert refusal(agent.post(VERIFY, {"credential": touched})) == (401, "signed_out")
    assert refusal(agent.post("/desk/passkey/touch/verify", {"credential": signed})) == (401, "signed_out")


def test_a_touch_is_by_ones_own_passkey_for_ones_own_session(sqlite_desk: Staff) -> None:
    agent, lead = sqlite_desk.agent, sqlite_desk.lead
    assert agent.passkey is not None
    options = asked(lead.post("/desk/passkey/touch/options"))
    assert options["allow"] == [to_base64url(lead.passkey.id if lead.passkey else b"")]
    credential = agent.passkey.answer(options["challenge"], DESK)
    assert refusal(lead.post("/desk/passkey/touch/verify", {"credential": credential})) == (401, "signed_out")
    asked_of_lead = lead.answers("touch")
    answer = agent.post("/desk/passkey/touch/verify", {"credential": asked_of_lead})
    assert refusal(answer) == (401, "signed_out")


def test_what_a_passkey_unlocks_with_is_refused_whatever_else_is_right(sqlite_desk: Staff) -> None:
    """The secret would be known to the server then; even an empty word about it is not taken."""
    before = sqlite_desk.door.digest()
    secret = to_base64url(bytes(range(32)))
    for results in ({"prf": {"results": {"first": secret}}}, {"prf": {"enabled": True}}):
        credential = sqlite_desk.agent.answers("login") | {"clientExtensionResults": results}
        answer = sqlite_desk.agent.post(VERIFY, {"credential": credential})
        assert refusal(answer) == (422, "invalid")
        assert "never see" in answer.get_json()["message"]
        assert secret not in answer.text
    assert "session" not in before
    credential = sqlite_desk.agent.answers("login") | {"clientExtensionResults": {}}
    assert sqlite_desk.agent.post(VERIFY, {"credential": credential}).status_code == 200


@pytest.mark.parametrize(
    "credential",
    [
        None,
        {},
        [],
        "x",
        {"id": "AAAA"},
        {"id": "AAAA", "response": {}},
        {"id": "A===", "response": {"clientDataJSON": "", "authenticatorData": "", "signature": ""}},
        {"id": "AAAA", "rawId": "AAAB", "response": {}},
        {"id": "AAAA", "type": "password", "response": {}},
        {"id": "A" * 2000, "response": {"clientDataJSON": "", "authenticatorData": "", "signature": ""}},
    ],
)
def test_what_is_no_credential_is_invalid(sqlite_desk: Staff, credential: Any) -> None:
    assert refusal(sqlite_desk.outsider.post(VERIFY, {"credential": credential})) == (422, "invalid")


def test_passkeys_that_do_not_count_sign_in_again_and_again(sqlite_desk: Staff) -> None:
    """Those that are kept on several devices always say zero; one that has counted cannot go back to that."""
    agent = sqlite_desk.agent
    seat = Seat(sqlite_desk.door)
    assert seat.joins(sqlite_desk.lead.invites("agent", "Sue Synced")).status_code == 201
    for _ in range(2):
        credential = seat.answers("login", count=0)
        assert seat.post(VERIFY, {"credential": credential}).status_code == 200
    credential = agent.answers("login", count=0)
    assert refusal(agent.post(VERIFY, {"credential": credential})) == (401, "signed_out")


def test_signing_out_ends_the_session_for_good(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    kept = agent.client.get_cookie("__Host-sotto-desk", domain="desk.localhost")
    assert kept is not None
    assert agent.post("/desk/sign-out").get_json() == {}
    assert agent.client.get_cookie("__Host-sotto-desk", domain="desk.localhost") is None
    agent.client.set_cookie("__Host-sotto-desk", kept.value, domain="desk.localhost")
    assert refusal(agent.get("/desk/me")) == (401, "signed_out")


def test_a_sign_in_is_on_record(sqlite_desk: Staff) -> None:
    sqlite_desk.agent.signs_in()
    entry = sqlite_desk.door.rows("chain")[-1]
    actor = f"member:{sqlite_desk.agent.member.hex()}"
    assert (entry["kind"], entry["actor"], entry["outcome"]) == ("sign-in", actor, "passkey")
    assert entry["at"] == sqlite_desk.door.clock.now


def test_tries_are_limited_by_network(open_door: OpenDoor, sqlite_url: str, kit: Kit) -> None:
    door = open_door(sqlite_url, SOTTO_SIGNING_IN_LIMIT="10 per minute")
    seat = first_lead(door, kit, "riverside", "Lena")  # took four
    codes = [seat.post("/desk/passkey/login/options").status_code for _ in range(7)]
    assert codes == [200] * 6 + [429]
    for path in (VERIFY, "/desk/enrol/options", "/desk/enrol/verify", "/desk/passkey/touch/options"):
        answer = seat.post(path)
        assert refusal(answer) == (429, "limited")
        assert int(answer.headers["Retry-After"]) > 0
    assert seat.get("/desk/me").status_code == 200


def test_requests_without_a_session_are_counted_as_reads(
    open_door: OpenDoor, sqlite_url: str, kit: Kit
) -> None:
    door = open_door(sqlite_url, SOTTO_READ_LIMIT="2 per minute")
    seat, stranger = first_lead(door, kit, "riverside", "Lena"), Seat(door)
    stranger.client.set_cookie("__Host-sotto-desk", "A" * 43, domain="desk.localhost")
    codes = [refusal(stranger.get("/desk/me")) for _ in range(3)]
    assert codes == [(401, "signed_out"), (401, "signed_out"), (429, "limited")]
    assert seat.get("/desk/me").status_code == 200


@pytest.mark.parametrize("token", ["", "A", "A" * 43, "A" * 42, "é" * 43, "A" * 5000, "=" * 43, '"'])
def test_what_is_no_sessions_token_signs_nobody_in(sqlite_desk: Staff, token: str) -> None:
    answer = sqlite_desk.outsider.get("/desk/me", Cookie=f"__Host-sotto-desk={token}")
    assert refusal(answer) == (401, "signed_out")


def test_a_credential_may_be_written_as_browsers_write_it(sqlite_desk: Staff) -> None:
    """Base64url without padding and nothing else, and the challenge as the client data has it."""
    credential = sqlite_desk.agent.answers("login")
    client_data = json.loads(base64.urlsafe_b64decode(credential["response"]["clientDataJSON"] + "=="))
    assert client_data["origin"] == DESK
    padded = credential | {
        "response": credential["response"] | {"signature": credential["response"]["signature"] + "="}
    }
    assert refusal(sqlite_desk.agent.post(VERIFY, {"credential": padded})) == (422, "invalid")
