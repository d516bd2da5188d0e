"""Webhooks after the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping

import pytest

from tests.outbox.office import SECRET, a_notice
from tests.outbox.vendor import SpokenVendor, answers
from widget.outbox.exchange import Limits
from widget.outbox.vendors.base import BadSettings
from widget.outbox.vendors.webhook import Webhook

# The specification's own example of a signature.
# https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/python/tests/test_webhooks.py
EXAMPLE = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "timestamp": 1614265330,
    "body": b'{"test": 2432232314}',
    "signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def adapter(url: str, secret: str = SECRET) -> Webhook:
    return Webhook({"url": url}, {"secret": secret}, Limits.within(5), time.monotonic() + 60)


def headers_of(request: bytes) -> dict[str, str]:
    lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines)


def signature(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """As a receiver computes it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_the_receivers_side_of_these_tests_agrees_with_the_standards_example() -> None:
    headers = {"webhook-id": str(EXAMPLE["id"]), "webhook-timestamp": str(EXAMPLE["timestamp"])}
    assert signature(str(EXAMPLE["secret"]), headers, bytes(EXAMPLE["body"])) == EXAMPLE["signature"]  # type: ignore[arg-type]


def test_a_receiver_can_verify_what_it_got() -> None:
    with SpokenVendor(answers("204 No Content")) as vendor:
        hook = adapter(vendor.url)
        body = hook.compose(a_notice())
        assert hook.create(a_notice(), body, "msg_1") == "msg_1"
        (request,) = vendor.requests
    headers = headers_of(request)
    assert request.startswith(b"POST /hook HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\n" + body)
    assert headers["webhook-id"] == "msg_1"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["webhook-signature"] == signature(SECRET, headers, body)
    assert headers["Content-Type"] == "application/json"


def test_each_try_of_a_notice_has_the_same_id_and_body() -> None:
    with SpokenVendor(answers("200 OK")) as vendor:
        for _ in range(2):
            hook = adapter(vendor.url)
            hook.create(a_notice(), hook.compose(a_notice()), "msg_1")
        first, second = vendor.requests
    assert headers_of(first)["webhook-id"] == headers_of(second)["webhook-id"]
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]


def test_the_body_says_these_facts() -> None:
    assert json.loads(adapter("https://vendor.example.org/").compose(a_notice(test=True))) == {
        "type": "conversation.opened",
        "timestamp": "2027-01-15T08:00:00Z",
        "data": {
            "title": "TEST Support request 7Q4M9ZTK2D",
            "kind": "opened",
            "reference": "7Q4M9ZTK2D",
            "topic": "billing",
            "topic_label": "Billing question",
            "urgency": "soon",
            "language": "es",
            "received": "2027-01-15T08:00:00Z",
            "link": "http://desk.localhost:8000/desk/c/7Q4M9ZTK2D",
            "test": True,
        },
    }


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!", "whsec_" + "A" * 100, "é" * 40]
)
def test_a_secret_that_the_standard_does_not_allow_is_refused_and_not_quoted(secret: str) -> None:
    with pytest.raises(BadSettings) as raised:
        adapter("https://vendor.example.org/", secret)
    assert not secret.removeprefix("whsec_") or secret not in str(raised.value)
