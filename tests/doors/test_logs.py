"""What is written down of requests and errors, and what never is."""

from __future__ import annotations

import io
import logging
import re
import sys
import time
from collections.abc import Callable

import pytest
from flask import Response

from tests.doors.conftest import OpenDoor
from tests.doors.visitors import DESK, PATIENT, Door
from widget import logs
from widget.logs.lines import Lines
from widget.logs.server import CUT, WITHHELD, scrub

LINE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z method=(?P<method>\w+) route=(?P<route>\S+) "
    r"status=(?P<status>[0-9]{3}) size=(?P<size>\w+) ms=[0-9.]+ id=(?P<id>[0-9a-f]{16})"
)
Written = Callable[[], list[str]]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Written:
    """The lines since the test began."""
    logs.lines.flush()
    capsys.readouterr()

    def lines() -> list[str]:
        logs.lines.flush()
        return capsys.readouterr().err.splitlines()

    return lines


def test_a_request_is_one_line_that_its_answer_can_be_found_by(sqlite_door: Door, written: Written) -> None:
    answer = sqlite_door.post(sqlite_door.draft().envelope())
    (line,) = written()
    found = LINE.fullmatch(line)
    assert found
    assert found.groupdict() == {
        "method": "POST",
        "route": "/f/<slug>/envelopes",
        "status": "201",
        "size": "16k",
        "id": answer.headers["X-Request-Id"],
    }


def test_what_a_visitor_made_up_is_not_written(sqlite_door: Door, written: Written) -> None:
    sqlite_door.app.test_client().open(
        "/canary?canary",
        method="CANARY",
        base_url="http://127.0.0.1:8000",
        headers={"User-Agent": "canary", "X-Request-Id": "canary", "Cookie": "canary=canary"},
    )
    (line,) = written()
    assert "method=other route=none status=404" in line
    assert "canary" not in line.lower()


@pytest.mark.parametrize(
    ("length", "named"),
    [(None, "0"), (0, "0"), (1, "1k"), (1024, "1k"), (1025, "4k"), (65536, "64k"), (65537, "more")],
)
def test_sizes_are_told_in_classes(length: int | None, named: str) -> None:
    assert logs.size_class(length) == named


def test_a_bug_is_told_by_its_kind_and_place_and_answered_without_words(
    open_door: OpenDoor, sqlite_url: str, written: Written, bugs: list[BaseException]
) -> None:
    door = open_door(sqlite_url)
    (door.house.settings.keys / "root.secret").unlink()
    answer = door.get("/f/riverside/token")
    assert (answer.status_code, answer.get_json()["error"]) == (503, "overloaded")
    assert answer.headers["Retry-After"]
    bug, line = written()
    kind = r" bug route=/f/<slug>/token builtins\.FileNotFoundError at .+keyfolder\.py:[0-9]+ < "
    assert re.search(kind, bug)
    assert "root.secret" not in bug
    assert "status=503" in line
    assert isinstance(bugs.pop(), FileNotFoundError)


@pytest.mark.parametrize("path", ["/f/riverside", "/f/riverside/keys", "/embed.js", "/desk/", "/healthz"])
def test_a_bug_anywhere_is_answered_like_an_overload(
    sqlite_door: Door, bugs: list[BaseException], path: str
) -> None:
    endpoint = sqlite_door.app.url_map.bind("").match(path)[0]

    def broken(**_: str) -> str:
        raise ZeroDivisionError("canary")

    sqlite_door.app.view_functions[endpoint] = broken
    answer = sqlite_door.get(path, origin=DESK if path == "/desk/" else PATIENT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "canary" not in answer.text
    assert isinstance(bugs.pop(), ZeroDivisionError)


def test_a_bug_in_what_comes_after_the_answer_is_told_no_differently(
    sqlite_door: Door, bugs: list[BaseException], written: Written
) -> None:
    @sqlite_door.app.after_request
    def broken(_: Response) -> Response:
        raise ZeroDivisionError("canary")

    answer = sqlite_door.get("/f/riverside")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert isinstance(bugs.pop(), ZeroDivisionError)
    (line,) = written()
    assert " bug route=/f/<slug> builtins.ZeroDivisionError at " in line
    assert "canary" not in line


def test_an_errors_causes_are_told_too() -> None:
    try:
        try:
            raise ValueError("canary")
        except ValueError as cause:
            raise KeyError("canary") from cause
    except KeyError as problem:
        told = logs.told(problem)
    assert re.fullmatch(r"builtins\.KeyError at \S+; from builtins\.ValueError at \S+", told)


def test_lines_are_written_without_being_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not capsys: reading it empties it, and a line written just then is lost.
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    lines = Lines()
    lines.add("one")
    while lines._thread is not None and not log.getvalue():
        time.sleep(0.01)
    assert log.getvalue().endswith("Z one\n")
    lines.add("two")
    lines.flush()
    assert log.getvalue().endswith("Z two\n")


def record(template: str, *args: object, problem: BaseException | None = None) -> str:
    made = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, template, args, None)
    if problem is not None:
        made.exc_info = (type(problem), problem, None)
    assert scrub(made)
    return logging.Formatter("%(message)s").format(made)


def test_gunicorns_own_start_and_stop_are_kept() -> None:
    assert (
        record("Listening at: %s (%s)", "http://127.0.0.1:8000", 7)
        == "Listening at: http://127.0.0.1:8000 (7)"
    )


@pytest.mark.parametrize(
    ("template", "kept"),
    [
        ("Invalid request from ip=203.0.113.7: canary", CUT[0]),
        ("Error handling request %s", CUT[1]),
        ("something new about canary", WITHHELD),
    ],
)
def test_gunicorns_words_about_a_request_are_not(template: str, kept: str) -> None:
    args = ("/f/canary",) if "%s" in template else ()
    assert record(template, *args) == kept


def test_gunicorns_tracebacks_lose_their_words() -> None:
    told = record("Socket error processing request.", problem=OSError("canary"))
    assert told == "Socket error processing request.\nbuiltins.OSError at unknown"
