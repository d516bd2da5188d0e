"""Each door on its own host, and nowhere else; what is refused is all alike."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import DESK, PATIENT, Door

PATIENTS = ["/f/riverside", "/f/riverside/keys", "/f/riverside/token", "/embed.js"]
STAFF = ["/desk/", "/desk", "/desk/c/7Q4M9ZTK2D", "/desk/enrol", "/desk/account", "/desk/me"]


@pytest.mark.parametrize(("path", "origin"), [(p, DESK) for p in PATIENTS] + [(p, PATIENT) for p in STAFF])
def test_the_other_doors_routes_are_not_here(sqlite_door: Door, path: str, origin: str) -> None:
    assert alike(sqlite_door.get(path, origin=origin)) == alike(sqlite_door.get("/nothing", origin=origin))


def test_an_envelope_cannot_be_posted_at_the_desk(sqlite_door: Door) -> None:
    answer = sqlite_door.post(sqlite_door.draft().envelope(), base=DESK, Origin=DESK)
    assert answer.status_code == 404
    assert sqlite_door.rows("submission") == []


@pytest.mark.parametrize("entry", ["frame.js", "desk.css"])
def test_each_door_serves_its_own_files(sqlite_door: Door, entry: str) -> None:
    address = sqlite_door.house.built.address(entry)
    found = {origin: sqlite_door.get(address, origin=origin).status_code for origin in (PATIENT, DESK)}
    assert found == ({PATIENT: 404, DESK: 200} if entry == "desk.css" else {PATIENT: 200, DESK: 404})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_both_hosts_tell_how_the_service_is(sqlite_door: Door, path: str) -> None:
    assert {sqlite_door.get(path, origin=origin).status_code for origin in (PATIENT, DESK)} == {200}


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "http://desk.localhost"])
@pytest.mark.parametrize("path", ["/healthz", "/f/riverside", "/desk/", "/nothing"])
def test_no_other_host_is_answered(sqlite_door: Door, path: str, origin: str) -> None:
    assert sqlite_door.get(path, origin=origin).status_code in (400, 404)


def test_a_host_in_a_forwarded_header_counts_for_nothing(open_door: OpenDoor, sqlite_url: str) -> None:
    door = open_door(sqlite_url, SOTTO_PROXIES="1")
    forwarded = {"X_Forwarded_Host": "desk.localhost:8000", "Forwarded": "host=desk.localhost:8000"}
    assert door.get("/desk/", **forwarded).status_code == 404
    assert door.get("/f/riverside", **forwarded).status_code == 200


@pytest.mark.parametrize("path", [*PATIENTS, "/healthz", "/readyz", "/nothing", "/static/{frame.js}"])
def test_no_route_serves_a_service_worker(sqlite_door: Door, path: str) -> None:
    path = path.replace("/static/{frame.js}", sqlite_door.house.built.address("frame.js"))
    answer = sqlite_door.get(path, Service_Worker="script")
    assert alike(answer) == alike(sqlite_door.get("/nothing"))


def test_no_desk_route_serves_a_service_worker(sqlite_door: Door) -> None:
    for path in STAFF:
        assert sqlite_door.get(path, origin=DESK, Service_Worker="script").status_code == 404


def test_an_unknown_inbox_looks_like_any_unknown_page(sqlite_door: Door) -> None:
    wanted = alike(sqlite_door.get("/nothing"))
    for path in (
        "/f/nowhere",
        "/f/RIVERSIDE",
        "/f/riverside/nothing",
        "/f/%00",
        "/f/" + "a" * 500,
        "/f/",
        "//f/riverside",
    ):
        assert alike(sqlite_door.get(path)) == wanted, path


def test_an_unknown_reference_looks_like_a_known_one(sqlite_door: Door) -> None:
    known = sqlite_door.post(sqlite_door.draft().envelope()).get_json()["reference"]
    one, other = (sqlite_door.get(f"/desk/c/{reference}", origin=DESK) for reference in (known, "0000000000"))
    assert one.status_code == other.status_code == 200
    assert one.text == other.text
    assert known not in one.text


def test_what_is_no_reference_is_not_there(sqlite_door: Door) -> None:
    assert sqlite_door.get("/desk/c/<script>", origin=DESK).status_code == 404


def alike(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that a visitor sees, but the request's id."""
    headers = [(name, value) for name, value in answer.headers if name != "X-Request-Id"]
    return answer.status_code, headers, answer.data
