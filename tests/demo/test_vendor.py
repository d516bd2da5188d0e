"""The demo vendor shows byte for byte what it got, safely."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import requests

from tests.trackers.setup import free_port, wait_until
from widget.demo.received import KEPT_REQUESTS
from widget.demo.vendor import LONGEST_BODY_BYTES, Vendor

HOSTILE = "</pre><script>alert(1)</script>"


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with Vendor(0) as vendor:
        threading.Thread(target=vendor.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield vendor
        vendor.shutdown()


def url(vendor: Vendor, path: str = "/") -> str:
    return f"http://127.0.0.1:{vendor.server_port}{path}"


def says(vendor: Vendor, request: bytes) -> bytes:
    """The answer to exactly these bytes."""
    with socket.create_connection(("127.0.0.1", vendor.server_port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_the_page_shows_the_very_bytes(vendor: Vendor) -> None:
    headers = "HOST: x\r\nX-Odd:   spaced  \r\nx-odd: twice\r\nContent-Length: 7\r\n"
    head = f"POST /hooks?a=1 HTTP/1.1\r\n{headers}\r\n"
    assert says(vendor, head.encode() + b'{"a":1}').startswith(b"HTTP/1.1 204 ")
    (received,) = vendor.shelf.all()
    assert (received.head, received.body) == (head, '{"a":1}')
    page = requests.get(url(vendor), timeout=10).text
    assert "X-Odd:   spaced  " in page
    assert "POST /hooks?a=1 HTTP/1.1" in page


def test_the_list_has_method_path_headers_and_body_of_each_request(vendor: Vendor) -> None:
    requests.post(url(vendor, "/hooks"), data=b"one", headers={"Webhook-Id": "msg_1"}, timeout=10)
    requests.put(url(vendor, "/else"), data="zwei, ünï".encode(), timeout=10)
    first, second = requests.get(url(vendor, "/received.json"), timeout=10).json()
    assert (first["method"], first["path"], first["body"]) == ("POST", "/hooks", "one")
    assert first["headers"]["Webhook-Id"] == "msg_1"
    assert (second["method"], second["path"], second["body"]) == ("PUT", "/else", "zwei, ünï")
    assert first.keys() == {"method", "path", "headers", "body"}


def test_looking_is_not_receiving_but_any_other_get_is(vendor: Vendor) -> None:
    for path in ("/", "/received.json", "/vendor.css", "/favicon.ico"):
        requests.get(url(vendor, path), timeout=10)
    assert vendor.shelf.all() == []
    assert requests.get(url(vendor, "/lookup?ref=1"), timeout=10).status_code == 404
    assert [received.path for received in vendor.shelf.all()] == ["/lookup?ref=1"]


def test_what_is_sent_stays_text_on_the_page(vendor: Vendor) -> None:
    requests.post(url(vendor, f"/{HOSTILE}"), data=HOSTILE, headers={"X-Hostile": HOSTILE}, timeout=10)
    requests.post(url(vendor), json={"data": {"title": HOSTILE, HOSTILE: HOSTILE}}, timeout=10)
    requests.post(url(vendor), data=b"\xff\x00", timeout=10)
    page = requests.get(url(vendor), timeout=10)
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "\\xff" in page.text


@pytest.mark.parametrize("path", ["/", "/received.json", "/vendor.css", "/nowhere"])
def test_every_answer_forbids_scripts_and_framing(vendor: Vendor, path: str) -> None:
    headers = requests.get(url(vendor, path), timeout=10).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_it_keeps_no_more_than_it_can_show(vendor: Vendor) -> None:
    with requests.Session() as session:
        for number in range(KEPT_REQUESTS + 5):
            session.post(url(vendor), data=str(number), timeout=10)
    kept = vendor.shelf.all()
    assert (len(kept), kept[0].body, kept[-1].body) == (KEPT_REQUESTS, "5", str(KEPT_REQUESTS + 4))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (f"Content-Length: {LONGEST_BODY_BYTES + 1}\r\n", b"413"),
        ("Content-Length: -1\r\n", b"411"),
        ("Content-Length: many\r\n", b"411"),
        ("Transfer-Encoding: chunked\r\n", b"411"),
        ("X-Long: " + "x" * 20_000 + "\r\nContent-Length: 0\r\n", b"413"),
    ],
)
def test_what_is_too_long_or_has_no_length_is_refused(vendor: Vendor, headers: str, status: bytes) -> None:
    answer = says(vendor, f"POST / HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert vendor.shelf.all() == []


def start(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "widget.demo.vendor"],
        env={**os.environ, "SOTTO_DEMO_VENDOR_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_answers_and_stops_when_told(number: signal.Signals) -> None:
    port = free_port()
    program = start(port)
    try:
        wait_until(lambda: requests.get(f"http://127.0.0.1:{port}/", timeout=10).ok, program, None)
    finally:
        program.send_signal(number)
        said, _ = program.communicate(timeout=60)
    assert (program.returncode, said) == (0, b"")


def test_a_taken_port_is_told_in_a_sentence(vendor: Vendor) -> None:
    program = start(vendor.server_port)
    said, _ = program.communicate(timeout=60)
    assert program.returncode == 1
    assert said.decode() == (
        f"Port {vendor.server_port} is taken: set SOTTO_DEMO_VENDOR_PORT to a free one.\n"
    )
