"""The full set of headers of every route, locked: a new route fails here until its policy is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from tests.doors.conftest import OpenDoor
from tests.doors.desk.routes import TABLE
from tests.doors.returning import Returning, post
from tests.doors.visitors import DESK, PATIENT, Door
from widget import create_app
from widget.doors.built import STAFF_FILES, WORKERS
from widget.doors.policies import POLICIES
from widget.settings import Settings
from widget.store.models import inbox_site

NO_FEATURES = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), "
    "local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
    "publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), "
    "storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()"
)
NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
CLOSED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": NO_FEATURES,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
JSON = CLOSED | {"Content-Type": "application/json"}
PAGE = CLOSED | {"Content-Type": "text/html; charset=utf-8"}
FILE = CLOSED | {"Vary": "Accept-Encoding", "Cache-Control": "public, max-age=31536000, immutable"}
DESK_PAGE = PAGE | {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; "
    "form-action 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types sotto-worker",
    "Permissions-Policy": NO_FEATURES.replace("-create=()", "-create=(self)").replace(
        "credentials-get=(), sc", "credentials-get=(self), sc"
    ),
}
FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors https://one.example https://two.example; form-action 'none'; "
    "base-uri 'none'"
)
BACK = FRAME.replace("https://one.example https://two.example", "'none'")
SCRIPT = {"Content-Type": "text/javascript; charset=utf-8"}
# Endpoint -> what to ask for (method, origin, path; {entry} is a built file), and all headers of the answer.
# What the desk's scripts ask for is looked at in desk/test_headers.py.
EXPECTED: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "patient.form": (
        "GET",
        PATIENT,
        "/f/practice",
        PAGE | {"Content-Security-Policy": FRAME, "Cross-Origin-Resource-Policy": "cross-origin"},
    ),
    "patient.keys": ("GET", PATIENT, "/f/practice/keys", JSON),
    "patient.token": ("GET", PATIENT, "/f/practice/token", JSON),
    "patient.post": ("POST", PATIENT, "/f/riverside/envelopes", JSON),
    "back.page": ("GET", PATIENT, "/back", PAGE | {"Content-Security-Policy": BACK}),
    "back.open_": ("ASK", PATIENT, "/back/open", JSON),
    "back.post": ("FOLLOW", PATIENT, "/back/envelopes", JSON),
    "back.state": ("ASK", PATIENT, "/back/state", JSON),
    "back.quiet": ("ASK", PATIENT, "/back/quiet", JSON),
    "back.rate": ("ASK", PATIENT, "/back/rating", JSON),
    "back.delete": ("DELETE", PATIENT, "/back/delete", JSON),
    "desk.page": ("GET", DESK, "/desk/", DESK_PAGE),
    "desk.conversation": ("GET", DESK, "/desk/c/7Q4M9ZTK2D", DESK_PAGE),
    "desk.enrol": ("GET", DESK, "/desk/enrol", DESK_PAGE),
    "files.built": ("GET", PATIENT, "/static/{frame.js}", FILE | SCRIPT),
    "files.embed": (
        "GET",
        PATIENT,
        "/embed.js",
        FILE
        | SCRIPT
        | {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"},
    ),
    "health.alive": ("GET", PATIENT, "/healthz", JSON),
    "health.ready": ("GET", PATIENT, "/readyz", JSON),
}
# Of these the value differs from answer to answer.
VARYING = {
    "X-Request-Id": "[0-9a-f]{16}",
    "Content-Length": "[0-9]+",
    "ETag": '"[0-9a-f]{16}"',
    "Date": "[A-Za-z0-9 ,:]{29}",
}


def endpoints() -> Iterator[str]:
    app = create_app(Settings.from_environment({}))
    yield from {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("endpoint", sorted(set(endpoints()) - (set(TABLE) - set(EXPECTED))))
def test_every_route_has_a_policy_and_exactly_its_headers(sqlite_door: Door, endpoint: str) -> None:
    assert endpoint in POLICIES
    method, origin, path, expected = EXPECTED[endpoint]
    answer = ask(sqlite_door, method, origin, path)
    assert answer.status_code == (201 if method in ("POST", "FOLLOW") else 200)
    assert fixed(answer) == expected


def test_no_policy_is_left_of_a_route_that_is_gone() -> None:
    assert set(POLICIES) == set(EXPECTED) | set(TABLE) == set(endpoints())


def test_the_workers_answers_alone_may_compile(sqlite_door: Door) -> None:
    built = sqlite_door.house.built
    compiles = {
        entry: "wasm-unsafe-eval" in csp(ask(sqlite_door, "GET", origin, "/static/{" + entry + "}"))
        for entry in built.entries()
        for origin in [DESK if entry in STAFF_FILES else PATIENT]
    }
    workers = {entry for entry in sqlite_door.house.built.entries() if entry.endswith("worker.js")}
    assert {entry for entry, may in compiles.items() if may} == workers == WORKERS
    others = [ask(sqlite_door, *EXPECTED[endpoint][:3]) for endpoint in EXPECTED]
    assert not any("wasm" in csp(answer) for answer in others)


def test_the_worker_runs_under_a_policy_of_its_own(sqlite_door: Door) -> None:
    answer = ask(sqlite_door, "GET", PATIENT, "/static/{worker.js}")
    wanted = NOTHING + "; script-src 'wasm-unsafe-eval'"
    assert fixed(answer) == FILE | SCRIPT | {"Content-Security-Policy": wanted}


def test_a_page_without_sites_is_framed_by_nobody(sqlite_door: Door) -> None:
    sqlite_door.house.store.write(lambda connection: connection.execute(delete(inbox_site)))
    assert "frame-ancestors 'none';" in csp(sqlite_door.get("/f/practice"))


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nothing", 404, PAGE),
        ("/f/nowhere", 404, PAGE),
        ("/f/nowhere/keys", 404, JSON),
        ("/f/a/envelopes", 405, PAGE),
    ],
)
def test_an_error_may_do_nothing(sqlite_door: Door, path: str, status: int, kind: dict[str, str]) -> None:
    answer = sqlite_door.get(path)
    assert answer.status_code == status
    assert {name: value for name, value in fixed(answer).items() if name != "Allow"} == kind


def test_an_instance_on_https_says_so(open_door: OpenDoor, sqlite_url: str) -> None:
    hosts = {"SOTTO_PATIENT_HOST": "care.example.org", "SOTTO_DESK_HOST": "desk.example.org"}
    answer = open_door(sqlite_url, **hosts).get("/healthz", origin="https://care.example.org")
    assert fixed(answer) == JSON | {"Strict-Transport-Security": "max-age=31536000"}


def test_no_answer_sets_a_cookie(sqlite_door: Door) -> None:
    for method, origin, path, _ in EXPECTED.values():
        assert "Set-Cookie" not in ask(sqlite_door, method, origin, path).headers


def ask(door: Door, method: str, origin: str, path: str) -> TestResponse:
    if method == "POST":
        return door.post(door.draft().envelope())
    if method in ("ASK", "FOLLOW", "DELETE"):
        return with_a_code(door, method, path)
    found = re.sub(
        r"\{([^}]+)\}", lambda name: door.house.built.address(name[1]).removeprefix("/static/"), path
    )
    return door.get(found, origin=origin)


def with_a_code(door: Door, method: str, path: str) -> TestResponse:
    """What the way back is asked by a patient who has written."""
    patient = Returning.after_writing(door)
    if method == "FOLLOW":
        return patient.sends(patient.envelope(patient.next_letter("More")))
    return post(door, path, patient.asked_with | patient.wish() | {"rating": "yes"})


def csp(answer: TestResponse) -> str:
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    return answer.headers["Content-Security-Policy"]


def fixed(answer: TestResponse) -> dict[str, str]:
    """All headers, each once; those that vary are looked at for their form alone."""
    headers = dict(answer.headers)
    assert len(headers) == len(answer.headers)
    for name, form in VARYING.items():
        value = headers.pop(name, None)
        assert value is None or re.fullmatch(form, value), name
    return headers
