"""What the site's page and the frame say to each other, and whom they do not listen to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedding import PAGES, Embedding, Visitor
from tests.browser.stage import Stage

UNTIL_THE_LAST = """() => new Promise((done) => {
  const look = () => (heard.at(-1)?.last ? done(heard) : setTimeout(look, 5));
  look();
})"""


@pytest.fixture
def embedding(stage: Callable[[str], Stage], embed_script: bytes) -> Embedding:
    return Embedding.build(stage, embed_script)


@pytest.fixture
def visitor(page: Page, embedding: Embedding) -> Visitor:
    return Visitor(page).visits(embedding.site.origin + "/").opens_the_panel()


def heard(visitor: Visitor) -> list[dict[str, Any]]:
    """What the frame was told so far; a last message, known to have arrived, follows all others."""
    visitor.page.evaluate("() => sotto.set({ last: true })")
    return list(visitor.frame.locator("html").evaluate(UNTIL_THE_LAST))


def hears_from(visitor: Visitor, message: dict[str, object]) -> None:
    """Has the frame say something, and waits until the site's page has got it."""
    visitor.page.evaluate(
        "() => { window.got = new Promise((done) => addEventListener('message', done, { once: true })) }"
    )
    visitor.frame.locator("html").evaluate("(html, message) => say(message)", message)
    visitor.page.evaluate("async () => { await got }")


def test_the_frame_is_told_to_open_and_to_close(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    visitor.sees_no_panel()
    visitor.opens_the_panel()
    assert [each["type"] for each in heard(visitor)] == ["open", "set", "prefill", "close", "open", "set"]


def test_what_the_site_sets_and_prefills_reaches_the_frame(visitor: Visitor) -> None:
    visitor.page.evaluate("() => { sotto.set({ theme: 'dark' }); sotto.prefill({ topic: 'billing' }) }")
    assert {"sotto": 1, "type": "set", "theme": "dark"} in heard(visitor)
    assert {"sotto": 1, "type": "prefill", "topic": "billing"} in heard(visitor)


def test_what_the_site_sets_before_the_first_opening_reaches_the_frame(
    page: Page, embedding: Embedding
) -> None:
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    page.evaluate("() => { sotto.set({ theme: 'dark' }); sotto.prefill({ topic: 'billing' }); sotto.open() }")
    visitor.sees_the_frame()
    assert heard(visitor)[1:3] == [
        {"sotto": 1, "type": "set", "theme": "dark"},
        {"sotto": 1, "type": "prefill", "topic": "billing"},
    ]


def test_a_site_cannot_forge_the_kind_of_a_message(visitor: Visitor) -> None:
    visitor.page.evaluate("() => sotto.set({ type: 'close', sotto: 2 })")
    assert [each["type"] for each in heard(visitor)] == ["open", "set", "prefill", "set", "set"]


def test_a_theme_dresses_the_panel_too(visitor: Visitor) -> None:
    visitor.page.evaluate("() => sotto.set({ theme: 'dark' })")
    expect(visitor.panel).to_have_css("color-scheme", "dark")
    visitor.page.evaluate("() => sotto.set({ theme: 'light' })")
    expect(visitor.panel).to_have_css("color-scheme", "light")


def test_the_site_opens_and_closes_it_by_script(visitor: Visitor) -> None:
    visitor.page.evaluate("() => sotto.close()")
    visitor.sees_no_panel()
    assert visitor.page.evaluate("() => sotto.open()") is True
    expect(visitor.panel).to_be_visible()


@pytest.mark.parametrize("kind", ["sent", "error", "close"])
def test_the_site_learns_that_it_happened_and_nothing_more(visitor: Visitor, kind: str) -> None:
    visitor.page.evaluate(
        """(kind) => addEventListener(`sotto-${kind}`, (event) => {
          window.told = [event.type, "detail" in event, event.target.matches("[data-sotto]")];
        })""",
        kind,
    )
    hears_from(visitor, {"type": kind, "text": "should not be passed on"})
    visitor.page.wait_for_function("() => window.told")
    assert visitor.page.evaluate("() => told") == [f"sotto-{kind}", False, True]


def test_a_height_chooses_one_of_two_panels(visitor: Visitor) -> None:
    heights = set()
    for height in (1, 260, 519, 520, 733, 99_999, -5, "433", None):
        hears_from(visitor, {"type": "height", "height": height})
        heights.add(visitor.panel.evaluate("(panel) => getComputedStyle(panel).height"))
    assert heights == {"512px", "736px"}


def test_another_protocol_is_not_heard(visitor: Visitor) -> None:
    hears_from(visitor, {"sotto": 2, "type": "close"})
    expect(visitor.panel).to_be_visible()


def test_another_frame_of_the_doors_origin_is_not_heard(visitor: Visitor, embedding: Embedding) -> None:
    """Right origin, wrong window."""
    assert_not_heard(visitor, embedding.door)


def test_a_frame_of_another_origin_is_not_heard(visitor: Visitor, stage: Callable[[str], Stage]) -> None:
    assert_not_heard(visitor, stage("127.0.0.1"))


def assert_not_heard(visitor: Visitor, stranger: Stage) -> None:
    address = stranger.put("/stranger", '<!doctype html><script src="/stranger.js"></script>')
    stranger.put("/stranger.js", "parent.postMessage({ sotto: 1, type: 'close' }, '*')")
    visitor.page.evaluate(
        """async (address) => {
          const got = new Promise((done) => addEventListener("message", done, { once: true }));
          const frame = document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
          await got;
        }""",
        address,
    )
    expect(visitor.panel).to_be_visible()


def test_the_site_itself_is_not_heard_as_the_frame(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """async () => {
          const got = new Promise((done) => addEventListener("message", done, { once: true }));
          postMessage({ sotto: 1, type: "close" }, "*");
          await got;
        }"""
    )
    expect(visitor.panel).to_be_visible()


def test_a_page_of_another_origin_in_the_frame_is_not_heard_and_told_nothing(
    visitor: Visitor, stage: Callable[[str], Stage]
) -> None:
    """Right window, wrong origin: the frame was led elsewhere."""
    stranger = stage("127.0.0.1")
    address = stranger.put("/f/team", '<!doctype html><script src="/elsewhere.js"></script>')
    stranger.put("/elsewhere.js", (PAGES / "elsewhere.js").read_bytes())
    visitor.page.evaluate(
        "() => { window.got = new Promise((done) => addEventListener('message', done, { once: true })) }"
    )
    visitor.frame.locator("html").evaluate("(html, address) => { location = address }", address)
    visitor.page.evaluate("async () => { await got }")
    expect(visitor.panel).to_be_visible()
    visitor.page.evaluate(
        """() => {
          sotto.prefill({ name: "Ada" });
          sotto.set({ theme: "dark" });
          document.documentElement.lastElementChild.shadowRoot
            .querySelector("iframe").contentWindow.postMessage({ last: true }, "*");
        }"""
    )
    assert visitor.frame.locator("html").evaluate(UNTIL_THE_LAST) == [{"last": True}]
