"""What every post needs: our own page, the kind and size it says, and the session's token."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from tests.doors.desk.routes import Route, routes
from tests.doors.desk.seats import Seat, Staff, refusal
from tests.doors.visitors import DESK, PATIENT
from widget import create_app
from widget.doors.policies import POLICIES
from widget.settings import Settings

POSTS = [route for route in routes(create_app(Settings.from_environment({}))) if route.posts]
GETS = [
    route
    for route in routes(create_app(Settings.from_environment({})))
    if not route.posts and POLICIES[route.endpoint].scripts
]
WITH_SESSION = [route for route in POSTS if POLICIES[route.endpoint].who != "anyone"]


def named(route: Route) -> str:
    return route.rule


def send(seat: Seat, route: Route, body: bytes = b"{}", **headers: Any) -> tuple[int, str]:
    kind = "application/octet-stream" if POLICIES[route.endpoint].letters else "application/json"
    return refusal(seat.send(route.path("7Q4M9ZTK2D"), body, **{"Content_Type": kind} | headers))


@pytest.mark.parametrize("route", POSTS, ids=named)
def test_only_the_desks_own_page_may_post(sqlite_desk: Staff, route: Route) -> None:
    for headers in (
        {"Origin": PATIENT},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": DESK + "/"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "none"},
    ):
        assert send(sqlite_desk.lead, route, **headers) == (403, "origin"), headers


@pytest.mark.parametrize("route", GETS, ids=named)
def test_only_the_desks_own_page_may_ask(sqlite_desk: Staff, route: Route) -> None:
    for site in ("cross-site", "same-site", "none"):
        answer = sqlite_desk.lead.get(route.path("7Q4M9ZTK2D"), Sec_Fetch_Site=site)
        assert refusal(answer) == (403, "origin")


@pytest.mark.parametrize("route", WITH_SESSION, ids=named)
def test_a_session_posts_with_its_token_alone(sqlite_desk: Staff, route: Route) -> None:
    lead, now = sqlite_desk.lead, sqlite_desk.door.house
    form_token = now.tokens.issue("riverside")
    for token in (None, "", "x", sqlite_desk.agent.csrf, lead.csrf[:-1], form_token):
        assert send(lead, route, X_CSRF_Token=token) == (403, "csrf"), token


def test_the_token_is_taken_from_the_header_alone(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead
    facts = {"csrf_token": lead.csrf, "csrf": lead.csrf}
    answer = lead.post(f"/desk/sign-out?csrf_token={lead.csrf}", facts, X_CSRF_Token=None)
    assert refusal(answer) == (403, "csrf")


def test_an_earlier_sessions_token_is_no_good_in_the_next(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead
    earlier = lead.csrf
    lead.signs_in()
    assert refusal(lead.post("/desk/sign-out", X_CSRF_Token=earlier)) == (403, "csrf")


def test_the_desks_token_is_no_good_at_the_patient_door(sqlite_desk: Staff) -> None:
    door = sqlite_desk.door
    answer = door.post(door.draft().envelope(), X_Form_Token=sqlite_desk.lead.csrf)
    assert refusal(answer) == (403, "token")


def test_a_token_lasts_as_long_as_its_session(sqlite_desk: Staff) -> None:
    lead, clock = sqlite_desk.lead, sqlite_desk.door.clock
    for _ in range(35):
        clock.now += 1200
        assert lead.post("/desk/passkey/touch/options").status_code == 200


@pytest.mark.parametrize("route", POSTS, ids=named)
def test_other_kinds_of_body_are_refused(sqlite_desk: Staff, route: Route) -> None:
    other = "application/json" if POLICIES[route.endpoint].letters else "application/octet-stream"
    for kind in (other, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
        assert send(sqlite_desk.lead, route, Content_Type=kind) == (415, "media_type")


class Unreadable(BytesIO):
    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = readinto = readlines = read  # type: ignore[assignment]


@pytest.mark.parametrize("route", POSTS, ids=named)
def test_a_body_that_is_declared_too_large_is_refused_unread(sqlite_desk: Staff, route: Route) -> None:
    policy = POLICIES[route.endpoint]
    kind = "application/octet-stream" if policy.letters else "application/json"
    answer = sqlite_desk.outsider.client.post(
        route.path("7Q4M9ZTK2D"),
        base_url=DESK,
        environ_overrides={"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(policy.most_bytes + 1)},
        headers={"Content-Type": kind, "Origin": DESK},
    )
    assert refusal(answer) == (413, "too_large")


@pytest.mark.parametrize("route", WITH_SESSION, ids=named)
def test_nothing_is_read_of_one_who_is_not_let_in(sqlite_desk: Staff, route: Route) -> None:
    kind = "application/octet-stream" if POLICIES[route.endpoint].letters else "application/json"
    answer = sqlite_desk.outsider.client.post(
        route.path("7Q4M9ZTK2D"),
        base_url=DESK,
        environ_overrides={"wsgi.input": Unreadable(), "CONTENT_LENGTH": "100"},
        headers={"Content-Type": kind, "Origin": DESK},
    )
    assert refusal(answer) == (401, "signed_out")


def test_a_body_of_undeclared_length_is_read_up_to_the_most(sqlite_desk: Staff) -> None:
    for size, code in ((256 * 1024, "malformed"), (256 * 1024 + 1, "too_large")):
        answer = sqlite_desk.outsider.client.post(
            "/desk/passkey/login/options",
            base_url=DESK,
            environ_overrides={
                "wsgi.input": BytesIO(b"x" * size),
                "wsgi.input_terminated": True,
                "HTTP_TRANSFER_ENCODING": "chunked",
            },
            headers={"Content-Type": "application/json", "Origin": DESK},
        )
        assert refusal(answer)[1] == code


def test_staff_are_told_in_their_own_words(sqlite_desk: Staff) -> None:
    answer = sqlite_desk.lead.post("/desk/sign-out", Origin=PATIENT)
    assert answer.get_json()["message"] == "Only the desk's own pages may ask for this. Open the desk."


def test_no_answer_of_the_desk_is_kept_anywhere(sqlite_desk: Staff) -> None:
    for route in GETS:
        assert sqlite_desk.lead.get(route.path("7Q4M9ZTK2D")).headers["Cache-Control"] == "no-store"
