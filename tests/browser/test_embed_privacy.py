"""What the script leaves on the site's page: next to nothing."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.embedding import Embedding, Visitor
from tests.browser.stage import Stage

KB = 1024
STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
})"""
NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0}


@pytest.fixture
def embedding(stage: Callable[[str], Stage], embed_script: bytes) -> Embedding:
    return Embedding.build(stage, embed_script)


@pytest.fixture
def visitor(page: Page, embedding: Embedding) -> Visitor:
    return Visitor(page).visits(embedding.site.origin + "/")


def test_the_script_is_at_most_3_kb_on_the_wire(embed_script: bytes) -> None:
    assert len(gzip.compress(embed_script, 6)) <= 3 * KB


def test_no_cookie_and_no_storage_are_used(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    visitor.types("half a letter")
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate(STORED) == NOTHING
    assert visitor.page.context.cookies() == []


def test_nothing_but_the_script_is_fetched_before_the_panel_opens(
    visitor: Visitor, embedding: Embedding
) -> None:
    visitor.launcher.hover()
    visitor.launcher.focus()
    assert embedding.door.visits == ["/embed.js"]


def test_what_is_typed_never_reaches_the_sites_page(visitor: Visitor) -> None:
    visitor.page.evaluate(
        "() => { window.got = []; addEventListener('message', (event) => got.push(event.data), true) }"
    )
    visitor.opens_the_panel()
    visitor.types("half a letter")
    visitor.presses_in_the_frame("Close")
    visitor.sees_no_panel()
    assert visitor.page.evaluate("() => got") == [
        {"sotto": 1, "type": "ready"},
        {"sotto": 1, "type": "close"},
    ]


def test_the_site_cannot_reach_into_the_frame(visitor: Visitor) -> None:
    visitor.opens_the_panel()
    reached = (
        "(frame) => { try { return frame.contentWindow.document.title } catch (error) { return error.name } }"
    )
    assert visitor.page.locator("iframe").evaluate(reached) == "SecurityError"


def test_other_frames_on_the_page_have_no_way_to_the_panels(visitor: Visitor) -> None:
    """A frame in a shadow tree is not among a window's frames, which any other frame could go through."""
    visitor.opens_the_panel()
    assert visitor.page.evaluate("() => frames.length") == 0


def test_the_page_gets_one_name_and_it_cannot_be_changed(visitor: Visitor) -> None:
    names = "() => [Object.keys(sotto).sort(), Object.isFrozen(sotto)]"
    assert visitor.page.evaluate(names) == [["close", "open", "prefill", "set"], True]


def test_these_browsers_partition_storage_as_patients_do(chromium: Browser, embedding: Embedding) -> None:
    """Guards the other tests: Playwright's own flags would turn it off."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{embedding.door.origin}/f/team")
    page.evaluate("() => localStorage.setItem('seen', 'at the top')")
    visitor = Visitor(page).visits(embedding.site.origin + "/").opens_the_panel()
    assert visitor.frame.locator("html").evaluate("() => localStorage.getItem('seen')") is None
    context.close()
