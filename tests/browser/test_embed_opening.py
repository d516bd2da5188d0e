"""A patient opens and closes the panel on the site's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedding import PAGES, Embedding, Visitor
from tests.browser.stage import Stage


@pytest.fixture
def embedding(stage: Callable[[str], Stage], embed_script: bytes) -> Embedding:
    return Embedding.build(stage, embed_script)


@pytest.fixture(params=["chromium", "firefox"])
def visitor(request: pytest.FixtureRequest, embedding: Embedding) -> Visitor:
    page: Page = request.getfixturevalue("page" if request.param == "chromium" else "firefox_page")
    return Visitor(page).visits(embedding.site.origin + "/")


def test_the_keyboard_opens_it_and_the_focus_goes_in(visitor: Visitor) -> None:
    visitor.launcher.focus()
    visitor.page.keyboard.press("Enter")
    visitor.sees_the_frame()
    assert visitor.focused() == "frame"
    expect(visitor.frame.get_by_role("heading")).to_be_focused()


def test_it_is_a_modal_dialog_with_a_titled_frame(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    expect(visitor.panel).to_have_attribute("aria-modal", "true")
    frame = visitor.page.locator("iframe")
    expect(frame).to_have_attribute("title", "Get help")
    expect(frame).to_have_attribute("referrerpolicy", "no-referrer")
    expect(frame).to_have_attribute("allow", "")


def test_the_frame_gets_the_link_with_its_pins(visitor: Visitor, embedding: Embedding) -> None:
    visitor.opens_the_panel()
    assert visitor.frame.locator("html").evaluate("() => location.href") == embedding.href


def test_the_frame_learns_no_referrer(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    assert visitor.frame.locator("html").evaluate("() => document.referrer") == ""


def test_escape_in_the_frame_closes_it_and_the_focus_returns(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.frame.get_by_label("Message").press("Escape")
    visitor.sees_no_panel()
    assert visitor.focused() == "launcher"


def test_escape_while_the_frame_is_awaited_closes_it_and_the_focus_returns(visitor: Visitor) -> None:
    visitor.page.route("**/f/team*", lambda _route: None)  # never answered
    visitor.launcher.press("Enter")
    expect(visitor.page.get_by_role("button", name="Close")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    visitor.sees_no_panel()
    assert visitor.focused() == "launcher"


def test_the_frames_close_button_closes_it(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.presses_in_the_frame("Close")
    visitor.sees_no_panel()
    assert visitor.focused() == "launcher"


def test_a_click_beside_the_panel_closes_it(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.page.mouse.click(40, 40)
    visitor.sees_no_panel()


def test_what_was_typed_is_there_when_it_opens_again(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.types("half a letter")
    visitor.page.mouse.click(40, 40)
    visitor.sees_no_panel()
    visitor.opens_the_panel()
    expect(visitor.frame.get_by_label("Message")).to_have_value("half a letter")
    assert visitor.focused() == "frame"


def test_tab_never_reaches_the_page_behind(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.frame.get_by_label("Message").focus()
    for _ in range(6):
        visitor.page.keyboard.press("Tab")
        assert visitor.focused() not in ("more", "launcher")


def test_the_page_behind_cannot_be_clicked(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.page.get_by_text("More").click(force=True)
    assert not visitor.page.url.endswith("#more")


@pytest.mark.parametrize(
    "how", [{"modifiers": ["ControlOrMeta"]}, {"button": "middle"}], ids=["ctrl", "middle"]
)
def test_a_modified_click_opens_the_page_in_a_tab(
    visitor: Visitor, embedding: Embedding, how: dict[str, str]
) -> None:
    with visitor.page.context.expect_page() as opened:
        visitor.launcher.click(**how)  # type: ignore[arg-type]
    opened.value.wait_for_url(embedding.href)
    visitor.sees_no_panel()


def test_a_link_that_the_site_adds_later_opens_it_too(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """() => {
          const old = document.querySelector("a[data-sotto]");
          const later = old.cloneNode(true);
          later.removeAttribute("aria-haspopup");
          old.replaceWith(later);
        }"""
    )
    visitor.sees_the_launcher()
    visitor.opens_the_panel()


def test_a_letter_outlives_a_site_that_swaps_its_body(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.types("half a letter")
    visitor.page.keyboard.press("Escape")
    visitor.sees_no_panel()
    visitor.page.evaluate(
        """() => {
          const body = document.createElement("body");
          body.append(document.querySelector("a[data-sotto]"));
          document.body.replaceWith(body);
        }"""
    )
    visitor.opens_the_panel()
    expect(visitor.frame.get_by_label("Message")).to_have_value("half a letter")


def test_a_script_that_is_there_twice_opens_one_panel(visitor: Visitor, embedding: Embedding) -> None:
    visitor.page.add_script_tag(url=f"{embedding.door.origin}/embed.js")
    visitor.opens_the_panel()
    expect(visitor.page.locator("iframe")).to_have_count(1)
    assert (
        visitor.frame.locator("html").evaluate("() => heard.filter((each) => each.type === 'open').length")
        == 1
    )


def test_two_inboxes_on_a_page_have_a_panel_each(visitor: Visitor, embedding: Embedding) -> None:
    embedding.door.put("/f/pharmacy", (PAGES / "frame.html").read_bytes())
    other = f'<a href="{embedding.door.origin}/f/pharmacy#pin" data-sotto="inline">Ask the pharmacy</a>'
    visitor.opens_the_panel()
    visitor.types("to the team")
    visitor.page.evaluate(
        "(html) => document.querySelector('h1').insertAdjacentHTML('afterend', html)", other
    )
    visitor.page.evaluate("() => sotto.close()")
    visitor.page.get_by_role("link", name="Ask the pharmacy").click()
    expect(visitor.page.get_by_role("dialog", name="Ask the pharmacy")).to_be_visible()
    frame = visitor.page.frame_locator("iframe[title='Ask the pharmacy']")
    expect(frame.get_by_label("Message")).to_have_value("")


def test_an_inline_launcher_keeps_the_sites_looks(visitor: Visitor) -> None:
    visitor.launcher.evaluate("(link) => { link.dataset.sotto = 'inline' }")
    expect(visitor.launcher).to_have_css("position", "static")
    visitor.opens_the_panel()


def test_the_launcher_keeps_its_looks_on_a_site_with_rules_of_its_own(visitor: Visitor) -> None:
    visitor.page.add_style_tag(
        content="main a[href] { position: static; color: red; display: block } html { font-size: 6px }"
    )
    expect(visitor.launcher).to_have_css("position", "fixed")
    expect(visitor.launcher).to_have_css("font-size", "16px")


def test_on_a_phone_it_fills_the_screen(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    visitor.opens_the_panel()
    assert visitor.panel.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}


def test_on_a_desk_it_is_a_corner_of_the_window(visitor: Visitor) -> None:
    box = visitor.opens_the_panel().panel.bounding_box()
    assert box is not None
    assert (box["width"], box["x"] + box["width"], box["y"] + box["height"]) == (432, 1260, 780)
