"""The page for everyone: without scripts, with a screen reader, enlarged, in the dark, in Spanish."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.letterwriter import SECRET, WARNED_TEXT, Letterwriter, link_to
from tests.browser.look import Look


@pytest.fixture(scope="module")
def link(house: House) -> str:
    return link_to(house)


def test_without_scripts_there_is_other_help_and_nothing_to_type_into(chromium: Browser, link: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Another way to get help")).to_be_visible()
    assert page.locator("input:visible, textarea:visible, select:visible, button:visible").count() == 0
    context.close()


@pytest.mark.parametrize(
    "lack",
    [
        "delete window.WebAssembly",
        "window.Worker = class { terminate() {} }",  # reads no options, as before there were module workers
    ],
    ids=["no WebAssembly", "no module workers"],
)
def test_a_browser_that_cannot_seal_is_shown_other_help(page: Page, link: str, lack: str) -> None:
    page.add_init_script(lack)
    page.goto(link)
    expect(page.get_by_role("heading", name="Another way to get help")).to_be_visible()
    assert page.locator("input:visible, textarea:visible").count() == 0


def test_a_script_that_never_comes_leaves_other_help(page: Page, link: str) -> None:
    page.route("**/frame-*.js", lambda route: route.abort())
    page.goto(link)
    expect(page.get_by_role("heading", name="Another way to get help")).to_be_visible(timeout=10_000)


def test_nothing_typed_could_be_posted_as_a_form(page: Page, link: str) -> None:
    Letterwriter.at(page).opens(link)
    assert page.locator("form [name]").count() == 0
    assert page.locator("form[action], [type=submit], button:not([type=button])").count() == 0
    for field in page.locator("textarea, input").all():
        given = {name: field.get_attribute(name) for name in ("spellcheck", "autocomplete", "translate")}
        assert given == {"spellcheck": "false", "autocomplete": "off", "translate": "no"}
        assert field.get_attribute("writingsuggestions") == "false"


def test_axe_finds_nothing_in_light_or_dark_on_phone_or_desk(look: Look, link: str) -> None:
    for name, page in look.with_every():
        whole_page_in_sight(page)
        patient = Letterwriter.at(page).opens(link)
        assert violations(page) == [], name
        patient.writes(WARNED_TEXT)
        patient.is_asked_about(SECRET).get_by_role("button", name="Why").click()
        assert violations(page) == [], name
        patient.writes("I want to kill myself")
        expect(page.get_by_role("alert").filter(has_text="wait for an answer here")).to_be_visible()
        assert violations(page) == [], name
        patient.sends()
        patient.gets_a_receipt()
        assert violations(page) == [], name


def whole_page_in_sight(page: Page) -> None:
    """What is half under the send bar until it is scrolled to counts as a target too small for axe."""
    assert page.viewport_size
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 2400})


def test_axe_finds_nothing_in_a_refusal(look: Look, link: str) -> None:
    for name, page in look.with_every():
        whole_page_in_sight(page)
        Letterwriter.at(page).opens(link.split("#")[0]).writes("Not sent")
        expect(page.get_by_role("alert").filter(has_text="This link is incomplete")).to_be_visible()
        assert violations(page) == [], name


def test_a_page_enlarged_four_times_can_be_used(page: Page, link: str) -> None:
    """1280 by 1024 at 400 % leaves 320 by 256: nothing may scroll sideways or cover what is typed."""
    page.set_viewport_size({"width": 320, "height": 256})
    patient = Letterwriter.at(page).opens(link).writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(COVERED) == []
    patient.sends()
    patient.gets_a_receipt()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# Each field, once scrolled to, must be what a finger meets at its middle.
COVERED = """() => [...document.querySelectorAll("select, textarea, input, #send")].filter((field) => {
  field.scrollIntoView({ block: "center" });
  const { left, top, width, height } = field.getBoundingClientRect();
  const met = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 1));
  return met !== field;
}).map(({ id }) => id)"""


def test_the_focus_is_never_under_the_send_bar(page: Page, link: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    Letterwriter.at(page).opens(link)
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
              const { left, top, width } = document.activeElement.getBoundingClientRect();
              const met = document.elementFromPoint(left + width / 2, top + 20);
              return document.activeElement === met || document.activeElement.contains(met);
            }"""
        )


def test_marks_can_be_seen_in_forced_colours(page: Page, link: str) -> None:
    page.emulate_media(forced_colors="active")
    patient = Letterwriter.at(page).opens(link).writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    style = "getComputedStyle(document.querySelector('#marks mark'))"
    assert page.evaluate(f"{style}.textDecorationLine") == "underline"
    assert page.evaluate(f"{style}.color") == "rgba(0, 0, 0, 0)"


def test_the_page_speaks_spanish_to_a_spanish_browser(chromium: Browser, link: str) -> None:
    context = chromium.new_context(locale="es-US")
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_role("button", name="Enviar de forma segura")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "es"
    context.close()


def test_changing_the_language_keeps_what_is_typed(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link).writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_label("Su mensaje")).to_have_value(WARNED_TEXT)
    expect(page.get_by_text("parece un número de Seguro Social")).to_be_visible()
    page.get_by_role("button", name="Quitar", exact=False).first.click()
    expect(page.get_by_label("Su mensaje")).to_have_value(WARNED_TEXT.replace(SECRET, "[eliminado]"))
