"""A proxy that stands before a real vendor and does to it what networks and vendors do."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from enum import Enum
from typing import Self
from urllib.parse import urlsplit

from tests.outbox.vendor import PART, whole_request


class Mood(Enum):
    """What becomes of one request. The vendor gets it only where the name says so, and in FINE."""

    FINE = "passed on, and its answer passed back"
    LIMITED = "429 with Retry-After"
    BROKEN = "500"
    ACCEPTED_THEN_500 = "passed on, then 500"
    ACCEPTED_THEN_CUT = "passed on, then the connection is closed without an answer"
    ACCEPTED_THEN_CUT_SHORT = "passed on, then closed within the answer's body"
    ACCEPTED_THEN_GARBAGE = "passed on, then bytes that are no HTTP"
    ACCEPTED_THEN_NOT_JSON = "passed on, then 201 with a page of HTML"
    ACCEPTED_THEN_WRONG_TYPES = "passed on, then 201 with JSON of other types"
    ACCEPTED_THEN_SILENCE = "passed on, then no answer until the client gave up"
    ACCEPTED_THEN_DRIP = "passed on, then the answer a byte at a time"
    ACCEPTED_LATE = "passed on only after the client gave up"
    GARBAGE = "bytes that are no HTTP"
    CUT = "the connection is closed at once"


ANSWERS = {
    Mood.LIMITED: b"HTTP/1.1 429 Slow down\r\nRetry-After: 20\r\nContent-Length: 0\r\n\r\n",
    Mood.BROKEN: b"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops",
    Mood.ACCEPTED_THEN_500: b"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops",
    Mood.ACCEPTED_THEN_CUT_SHORT: b'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"data": {"id": ',
    Mood.ACCEPTED_THEN_GARBAGE: b"\x00\xff\r\n\r\n\x17 so it goes",
    Mood.ACCEPTED_THEN_NOT_JSON: b"HTTP/1.1 201 Created\r\nContent-Length: 13\r\n\r\n<html></html>",
    Mood.ACCEPTED_THEN_WRONG_TYPES: b"HTTP/1.1 201 Created\r\nContent-Length: 25\r\n\r\n"
    b'{"data": [1], "id": null}',
    Mood.GARBAGE: b"SSH-2.0-OpenSSH_9.2\r\n",
}


class ChaosProxy:
    """Use as a context. Each request meets one of `moods`, in random order; all are FINE at first."""

    def __init__(self, vendor_url: str, *, seed: int = 0, give_up: float = 0.6) -> None:
        parts = urlsplit(vendor_url)
        self._vendor = (parts.hostname or "", parts.port or 80)
        self._chance = random.Random(seed)
        self._give_up = give_up
        self._lock = threading.Lock()
        self._busy = 0
        self._idle = threading.Condition()
        self.moods: list[Mood] = [Mood.FINE]
        self._deck: list[Mood] = []
        self.seen: Counter[Mood] = Counter()
        self.requests: list[str] = []
        self._listener = self._listen(0)
        self._port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}{parts.path}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.go_down()
        self.settle()

    def go_down(self) -> None:
        """From now on connections are refused."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def come_back(self) -> None:
        self._listener = self._listen(self._port)

    def settle(self) -> None:
        """Waits until every request that was taken has been dealt with, also those that clients gave up."""
        with self._idle:
            assert self._idle.wait_for(lambda: self._busy == 0, timeout=60)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), reuse_port=True)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._idle:
                self._busy += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client, contextlib.suppress(OSError):
                self._treat(client, whole_request(client))
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _treat(self, client: socket.socket, request: bytes) -> None:
        if not request:
            return
        with self._lock:
            mood = self._deal()
            self.seen[mood] += 1
            self.requests.append(request.split(b" HTTP/")[0].decode())
        if mood is Mood.ACCEPTED_LATE:
            time.sleep(self._give_up)
        answer = self._pass_on(request) if mood is Mood.FINE or mood.name.startswith("ACCEPTED") else b""
        if mood is Mood.FINE:
            client.sendall(answer)
        elif mood is Mood.ACCEPTED_THEN_SILENCE:
            time.sleep(self._give_up)
        elif mood is Mood.ACCEPTED_THEN_DRIP:
            self._drip(client, answer)
        else:
            client.sendall(ANSWERS.get(mood, b""))

    def _deal(self) -> Mood:
        """Like cards: each of `moods` comes once before any comes again."""
        if not self._deck or not set(self._deck) <= set(self.moods):
            self._deck = self._chance.sample(self.moods, len(self.moods))
        return self._deck.pop()

    def _drip(self, client: socket.socket, answer: bytes) -> None:
        for byte in answer:
            client.sendall(bytes([byte]))
            time.sleep(self._give_up / 10)

    def _pass_on(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        mine, theirs = f"127.0.0.1:{self._port}", f"127.0.0.1:{self._vendor[1]}"
        head = head.replace(
            mine.encode(), theirs.encode()
        )  # Roundup compares Origin and Referer with its own
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(self._vendor, timeout=60) as vendor:
            vendor.sendall(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
            return b"".join(iter(lambda: vendor.recv(PART), b""))
