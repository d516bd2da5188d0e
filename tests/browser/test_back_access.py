"""The way back for everybody: with little room, with the keyboard alone, in Spanish, in an old browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.altering import alter
from tests.browser.answerer import Answerer
from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.letterwriter import SECRET
from tests.browser.look import Look
from tests.browser.visitor import QUESTION, SLOW, Visitor

ANSWER = "It comes tomorrow."
MARKUP = "<img src=x onerror=alert(1)> <b>bold</b>\n\nhttps://evil.example"


def test_without_scripts_it_says_so_and_there_is_nothing_to_type_into(
    chromium: Browser, house: House
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{house.patient}/back")
    expect(page.get_by_text("run in this browser")).to_be_visible()
    assert page.locator("input:visible, textarea:visible, button:visible").count() == 0
    context.close()


@pytest.mark.parametrize("lack", ["WebAssembly", "Worker"])
def test_a_browser_that_cannot_open_letters_is_told_so(page: Page, house: House, lack: str) -> None:
    page.add_init_script(f"delete window.{lack}")
    page.goto(f"{house.patient}/back#{'A' * 17}")
    expect(page.locator("#not-started")).to_be_visible()
    assert page.locator("input:visible, textarea:visible").count() == 0
    assert page.url == f"{house.patient}/back"


def test_nothing_typed_could_be_posted_or_read_by_the_browsers_own_services(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    page = elsewhere.comes().page
    assert page.locator("form [name], form[action]").count() == 0
    for field in page.locator("textarea, input[type=text]").all():
        given = {name: field.get_attribute(name) for name in ("spellcheck", "autocomplete", "translate")}
        assert given == {"spellcheck": "false", "autocomplete": "off", "translate": "no"}
    assert elsewhere.field.get_attribute("autocapitalize") == "characters"
    elsewhere.opens(written[1])
    page.get_by_label("Your answer", exact=True).press("Enter")
    assert page.url == f"{elsewhere.house.patient}/back"


@pytest.mark.parametrize("size", [(320, 640), (320, 256)], ids=str)
def test_nothing_scrolls_sideways_however_narrow(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer, size: tuple[int, int]
) -> None:
    reference, code = written
    answerer.answers(reference, f"{ANSWER} https://{'a' * 200}.example/")
    page = elsewhere.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    elsewhere.comes().field.fill(code)
    assert fits(page)
    assert elsewhere.field.evaluate("(field) => field.scrollWidth <= field.clientWidth")
    elsewhere.opens(code)
    page.get_by_label("Your answer", exact=True).fill("a" * 300)
    assert fits(page)
    elsewhere.button("Delete this conversation").click()
    assert fits(page)
    page.get_by_label("Your answer", exact=True).fill("")
    elsewhere.button("Yes, delete it").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    assert fits(page)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_all_of_it_can_be_done_with_the_keyboard(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, ANSWER)
    page = elsewhere.comes().page
    reach(page, "code")
    page.keyboard.type(code)
    reach(page, "open")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-heading")).to_be_focused(timeout=SLOW)
    reach(page, "message")
    page.keyboard.type("Thank you.")
    reach(page, "send")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-state")).to_have_text("Sent.", timeout=SLOW)
    assert page.evaluate("document.activeElement.id") == "send"  # the focus is not lost
    assert answerer.reads(reference)[-1] == "Thank you."
    reach(page, "delete")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm-heading")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#erased-heading")).to_be_focused(timeout=SLOW)


def reach(page: Page, wanted: str) -> None:
    """Tabs on until the element with this id has the focus, and shows it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def test_a_spanish_browser_is_spoken_to_in_spanish_and_a_switch_keeps_what_was_typed(
    written: tuple[str, str], chromium: Browser, house: House, answerer: Answerer
) -> None:
    reference, code = written
    context = chromium.new_context(locale="es-US")
    page = context.new_page()
    page.goto(f"{house.patient}/back")
    assert page.locator("html").get_attribute("lang") == "es"
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Abrir", exact=True).click()
    expect(page.get_by_text("Usted", exact=True).first).to_be_visible(timeout=SLOW)
    page.get_by_label("Su respuesta", exact=True).fill("Gracias")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("Gracias")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your conversation")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Enviar de forma segura").click()
    expect(page.locator("#answer-state")).to_have_text("Enviado.", timeout=SLOW)
    assert answerer.reads(reference)[-1] == "Gracias"
    context.close()


def test_whose_letter_it_is_is_seen_in_forced_colours(written: tuple[str, str], elsewhere: Visitor) -> None:
    elsewhere.page.emulate_media(forced_colors="active")
    elsewhere.comes().opens(written[1])
    style = "getComputedStyle(document.querySelector('.letter.mine'))"
    assert elsewhere.page.evaluate(f"{style}.borderTopStyle") == "solid"


def test_axe_finds_nothing_in_a_warning_a_refusal_or_a_receipt(
    written: tuple[str, str], look: Look, house: House, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, ANSWER)
    for name, page in look.with_every():
        visitor = Visitor(house, page).comes()
        visitor.types(code[:-4])
        visitor.is_told("22 letters and numbers")
        assert violations(page) == [], name

        def repeat(facts: dict[str, list[object]]) -> None:
            facts["letters"].append(facts["letters"][-1])

        alter(page, "**/back/open", repeat)
        visitor.opens(code)
        expect(page.locator("#trouble")).to_be_visible()
        assert violations(page) == [], name
        look.keep(page, f"back-trouble-{name}")
        page.unroute_all()
    visitor.button("Delete this conversation").click()
    visitor.button("Yes, delete it").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    assert violations(page) == []


def test_letters_are_text_and_nothing_else(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, MARKUP)
    elsewhere.comes().opens(code)
    assert elsewhere.reads() == [QUESTION, MARKUP]
    assert elsewhere.page.locator("#letters img, #letters .letter-text b, #letters a").count() == 0


def test_the_writing_aid_and_whom_to_call_are_there_as_in_the_form(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    page = elsewhere.comes().opens(written[1]).page
    message = page.get_by_label("Your answer", exact=True)
    message.fill(f"My SSN is {SECRET} and I take metformin.")
    aid = page.get_by_role("region", name="Worth a second look")
    expect(aid).to_contain_text(SECRET)
    aid.get_by_role("button", name=f"Remove {SECRET}").click()
    expect(message).to_have_value("My SSN is [removed] and I take metformin.")
    message.fill("I want to kill myself")
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()


def test_no_frame_shows_the_page(page: Page, house: House) -> None:
    page.goto(house.site)
    page.evaluate(
        """(address) => new Promise((loaded) => {
          const frame = document.createElement("iframe");
          frame.src = address;
          frame.onload = () => loaded();
          document.body.append(frame);
        })""",
        f"{house.patient}/back",
    )
    framed = [frame for frame in page.frames if frame != page.main_frame]
    assert framed
    assert all(frame.locator("#code").count() == 0 for frame in framed)
