"""Every kind of visitor at every route of the desk."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.doors.desk.routes import GONE, IN, KINDS, NO, OUT, TABLE, a_conversation, routes
from tests.doors.desk.seats import Staff, refusal
from widget import create_app
from widget.doors.policies import POLICIES
from widget.settings import Settings

LETTING_NOBODY = {OUT, NO, GONE, "touch", "csrf", "origin"}


def test_every_route_of_the_desk_is_in_the_table_and_no_other() -> None:
    app = create_app(Settings.from_environment({}))
    assert {route.endpoint for route in routes(app)} == set(TABLE)
    assert all(set(row) == set(KINDS) for row in TABLE.values())


@pytest.mark.parametrize("kind", KINDS)
def test_each_visitor_is_let_in_where_the_table_says_so(desk: Staff, kind: str) -> None:
    reference = a_conversation(desk.door)
    found = {}
    for route in routes(desk.door.app):
        seat = desk.seats()[kind]
        found[route.rule] = (route.endpoint, outcome(route.ask(seat, reference), route.rule))
        if route.endpoint == "desk.sign_out" and kind != "outsider":
            seat.signs_in()
    expected = {route.rule: (route.endpoint, TABLE[route.endpoint][kind]) for route in routes(desk.door.app)}
    assert found == expected


def outcome(answer: TestResponse, rule: str) -> str:
    """Whoever is let in may still be told that there is nothing good in what they sent."""
    if answer.status_code in (401, 403) or (answer.status_code == 404 and "<reference>" in rule):
        code = refusal(answer)[1]
        return code if code in LETTING_NOBODY else IN
    assert answer.status_code < 500, answer.text
    return IN


def test_a_lead_whom_the_kit_has_not_appointed_is_told_so(sqlite_desk: Staff) -> None:
    answer = sqlite_desk.unappointed.get("/desk/inboxes/riverside/members")
    assert refusal(answer) == (403, NO)
    assert "flask desk appoint" in answer.get_json()["message"]
    sqlite_desk.appoint()
    assert sqlite_desk.unappointed.get("/desk/inboxes/riverside/members").status_code == 200


def test_a_route_whose_policy_names_nobody_is_nobodys(
    sqlite_desk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = type(POLICIES["desk.me"])("staff", scripts=True)
    monkeypatch.setitem(POLICIES, "desk.me", forgotten)  # type: ignore[arg-type]  # a dict at heart
    assert refusal(sqlite_desk.lead.get("/desk/me")) == (403, NO)


def test_an_inbox_that_is_not_there_is_as_one_that_is_anothers(sqlite_desk: Staff) -> None:
    answers = [sqlite_desk.lead.get(f"/desk/inboxes/{slug}/members") for slug in ("practice", "nowhere")]
    assert [refusal(answer) for answer in answers] == [(403, NO)] * 2
    assert answers[0].data == answers[1].data


NEED_TOUCH = sorted(endpoint for endpoint, policy in POLICIES.items() if policy.touch)


def test_what_weighs_needs_a_fresh_touch(sqlite_desk: Staff) -> None:
    assert {"desk.invite", "desk.grant", "desk.remove", "desk.grants_ahead"} <= set(NEED_TOUCH)
    reference = a_conversation(sqlite_desk.door)
    sqlite_desk.door.clock.now += 61
    for route in routes(sqlite_desk.door.app):
        if route.endpoint in NEED_TOUCH:
            assert refusal(route.ask(sqlite_desk.lead, reference)) == (403, "touch"), route.endpoint


def test_a_touch_counts_for_a_minute(sqlite_desk: Staff) -> None:
    lead, clock = sqlite_desk.lead, sqlite_desk.door.clock
    clock.now += 100
    assert lead.touches().get_json() == {"touched_until": clock.now + 60}
    clock.now += 60
    assert lead.get("/desk/inboxes/riverside/grants/ahead").status_code == 200
    clock.now += 1
    assert refusal(lead.get("/desk/inboxes/riverside/grants/ahead")) == (403, "touch")
