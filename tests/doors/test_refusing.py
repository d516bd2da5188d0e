"""What is refused, with which answer, and in which order it is looked at."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import DESK, PATIENT, Door
from widget.crypto.envelope import MAX_ENVELOPE
from widget.doors.refusals import REFUSALS

ELSEWHERE = "https://www.riverside.example"
# Each mistake with its answer, in the order in which the door looks: the first one made decides.
IN_ORDER = [
    ("too_large", {"body": bytes(MAX_ENVELOPE + 1)}),
    ("media_type", {"Content_Type": "text/plain"}),
    ("origin", {"Origin": ELSEWHERE}),
    ("limited", {"REMOTE_ADDR": "192.0.2.1"}),
    ("not_found", {"inbox": "nowhere"}),
    ("token", {"X_Form_Token": "forged"}),
    ("malformed", {"body": b"SL\x01 no envelope"}),
    ("stale", {"body": b"SE\x01" + bytes(8) + b"under a key that nobody has"}),
]


@pytest.mark.parametrize("first", range(len(IN_ORDER)), ids=[code for code, _ in IN_ORDER])
def test_the_first_mistake_decides(open_door: OpenDoor, sqlite_url: str, first: int) -> None:
    door = open_door(sqlite_url, SOTTO_SUBMISSION_LIMIT="1 per hour")
    knock(door, {"REMOTE_ADDR": "192.0.2.1"})  # whose limit is reached now
    mistakes = {name: value for _, made in reversed(IN_ORDER[first:]) for name, value in made.items()}
    answer = knock(door, mistakes)
    code = IN_ORDER[first][0]
    assert (answer.status_code, answer.get_json()["error"]) == (REFUSALS[code][0], code)


def knock(door: Door, mistakes: dict[str, Any]) -> TestResponse:
    made = {"body": door.draft().envelope(), "inbox": "riverside", "REMOTE_ADDR": "192.0.2.2"} | mistakes
    address = {"REMOTE_ADDR": made.pop("REMOTE_ADDR")}
    return door.post(made.pop("body"), inbox=made.pop("inbox"), environ=address, **made)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_to_do_in_a_sentence(code: str) -> None:
    status, sentence = REFUSALS[code]
    assert 400 <= status < 500 or (status, code) == (503, "overloaded")
    assert sentence.endswith(".")
    assert any(word in sentence for word in ("Reload", "Open", "Check", "Send", "Shorten", "Wait", "send"))


class Unreadable(BytesIO):
    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = readinto = readlines = read  # type: ignore[assignment]


def test_a_body_that_is_declared_too_long_is_refused_unread(sqlite_door: Door) -> None:
    answer = sqlite_door.client.post(
        "/f/riverside/envelopes",
        base_url=PATIENT,
        environ_overrides={"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(MAX_ENVELOPE + 1)},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(("size", "code"), [(MAX_ENVELOPE, "malformed"), (MAX_ENVELOPE + 1, "too_large")])
def test_a_body_of_undeclared_length_is_read_up_to_an_envelopes_size(
    sqlite_door: Door, size: int, code: str
) -> None:
    answer = sqlite_door.client.post(
        "/f/riverside/envelopes",
        base_url=PATIENT,
        environ_overrides={
            "wsgi.input": BytesIO(bytes(size)),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
        headers={
            "Content-Type": "application/octet-stream",
            "Origin": PATIENT,
            "X-Form-Token": sqlite_door.token(),
        },
    )
    assert answer.get_json()["error"] == code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ELSEWHERE},
        {"Origin": DESK},
        {"Origin": "null"},
        {"Origin": PATIENT + "/"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": ""},
    ],
)
def test_only_our_own_page_may_post(sqlite_door: Door, headers: dict[str, str | None]) -> None:
    answer = sqlite_door.post(sqlite_door.draft().envelope(), **headers)
    assert (answer.status_code, answer.get_json()["error"]) == (403, "origin")


def test_a_browser_that_does_not_know_sec_fetch_site_may_post(sqlite_door: Door) -> None:
    assert sqlite_door.post(sqlite_door.draft().envelope(), Sec_Fetch_Site=None).status_code == 201


@pytest.mark.parametrize("path", ["/f/riverside/keys", "/f/riverside/token"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_only_our_own_page_reads_keys_and_tokens(sqlite_door: Door, path: str, site: str) -> None:
    answer = sqlite_door.get(path, Sec_Fetch_Site=site)
    assert (answer.status_code, answer.get_json()["error"]) == (403, "origin")
    assert sqlite_door.get(path, Sec_Fetch_Site="same-origin").status_code == 200


@pytest.mark.parametrize(
    ("use", "status"), [("document", 200), ("iframe", 200), ("image", 403), ("script", 403), ("empty", 403)]
)
def test_the_forms_page_is_given_as_a_page_alone(sqlite_door: Door, use: str, status: int) -> None:
    answer = sqlite_door.get("/f/riverside", Sec_Fetch_Dest=use, Sec_Fetch_Site="cross-site")
    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", None])
def test_only_the_envelopes_media_type_is_taken(sqlite_door: Door, kind: str | None) -> None:
    answer = sqlite_door.post(sqlite_door.draft().envelope(), Content_Type=kind)
    assert (answer.status_code, answer.get_json()["error"]) == (415, "media_type")


def test_an_unknown_inbox_takes_no_envelope(sqlite_door: Door) -> None:
    answer = sqlite_door.post(sqlite_door.draft().envelope(), inbox="nowhere")
    assert (answer.status_code, answer.get_json()["error"]) == (404, "not_found")


def test_other_methods_are_refused(sqlite_door: Door) -> None:
    answer = sqlite_door.get("/f/riverside/envelopes")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert "POST" in answer.headers["Allow"]
