"""A proxy that lies: the real server's answers, changed on their way to the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Route


def alter(page: Page, address: str, change: Callable[[Any], None]) -> None:
    """`change` gets what was answered, as JSON, and alters it in place."""

    def lie(route: Route) -> None:
        status, headers, body = answer_to(route.request)
        facts = json.loads(body)
        if status == HTTPStatus.OK:
            change(facts)
        route.fulfill(status=status, headers=headers, body=json.dumps(facts))

    page.route(address, lie)


def answer_to(request: Request) -> tuple[int, dict[str, str], bytes]:
    """What the server says to what the browser asks. Names such as desk.localhost browsers alone resolve."""
    address = urlsplit(request.url)
    cookies = request.frame.page.context.cookies(request.url)
    asked = request.headers | {"host": address.netloc, "accept-encoding": "identity"}
    if cookies:
        asked["cookie"] = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
    with closing(HTTPConnection("127.0.0.1", address.port or 80)) as connection:
        connection.request(request.method, address.path, request.post_data_buffer, asked)
        answer = connection.getresponse()
        headers = {name: value for name, value in answer.getheaders() if name.lower() != "content-length"}
        return answer.status, headers, answer.read()
