"""What is said of letters where nobody looks at the desk: by the browser, by mail, by the vendor's link."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.conftest import BUILT
from tests.browser.house import House
from tests.browser.letterwriter import wait_until
from tests.browser.look import DESK, PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Member, Team
from tests.browser.postbag import Postbag
from tests.outbox.postoffice import PostOffice

SLUG = "dunlin"
INBOX = "Dunlin Clinic"
MINUTE = 60_000
NARROW: ViewportSize = {"width": 320, "height": 640}
TELL = "Tell me about new letters on this computer"
ADDRESS = "lena@dunlin.example"
# A browser without a screen shows none: they are noted as they are made.
NOTED = """
  const Real = window.Notification;
  window.told = [];
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      window.told.push({ title, ...options });
    }
  };
"""


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture(scope="module")
def house(built: object, office: PostOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One that sends mail."""
    assert built == BUILT
    limits = {"SOTTO_SIGNING_IN_LIMIT": "10000 per minute"}
    house = House(tmp_path_factory.mktemp("house"), limits | office.settings())
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", INBOX, "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    return Postbag(house, SLUG)


@pytest.fixture(scope="module")
def lena(house: House, chromium: Browser, bag: Postbag) -> Iterator[Member]:
    crew = Team(house, chromium)
    lena = crew.lead("Lena Lead", bag.slug)
    lena.context.add_init_script(NOTED)
    yield lena
    crew.close()


@pytest.fixture(scope="module")
def hana(house: House, chromium: Browser, bag: Postbag) -> Iterator[Member]:
    """Whose hours the tests let pass."""
    crew = Team(house, chromium)
    hana = crew.lead("Hana Lead", bag.slug)
    hana.context.add_init_script(NOTED)
    hana.page.clock.install()
    yield hana
    crew.close()


@pytest.fixture
def clerk(lena: Member, bag: Postbag) -> Iterator[Clerk]:
    yield from anew(lena, bag)


@pytest.fixture
def watcher(hana: Member, bag: Postbag) -> Iterator[Clerk]:
    yield from anew(hana, bag)


def anew(member: Member, bag: Postbag) -> Iterator[Clerk]:
    """With nothing left of a test before."""
    bag.empty()
    member.context.clear_permissions()
    member.problems.clear()
    member.requests.clear()
    yield Clerk(member, "")
    for page in member.context.pages:
        if page is not member.page:
            page.close()
    member.page.evaluate("localStorage.removeItem('sotto.desk.letters')")
    assert member.problems == []


def wants_to_be_told(clerk: Clerk) -> None:
    """And the browser may."""
    clerk.member.context.grant_permissions(["notifications"], origin=clerk.member.house.desk)
    clerk.comes_to("/desk/account")
    ticks(clerk.page)
    expect(clerk.page.get_by_text("It is on.")).to_be_visible()


def ticks(page: Page) -> None:
    """All of its line can be pressed."""
    page.get_by_text(TELL).click()


def box(page: Page) -> Locator:
    return page.get_by_label(TELL)


def told(page: Page) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.evaluate("window.told")
    return found


def looks_away(page: Page, *, hidden: bool = True) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def polls(clerk: Clerk) -> list[str]:
    """What was asked while nobody looked."""
    return [each.url for each in clerk.member.requests if "sort=new" in each.url]


# The browser's notifications


def test_a_letter_that_comes_while_nobody_looks_is_told_and_nothing_of_it(
    watcher: Clerk, bag: Postbag
) -> None:
    page = watcher.page
    wants_to_be_told(watcher)
    bag.post("There before", topic="billing")
    watcher.comes_to("/desk/members")
    looks_away(page)
    wait_until(page, lambda: len(polls(watcher)) == 1)
    first = bag.post("CANARY I was charged twice", topic="billing", urgency="urgent", name="Pia")
    page.clock.run_for(MINUTE)
    wait_until(page, lambda: len(told(page)) == 1)
    bag.post("CANARY and again", topic="prescription")
    page.clock.run_for(MINUTE)
    wait_until(page, lambda: len(told(page)) == 2)
    assert told(page) == [
        {"title": "Sotto", "body": f"{text} in {INBOX}", "tag": f"letters {SLUG}", "lang": "en"}
        for text in ("1 new letter", "2 new letters")
    ]
    assert page.title().startswith("(2) Members ")
    assert first not in str(told(page))
    assert not any("present" in url for url in polls(watcher))
    looks_away(page, hidden=False)
    wait_until(page, lambda: page.title().startswith("Members "))


def test_who_does_not_want_it_hears_nothing_and_asks_for_nothing(watcher: Clerk, bag: Postbag) -> None:
    watcher.comes_to("/desk/members")
    looks_away(watcher.page)
    bag.post("Hello")
    watcher.page.clock.run_for(2 * MINUTE)
    watcher.page.wait_for_load_state("networkidle")
    assert (polls(watcher), told(watcher.page)) == ([], [])


def test_a_desk_that_locked_itself_goes_on_telling(watcher: Clerk, bag: Postbag) -> None:
    page = watcher.page
    wants_to_be_told(watcher)
    watcher.comes_to("/desk/members")
    looks_away(page)
    wait_until(page, lambda: len(polls(watcher)) == 1)
    page.clock.fast_forward(31 * MINUTE)
    page.clock.run_for(MINUTE)
    watcher.member.is_at("Locked")
    bag.post("Hello")
    page.clock.run_for(MINUTE)
    wait_until(page, lambda: len(told(page)) == 1)
    assert page.title().startswith("(1) Locked ")


def test_a_desk_that_was_locked_tells_nothing(watcher: Clerk, bag: Postbag) -> None:
    page = watcher.page
    wants_to_be_told(watcher)
    watcher.comes_to("/desk/members")
    looks_away(page)
    wait_until(page, lambda: len(polls(watcher)) == 1)
    page.evaluate("document.getElementById('lock').click()")
    bag.post("Hello")
    page.clock.run_for(2 * MINUTE)
    page.wait_for_load_state("networkidle")
    assert (len(polls(watcher)), told(page)) == (1, [])


def test_a_browser_that_refuses_is_explained_and_stays_off(clerk: Clerk) -> None:
    clerk.comes_to("/desk/account")
    expect(box(clerk.page)).not_to_be_checked()
    ticks(clerk.page)
    expect(clerk.page.get_by_text("Your browser does not allow it.")).to_be_visible()
    expect(box(clerk.page)).not_to_be_checked()
    assert violations(clerk.page) == []


def test_what_was_turned_on_is_on_after_a_reload_and_can_be_turned_off(clerk: Clerk) -> None:
    wants_to_be_told(clerk)
    clerk.comes_to("/desk/account")
    expect(box(clerk.page)).to_be_checked()
    ticks(clerk.page)
    clerk.comes_to("/desk/account")
    expect(box(clerk.page)).not_to_be_checked()


# The vendor's link


def follows(clerk: Clerk, reference: str) -> Member:
    """The link in the vendor's ticket, which opens a tab of its own, in front of the desk's."""
    clerk.page.evaluate("document.hasFocus = () => false")  # Playwright gives it to all tabs at once
    other = Member.at(clerk.member.house, clerk.member.context)
    other.opens(f"/desk/c/{reference}")
    return other


def test_a_link_is_shown_in_the_tab_that_is_unlocked(clerk: Clerk, bag: Postbag) -> None:
    wants_to_be_told(clerk)
    reference = bag.post("CANARY I was charged twice", topic="billing")
    clerk.comes_to()
    other = follows(clerk, reference)
    other.is_at("Shown in your other Sotto tab")
    clerk.has_open(reference)
    assert clerk.page.title().startswith("● Opened here: ")
    assert told(clerk.page) == [
        {"title": "Sotto", "body": "A conversation was opened in this tab.", "tag": "link", "lang": "en"}
    ]
    assert "CANARY" not in other.page.content()
    assert violations(other.page) == []
    other.button("Open it here instead").click()
    expect(other.button("Unlock with your passkey")).to_be_visible()
    assert other.problems == []


def test_the_new_tab_asks_to_be_closed_and_says_where_it_cannot(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to()
    other = follows(clerk, reference)
    other.is_at("Shown in your other Sotto tab")
    # What a browser does that lets no page close its tab; others close it, and nothing is left to look at.
    other.page.evaluate("window.close = () => (window.asked = true)")
    other.button("Close this tab").click()
    other.sees("Your browser does not let this page close its tab.")
    assert other.page.evaluate("window.asked")


def test_a_draft_outlives_what_a_link_brings(clerk: Clerk, bag: Postbag) -> None:
    first, second = bag.post("First"), bag.post("Second")
    clerk.comes_to_conversation(first)
    clerk.writes("CANARY half an answer")
    follows(clerk, second).is_at("Shown in your other Sotto tab")
    clerk.has_open(second)
    clerk.page.go_back()
    clerk.has_open(first)
    expect(clerk.field).to_have_value("CANARY half an answer")
    clerk.writes("")


def test_without_an_unlocked_tab_it_unlocks_here(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to()
    clerk.page.locator("#menu-opener").click()
    clerk.member.button("Lock").click()
    other = follows(clerk, reference)
    expect(other.button("Unlock with your passkey")).to_be_visible()
    clerk.member.unlocks()
    clerk.page.wait_for_timeout(500)
    expect(other.button("Unlock with your passkey")).to_be_visible()


def test_a_tab_in_the_middle_of_something_is_left_alone(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to("/desk/members")
    clerk.member.button("Invite").click()
    clerk.member.dialog.get_by_label("Name").fill("Nora New")
    other = follows(clerk, reference)
    expect(other.button("Unlock with your passkey")).to_be_visible()
    expect(clerk.member.dialog.get_by_label("Name")).to_have_value("Nora New")
    clerk.page.keyboard.press("Escape")
    clerk.member.goes_to_the_account()
    clerk.page.get_by_label("E-mail address").fill("half@an.address")
    expect(follows(clerk, reference).button("Unlock with your passkey")).to_be_visible()
    clerk.member.is_at("Your account")


def test_a_tab_that_is_being_typed_in_is_led_nowhere(clerk: Clerk, bag: Postbag) -> None:
    """By no page that sends itself to an address of the desk."""
    reference = bag.post("Hello")
    clerk.comes_to()
    other = Member.at(clerk.member.house, clerk.member.context)
    other.opens(f"/desk/c/{reference}")
    expect(other.button("Unlock with your passkey")).to_be_visible()
    assert clerk.page.url.endswith("/desk/")


def test_a_page_that_is_loaded_again_stays_where_it_is(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.page.goto("about:blank")  # nothing of the desk is open
    other = follows(clerk, reference)
    expect(other.button("Unlock with your passkey")).to_be_visible()
    clerk.comes_to()
    other.page.reload()
    expect(other.button("Unlock with your passkey")).to_be_visible()
    expect(clerk.member.heading).to_have_text("Conversations")


# The summary by e-mail


def test_a_summary_is_asked_for_confirmed_and_ended(clerk: Clerk, office: PostOffice) -> None:
    page = clerk.page
    clerk.comes_to("/desk/account")
    page.get_by_label("E-mail address").fill("lena")
    save = clerk.member.button("Save")
    save.click()
    expect(page.get_by_text("This is no e-mail address.")).to_be_visible(timeout=SLOW)
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("When").select_option("9:00")
    save.click()
    expect(page.get_by_text(f"We have sent them to {ADDRESS}")).to_be_visible(timeout=SLOW)
    expect(page.get_by_label("Code")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Code").fill("000")
    clerk.member.button("Confirm").click()
    expect(page.get_by_text("This is not the newest code")).to_be_visible()
    found = re.search(r"[0-9]{6}", office.deliveries[-1].text)
    assert found
    page.get_by_label("Code").fill(found[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"It is sent to {ADDRESS} at 9:00")).to_be_visible()
    assert violations(page) == []
    clerk.member.button("Change").click()
    page.get_by_label("When").select_option("10:00")
    save.click()
    expect(page.get_by_text(f"It is sent to {ADDRESS} at 10:00")).to_be_visible(timeout=SLOW)
    assert len(office.deliveries) == 1
    clerk.member.button("Turn off").click()
    expect(page.get_by_label("E-mail address")).to_have_value("")
    assert ADDRESS not in page.content()


# How it looks


def test_the_pages_fit_a_phone_and_show_in_light_and_dark(clerk: Clerk, bag: Postbag, look: Look) -> None:
    reference = bag.post("Hello")
    page = clerk.page
    clerk.comes_to("/desk/account")
    other = follows(clerk, reference)
    other.is_at("Shown in your other Sotto tab")
    clerk.member.goes_to_the_account()
    for name, size in (("phone", PHONE), ("desk", DESK), ("narrow", NARROW)):
        for scheme in SCHEMES:
            for place, at in (("account", page), ("elsewhere", other.page)):
                at.set_viewport_size(size)
                at.emulate_media(color_scheme=scheme)
                assert at.evaluate("document.documentElement.scrollWidth <= innerWidth")
                if place == "account":
                    at.get_by_role("heading", name="New letters").scroll_into_view_if_needed()
                    at.evaluate("document.getElementById('news').scrollIntoView()")
                look.keep(at, f"notices-{place}-{name}-{scheme}")
                assert violations(at) == []
    page.emulate_media(forced_colors="active")
    look.keep(page, "notices-account-forced")
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(DESK)
