"""The page seals only to keys that lead to the link's pin, and says so where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to, wait_until

UNSAFE = "sent safely from here"


@pytest.fixture(scope="module")
def link(house: House) -> str:
    return link_to(house)


def with_other_pin(link: str) -> str:
    address, pin = link.split("#", 1)
    return f"{address}#{pin[1:43]}{pin[0]}"


def without_pin(link: str) -> str:
    return link.split("#")[0]


@pytest.mark.parametrize("spoil", [with_other_pin, without_pin])
def test_a_link_whose_pin_does_not_fit_is_refused_at_the_first_touch_and_at_sending(
    page: Page, link: str, spoil: Callable[[str], str]
) -> None:
    patient = Letterwriter.at(page).opens(spoil(link)).writes("Do not send me")
    expect(page.get_by_role("alert").filter(has_text=UNSAFE)).to_be_visible()
    patient.sends()
    expect(page.get_by_role("alert").filter(has_text=UNSAFE)).to_contain_text("Call")
    assert patient.posts() == []
    expect(patient.message).to_have_value("Do not send me")


def test_keys_older_than_those_seen_before_are_refused(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link)
    page.get_by_label("Your name").fill("Ana")
    wait_until(page, lambda: page.evaluate("localStorage.length") == 1)
    page.evaluate("localStorage.setItem(localStorage.key(0), '999999')")
    page.reload()
    patient.writes("Rolled back")
    expect(page.get_by_role("alert").filter(has_text="older than those seen here before")).to_be_visible()
    patient.sends()
    assert patient.posts() == []


def test_nothing_but_a_count_is_stored(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link).writes("a very particular sentence")
    patient.sends()
    patient.gets_a_receipt()
    stored = page.evaluate("[Object.values(localStorage), Object.keys(sessionStorage), document.cookie]")
    values, session, cookie = stored
    assert [value.isdigit() for value in values] == [True]
    assert (session, cookie) == ([], "")


def test_the_worker_comes_with_the_first_touch_and_never_sooner(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link)
    page.wait_for_load_state("networkidle")
    page.mouse.move(200, 300)
    assert not patient.asked_for("/worker-")
    assert not patient.asked_for("/keys")
    assert not patient.asked_for("/health-")
    page.get_by_label("Your name").click()
    patient.has_its_keys()
    assert patient.asked_for("/worker-")


def test_a_frame_without_storage_still_sends(page: Page, link: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {"
        " get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    patient = Letterwriter.at(page).opens(link).writes("Without storage")
    patient.sends()
    patient.gets_a_receipt()
