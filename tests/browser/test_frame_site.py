"""The form inside a site's page: what passes between the two, and what must not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.house import House
from tests.browser.letterwriter import SECRET, WARNED_TEXT, Letterwriter, link_to, wait_until

HEAR = "addEventListener('message', ({ data }) => (window.heard ??= []).push(data))"


@pytest.fixture
def patient(page: Page, house: House) -> Letterwriter:
    """At the demo site, with the panel open; the site's page notes all that it hears."""
    page.add_init_script(HEAR)
    page.goto(house.site)
    page.locator("a[data-sotto]").first.click()
    frame = wait_for_frame(page, house)
    patient = Letterwriter.at(page)
    patient.place = frame
    expect(patient.send_button).to_be_visible()
    return patient


def wait_for_frame(page: Page, house: House) -> Frame:
    wait_until(page, lambda: any(frame.url.startswith(house.patient) for frame in page.frames))
    [frame] = [frame for frame in page.frames if frame.url.startswith(house.patient)]
    frame.wait_for_load_state()
    return frame


def heard(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate("window.heard ?? []"))


def ask(page: Page, what: str, facts: dict[str, str]) -> None:
    """The site's page asks the frame through embed.js."""
    page.evaluate("([what, facts]) => window.sotto[what](facts)", [what, facts])


def tell_the_frame(page: Page, what: str, facts: dict[str, str]) -> None:
    """The site's page goes past embed.js, which would send no second prefill."""
    page.evaluate(
        """(message) => {
          const roots = [...document.querySelectorAll("*")].map((element) => element.shadowRoot);
          const panel = roots.find((root) => root?.querySelector("iframe"));
          panel.querySelector("iframe").contentWindow.postMessage(message, "*");
        }""",
        {"sotto": 1, "type": what, **facts},
    )


def test_a_letter_from_a_sites_page_tells_the_site_only_that_it_was_sent(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    patient.sends()
    reference, code = patient.gets_a_receipt()
    wait_until(patient.page, lambda: "sent" in [message["type"] for message in heard(patient.page)])
    messages = heard(patient.page)
    assert {message["type"] for message in messages} == {"ready", "height", "sent"}
    for message in messages:
        assert set(message) <= {"sotto", "type", "height"}
    told = str(messages)
    assert not [word for word in (reference, code, SECRET, "charged", "billing") if word in told]


def test_the_height_does_not_hang_on_what_is_typed_or_found(patient: Letterwriter) -> None:
    before = [message for message in heard(patient.page) if message["type"] == "height"]
    patient.writes(f"{WARNED_TEXT}\n" * 30)
    patient.is_asked_about(SECRET)
    patient.writes("I want to kill myself")
    expect(patient.place.get_by_role("alert").filter(has_text="wait for an answer here")).to_be_visible()
    patient.page.wait_for_timeout(1500)
    assert [message for message in heard(patient.page) if message["type"] == "height"] == before


def test_escape_in_the_frame_closes_the_panel(patient: Letterwriter) -> None:
    patient.message.press("Escape")
    expect(patient.page.get_by_role("dialog")).to_be_hidden()
    assert "close" in {message["type"] for message in heard(patient.page)}


def test_the_frames_own_button_closes_the_panel_and_the_text_stays(patient: Letterwriter) -> None:
    patient.writes("Half a sentence")
    patient.place.get_by_role("button", name="Close").click()
    expect(patient.page.get_by_role("dialog")).to_be_hidden()
    patient.page.locator("a[data-sotto]").first.click()
    expect(patient.message).to_have_value("Half a sentence")


def test_a_site_may_fill_in_what_it_knows_and_no_more(patient: Letterwriter) -> None:
    patient.place.get_by_label("Your name").fill("Ana")
    known = {"urgency": "soon", "topic": "no-such", "name": "Eve", "contact": "ana@example.org", "text": "x"}
    ask(patient.page, "prefill", known)
    expect(patient.place.get_by_label("How urgent is it?")).to_have_value("soon")
    expect(patient.place.get_by_label("How can we reach you?")).to_have_value("ana@example.org")
    expect(patient.place.get_by_label("Your name")).to_have_value("Ana")
    expect(patient.message).to_have_value("")
    assert patient.place.locator("#topic").input_value() != ""


def test_a_site_cannot_undo_what_the_patient_chose(patient: Letterwriter) -> None:
    patient.place.get_by_label("How urgent is it?").select_option("urgent")
    patient.place.get_by_label("What is this about?").select_option("technical")
    contact = patient.place.get_by_label("How can we reach you?")
    contact.fill("me@example.org")
    contact.fill("")
    told = {"urgency": "normal", "topic": "billing", "contact": "eve@example.org", "name": "Ana"}
    tell_the_frame(patient.page, "prefill", told)
    expect(patient.place.get_by_label("Your name")).to_have_value("Ana")  # so it has come
    expect(patient.place.get_by_label("How urgent is it?")).to_have_value("urgent")
    expect(patient.place.get_by_label("What is this about?")).to_have_value("technical")
    expect(contact).to_have_value("")


def test_a_site_may_choose_language_and_theme(patient: Letterwriter) -> None:
    ask(patient.page, "set", {"language": "es", "theme": "dark"})
    expect(patient.place.get_by_role("button", name="Enviar de forma segura")).to_be_visible()
    expect(patient.place.locator("html")).to_have_attribute("data-theme", "dark")
    ask(patient.page, "set", {"language": "tlh", "theme": "none"})
    expect(patient.place.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_frame_listens_to_its_site_alone(patient: Letterwriter) -> None:
    """Another frame of the same page, even one of the site's own, is not the page that holds the form."""
    patient.page.evaluate("document.body.append(document.createElement('iframe'))")
    impostor = patient.page.frames[-1]
    assert impostor.url == "about:blank"
    impostor.evaluate(
        """() => {
          const roots = [...parent.document.querySelectorAll("*")].map((element) => element.shadowRoot);
          const panel = roots.find((root) => root?.querySelector("iframe"));
          const { contentWindow } = panel.querySelector("iframe");
          contentWindow.postMessage({ sotto: 1, type: "prefill", contact: "eve" }, "*");
        }"""
    )
    ask(patient.page, "prefill", {"urgency": "soon"})  # once this has come, so has the other
    expect(patient.place.get_by_label("How urgent is it?")).to_have_value("soon")
    expect(patient.place.get_by_label("How can we reach you?")).to_have_value("")


def test_on_a_page_of_its_own_there_is_no_site_to_talk_to(page: Page, house: House) -> None:
    patient = Letterwriter.at(page).opens(link_to(house))
    expect(page.get_by_role("button", name="Close")).to_be_hidden()
    patient.message.press("Escape")
    assert patient.problems == []


def test_what_is_shared_is_what_the_vendor_then_gets(page: Page, house: House) -> None:
    """The values that the page shows for the patient's choices are in the vendor's notice, byte for byte."""
    patient = Letterwriter.at(page).opens(link_to(house)).writes("Once more")
    page.get_by_label("How urgent is it?").select_option("soon")
    page.get_by_label("What is this about?").select_option(index=1)
    shared = page.get_by_role("region", name="What is shared")
    values = shared.locator("b").all_inner_texts()
    assert "soon" in values
    assert shared.get_by_text("Never your message").is_visible()
    patient.sends()
    reference, _ = patient.gets_a_receipt()
    wait_until(page, lambda: notices_of(house, reference))
    [notice] = notices_of(house, reference)
    assert [value for value in values if value not in notice] == []


def notices_of(house: House, reference: str) -> list[str]:
    return [str(each["body"]) for each in house.received() if reference in str(each["body"])]
