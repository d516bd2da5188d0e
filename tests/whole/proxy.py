"""A plain HTTP forward proxy that records every byte that passes, both ways."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"
CHUNK = 65536  # bytes
HOP_BY_HOP = (b"connection", b"proxy-connection", b"keep-alive")
REFUSAL = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Exchange:
    """One connection: what the browser sent, and what it was answered."""

    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)

    @property
    def target(self) -> str:
        """The address in the request line, as the browser wrote it."""
        return self.sent.split(b" ", 2)[1].decode("latin-1")


class RecordingProxy:
    """Serves on a free loopback port in its `with` block; a tunnel (CONNECT) is recorded and refused."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> RecordingProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes the accept, which a close alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def sent(self) -> bytes:
        return b"\n".join(bytes(exchange.sent) for exchange in self.exchanges)

    def received(self) -> bytes:
        return b"\n".join(bytes(exchange.received) for exchange in self.exchanges)

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        exchange = Exchange()
        with browser:
            head, body = read_request(browser, exchange.sent)
            if not head:
                return
            self.exchanges.append(exchange)
            try:
                relay(exchange, head, body, browser)
            except OSError:
                # A browser that leaves, or a server that is down: the bytes so far are on record.
                return


def relay(exchange: Exchange, head: bytes, body: bytes, browser: socket.socket) -> None:
    where = urlsplit(exchange.target)
    if where.scheme != "http" or not where.hostname:
        exchange.received += REFUSAL
        browser.sendall(REFUSAL)
        return
    with socket.create_connection((host_of(where.hostname), where.port or 80)) as server:
        server.sendall(one_request(head, exchange.target) + body)
        while data := server.recv(CHUNK):
            exchange.received += data
            browser.sendall(data)


def host_of(name: str) -> str:
    """A browser finds the names below localhost by itself (RFC 6761, 6.3), not every system does."""
    return "127.0.0.1" if name.endswith(".localhost") else name


def read_request(browser: socket.socket, record: bytearray) -> tuple[bytes, bytes]:
    """Reads one request, its body measured by Content-Length. Both parts are empty at an early end."""
    while HEAD_END not in record:
        data = browser.recv(CHUNK)
        if not data:
            return b"", b""
        record += data
    head, _, body = bytes(record).partition(HEAD_END)
    assert b"transfer-encoding" not in head.lower(), "browsers do not send chunked bodies over HTTP/1.1"
    length = int(header(head, b"content-length") or 0)
    while len(body) < length:
        data = browser.recv(CHUNK)
        if not data:
            break
        record += data
        body += data
    return head, body


def header(head: bytes, name: bytes) -> bytes:
    """The value of a header, or nothing; names are compared in lower case."""
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""


def one_request(head: bytes, target: str) -> bytes:
    """The head as the server expects it, asking that the connection ends with the answer."""
    line, *headers = head.split(b"\r\n")
    method, _, version = line.split(b" ")
    where = urlsplit(target)
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    kept = [line for line in headers if line.split(b":")[0].lower() not in HOP_BY_HOP]
    first = b" ".join([method, path.encode("latin-1"), version])
    return b"\r\n".join([first, *kept, b"Connection: close"]) + HEAD_END
