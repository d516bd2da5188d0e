"""What an inbox sets for itself: its own terms, and whom to call in a crisis. Neither sends anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.look import PHONE

QUIET_MS = 2000  # longer than the aid waits before it marks and before it announces
DANGER = "I want to kill myself"
ENGLISH = ("tel:112", "Call 112", "in an emergency", "tel:024", "Call 024", "suicide helpline")
SPANISH = ("tel:112", "Llame al 112", "en una emergencia", "sms:600123456?body=AYUDA", "Envíe AYUDA", "")


@pytest.fixture(scope="module")
def link(house: House) -> str:
    """To an inbox with two terms and two contacts in each language."""
    kit = str(house.kit)
    house.flask("inbox", "create", "Meadow", "--kit", kit, "--demo", "--site", house.site)
    terms = ("--add", "condition", "river program", "--add", "exception", "metformin mondays")
    house.flask("inbox", "terms", "meadow", *terms)
    for language, texts in (("en", ENGLISH), ("es", SPANISH)):
        contacts = ("--contact", *texts[:3], "--contact", *texts[3:])
        house.flask("inbox", "crisis", "meadow", "--language", language, *contacts)
    return link_to(house, "meadow")


@pytest.fixture
def patient(page: Page, link: str) -> Iterator[Letterwriter]:
    page.set_viewport_size(PHONE)
    patient = Letterwriter.at(page).opens(link)
    yield patient
    assert patient.problems == []


def panel(patient: Letterwriter) -> Locator:
    return patient.place.locator("#crisis")


def calls(place: Locator) -> list[tuple[str | None, str]]:
    """Where each link leads and what it says."""
    links = place.locator("a").all()
    return [(link.get_attribute("href"), link.inner_text().replace("\n", ", ")) for link in links]


def test_the_inboxs_own_term_is_marked_and_asked_about(patient: Letterwriter) -> None:
    patient.writes("When does the River Program start?")
    expect(patient.is_asked_about("River Program")).to_contain_text("looks like a health condition")
    assert patient.page.locator("#marks mark").all_inner_texts() == ["River Program"]


def test_the_inboxs_own_exception_silences_a_built_in_term_and_no_other(patient: Letterwriter) -> None:
    patient.writes("Are Metformin Mondays still on? I take metformin.")
    patient.is_asked_about("metformin")
    assert patient.page.locator("#marks mark").all_inner_texts() == ["metformin"]


def test_another_inbox_has_no_part_in_them(page: Page, house: House) -> None:
    patient = Letterwriter.at(page).opens(link_to(house))
    patient.writes("Does the River Program have Metformin Mondays?")
    patient.is_asked_about("Metformin")
    assert page.locator("#marks mark").all_inner_texts() == ["Metformin"]


def test_words_of_crisis_name_the_inboxs_own_contacts_in_either_language(patient: Letterwriter) -> None:
    patient.writes(DANGER)
    expect(panel(patient)).to_be_in_viewport(ratio=1)
    expect(panel(patient).get_by_role("heading")).to_have_text("Nobody is reading this right now")
    assert calls(panel(patient)) == [
        ("tel:112", "Call 112, in an emergency"),
        ("tel:024", "Call 024, suicide helpline"),
    ]
    patient.page.evaluate("window.scrollTo(0, 0)")  # to where the language is chosen, as a hand would
    patient.page.get_by_role("button", name="Español").click()
    expect(panel(patient).get_by_role("heading")).to_have_text("Nadie está leyendo esto en este momento")
    assert calls(panel(patient)) == [
        ("tel:112", "Llame al 112, en una emergencia"),
        ("sms:600123456?body=AYUDA", "Envíe AYUDA"),
    ]
    expect(panel(patient)).to_be_in_viewport(ratio=1)


def test_no_other_number_is_named_for_an_urgent_message(patient: Letterwriter) -> None:
    patient.page.get_by_label("How urgent is it?").select_option("urgent")
    hint = patient.page.locator("#urgent-hint")
    assert [address for address, _ in calls(hint)] == ["tel:112", "tel:024"]
    patient.page.get_by_role("button", name="Español").click()
    assert [address for address, _ in calls(hint)] == ["tel:112", "sms:600123456?body=AYUDA"]
    patient.page.get_by_label("¿Qué tan urgente es?").select_option("soon")
    expect(hint).to_be_hidden()


def test_the_panel_sends_nothing_by_itself(patient: Letterwriter) -> None:
    patient.writes(DANGER)
    patient.has_its_keys()
    expect(panel(patient)).to_be_visible()
    patient.page.wait_for_timeout(QUIET_MS)
    before = len(patient.requests)
    patient.page.get_by_role("button", name="Español").click()
    patient.page.get_by_label("Su mensaje").press_sequentially(" ya")
    patient.page.wait_for_timeout(QUIET_MS)
    assert patient.posts() == []
    assert patient.requests[before:] == []
    assert not any("kill" in request.url for request in patient.requests)


@pytest.mark.parametrize("size", [(320, 256), (360, 300), (360, 640)])
def test_it_is_in_sight_also_where_the_window_is_low(patient: Letterwriter, size: tuple[int, int]) -> None:
    """As when the page is enlarged, or a keyboard covers half: it scrolls along then, but starts in sight."""
    patient.page.set_viewport_size({"width": size[0], "height": size[1]})
    patient.message.click()
    patient.page.keyboard.insert_text(DANGER)  # at once: each further key brings its own line into sight
    expect(panel(patient).get_by_role("heading")).to_be_in_viewport()
    expect(panel(patient).get_by_role("link").first).to_be_in_viewport(ratio=1)


def test_what_was_typed_is_not_under_the_panel(patient: Letterwriter) -> None:
    patient.message.click()
    patient.message.press_sequentially(DANGER)
    expect(panel(patient)).to_be_visible()
    covered = "([panel, field]) => panel.getBoundingClientRect().bottom > field.getBoundingClientRect().top"
    both = [patient.page.locator(each).element_handle() for each in ("#crisis", "#message")]
    assert patient.page.evaluate(covered, both) is False


@pytest.mark.parametrize("browser", ["page", "firefox_page"])
def test_a_call_from_a_sites_page_keeps_the_letter_and_asks_nothing(
    browser: str, house: House, request: pytest.FixtureRequest
) -> None:
    """The demo site's policy allows frames of the door alone, and would not allow one to go to a number."""
    page: Page = request.getfixturevalue(browser)
    page.add_init_script("addEventListener('beforeunload', () => { window.heardOfIt = true; })")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(house.site)
    patient = Letterwriter.at(page)
    page.locator("a[data-sotto]").first.click()
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your message", exact=True).fill(DANGER)
    frame.get_by_role("link", name="Call 988").click()
    page.wait_for_timeout(QUIET_MS)
    expect(frame.get_by_label("Your message", exact=True)).to_have_value(DANGER)
    assert (asked, page.evaluate("window.heardOfIt"), patient.problems) == ([], None, [])


def test_a_call_from_the_page_itself_asks_nothing(patient: Letterwriter) -> None:
    asked: list[str] = []
    patient.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    patient.writes(DANGER)
    panel(patient).get_by_role("link").first.click()
    patient.page.wait_for_timeout(QUIET_MS)
    expect(patient.message).to_have_value(DANGER)
    assert asked == []
