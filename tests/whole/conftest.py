"""What tests of the whole stand on."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.house import House
from tests.outbox.postoffice import PostOffice
from tests.whole.proxy import RecordingProxy


class Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    """A server that answers with the body it got, and any GET with an empty page; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def proxy() -> Iterator[RecordingProxy]:
    with RecordingProxy() as proxy:
        yield proxy


@pytest.fixture
def browser(playwright: Playwright, proxy: RecordingProxy) -> Iterator[Browser]:
    """A browser whose every byte goes through the proxy, loopback addresses included."""
    flags = ["--no-sandbox", f"--proxy-server={proxy.address}", "--proxy-bypass-list=<-loopback>"]
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(locale="en-US")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def house(tmp_path: Path, office: PostOffice) -> Iterator[House]:
    """It sends its mail to the office."""
    house = House(tmp_path, office.settings())
    try:
        house.open()
        yield house
    finally:
        house.close()
