"""What a member starts from, and their own passkeys: one more, one fewer, never none."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from tests.authenticator import Passkey, made
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.doors.visitors import DESK
from tests.memberkit import unlocked
from widget.crypto.encoding import to_base64url
from widget.crypto.labels import random_bytes
from widget.crypto.member import Holder, WrapKind, new_salt, seal_wrap
from widget.crypto.statements import root_hash
from widget.records.changing import change
from widget.store.models import wrap

OPTIONS, VERIFY = "/desk/passkey/register/options", "/desk/passkey/register/verify"


def registered(seat: Seat, **otherwise: Any) -> tuple[Passkey, dict[str, Any]]:
    """A second device's passkey, and what the browser posts of it."""
    options = asked(seat.post(OPTIONS))
    passkey, credential = made(options, DESK)
    root = root_hash(seat.door.bundle().root_public)
    wrapped = to_base64url(seat.keyring.wrap(seat.member, passkey, root))
    return passkey, {"credential": credential, "wrap": wrapped, "label": "Work phone"} | otherwise


def test_me_has_all_that_the_page_starts_from(desk: Staff) -> None:
    me = asked(desk.agent.get("/desk/me"))
    assert set(me) == {"member", "csrf", "idle_seconds", "now", "inboxes", "wraps", "passkeys"}
    (inbox,) = me["inboxes"]
    assert {name: inbox[name] for name in ("slug", "name", "role", "state", "test", "languages")} == {
        "slug": "riverside",
        "name": "Riverside",
        "role": "agent",
        "state": "active",
        "test": False,
        "languages": ["en", "es"],
    }
    assert inbox["topics"][0] == {"code": "appointment", "label": "An appointment"}
    assert inbox["answer_within_hours"] == 24
    assert me["now"] == desk.door.clock.now


def test_a_label_is_in_the_inboxs_own_language_where_it_has_no_english(sqlite_desk: Staff) -> None:
    topics = [{"code": "billing", "label": {"es": "Pagos"}, "vendor_label": "Billing"}]
    sqlite_desk.door.house.store.write(lambda c: change(c, "practice", lambda _: {"topics": topics}))
    (inbox,) = asked(sqlite_desk.other.get("/desk/me"))["inboxes"]
    assert inbox["test"] is True
    assert inbox["topics"] == [{"code": "billing", "label": "Pagos"}]


def test_the_running_epochs_grant_opens_and_none_of_those_to_come_is_there(desk: Staff) -> None:
    granted = desk.agent.desk.granted
    assert list(granted) == [1]
    assert granted[1].xwing_public == desk.door.epoch().xwing_public


def test_a_grant_is_there_from_the_second_on_that_its_epoch_begins(sqlite_desk: Staff) -> None:
    clock = sqlite_desk.door.clock
    second = sqlite_desk.door.epochs()[1]
    clock.now = second.seal_from - 1
    sqlite_desk.agent.signs_in()
    assert list(sqlite_desk.agent.desk.granted) == [1]
    clock.now += 1
    assert list(sqlite_desk.agent.desk.granted) == [1, 2]


@pytest.mark.parametrize("kind", ["auditor", "waiting"])
def test_who_reads_nothing_is_given_no_grant(sqlite_desk: Staff, kind: str) -> None:
    (inbox,) = asked(sqlite_desk.seats()[kind].get("/desk/me"))["inboxes"]
    assert inbox["grants"] == []
    if kind == "auditor":
        holders = {row["id"]: row["holder_id"] for row in sqlite_desk.door.rows("member")}
        assert holders[sqlite_desk.auditor.member] not in [
            row["holder_id"] for row in sqlite_desk.door.rows("grant")
        ]


def test_a_further_passkey_signs_in_and_unlocks_the_same_keys(desk: Staff) -> None:
    agent = desk.agent
    passkey, facts = registered(agent)
    passkeys = asked(agent.post(VERIFY, facts))["passkeys"]
    assert {(each["label"], each["prf"]) for each in passkeys} == {("A browser", True), ("Work phone", True)}
    phone = Seat(desk.door, keyring=agent.keyring, passkey=passkey)
    assert phone.signs_in().status_code == 200
    (given,) = phone.signed_in["wraps"]
    assert given["credential"] == to_base64url(passkey.id)
    assert unlocked(given["blob"], agent.member, passkey)[0].secret == agent.keyring.secret


def test_the_options_leave_out_devices_that_have_one(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    options = asked(agent.post(OPTIONS))
    assert agent.passkey is not None
    assert options["exclude"] == [to_base64url(agent.passkey.id)]
    assert options["user"] == {"id": agent.id, "name": "Ada Agent"}


def test_a_passkey_without_a_secret_of_its_own_comes_with_words(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    root = root_hash(sqlite_desk.door.bundle().root_public)
    words = seal_wrap(
        WrapKind.WORDS, random_bytes(32), new_salt(), Holder(agent.member), agent.keyring.secret, root
    )
    passkey, facts = registered(agent, wrap=to_base64url(words))
    listed = asked(agent.post(VERIFY, facts))["passkeys"]
    assert [each["prf"] for each in listed if each["label"] == "Work phone"] == [False]
    phone = Seat(sqlite_desk.door, passkey=passkey)
    phone.signs_in()
    assert [(each["kind"], each["credential"]) for each in phone.signed_in["wraps"]] == [(2, None)]


def test_a_session_gets_no_wrap_but_its_own_passkeys_and_that_of_words(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    _, facts = registered(agent)
    agent.post(VERIFY, facts)
    assert [each["credential"] for each in asked(agent.get("/desk/me"))["wraps"]] == [
        to_base64url(agent.passkey.id if agent.passkey else b"")
    ]


@pytest.mark.parametrize(
    "odd",
    [
        {"label": ""},
        {"label": "x" * 81},
        {"label": "a\nb"},
        {"label": None},
        {"wrap": None},
        {"wrap": "AAAA"},
        {"credential": {}},
    ],
)
def test_what_is_not_in_order_adds_nothing(sqlite_desk: Staff, odd: dict[str, Any]) -> None:
    agent = sqlite_desk.agent
    _, facts = registered(agent)
    assert refusal(agent.post(VERIFY, facts | odd)) == (422, "invalid")
    assert len(asked(agent.get("/desk/me"))["passkeys"]) == 1


def test_a_challenge_is_for_one_session_and_lasts_five_minutes(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    _, facts = registered(agent)
    assert refusal(sqlite_desk.lead.post(VERIFY, facts)) == (422, "invalid")
    sqlite_desk.door.clock.now += 300
    agent.touches()
    assert refusal(agent.post(VERIFY, facts)) == (422, "invalid")


def test_the_secret_of_a_new_passkey_is_refused(sqlite_desk: Staff) -> None:
    _, facts = registered(sqlite_desk.agent)
    facts["credential"]["clientExtensionResults"] = {"prf": {"results": {"first": "AAAA"}}}
    answer = sqlite_desk.agent.post(VERIFY, facts)
    assert refusal(answer) == (422, "invalid")
    assert "must never see" in answer.get_json()["message"]


def test_a_member_has_at_most_twenty(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    for _ in range(19):
        asked(agent.post(VERIFY, registered(agent)[1]))
    answer = agent.post(VERIFY, registered(agent)[1])
    assert refusal(answer) == (422, "invalid")
    assert "20 passkeys" in answer.get_json()["message"]


def test_a_lost_devices_passkey_and_all_its_sessions_are_over_at_once(desk: Staff) -> None:
    agent = desk.agent
    passkey, facts = registered(agent)
    agent.post(VERIFY, facts)
    phone = Seat(desk.door, passkey=passkey)
    phone.signs_in()
    lost = {"credential": to_base64url(passkey.id)}
    left = asked(agent.post("/desk/passkey/remove", lost))["passkeys"]
    assert [each["label"] for each in left] == ["A browser"]
    assert refusal(phone.get("/desk/me")) == (401, "signed_out")
    assert refusal(phone.signs_in()) == (401, "signed_out")
    assert agent.get("/desk/me").status_code == 200
    assert len([row for row in desk.door.rows("wrap") if row["member_id"] == agent.member]) == 1


def test_the_last_passkey_stays(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    assert agent.passkey is not None
    answer = agent.post("/desk/passkey/remove", {"credential": to_base64url(agent.passkey.id)})
    assert refusal(answer) == (422, "invalid")
    assert agent.signs_in().status_code == 200


def test_nobody_removes_anothers_passkey(sqlite_desk: Staff) -> None:
    agents = sqlite_desk.agent.passkey
    assert agents is not None
    answer = sqlite_desk.lead.post("/desk/passkey/remove", {"credential": to_base64url(agents.id)})
    assert refusal(answer) == (404, "gone")
    assert sqlite_desk.agent.signs_in().status_code == 200


def test_passkeys_that_come_and_go_are_on_record(sqlite_desk: Staff) -> None:
    agent = sqlite_desk.agent
    passkey, facts = registered(agent)
    agent.post(VERIFY, facts)
    agent.post("/desk/passkey/remove", {"credential": to_base64url(passkey.id)})
    entries = [(row["kind"], row["actor"]) for row in sqlite_desk.door.rows("chain")[-2:]]
    actor = f"member:{agent.member.hex()}"
    assert entries == [("passkey-add", actor), ("passkey-remove", actor)]


def test_a_wrap_that_was_put_in_anothers_place_is_not_given_out(desk: Staff) -> None:
    theirs = [row for row in desk.door.rows("wrap") if row["member_id"] == desk.lead.member]
    mine = update(wrap).where(wrap.c.member_id == desk.agent.member).values(sealed=theirs[0]["sealed"])
    desk.door.house.store.write(lambda c: c.execute(mine))
    assert asked(desk.agent.get("/desk/me"))["wraps"] == []
