"""The form's token: fresh, for this inbox, without a cookie."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import PATIENT, Door

TOKEN = re.compile(r'data-token="([^"]+)"')
TWO_HOURS = 7200


def test_the_pages_token_is_taken(sqlite_door: Door) -> None:
    found = TOKEN.search(sqlite_door.get("/f/riverside").text)
    assert found
    assert sqlite_door.post(sqlite_door.draft().envelope(), X_Form_Token=found[1]).status_code == 201


def test_a_fresh_token_is_given_with_its_time(sqlite_door: Door) -> None:
    answer = sqlite_door.get("/f/riverside/token").get_json()
    assert answer.keys() == {"token", "expires_in"}
    assert answer["expires_in"] == TWO_HOURS
    assert sqlite_door.post(sqlite_door.draft().envelope(), X_Form_Token=answer["token"]).status_code == 201


def test_a_token_lasts_as_long_as_it_says_and_is_stale_then(sqlite_door: Door) -> None:
    token = sqlite_door.token()
    sqlite_door.clock.now += TWO_HOURS
    assert sqlite_door.post(sqlite_door.draft().envelope(), X_Form_Token=token).status_code == 201
    sqlite_door.clock.now += 1
    answer = sqlite_door.post(sqlite_door.draft().envelope(), X_Form_Token=token)
    assert (answer.status_code, answer.get_json()["error"]) == (412, "stale")
    assert answer.get_json().keys() == {"error", "message", "token", "keys"}


def cut(token: str) -> str:
    return token[:-1]


def longer(token: str) -> str:
    return token + "A"


def of_another_inbox(token: str) -> str:
    return token.replace("riverside", "practice")


def of_another_time(token: str) -> str:
    slug, _, signature = token.split(".")
    return f"{slug}.zzzzzz.{signature}"


def far_too_long(token: str) -> str:
    return token * 100


def with_letters_that_no_token_has(token: str) -> str:
    return f"é{token}"


CHANGES = (cut, longer, of_another_inbox, of_another_time, far_too_long, with_letters_that_no_token_has)


@pytest.mark.parametrize("change", CHANGES)
def test_a_token_that_was_changed_is_refused(sqlite_door: Door, change: Callable[[str], str]) -> None:
    forged(sqlite_door, change(sqlite_door.token()))


@pytest.mark.parametrize("token", [None, "", "x", "riverside", "riverside.."])
def test_what_is_no_token_is_refused(sqlite_door: Door, token: str | None) -> None:
    forged(sqlite_door, token)


def forged(door: Door, token: str | None) -> None:
    answer = door.post(door.draft().envelope(), X_Form_Token=token)
    assert (answer.status_code, answer.get_json()["error"]) == (403, "token")


def test_another_inboxs_token_is_refused_fresh_or_old(sqlite_door: Door) -> None:
    token = sqlite_door.token("practice")
    for later in (0, TWO_HOURS + 1):
        sqlite_door.clock.now += later
        forged(sqlite_door, token)


def test_the_token_is_taken_from_the_header_alone(sqlite_door: Door) -> None:
    answer = sqlite_door.client.post(
        f"/f/riverside/envelopes?csrf_token={sqlite_door.token()}",
        base_url=PATIENT,
        data=sqlite_door.draft().envelope(),
        headers={
            "Origin": PATIENT,
            "Content-Type": "application/octet-stream",
            "Cookie": f"csrf_token={sqlite_door.token()}",
        },
    )
    assert answer.get_json()["error"] == "token"


def test_tokens_outlive_a_restart_and_are_good_at_every_web_process(
    open_door: OpenDoor, sqlite_url: str
) -> None:
    token = open_door(sqlite_url).token()
    other = open_door(sqlite_url, again=True)
    assert other.post(other.draft().envelope(), X_Form_Token=token).status_code == 201


def test_the_time_is_a_setting(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_FORM_MINUTES="5")
    assert door.get("/f/riverside/token").get_json()["expires_in"] == 300
