"""The page's "What is shared" says what leaves: no more, and no less."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from tests.outbox.office import SECRET
from tests.outbox.test_notice import ARRIVAL, INBOX
from widget.outbox.exchange import Limits
from widget.outbox.notice import Notice, opened
from widget.outbox.shared import LABELS, Shared, shared_facts
from widget.outbox.vendors.registry import VENDORS

DESK = "https://desk.example.org"
SETTINGS = {"url": "https://vendor.example.org/", "queue": "support"}
CREDENTIALS = {"secret": SECRET, "user": "u", "password": "p", "token": "t"}


def shown(vendor: str | None = "webhook", **changes: Any) -> Shared:
    inbox = dataclasses.replace(INBOX, **changes)
    return shared_facts(inbox, vendor=vendor, desk_origin=DESK, backup_days=7)


def test_every_field_of_a_notice_is_shown_in_both_languages() -> None:
    facts = shown().facts
    assert [fact.name for fact in facts] == [field.name for field in dataclasses.fields(Notice)]
    assert all(fact.label["en"] and fact.label["es"] for fact in facts)
    assert LABELS.keys() == {field.name for field in dataclasses.fields(Notice)}


def test_what_is_shown_for_a_choice_is_what_a_notice_of_that_choice_says() -> None:
    values = {fact.name: fact.values for fact in shown().facts}
    for topic in INBOX.topics:
        facts = opened(INBOX, **ARRIVAL | {"topic": topic.code}).facts()
        assert values["topic"][topic.code] == facts["topic"]
        assert values["topic_label"][topic.code] == facts["topic_label"] == topic.vendor_label
    assert values["urgency"] == {"normal": "normal", "soon": "soon", "urgent": "urgent"}
    assert values["language"] == {"en": "en", "es": "es"}
    assert values["reference"] == {}


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_vendor_is_sent_anything_but_the_facts_and_fixed_words_around_them(vendor: str) -> None:
    notice = opened(INBOX, **ARRIVAL)
    adapter = VENDORS[vendor](SETTINGS, CREDENTIALS, Limits.within(1), 0.0)
    facts = {str(value) for value in notice.facts().values()}
    fixed = {f"Support request {notice.reference}", "conversation.opened", "text/plain", "support", WORDS}
    assert {str(value) for value in leaves(json.loads(adapter.compose(notice)))} <= facts | fixed


WORDS = """\
A patient asks for help. The message is sealed and can be read only at the desk:
https://desk.example.org/desk/c/7Q4M9ZTK2D

Topic: Refill
Urgency: urgent
Language: en
Received: 2027-01-15T08:00:00Z, rounded down to the hour

Please do not copy what the patient wrote into this ticket."""


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    return [value]


def test_where_there_is_no_vendor_nothing_leaves() -> None:
    assert shown(vendor=None).facts == ()


def test_how_long_is_the_inboxs_retention_and_a_test_inboxs_day() -> None:
    assert (shown().retention_days, shown().backup_days) == (30, 7)
    assert shown(test=True).retention_days == 0


def test_the_vendors_product_is_named_where_it_is_known() -> None:
    assert [shown(vendor).vendor for vendor in ("rt", "roundup", "webhook")] == [
        "Request Tracker",
        "Roundup",
        "",
    ]
