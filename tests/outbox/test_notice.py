"""A notice holds closed vocabularies and nothing else."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outbox.office import SECRET, a_notice
from widget.outbox import wording
from widget.outbox.exchange import Limits
from widget.outbox.notice import HOUR, BadNotice, Kind, Notice, Urgency, opened
from widget.outbox.shape import hold_to
from widget.outbox.vendors.registry import VENDORS
from widget.records.charter import VENDOR_LABEL
from widget.records.inboxes import Inbox, Topic

WRITTEN = "I was told that I have diabetes. Call me: 555 0100"

INBOX = Inbox(
    id=bytes(16),
    slug="riverside",
    name="Riverside",
    root_public=bytes(32),
    sites=(),
    topics=(
        Topic("billing", {"en": "A bill"}, "Billing question"),
        Topic("refill", {"en": "A refill"}, "Refill"),
    ),
    languages=("en", "es"),
    retention_days=30,
    test=False,
    account_id=1,
    settings={},
)
ARRIVAL: dict[str, Any] = {
    "reference": "7Q4M9ZTK2D",
    "topic": "refill",
    "urgency": "urgent",
    "language": "en",
    "received_at": 1_800_003_599.5,
    "desk_origin": "https://desk.example.org",
}


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Notice)])
@pytest.mark.parametrize("value", [WRITTEN, WRITTEN.encode(), None, 1.5, ["billing"], "", "billing\n"])
def test_no_field_takes_what_a_patient_wrote(field: str, value: object) -> None:
    with pytest.raises(BadNotice) as raised:
        a_notice(**{field: value})
    assert field in str(raised.value) or field == "reference"
    assert "diabetes" not in str(raised.value)


@given(st.text(min_size=1))
def test_no_text_gets_in_but_what_the_pattern_of_a_label_allows(text: str) -> None:
    try:
        a_notice(topic_label=text)
    except BadNotice:
        return
    assert VENDOR_LABEL.fullmatch(text)
    assert text.isascii()
    assert len(text.replace("-", " ").split()) <= 4


def test_a_notice_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_notice().topic = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    "link",
    [
        "http://desk.localhost:8000/desk/c/0000000000",
        "http://desk.localhost:8000/desk/c/7Q4M9ZTK2D?why=diabetes",
        "http://user@desk.localhost/desk/c/7Q4M9ZTK2D",
        "http://desk.localhost/diabetes/desk/c/7Q4M9ZTK2D",
        "ftp://desk.localhost/desk/c/7Q4M9ZTK2D",
        "/desk/c/7Q4M9ZTK2D",
    ],
)
def test_the_link_is_the_desks_address_of_the_same_reference(link: str) -> None:
    with pytest.raises(BadNotice):
        a_notice(link=link)


@pytest.mark.parametrize("host", ["desk.example.org", "desk.localhost:8000", "[::1]:8000", "192.0.2.7"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_every_host_that_settings_allow_for_the_desk_gets_through_to_every_vendor(
    vendor: str, host: str
) -> None:
    notice = a_notice(link=f"https://{host}/desk/c/7Q4M9ZTK2D")
    settings = {"url": "https://vendor.example.org/", "queue": "support"}
    credentials = {"secret": SECRET, "user": "u", "password": "p", "token": "t"}
    adapter = VENDORS[vendor](settings, credentials, Limits.within(1), 0.0)
    hold_to(adapter.shape, adapter.compose(notice))


def test_the_notice_of_a_new_conversation_comes_from_the_inbox_and_the_slip() -> None:
    assert opened(INBOX, **ARRIVAL) == Notice(
        kind=Kind.OPENED,
        reference="7Q4M9ZTK2D",
        topic="refill",
        topic_label="Refill",
        urgency=Urgency.URGENT,
        language="en",
        received=1_800_000_000,
        link="https://desk.example.org/desk/c/7Q4M9ZTK2D",
        test=False,
    )


@pytest.mark.parametrize("at", [1_800_000_000, 1_800_000_001, 1_800_003_599, 1_800_003_599.999])
def test_the_time_is_rounded_down_to_the_hour(at: float) -> None:
    notice = opened(INBOX, **ARRIVAL | {"received_at": at})
    assert notice.received == 500_000 * HOUR
    assert notice.received_text == "2027-01-15T08:00:00Z"


@pytest.mark.parametrize(("field", "value"), [("topic", "unknown"), ("urgency", "desperate")])
def test_what_is_not_in_the_vocabulary_is_refused_without_quoting_it(field: str, value: str) -> None:
    with pytest.raises(BadNotice) as raised:
        opened(INBOX, **ARRIVAL | {field: value})
    assert value not in str(raised.value)


def test_it_comes_back_from_the_outbox_as_it_went_in() -> None:
    notice = a_notice(test=True)
    assert Notice.unpack(notice.pack()) == notice


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{}",
        "[]",
        "null",
        a_notice().pack().replace('"billing"', f'"{WRITTEN}"'),
        a_notice().pack().replace('"opened"', f'"{WRITTEN}"'),
        json.dumps(json.loads(a_notice().pack()) | {"text": WRITTEN}),
    ],
)
def test_a_row_that_was_tampered_with_is_not_a_notice(stored: str) -> None:
    with pytest.raises(BadNotice) as raised:
        Notice.unpack(stored)
    assert "diabetes" not in str(raised.value)


def test_a_test_inbox_says_test_first_in_title_and_text() -> None:
    notice = opened(dataclasses.replace(INBOX, test=True), **ARRIVAL)
    assert wording.title(notice) == "TEST Support request 7Q4M9ZTK2D"
    assert wording.body(notice).startswith("TEST: ")
    assert "TEST" not in wording.title(a_notice()) + wording.body(a_notice())
