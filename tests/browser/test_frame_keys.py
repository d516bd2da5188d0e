"""The page seals only to keys that lead to the link's pin, and says so where they do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

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


@pytest.fixture(scope="module")
def lakeside(house: House) -> str:
    """Another inbox of the same owner: its keys lead to the same pins."""
    house.flask("inbox", "create", "Lakeside", "--kit", str(house.kit), "--site", house.site)
    return link_to(house, "lakeside")


@pytest.mark.parametrize("given_out", [r"/f/riverside/keys$", r"/f/riverside"], ids=["keys", "page and keys"])
def test_the_keys_of_another_inbox_are_refused_although_they_lead_to_the_pin(
    page: Page, link: str, lakeside: str, given_out: str
) -> None:
    assert link.split("#")[1] == lakeside.split("#")[1]

    def give_out_the_other(route: Route) -> None:
        asked = route.request.url.split("#")[0]
        route.continue_(url=asked.replace("riverside", "lakeside"))

    page.route(re.compile(given_out), give_out_the_other)
    patient = Letterwriter.at(page).opens(link).writes("Not for them")
    expect(page.get_by_role("alert").filter(has_text=UNSAFE)).to_be_visible()
    patient.sends()
    expect(patient.send_button).to_have_attribute("aria-disabled", "false")  # it has given up
    assert patient.posts() == []
    expect(patient.message).to_have_value("Not for them")


def test_each_inbox_of_an_owner_takes_letters_under_its_own_link(page: Page, lakeside: str) -> None:
    patient = Letterwriter.at(page).opens(lakeside).writes("For Lakeside")
    patient.sends()
    patient.gets_a_receipt()


def test_no_address_holds_more_than_the_link(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link).writes("a very particular sentence")
    patient.sends()
    patient.gets_a_receipt()
    assert page.url == link
    assert page.evaluate("history.length") == 2  # the empty tab, and the link
    assert page.evaluate("history.state") is None
    plain = re.compile(
        r"https?://[^/?#]+/(f/riverside(/keys|/envelopes)?|static/[a-z]+-[0-9a-f]{16}\.[a-z]+)"
    )
    asked = {each.url.split("#")[0] for each in patient.requests} - {link.split("/f/")[0] + "/favicon.ico"}
    assert [url for url in asked if not plain.fullmatch(url)] == []
    assert {each.url.partition("#")[2] for each in patient.requests} <= {"", link.split("#")[1]}


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
