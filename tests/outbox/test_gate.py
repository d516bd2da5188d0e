"""The gate: nothing leaves that is not on the list, and no answer can do harm."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.outbox.office import a_notice
from tests.outbox.vendor import Answer, SpokenVendor, answers, drips, floods, says
from widget.outbox.exchange import Limits
from widget.outbox.gate import LONGEST_WAIT_SECONDS, Gate
from widget.outbox.shape import Shape, hold_to
from widget.outbox.vendors.errors import Reason, VendorError
from widget.outbox.vendors.registry import VENDORS

SHAPE: Shape = {"word": re.compile("[a-z]+"), "inner": {"flag": bool}}
GOOD = {"word": "hello", "inner": {"flag": True}}
WRITTEN = "I have diabetes"


def gate(limits: Limits | None = None, *, lease: float = 60) -> Gate:
    return Gate(SHAPE, limits or Limits.within(5), ends=time.monotonic() + lease)


def tell(answer: Answer, limits: Limits | None = None) -> VendorError | bytes:
    """What came of a POST."""
    with SpokenVendor(answer) as vendor:
        try:
            return gate(limits).tell(vendor.url, json.dumps(GOOD).encode(), {}).body
        except VendorError as error:
            return error


def refusal(answer: Answer, limits: Limits | None = None) -> VendorError:
    error = tell(answer, limits)
    assert isinstance(error, VendorError)
    return error


@pytest.mark.parametrize(
    "body",
    [
        {**GOOD, "text": WRITTEN},
        {"word": "hello"},
        {**GOOD, "word": WRITTEN},
        {**GOOD, "word": "hello\n"},
        {**GOOD, "word": ["hello"]},
        {**GOOD, "inner": {"flag": True, "text": WRITTEN}},
        {**GOOD, "inner": {"flag": 1}},
        {**GOOD, "inner": WRITTEN},
        [GOOD],
        WRITTEN,
        None,
    ],
)
def test_what_is_not_of_the_vendors_shape_does_not_leave(body: object) -> None:
    with SpokenVendor(answers("200 OK")) as vendor:
        with pytest.raises(VendorError) as raised:
            gate().tell(vendor.url, json.dumps(body).encode(), {})
        assert vendor.requests == []
    assert raised.value.reason == Reason.HELD_BACK
    assert raised.value.permanent
    assert "diabetes" not in str(raised.value)


@pytest.mark.parametrize("body", [b"", b"\xff", b'{"word":', b"<html>"])
def test_what_is_not_even_json_does_not_leave_either(body: bytes) -> None:
    with pytest.raises(VendorError):
        hold_to(SHAPE, body)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_vendors_notice_passes_and_with_one_key_more_it_does_not(vendor: str) -> None:
    settings = {"url": "https://vendor.example.org/", "queue": "support"}
    credentials = {"secret": "whsec_" + "A" * 32, "user": "u", "password": "p", "token": "t"}
    adapter = VENDORS[vendor](settings, credentials, Limits.within(1), 0.0)
    for test in (False, True):
        body = adapter.compose(a_notice(test=test))
        hold_to(adapter.shape, body)
        with pytest.raises(VendorError):
            hold_to(adapter.shape, json.dumps({**json.loads(body), "note": WRITTEN}).encode())


def test_it_sends_the_very_bytes_and_no_cookie_or_name_of_a_library() -> None:
    body = json.dumps(GOOD).encode()
    with SpokenVendor(answers("200 OK", b"{}")) as vendor:
        gate().tell(vendor.url, body, {"X-Extra": "1"})
        (request,) = vendor.requests
    head, _, sent = request.partition(b"\r\n\r\n")
    assert sent == body
    names = {line.split(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
    assert names == {b"host", b"user-agent", b"accept-encoding", b"content-length", b"x-extra"}
    assert b"User-Agent: Sotto\r\n" in head


@pytest.mark.parametrize(
    ("status", "reason", "permanent", "unsure"),
    [
        ("301 Moved", Reason.REDIRECTED, True, False),
        ("302 Found", Reason.REDIRECTED, True, False),
        ("400 Bad", Reason.REFUSED, True, False),
        ("401 Who", Reason.UNAUTHORIZED, True, False),
        ("403 No", Reason.UNAUTHORIZED, True, False),
        ("404 Where", Reason.NOT_FOUND, True, False),
        ("408 Late", Reason.TIMED_OUT, False, True),
        ("409 Twice", Reason.REFUSED, True, False),
        ("410 Gone", Reason.NOT_FOUND, True, False),
        ("422 What", Reason.REFUSED, True, False),
        ("425 Early", Reason.LIMITED, False, False),
        ("429 Slow", Reason.LIMITED, False, False),
        ("451 Law", Reason.REFUSED, True, False),
        ("499 Odd", Reason.REFUSED, True, False),
        ("500 Oops", Reason.FAILING, False, True),
        ("502 Gate", Reason.FAILING, False, True),
        ("503 Busy", Reason.FAILING, False, True),
        ("599 Odd", Reason.FAILING, False, True),
        ("600 Odd", Reason.GARBLED, False, True),
        ("999 Odd", Reason.GARBLED, False, True),
    ],
)
def test_each_status_means_one_thing(status: str, reason: Reason, *, permanent: bool, unsure: bool) -> None:
    error = refusal(answers(status, b"the patient said: " + WRITTEN.encode(), "Location: http://[::bad"))
    assert (error.reason, error.permanent, error.unsure) == (reason, permanent, unsure)
    assert "diabetes" not in repr(error) + str(error)


def test_a_redirect_is_not_followed() -> None:
    with SpokenVendor(answers("200 OK")) as other:
        error = refusal(answers("307 Elsewhere", b"", f"Location: {other.url}"))
        assert other.requests == []
    assert error.reason == Reason.REDIRECTED


QUICK = Limits(connect=0.5, read=0.5, total=0.5)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says(b""), Reason.CUT_OFF),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), Reason.CUT_OFF),
        (says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), Reason.CUT_OFF),
        (says(b"\x00\x01\x02garbage\r\n\r\n"), Reason.CUT_OFF),
        (says(b"HTTP/1.1 twohundred OK\r\n\r\n"), Reason.CUT_OFF),
        (says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n"), Reason.CUT_OFF),
        (says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"), Reason.CUT_OFF),
        (lambda _client: time.sleep(2), Reason.TIMED_OUT),
        (drips(0.02), Reason.TIMED_OUT),
    ],
    ids=["nothing", "half", "chunk", "bytes", "status", "headers", "header", "silence", "drip"],
)
def test_an_answer_that_is_none_leaves_it_unsure_whether_the_vendor_acted(
    answer: Answer, reason: Reason
) -> None:
    error = refusal(answer, QUICK)
    assert (error.reason, error.permanent, error.unsure) == (reason, False, True)


def test_what_a_vendor_says_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    assert tell(says(b"HTTP/1.1 200 OK\r\n" + WRITTEN.encode())) == b""
    refusal(says(WRITTEN.encode()))
    assert "diabetes" not in caplog.text


def test_an_endless_answer_is_read_only_so_far() -> None:
    assert tell(floods) == b""


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"17", b"\xff\xfe", b"[" * 100_000, b"1" * 100_000])
def test_a_body_that_is_no_json_object_is_garbled(body: bytes) -> None:
    with SpokenVendor(answers("201 Created", body)) as vendor:
        answer = gate().tell(vendor.url, json.dumps(GOOD).encode(), {})
    with pytest.raises(VendorError) as raised:
        answer.json()
    assert (raised.value.reason, raised.value.unsure) == (Reason.GARBLED, True)


def test_a_host_that_is_not_there_has_surely_not_acted() -> None:
    with pytest.raises(VendorError) as raised:
        gate().tell("http://127.0.0.1:9/", json.dumps(GOOD).encode(), {})
    assert (raised.value.reason, raised.value.unsure) == (Reason.UNREACHABLE, False)


def test_a_host_that_does_not_speak_tls_is_not_trusted() -> None:
    with SpokenVendor(answers("200 OK"), listens=False) as vendor:
        url = vendor.url.replace("http://", "https://")
        with pytest.raises(VendorError) as raised:
            gate().tell(url, json.dumps(GOOD).encode(), {})
    assert (raised.value.reason, raised.value.unsure) == (Reason.UNTRUSTED, False)


def test_after_the_lease_nothing_is_sent_any_more() -> None:
    with SpokenVendor(answers("200 OK")) as vendor:
        with pytest.raises(VendorError) as raised:
            gate(lease=0).tell(vendor.url, json.dumps(GOOD).encode(), {})
        assert vendor.requests == []
    assert (raised.value.reason, raised.value.unsure) == (Reason.TIMED_OUT, False)


def in_two_minutes() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)


@pytest.mark.parametrize(
    ("given", "least", "most"),
    [
        ("120", 120, 120),
        (" 0 ", 0, 0),
        ("9" * 200, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS),
        ("in two minutes", 60, 120),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("Wed, 21 Oct 9015 07:28:00 GMT", LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS),
    ],
)
@pytest.mark.parametrize("status", ["429 Slow", "503 Busy"])
def test_retry_after_is_understood_in_both_forms(status: str, given: str, least: float, most: float) -> None:
    when = in_two_minutes() if given == "in two minutes" else given
    error = refusal(answers(status, b"", f"Retry-After: {when}"))
    assert error.retry_after is not None
    assert least <= error.retry_after <= most


@pytest.mark.parametrize("given", ["", "soon", "-5", "1.5", "1e9", "Wed, 99 Oct 2015 99:99:99 GMT", "²"])
def test_a_retry_after_that_makes_no_sense_is_none(given: str) -> None:
    assert refusal(answers("429 Slow", b"", f"Retry-After: {given}")).retry_after is None
