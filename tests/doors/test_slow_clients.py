"""Clients that are slow on purpose, before the real gunicorn: others are still answered.

Where they could hold its threads they would for longer than `Web.says` waits for an answer.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.doors.visitors import Door
from tests.doors.web import Web, request

MORE_THAN_THREADS = 20
DRIPS_EVERY = 0.5  # seconds
HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: "


@pytest.fixture
def web(sqlite_door: Door, tmp_path: Path) -> Iterator[Web]:
    sqlite_door.house.store.close()
    with Web(tmp_path) as web:
        yield web


@pytest.fixture
def held() -> Iterator[ExitStack]:
    """Connections that stay open until the test ends."""
    with ExitStack() as held:
        yield held


def connect(web: Web, held: ExitStack, number: int, first: bytes = b"") -> list[socket.socket]:
    address = ("127.0.0.1", web.port)
    made = [held.enter_context(socket.create_connection(address, timeout=30)) for _ in range(number)]
    for connection in made:
        connection.sendall(first)
    return made


def half_a_body(web: Web) -> bytes:
    head = {"Content_Type": "application/octet-stream", "Origin": web.origin, "Transfer_Encoding": "chunked"}
    return request("POST", "/f/riverside/envelopes", web, Content_Length="", **head) + b"5\r\nhe"


def assert_others_are_answered(web: Web) -> None:
    assert web.says(request("GET", "/healthz", web)).startswith(b"HTTP/1.1 200 ")


def test_half_a_request_does_not_hold_up_others_for_long(web: Web, held: ExitStack) -> None:
    connect(web, held, MORE_THAN_THREADS, HALF_A_HEAD)
    connect(web, held, MORE_THAN_THREADS, half_a_body(web))
    assert_others_are_answered(web)


def test_nor_does_a_request_that_comes_drop_by_drop(web: Web, held: ExitStack) -> None:
    connections = connect(web, held, MORE_THAN_THREADS, HALF_A_HEAD)
    done = Event()

    def drip() -> None:
        while not done.wait(DRIPS_EVERY):
            for connection in list(connections):
                try:
                    connection.sendall(b"x")
                except OSError:  # the server hung up
                    connections.remove(connection)

    thread = Thread(target=drip)
    thread.start()
    try:
        assert_others_are_answered(web)
    finally:
        done.set()
        thread.join()


def test_connections_that_browsers_open_ahead_of_need_hold_no_thread(web: Web, held: ExitStack) -> None:
    connect(web, held, 10 * MORE_THAN_THREADS)
    assert_others_are_answered(web)


def test_those_who_do_not_hang_up_after_the_answer_hold_nobody_up(web: Web, held: ExitStack) -> None:
    connections = connect(web, held, 2 * MORE_THAN_THREADS, request("GET", "/healthz", web))
    assert_others_are_answered(web)
    for connection in connections:
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (b"canary\r\n\r\n", b"400"),
        (b"GET /%s HTTP/1.1\r\n\r\n" % (b"canary" * 400), b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: canary\r\n\r\n", b"417"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n" % (b"canary" * 800), b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: canary\r\n\r\n", b"400"),
    ],
)
def test_what_gunicorn_cannot_read_is_not_repeated(web: Web, words: bytes, status: bytes) -> None:
    answer = web.says(words)
    assert answer.split()[1] == status
    assert b"canary" not in answer
    assert b"\r\nContent-Security-Policy: default-src 'none';" in answer
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "X_Forwarded_Proto", "X_Forwarded_Ssl"])
def test_no_header_tells_gunicorn_where_or_how_it_is_reached(web: Web, header: str) -> None:
    plain = request("GET", "/healthz", web).replace(b"\r\n", f"\r\n{header}: /canary\r\n".encode(), 1)
    assert web.says(plain).startswith(b"HTTP/1.1 200 ")


def test_an_access_log_that_was_switched_on_stays_empty(sqlite_door: Door, tmp_path: Path) -> None:
    sqlite_door.house.store.close()
    written = tmp_path / "access.log"
    with Web(tmp_path, {"GUNICORN_CMD_ARGS": f"--access-logfile {written}"}) as web:
        assert_others_are_answered(web)
        web.says(b"canary\r\n\r\n")
    assert written.read_bytes() == b""
