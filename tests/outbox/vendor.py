"""A vendor of ours for tests: says over a real socket whatever it is told to, and keeps what it got."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Self

PART = 64 * 1024

Answer = Callable[[socket.socket], None]


def says(data: bytes) -> Answer:
    return lambda client: client.sendall(data)


def answers(status: str, body: bytes = b"", *headers: str) -> Answer:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return says("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def drips(seconds: float) -> Answer:
    def drip(client: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
            client.sendall(bytes([byte]))
            time.sleep(seconds)

    return drip


def floods(client: socket.socket) -> None:
    """More than anyone should read, without an end."""
    client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(4096):
        client.sendall(b"a" * 64 * 1024)


class SpokenVendor:
    """Use as a context. `answer` is what it does next; `requests` are the bytes that came, if it listens."""

    def __init__(self, answer: Answer, *, listens: bool = True) -> None:
        self.answer = answer
        self._listens = listens
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/hook"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            if self._listens:
                self.requests.append(whole_request(client))
            self.answer(client)


def whole_request(client: socket.socket) -> bytes:
    """One request, with the body that its Content-Length announces."""
    received = b""
    for part in iter(lambda: client.recv(PART), b""):
        received += part
        head, end, body = received.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            return received
    return b""


def _length(head: bytes) -> int:
    lengths = [
        line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    ]
    return int(lengths[0]) if lengths else 0
