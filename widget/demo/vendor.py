"""A ticketing vendor for the demo: takes every webhook, and shows byte for byte all that it got.

Runs on a bare http.server, because a WSGI server hands on neither the order nor the spelling of headers.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from widget.demo.received import Shelf
from widget.settings import Settings

LONGEST_HEAD_BYTES = 16 * 1024
LONGEST_BODY_BYTES = 64 * 1024
SECONDS_OF_SILENCE = 10

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TEMPLATES = Path(__file__).parents[2] / "templates" / "demo"
_pages = Environment(
    loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


class Vendor(ThreadingHTTPServer):
    """Listens on the loopback alone."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.shelf = Shelf()
        super().__init__(("127.0.0.1", port), Handler)


class _Reader(io.BufferedReader):
    """Keeps what is read line by line: the request line and the headers."""

    head = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.head += line
        return line


class Handler(BaseHTTPRequestHandler):
    server: Vendor
    rfile: _Reader
    protocol_version = "HTTP/1.1"
    timeout = SECONDS_OF_SILENCE

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = _Reader(self.connection.makefile("rb", buffering=0))

    def handle_one_request(self) -> None:
        self.rfile.head = b""
        super().handle_one_request()

    def do_GET(self) -> None:
        own = {"/": self._page, "/received.json": self._json, "/vendor.css": self._style}
        show = own.get(self.path)
        if show is not None:
            show()
        elif self.path == "/favicon.ico":  # the reader's browser asks for it, not a sender
            self._answer(HTTPStatus.NOT_FOUND)
        else:
            self._take(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        self._take(HTTPStatus.NO_CONTENT)

    do_PUT = do_PATCH = do_DELETE = do_POST

    def _take(self, status: HTTPStatus) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > LONGEST_BODY_BYTES or len(self.rfile.head) > LONGEST_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            body = self.rfile.read(int(length))
            headers = dict(self.headers.items())
            self.server.shelf.add(self.command, self.path, headers, self.rfile.head, body)
            self._answer(status)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True  # the body is still on its way
        self._answer(status)

    def _page(self) -> None:
        received = self.server.shelf.all()[::-1]
        self._answer(HTTPStatus.OK, "text/html", _pages.get_template("vendor.html").render(received=received))

    def _json(self) -> None:
        received = [request.to_json() for request in self.server.shelf.all()]
        self._answer(HTTPStatus.OK, "application/json", json.dumps(received))

    def _style(self) -> None:
        self._answer(HTTPStatus.OK, "text/css", (_TEMPLATES / "vendor.css").read_text(encoding="utf-8"))

    def _answer(self, status: HTTPStatus, kind: str = "text/plain", text: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "demo-vendor"

    def log_message(self, *_arguments: object) -> None:
        """Nothing: the page shows it all."""


def main() -> None:
    settings = Settings.from_environment(os.environ)
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    try:
        vendor = Vendor(settings.demo_vendor_port)
    except OSError:
        sys.exit(f"Port {settings.demo_vendor_port} is taken: set SOTTO_DEMO_VENDOR_PORT to a free one.")
    with vendor, contextlib.suppress(KeyboardInterrupt):
        vendor.serve_forever()


if __name__ == "__main__":
    main()
