"""One HTTP exchange that is bounded in time and size, whatever the other side does."""

from __future__ import annotations

import logging
import socket
import threading
from dataclasses import dataclass
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

# It warns of malformed answers and quotes them: a vendor's words, which may hold anything.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, between two reads, and for the whole exchange; bytes of the answer's body."""

    connect: float
    read: float
    total: float
    answer_bytes: int = 256 * 1024

    @classmethod
    def within(cls, total: float) -> Limits:
        """Limits that fit into `total` seconds."""
        return cls(connect=min(5.0, total), read=min(10.0, total), total=total)


class Watch:
    """Cuts the connection when the time for the whole exchange is up.

    The timeouts of sockets start again with every byte, so a vendor that drips would hold a worker for ever,
    and one that wakes up late would be written to after the lease has gone to another worker.
    """

    def __init__(self, seconds: float) -> None:
        self.connected = False
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._timer.cancel()

    def take(self, connection: HTTPConnection) -> None:
        """Called once connected, before anything is sent. Raises TimeoutError when it is too late to send."""
        self._socket = connection.sock  # first, so that no cut falls between
        if self.expired:
            raise TimeoutError("the time for the exchange is up")
        self.connected = True

    def _cut(self) -> None:
        self.expired = True
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # also beneath TLS
            except OSError:
                return  # closed already


class WatchedAdapter(HTTPAdapter):
    """Connections that tell `watch` when they are made."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        watch = self._watch

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                watch.take(self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                watch.take(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
