"""The widget on sites that forbid nearly everything, and where it cannot run at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.embedding import NONCE, Embedding, Visitor
from tests.browser.stage import Stage

# Safari before 16.4 has no constructed sheets.
NO_CONSTRUCTED_SHEETS = "delete CSSStyleSheet.prototype.replaceSync"
ISOLATED = {"Cross_Origin_Opener_Policy": "same-origin", "Cross_Origin_Embedder_Policy": "require-corp"}


@pytest.fixture
def embedding(stage: Callable[[str], Stage], embed_script: bytes) -> Embedding:
    return Embedding.build(stage, embed_script, Cross_Origin_Embedder_Policy="require-corp")


@pytest.fixture(params=["chromium", "firefox"])
def visitor(request: pytest.FixtureRequest) -> Visitor:
    page: Page = request.getfixturevalue("page" if request.param == "chromium" else "firefox_page")
    return Visitor(page)


@pytest.fixture
def without_scripts(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_policy_that_allows_only_its_script_and_frame_hears_no_violation(
    visitor: Visitor, embedding: Embedding
) -> None:
    site = embedding.site.put("/strict", embedding.page(), Content_Security_Policy=embedding.strict_policy)
    visitor.visits(site).opens_the_panel()
    expect(visitor.launcher).to_have_css("position", "fixed")
    expect(visitor.panel).to_have_css("position", "fixed")
    assert visitor.problems == []


def test_trusted_types_are_really_enforced_there(page: Page, embedding: Embedding) -> None:
    site = embedding.site.put("/strict", embedding.page(), Content_Security_Policy=embedding.strict_policy)
    Visitor(page).visits(site).opens_the_panel()
    assert (
        page.evaluate(
            "() => { try { document.body.innerHTML = '<b>'; return 'set' } catch { return 'refused' } }"
        )
        == "refused"
    )


def test_a_copy_on_the_sites_own_origin_works_the_same(
    visitor: Visitor, embedding: Embedding, embed_script: bytes
) -> None:
    embedding.site.put("/own/embed.js", embed_script)
    snippet = f'{embedding.link}<script src="/own/embed.js" nonce="{NONCE}" async></script>'
    site = embedding.site.put(
        "/copy", embedding.page(snippet=snippet), Content_Security_Policy=embedding.strict_policy
    )
    visitor.visits(site).opens_the_panel()
    assert visitor.problems == []


def test_a_policy_by_address_allows_the_script_too(visitor: Visitor, embedding: Embedding) -> None:
    policy = embedding.strict_policy.replace(f"'nonce-{NONCE}'", f"{embedding.door.origin}/embed.js")
    site = embedding.site.put("/address", embedding.page(), Content_Security_Policy=policy)
    visitor.visits(site).opens_the_panel()
    assert visitor.problems == []


def test_an_isolated_site_stays_isolated(visitor: Visitor, embedding: Embedding) -> None:
    site = embedding.site.put("/isolated", embedding.page(), **ISOLATED)
    visitor.visits(site).opens_the_panel()
    assert visitor.page.evaluate("() => crossOriginIsolated") is True
    assert visitor.problems == []


def test_a_browser_without_constructed_sheets_uses_the_sites_nonce(page: Page, embedding: Embedding) -> None:
    policy = f"{embedding.strict_policy}; style-src 'nonce-{NONCE}'"
    site = embedding.site.put("/old", embedding.page(), Content_Security_Policy=policy)
    page.add_init_script(NO_CONSTRUCTED_SHEETS)
    visitor = Visitor(page).visits(site).opens_the_panel()
    expect(visitor.launcher).to_have_css("position", "fixed")
    expect(visitor.panel).to_have_css("position", "fixed")
    assert visitor.problems == []


def test_without_scripts_the_link_is_a_link(without_scripts: Page, embedding: Embedding) -> None:
    without_scripts.goto(embedding.site.origin + "/")
    without_scripts.get_by_role("link", name="Get help").click()
    without_scripts.wait_for_url(embedding.href)


def test_a_site_that_forbids_the_script_keeps_the_link(page: Page, embedding: Embedding) -> None:
    page.goto(embedding.site.put("/none", embedding.page(), Content_Security_Policy="script-src 'none'"))
    page.get_by_role("link", name="Get help").click()
    page.wait_for_url(embedding.href)


def test_a_site_that_forbids_the_frame_gets_the_link_at_once(visitor: Visitor, embedding: Embedding) -> None:
    policy = embedding.strict_policy.replace(f"frame-src {embedding.door.origin}", "frame-src 'none'")
    visitor.visits(embedding.site.put("/frameless", embedding.page(), Content_Security_Policy=policy))
    visitor.launcher.click()
    visitor.page.wait_for_url(embedding.href)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": "<!doctype html><title>Nothing that speaks</title>"},
        {"body": "<!doctype html>", "X_Frame_Options": "DENY"},
    ],
    ids=["silent", "refused"],
)
def test_a_frame_that_never_answers_gives_way_to_the_link(
    page: Page, embedding: Embedding, answer: dict[str, str]
) -> None:
    embedding.door.put("/f/team", **answer)
    page.clock.install()
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    visitor.launcher.click()
    expect(visitor.panel).to_be_visible()
    page.clock.run_for(20_000)
    page.wait_for_url(embedding.href)


def test_closing_the_panel_early_follows_no_link(page: Page, embedding: Embedding) -> None:
    embedding.door.put("/f/team", "<!doctype html><title>Nothing that speaks</title>")
    page.clock.install()
    visitor = Visitor(page).visits(embedding.site.origin + "/")
    visitor.launcher.click()
    page.evaluate("() => sotto.close()")  # Escape would be the frame's where it already has the focus
    visitor.sees_no_panel()
    page.clock.run_for(20_000)
    assert page.url == embedding.site.origin + "/"


def test_a_link_that_is_no_web_address_is_left_alone(page: Page, embedding: Embedding) -> None:
    snippet = f'<a href="mailto:help@clinic.example" data-sotto>Get help</a>{embedding.script}'
    visitor = Visitor(page).visits(embedding.site.put("/mail", embedding.page(snippet=snippet)))
    assert page.evaluate("() => sotto.open()") is False
    visitor.sees_no_panel()
