"""Small real servers for browser tests: one origin each, on a free port of the loopback."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server


@dataclass
class Stage:
    """Serves what it is given. `name` is the host browsers use: localhost and 127.0.0.1 are two sites."""

    name: str = "localhost"
    pages: dict[str, tuple[str | bytes, Mapping[str, str]]] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://{self.name}:{self._server.server_port}"

    def put(self, path: str, body: str | bytes, **headers: str) -> str:
        """Serves `body` at `path` with `headers` (underscores for dashes). Returns the page's address."""
        self.pages[path] = (body, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.origin + path

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @Request.application
    def _answer(self, request: Request) -> Response:
        self.visits.append(request.path)
        if request.path == "/favicon.ico":
            return Response(status=204)
        if request.path not in self.pages:
            return Response("There is no such page.", status=404)
        body, headers = self.pages[request.path]
        kind = "text/javascript" if request.path.endswith(".js") else "text/html"
        return Response(body, headers=dict(headers), content_type=f"{kind}; charset=utf-8")


class _Quiet(WSGIRequestHandler):
    # HTTP/1.1, as in front of a real site: browsers reuse connections.
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        pass
