"""The launcher and the panel for people who see, hear or move differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.embedding import Embedding, Visitor
from tests.browser.look import DESK, PHONE
from tests.browser.stage import Stage


@pytest.fixture
def embedding(stage: Callable[[str], Stage], embed_script: bytes) -> Embedding:
    return Embedding.build(stage, embed_script)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(
    page: Page, embedding: Embedding, scheme: Literal["light", "dark"], size: dict[str, int]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    assert violations(page) == []
    visitor.opens_the_panel()
    assert violations(page) == []


def test_axe_finds_nothing_while_the_frame_is_awaited(page: Page, embedding: Embedding) -> None:
    embedding.door.put("/f/team", "<!doctype html><html lang=en><title>Silence</title>")
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    visitor.launcher.click()
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    assert violations(page) == []


def test_forced_colours_show_the_edges(page: Page, embedding: Embedding) -> None:
    page.emulate_media(forced_colors="active")
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    expect(visitor.launcher).to_have_css("border-top-style", "solid")
    edges = "(element) => (({ borderTopColor, backgroundColor }) => borderTopColor !== backgroundColor)"
    edges += "(getComputedStyle(element))"
    assert visitor.launcher.evaluate(edges)
    visitor.opens_the_panel()
    assert visitor.panel.evaluate(edges)


@pytest.mark.parametrize(("motion", "moves"), [("reduce", "none"), ("no-preference", "rise")])
def test_nothing_moves_for_those_who_asked_for_that(
    chromium: Browser, embedding: Embedding, motion: Literal["reduce", "no-preference"], moves: str
) -> None:
    context = chromium.new_context(reduced_motion=motion)
    visitor = Visitor(context.new_page()).visits(embedding.site.origin + "/").opens_the_panel()
    expect(visitor.panel).to_have_css("animation-name", moves)
    context.close()


def test_the_launcher_and_the_close_button_are_large_enough_to_touch(
    page: Page, embedding: Embedding
) -> None:
    embedding.door.put("/f/team", "<!doctype html><title>Silence</title>")
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    visitor.launcher.click()
    for touched in (visitor.launcher, page.get_by_role("button", name="Close")):
        box = touched.bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44


def test_a_site_names_the_close_button_in_its_language(page: Page, embedding: Embedding) -> None:
    page.route("**/f/team*", lambda _route: None)  # never answered
    snippet = embedding.link.replace("data-sotto", 'data-sotto data-sotto-close="Cerrar"') + embedding.script
    visitor = Visitor(page).visits(embedding.site.put("/es", embedding.page(snippet=snippet)))
    visitor.launcher.click()
    expect(page.get_by_role("button", name="Cerrar")).to_be_focused()
