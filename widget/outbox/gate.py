"""The one way out to a vendor: what is not on its list does not leave, and its answers are not trusted."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

import requests
import urllib3
from requests.auth import AuthBase

from widget.outbox.exchange import Limits, Watch, WatchedAdapter
from widget.outbox.shape import Shape, hold_to
from widget.outbox.vendors.errors import Reason, VendorError

LONGEST_WAIT_SECONDS = 86_400.0  # a vendor that asks for more is asked again after a day
CHUNK = 16 * 1024
SECONDS = re.compile(r"[0-9]{1,300}")

PERMANENT: dict[int, Reason] = {
    HTTPStatus.UNAUTHORIZED: Reason.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN: Reason.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND: Reason.NOT_FOUND,
    HTTPStatus.GONE: Reason.NOT_FOUND,
}
PASSING: dict[int, Reason] = {
    HTTPStatus.REQUEST_TIMEOUT: Reason.TIMED_OUT,
    HTTPStatus.TOO_EARLY: Reason.LIMITED,
    HTTPStatus.TOO_MANY_REQUESTS: Reason.LIMITED,
}


TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
# A ValueError is what the standard library makes of some malformed answers.
ANY_TROUBLE = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class Answer:
    """What a vendor answered. Never logged: it may carry a ticket's content."""

    status: int
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The JSON object in the body. Raises VendorError where there is none."""
        try:
            held = json.loads(self.body)
        except (ValueError, RecursionError):
            held = None
        if not isinstance(held, dict):
            raise VendorError(Reason.GARBLED, unsure=True)
        return held


class Gate:
    """For one delivery to one vendor. Closes with the worker's lease: `ends` is on the monotonic clock."""

    def __init__(
        self,
        shape: Shape,
        limits: Limits,
        *,
        ends: float,
        auth: AuthBase | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._shape = shape
        self._limits = limits
        self._ends = ends
        self._auth = auth
        self._headers = {"User-Agent": "Sotto", "Accept-Encoding": "identity", **(headers or {})}

    def ask(self, url: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """The vendor's answer to a GET. Raises VendorError for anything but a 2xx."""
        return _sorted_out(*self._send("GET", url, parameters=parameters), unsure=False)

    def tell(
        self, url: str, body: bytes, headers: Mapping[str, str], *, also: tuple[int, ...] = ()
    ) -> Answer:
        """The answer to a POST of `body`, if that is of the vendor's shape.

        Raises VendorError for anything but a 2xx or a status in `also`.
        """
        hold_to(self._shape, body)
        status, answer, retry_after = self._send("POST", url, body=body, headers=headers)
        if status in also:
            return answer
        return _sorted_out(status, answer, retry_after, unsure=True)

    def _send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> tuple[int, Answer, float | None]:
        sent = self._headers | dict(headers or {})
        request = requests.Request(method, url, headers=sent, data=body, params=parameters, auth=self._auth)
        with Watch(self._time_left()) as watch:
            try:
                return self._exchange(request, watch)
            except ANY_TROUBLE as problem:
                unsure = watch.connected and method == "POST"
                raise VendorError(_why(problem, watch), unsure=unsure) from None

    def _exchange(self, request: requests.Request, watch: Watch) -> tuple[int, Answer, float | None]:
        # Straight to the adapter: a session reads a redirect's whole body, and takes proxies, certificates
        # and .netrc passwords from the environment.
        adapter = WatchedAdapter(watch)
        timeout = (self._limits.connect, self._limits.read)
        with closing(adapter), adapter.send(request.prepare(), stream=True, timeout=timeout) as response:
            answer = Answer(response.status_code, self._read(response))
            if watch.expired:
                raise TimeoutError("a head that was cut looks like a whole one")
            return response.status_code, answer, _retry_after(response.headers.get("Retry-After"))

    def _read(self, response: requests.Response) -> bytes:
        """The body as it came; none of it where it is longer than permitted: half of one says nothing."""
        body = b""
        while len(body) <= self._limits.answer_bytes:
            chunk = response.raw.read(CHUNK, decode_content=False)
            if not chunk:
                return body
            body += chunk
        return b""

    def _time_left(self) -> float:
        left = min(self._limits.total, self._ends - time.monotonic())
        if left <= 0:
            raise VendorError(Reason.TIMED_OUT)
        return left


def _sorted_out(status: int, answer: Answer, retry_after: float | None, *, unsure: bool) -> Answer:
    if 200 <= status < 300:
        return answer
    if 300 <= status < 400:
        raise VendorError(Reason.REDIRECTED, permanent=True)
    if status in PASSING:
        maybe = unsure and status == HTTPStatus.REQUEST_TIMEOUT
        raise VendorError(PASSING[status], unsure=maybe, retry_after=retry_after)
    if 400 <= status < 500:
        raise VendorError(PERMANENT.get(status, Reason.REFUSED), permanent=True)
    if 500 <= status < 600:
        raise VendorError(Reason.FAILING, unsure=unsure, retry_after=retry_after)
    raise VendorError(Reason.GARBLED, unsure=unsure)


def _why(problem: Exception, watch: Watch) -> Reason:
    if watch.expired or isinstance(problem, TIMEOUTS):
        return Reason.TIMED_OUT
    if isinstance(problem, requests.exceptions.SSLError):
        return Reason.UNTRUSTED
    return Reason.CUT_OFF if watch.connected else Reason.UNREACHABLE


def _retry_after(given: str | None) -> float | None:
    """Seconds to wait, from either form of https://www.rfc-editor.org/rfc/rfc9110#field.retry-after"""
    if given is None:
        return None
    if SECONDS.fullmatch(given.strip()):
        return min(float(given), LONGEST_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(given)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT_SECONDS)
