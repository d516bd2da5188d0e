"""What is written down: that a request came and how it went, and nothing of who sent it or what was in it.

No line holds a body, a query, an address, a user agent, an inbox's name or a reference: a route stands for
its path. Errors are told by their kind and place in the code, without their words, which may quote what was
read.
"""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Iterable

from flask import Flask, Response, g, request

from widget.logs.lines import Lines

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
SIZES = ((0, "0"), (1024, "1k"), (4096, "4k"), (16384, "16k"), (65536, "64k"))
LARGER = "more"

lines = Lines()


def log_requests(app: Flask) -> None:
    """One line for each request; its id is in the answer too, so that a patient's report finds its line."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        request_id = f"{random.getrandbits(64):016x}"
        response.headers["X-Request-Id"] = request_id
        method = request.method if request.method in METHODS else "other"
        route = _route()
        size = size_class(request.content_length)
        status, spent = response.status_code, (time.perf_counter() - g.started) * 1000
        lines.add(f"method={method} route={route} status={status} size={size} ms={spent:.1f} id={request_id}")
        return response


def log_bug(problem: BaseException) -> None:
    """With the route; what was raised is told by its kind and place."""
    lines.add(f"bug route={_route()} {told(problem)}")


def log_failing(checks: Iterable[str]) -> None:
    """Which of the service's own checks do not hold."""
    lines.add(f"not ready: {' '.join(checks)}")


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"


def told(problem: BaseException) -> str:
    """The kinds of the error and its causes, and where each was raised; never their messages."""
    told = []
    cause: BaseException | None = problem
    while cause is not None:
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(cause.__traceback__)]
        told.append(
            f"{type(cause).__module__}.{type(cause).__name__} at {' < '.join(reversed(places)) or 'unknown'}"
        )
        cause = cause.__cause__ or cause.__context__
    return "; from ".join(told)


def size_class(length: int | None) -> str:
    """The declared length of a request's body, up to the next of a few sizes."""
    return next((name for most, name in SIZES if (length or 0) <= most), LARGER)
