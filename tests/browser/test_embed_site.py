"""The demo company's site: the pasted snippet, on pages under a strict policy, with the real frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.embedding import Visitor
from tests.browser.house import House
from tests.browser.look import Look
from tests.browser.stage import Stage
from widget.demo.site import create_site, with_nonce

PAGES = ["/", "/help", "/isolated", "/no-scripts"]
WITH_SCRIPTS = ["/", "/help", "/isolated"]
PATIENT = "https://care.example"
LINK = f'<a href="{PATIENT}/f/team#PIN" data-sotto>Get help</a>'
PASTED = f'{LINK}\n<script src="{PATIENT}/embed.js" async></script>\n'
NOT_SIDEWAYS = "() => document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(params=["chromium", "firefox"])
def visitor(request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A visitor of the demo site; none of its pages may complain of anything."""
    visitor = Visitor(request.getfixturevalue("page" if request.param == "chromium" else "firefox_page"))
    yield visitor
    assert visitor.problems == []


def opens_the_form(visitor: Visitor) -> None:
    visitor.launcher.click()
    expect(visitor.panel).to_be_visible()
    expect(visitor.frame.get_by_role("button", name="Send securely")).to_be_visible()


@pytest.mark.parametrize("path", WITH_SCRIPTS)
def test_a_patient_opens_the_form(visitor: Visitor, house: House, path: str) -> None:
    visitor.visits(house.site + path)
    opens_the_form(visitor)
    expect(visitor.frame.get_by_role("heading", name="How can we help?")).to_be_focused()


def test_a_patient_comes_back_from_the_form_to_the_launcher(visitor: Visitor, house: House) -> None:
    visitor.visits(house.site + "/")
    opens_the_form(visitor)
    visitor.presses_in_the_frame("Close")
    visitor.sees_no_panel()
    assert visitor.focused() == "launcher"


def test_the_isolated_page_is_isolated(visitor: Visitor, house: House) -> None:
    visitor.visits(house.site + "/isolated")
    opens_the_form(visitor)
    assert visitor.page.evaluate("() => crossOriginIsolated") is True


def test_where_scripts_are_forbidden_the_link_leads_to_the_form(page: Page, house: House) -> None:
    page.goto(house.site + "/no-scripts")
    page.get_by_role("link", name="Get help").click()
    page.wait_for_url(f"{house.patient}/f/riverside#*")
    expect(page.get_by_role("button", name="Send securely")).to_be_visible()


def test_where_nothing_runs_scripts_the_form_says_how_else_to_get_help(
    chromium: Browser, house: House
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.site + "/")
    page.get_by_role("link", name="Get help").click()
    expect(page.get_by_text("+1 555 0100").first).to_be_visible()
    context.close()


def test_a_site_that_the_inbox_does_not_name_gets_the_link_alone(
    page: Page, house: House, stage: Callable[[str], Stage]
) -> None:
    """The frame refuses to be shown there; the panel gives way to the team's own page."""
    pasted = house.flask("inbox", "snippet", "riverside").partition("</script>")[0] + "</script>"
    page.clock.install()
    page.goto(stage("localhost").put("/", f"<!doctype html><title>Another site</title>{pasted}"))
    page.locator("a[aria-haspopup]").click()
    expect(page.get_by_role("dialog", name="Get help")).to_be_visible()
    page.clock.run_for(20_000)
    page.wait_for_url(f"{house.patient}/f/riverside#*")


def test_the_pages_hold_the_very_snippet_that_customers_paste(page: Page, house: House) -> None:
    link, script = house.flask("inbox", "snippet", "riverside").splitlines()[:2]
    text = page.request.get(house.site + "/no-scripts").text()
    assert f"{link}\n{script}" in text


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_window(look: Look, house: House, path: str) -> None:
    for name, page in look.with_every():
        page.goto(house.site + path)
        assert violations(page) == [], name
        assert page.evaluate(NOT_SIDEWAYS), name
        look.keep(page, f"site-{path.strip('/') or 'home'}-{name}")


def test_the_open_panel_can_be_looked_at(look: Look, house: House) -> None:
    for name, page in look.with_every():
        visitor = Visitor(page).visits(house.site + "/")
        opens_the_form(visitor)
        assert violations(page) == [], name
        assert look.keep(page, f"panel-{name}").stat().st_size > 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_allows_the_snippet_and_nothing_else(path: str) -> None:
    policy = create_site(PASTED, PATIENT).test_client().get(path).headers["Content-Security-Policy"]
    directives = {each.split()[0]: each.split()[1:] for each in policy.split(";")}
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-src"] == [PATIENT]
    assert directives["require-trusted-types-for"] == ["'script'"]
    assert "unsafe" not in policy


def test_a_nonce_is_used_once() -> None:
    client = create_site(PASTED, PATIENT).test_client()
    policies = {client.get("/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_the_nonce_goes_into_the_script_and_nothing_else_changes() -> None:
    given = str(with_nonce(PASTED, "abc"))
    assert given.replace(' nonce="abc"', "") == PASTED
    assert '<script nonce="abc" src=' in given
