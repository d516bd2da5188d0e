"""The records as auditors and leads see them, of what really was done."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES
from tests.browser.member import Member, Team
from tests.browser.postbag import Postbag
from widget.records import activity
from widget.records.retention import day_of
from widget.store import Store

SLUG = "wren"
PAGE = 100  # entries


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Wren Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "1", "--hourly", "1")
    return Postbag(house, SLUG)


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser, bag: Postbag) -> Iterator[tuple[Member, Member, str]]:
    """A lead who has read one conversation and wanted another, an auditor, and the first's reference."""
    crew = Team(house, chromium)
    lead = crew.lead("Lena Lead", bag.slug)
    auditor = crew.member(lead, "Odo Auditor", "Auditor")
    lead.comes_back("/desk/members")
    lead.lets_in("Odo Auditor")
    auditor.signs_in("/desk/records")
    first, second = bag.post("First"), bag.post("Second")
    clerk = Clerk(lead, "Lena Lead")
    clerk.comes_to_conversation(first)
    clerk.answers("An answer")
    clerk.page.keyboard.press("e")
    clerk.is_told(f"{first} is closed.")
    clerk.row(second).click()
    expect(clerk.page.get_by_role("heading", name="A little pause")).to_be_visible()
    yield lead, auditor, first
    crew.close()


def entries(member: Member) -> Locator:
    return member.page.get_by_role("table").locator("tbody").get_by_role("row")


def test_what_was_done_is_told_in_plain_words_newest_first(crew: tuple[Member, Member, str]) -> None:
    lead, _, reference = crew
    lead.comes_back("/desk/records")
    done = entries(lead).filter(has_text=reference).filter(has_text="Lena Lead")
    expect(done.nth(0)).to_contain_text("Closed the conversation")
    expect(done.nth(1)).to_contain_text("Looked at the conversation again")
    expect(done.nth(2)).to_contain_text("Answered the patient")
    expect(done.nth(3)).to_contain_text("Read the conversation")
    expect(entries(lead).filter(has_text="Let in a member").first).to_contain_text("Lena Lead")
    expect(entries(lead).filter(has_text="Appointed").first).to_contain_text("The recovery kit")


def test_who_wanted_to_read_more_than_they_may_stands_above_all(crew: tuple[Member, Member, str]) -> None:
    _, auditor, _ = crew
    auditor.comes_back("/desk/records")
    alarm = auditor.page.locator(".records .notice.alarm")
    expect(alarm).to_contain_text("Somebody wanted to read more than they may")
    expect(alarm).to_contain_text("Lena Lead wanted to read more conversations than one may in an hour")


def test_a_lead_gets_from_an_entry_to_its_conversation_and_an_auditor_does_not(
    crew: tuple[Member, Member, str],
) -> None:
    lead, auditor, reference = crew
    auditor.comes_back("/desk/records")
    expect(auditor.page.get_by_text(reference).first).to_be_visible()
    expect(auditor.page.get_by_role("link", name=reference)).to_have_count(0)
    lead.comes_back("/desk/records")
    lead.page.get_by_role("link", name=reference).first.click()
    lead.is_at(f"Conversation {reference}")


def test_an_auditor_sees_no_conversations(crew: tuple[Member, Member, str]) -> None:
    _, auditor, _ = crew
    auditor.comes_back("/desk/")
    auditor.is_at("Records")
    expect(
        auditor.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Conversations")
    ).to_have_count(0)


def test_older_entries_come_by_a_button_and_are_read_on_from_there(
    crew: tuple[Member, Member, str], house: House
) -> None:
    _, auditor, _ = crew
    store = Store(f"sqlite:///{house.instance / 'sotto.db'}")
    for _ in range(PAGE):
        store.write(lambda c: activity.append(c, "sign-in", None, "kit", "passkey", b"", day_of(time.time())))
    store.close()
    auditor.comes_back("/desk/records")
    expect(entries(auditor)).to_have_count(PAGE)
    auditor.button("Older").focus()
    auditor.page.keyboard.press("Enter")
    expect(entries(auditor).nth(PAGE)).to_be_focused()
    assert entries(auditor).count() > PAGE


def test_axe_finds_nothing_in_the_records_and_nothing_scrolls_sideways(
    crew: tuple[Member, Member, str],
) -> None:
    lead, _, _ = crew
    lead.comes_back("/desk/records")
    expect(entries(lead).first).to_be_visible()
    for size in (DESK, PHONE):
        for scheme in SCHEMES:
            lead.page.set_viewport_size(size)
            lead.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(lead.page) == [], f"{size['width']} {scheme}"
    lead.page.set_viewport_size({"width": 320, "height": 640})
    assert lead.page.evaluate("document.documentElement.scrollWidth") == 320
    expect(entries(lead).first).to_contain_text(re.compile(r"\d{4}"))
