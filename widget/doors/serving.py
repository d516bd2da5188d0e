"""gunicorn's threads, kept from clients that are slow on purpose or by their network.

A thread serves one connection at a time. Here none begins before the client has said something, and what the
client then takes for its whole request, and for reading the answer, has an end. The clocks run in the thread
that accepts: a thread that waits for a client cannot look at its own.
"""

from __future__ import annotations

import socket
import ssl
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]  # gunicorn has no types
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from widget.doors.policies import EVERY_ANSWER

RECEIVE_SECONDS = (
    15.0  # for the first byte, and again for head and body together, waiting for a thread included
)
EXCHANGE_SECONDS = 90.0  # until the answer is read: the largest file in this time is a very slow phone
LOOK_SECONDS = 1.0

REASONS = {
    400: "Bad Request",
    414: "URI Too Long",
    417: "Expectation Failed",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
STATUSES = {
    errors.LimitRequestLine: 414,
    errors.ExpectationFailed: 417,
    errors.LimitRequestHeaders: 431,
    # These are of answers, and so our own fault.
    errors.InvalidResponseHeader: 503,
    errors.InvalidResponseHeaderName: 503,
}
RETRY_AFTER = 5  # seconds


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # its base has no types
    """Of the base's methods `enqueue_req` begins to serve a connection, `finish_request` has served it, and
    `murder_pending` is called at every turn of the accepting thread's loop. `handle` alone runs elsewhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._served: dict[TConn, float] = {}  # since when, oldest first
        self._next_look = 0.0

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            self._served[conn] = time.monotonic()
            super().enqueue_req(conn)
        else:
            self._wait_for_words(conn)

    def _wait_for_words(self, conn: TConn) -> None:
        """Browsers connect ahead of need; the base would have a thread wait for each of them."""
        conn.timeout = time.monotonic() + RECEIVE_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> Any:
        again = super().handle(conn)
        if not again:
            _let_the_answer_arrive(conn.sock)
        return again

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        self._served.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        super().murder_pending()
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._hang_up_on_the_slow(now)

    def _hang_up_on_the_slow(self, now: float) -> None:
        """The waiting thread then reads an end. What had arrived by now is read and answered all the same."""
        for conn, since in self._served.items():
            if now - since < RECEIVE_SECONDS:
                break
            with suppress(OSError):  # closed meanwhile
                conn.sock.shutdown(socket.SHUT_RD if now - since < EXCHANGE_SECONDS else socket.SHUT_RDWR)

    def _cap_keepalive(self, deadline: float) -> None:
        """A stopping worker waits no longer for those who have said nothing than for those who may again."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def handle_error(self, _req: Any, client: socket.socket, _addr: Any, exc: BaseException) -> None:
        """Answers what gunicorn itself cannot read; the base would repeat the client's words in its page."""
        status = _status(exc)
        if status == 503:
            self.log.error("Error handling request", exc_info=exc)
        else:
            self.log.warning("Invalid request")
        with suppress(OSError):
            client.sendall(_page(status))


def _status(exc: BaseException) -> int:
    return STATUSES.get(type(exc), 400 if isinstance(exc, (errors.ParseException, ssl.SSLError)) else 503)


def _page(status: int) -> bytes:
    body = f"{REASONS[status]}\n".encode()
    headers = dict(EVERY_ANSWER) | {
        "Content-Type": "text/plain",
        "Content-Length": len(body),
        "Connection": "close",
    }
    if status == 503:
        headers["Retry-After"] = RETRY_AFTER
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _let_the_answer_arrive(sock: socket.socket) -> None:
    """Closing while the client still sends would take the answer from it; gunicorn waits for that too, but in
    the thread that accepts, where one client that keeps its end open would hold up all others.
    """
    with suppress(OSError):
        util.close_graceful(sock.dup())
        sock.shutdown(socket.SHUT_RD)
