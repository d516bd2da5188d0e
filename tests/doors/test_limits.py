"""How often one network may ask."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import Door
from widget.doors.networks import Networks, network_of

CLINIC = "203.0.113.7"
ELSEWHERE = "198.51.100.9"


def knock(door: Door, address: str = CLINIC, **headers: str | None) -> TestResponse:
    return door.post(b"junk", environ={"REMOTE_ADDR": address}, **headers)


def test_past_the_limit_the_answer_says_when_to_try_again(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="2 per minute")
    assert [knock(door).status_code for _ in range(2)] == [400, 400]
    refused = knock(door)
    assert (refused.status_code, refused.get_json()["error"]) == (429, "limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


def test_another_network_is_not_held_up(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per minute")
    assert [knock(door, address).status_code for address in (CLINIC, CLINIC, ELSEWHERE)] == [400, 429, 400]


def test_a_full_clinic_that_shares_one_address_gets_through(sqlite_door: Door) -> None:
    """Sixty letters within a minute, with the settings as they come."""
    envelopes = [sqlite_door.draft().envelope() for _ in range(60)]
    answers = [sqlite_door.post(envelope, environ={"REMOTE_ADDR": CLINIC}) for envelope in envelopes]
    assert {answer.status_code for answer in answers} == {201}


def test_pages_have_a_limit_of_their_own(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_READ_LIMIT="3 per minute", SOTTO_SUBMISSION_LIMIT="1 per minute")
    paths = ("/f/riverside", "/f/riverside/keys", "/f/riverside/token")
    assert [door.get(path).status_code for path in paths] == [200, 200, 200]
    assert [door.get(path).status_code for path in paths] == [429, 429, 429]
    assert door.get(paths[0]).headers["Retry-After"]
    assert door.post(door.draft().envelope()).status_code == 201


def test_images_on_other_pages_use_up_no_limit(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_READ_LIMIT="3 per minute")
    paths = ("/f/riverside", "/f/riverside/keys", "/f/riverside/token")
    for path in paths * 2:
        assert door.get(path, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="image").status_code == 403
    assert [door.get(path).status_code for path in paths] == [200, 200, 200]


def test_each_of_several_limits_holds(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="3 per hour;100 per minute")
    assert [knock(door).status_code for _ in range(4)] == [400, 400, 400, 429]


def test_limits_can_be_off(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per hour", SOTTO_LIMITER_ENABLED="0")
    assert [knock(door).status_code for _ in range(3)] == [400, 400, 400]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7:1000", "203.0.113.7", True),
        ("203.0.113.7:1000", "203.0.113.8:1000", False),
        ("[2001:db8:1:2::1]:1000", "2001:db8:1:2::9", True),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::9", True),
        ("[::ffff:203.0.113.7]:1000", "203.0.113.7", True),
        ("unknown", "", True),
        ("unknown", "_hidden:1000", True),
        ("203.0.113.7.9", "203.0.113.7\0", True),
        ("unknown", "203.0.113.7", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
    ],
)
def test_a_network_is_an_address_or_an_ipv6_64(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_names_of_networks_change_each_day_and_hide_the_address(sqlite_door: Door) -> None:
    now = [sqlite_door.clock.now]
    networks = Networks(sqlite_door.house.keys, lambda: now[0])
    first = networks.name(CLINIC)
    assert networks.name(CLINIC) == first
    assert CLINIC not in first
    now[0] += 86400
    assert networks.name(CLINIC) != first


def test_the_limiters_storage_holds_no_address(sqlite_door: Door) -> None:
    knock(sqlite_door)
    sqlite_door.get("/f/riverside")
    held = repr(vars(sqlite_door.house.limits._limiter.storage))
    assert "submission" in held
    assert CLINIC not in held
    assert "127.0.0.1" not in held


def test_without_proxies_a_forwarded_address_counts_for_nothing(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per minute")
    assert [knock(door, X_Forwarded_For=address).status_code for address in (CLINIC, ELSEWHERE)] == [400, 429]


def test_behind_a_proxy_the_address_that_it_saw_counts(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per minute", SOTTO_PROXIES="1")
    # A client wrote the first address itself; the proxy added the one it saw.
    seen = [f"192.0.2.{made_up}, {CLINIC}" for made_up in (1, 2)] + [ELSEWHERE]
    assert [knock(door, "10.0.0.1", X_Forwarded_For=each).status_code for each in seen] == [400, 429, 400]


def test_behind_two_proxies_the_first_ones_word_counts(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per minute", SOTTO_PROXIES="2")
    seen = [f"192.0.2.{made_up}, {CLINIC}, 10.0.0.2" for made_up in (1, 2)]
    assert [knock(door, "10.0.0.1", X_Forwarded_For=each).status_code for each in seen] == [400, 429]
