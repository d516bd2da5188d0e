"""Above the budget in browsers: asked for, given with a touch, refused, or read slowly; and a saved copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Member, Team
from tests.browser.postbag import Postbag

SLUG = "plover"
POLLED = 25_000  # the header's look, every 15 s
PAUSE = "A little pause"


@dataclass
class Crew:
    """An agent, and the leads who may decide. `bag` is the inbox's."""

    bag: Postbag
    kim: Clerk
    lena: Clerk
    lou: Member

    def uses_up(self) -> tuple[str, str]:
        """The agent has read the one conversation of the day. Returns it, and the one that stays shut."""
        first, second = self.bag.post("First"), self.bag.post("Second")
        self.kim.comes_to_conversation(first)
        self.kim.row(second).click()
        expect(self.kim.page.get_by_role("heading", name=PAUSE)).to_be_visible()
        return first, second

    def asks(self) -> None:
        self.kim.member.button("Ask a lead").click()
        expect(self.kim.page.get_by_text(re.compile(r"Asked at .*Your leads see it now"))).to_be_visible()

    def five_minutes_pass(self) -> None:
        with self.bag.database() as database:
            database.execute("UPDATE extension SET asked_at = asked_at - 300")


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Plover Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "2", "--hourly", "600", "--member-day", "1")
    return Postbag(house, SLUG)


@pytest.fixture(scope="module")
def people(house: House, chromium: Browser, bag: Postbag) -> Iterator[Crew]:
    team = Team(house, chromium)
    lena = team.lead("Lena Lead", SLUG)
    lou, kim = team.member(lena, "Lou Lead", "Lead"), team.member(lena, "Kim Agent")
    lena.comes_back("/desk/members")
    lena.lets_in("Lou Lead")
    lena.lets_in("Kim Agent")
    house.flask("desk", "appoint", "--kit", str(house.kit), "--inbox", SLUG)
    lou.signs_in()
    kim.signs_in()
    yield Crew(bag, Clerk(kim, "Kim Agent"), Clerk(lena, "Lena Lead"), lou)
    team.close()


@pytest.fixture
def crew(people: Crew) -> Iterator[Crew]:
    """As on the first day: nobody has read, and nobody asks."""
    with people.bag.database() as database:
        database.execute("DELETE FROM reading")
        database.execute("DELETE FROM extension")
    members = (people.kim.member, people.lena.member, people.lou)
    yield people
    for each in members:
        each.page.set_viewport_size(DESK)
        each.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
        assert each.problems == []
        each.page.goto("about:blank")


def alarm(member: Member) -> Locator:
    return member.page.locator("#alarms .notice")


def comes_to_requests(lead: Member) -> Locator:
    """Returns the requests that are there."""
    lead.comes_back("/desk/reading")
    lead.is_at("Reading above the budget")
    return lead.page.locator(".reading-request")


def test_a_lead_sees_at_once_who_asks_and_says_yes_with_their_passkey(crew: Crew) -> None:
    lena = crew.lena.member
    lena.comes_back("/desk/members")
    _, second = crew.uses_up()
    crew.asks()
    asks = alarm(lena).filter(has_text="asks to read more")
    expect(asks).to_contain_text(
        "Kim Agent has used up their reading budget in Plover Clinic, and asks to read more.", timeout=POLLED
    )
    asks.get_by_role("link", name="Look").click()
    lena.is_at("Reading above the budget")
    request = lena.page.locator(".reading-request")
    expect(request).to_contain_text("1 conversation opened today, of 1 a day")
    with crew.bag.database() as database:  # the passkey was touched a while ago
        database.execute("UPDATE session SET touched_at = touched_at - 100")
    request.get_by_role("button", name="Let them read 2 more").click()
    expect(lena.page.get_by_text("Kim Agent can read 2 more within the next hour.")).to_be_visible(
        timeout=SLOW
    )
    expect(lena.page.get_by_text("Nobody asks to read more right now.")).to_be_visible()
    # The conversation opens by itself.
    crew.kim.has_open(second)
    crew.kim.is_told("You can read 2 more until")
    lena.goes_to("Records")
    given = lena.page.get_by_role("row").filter(has_text="Let Kim Agent read more").first
    expect(given).to_contain_text("Lena Lead")
    above = lena.page.get_by_role("row").filter(has_text=second).first
    expect(above).to_contain_text("above the budget, as a lead had allowed")


def test_what_was_asked_outlives_the_page_and_can_be_refused_and_given_after_all(crew: Crew) -> None:
    _, second = crew.uses_up()
    crew.asks()
    crew.kim.comes_to(f"/desk/c/{second}")
    expect(crew.kim.page.get_by_text("Your leads see it now")).to_be_visible()
    request = comes_to_requests(crew.lou)
    request.get_by_role("button", name="Refuse").click()
    expect(crew.lou.page.get_by_role("heading", name="Refused today")).to_be_visible(timeout=SLOW)
    expect(crew.kim.page.get_by_text("A lead has said no for today.")).to_be_visible()
    request.get_by_role("button", name="Let them read 2 more").click()
    expect(request).to_have_count(0, timeout=SLOW)
    crew.kim.has_open(second)


def test_after_five_minutes_without_an_answer_one_goes_on_slowly_and_says_why(crew: Crew) -> None:
    _, second = crew.uses_up()
    crew.asks()
    crew.five_minutes_pass()
    page = crew.kim.page
    expect(page.get_by_text("Nobody has answered yet.")).to_be_visible(timeout=SLOW)
    reason = page.get_by_label("Why do you need to go on?")
    crew.kim.member.button("Go on slowly").click()
    expect(page.get_by_text("Say why in at least 10 characters.")).to_be_visible()
    expect(reason).to_be_focused()
    reason.fill("The patient has asthma and waits.")
    expect(page.get_by_text("This looks like a health condition.")).to_be_visible()
    reason.fill("Both leads are away today.")
    expect(page.get_by_text("This looks like")).to_have_count(0)
    crew.kim.member.button("Go on slowly").click()
    # The first one was read a moment ago.
    expect(page.get_by_text("You are reading slowly: one conversation in ten minutes")).to_be_visible()
    expect(page.get_by_text(re.compile(r"The next one is free in (10:00|9:\d\d)\."))).to_be_visible()
    with crew.bag.database() as database:
        database.execute("UPDATE reading SET filled_at = filled_at - 600")
    crew.kim.comes_to_conversation(second)
    request = comes_to_requests(crew.lena.member)
    expect(request).to_contain_text("Reads slowly")
    expect(request).to_contain_text("Both leads are away today.")
    crew.lena.member.goes_to("Records")
    expect(crew.lena.page.locator(".alarms")).to_contain_text("Both leads are away today.")


def test_nobody_is_asked_to_decide_their_own(crew: Crew) -> None:
    first, second = crew.bag.post("First"), crew.bag.post("Second")
    crew.lena.comes_to_conversation(first)
    crew.lena.row(second).click()
    crew.lena.member.button("Ask a lead").click()
    expect(crew.lena.page.get_by_text("Your leads see it now")).to_be_visible()
    assert comes_to_requests(crew.lena.member).count() == 0
    expect(comes_to_requests(crew.lou)).to_contain_text("Lena Lead")


def test_a_copy_is_saved_with_a_warning_and_with_notes_where_they_are_chosen(crew: Crew) -> None:
    reference = crew.bag.post("Is my order on its way?", name="Ana")
    kim = crew.kim
    kim.comes_to_conversation(reference)
    kim.answers("It is.")
    kim.notes("Call the depot.")
    text = saved(kim, reference, notes=False)
    assert "The patient, " in text
    assert "    Says their name is: Ana\n\n    Is my order on its way?\n" in text
    assert "The team (Kim Agent), " in text
    assert "Left out: 1 note of the team." in text
    assert "Call the depot." not in text
    assert "not protected" in text
    assert "Note for the team, by Kim Agent" in saved(kim, reference, notes=True)
    crew.lena.member.comes_back("/desk/records")
    row = crew.lena.page.get_by_role("row").filter(has_text="Saved a copy of the conversation").first
    expect(row).to_contain_text("Kim Agent")
    expect(row).to_contain_text(reference)


def saved(clerk: Clerk, reference: str, *, notes: bool) -> str:
    clerk.member.button("More").click()
    clerk.member.button("Save a copy …").click()
    expect(clerk.member.dialog).to_contain_text("no longer protected")
    assert violations(clerk.page) == []
    if notes:
        clerk.member.dialog.get_by_label("With the team").check()
    with clerk.page.expect_download(timeout=SLOW) as download:
        clerk.member.dialog.get_by_role("button", name="Save a copy").click()
    assert re.fullmatch(rf"{reference}-\d{{4}}-\d\d-\d\d\.txt", download.value.suggested_filename)
    return download.value.path().read_text(encoding="utf-8")


def test_the_list_says_when_somebody_is_there(crew: Crew) -> None:
    crew.kim.comes_to()
    with crew.kim.page.expect_request(re.compile("/desk/list.*present=1"), timeout=POLLED):
        crew.kim.page.mouse.move(100, 100)
        crew.kim.page.mouse.move(120, 120)


# For everyone


def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_the_smallest_screen(
    crew: Crew, look: Look
) -> None:
    crew.uses_up()
    looks(crew.kim.page, "pause", look)
    crew.asks()
    crew.five_minutes_pass()
    expect(crew.kim.page.get_by_text("Nobody has answered yet.")).to_be_visible(timeout=SLOW)
    looks(crew.kim.page, "alone", look)
    comes_to_requests(crew.lena.member)
    looks(crew.lena.page, "requests", look)
    crew.lena.member.goes_to("Records")
    expect(alarm(crew.lena.member).first).to_be_visible(timeout=POLLED)
    looks(crew.lena.page, "alarm", look)


def looks(page: Page, name: str, look: Look) -> None:
    for size, device in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
            look.keep(page, f"above-{name}-{device}-{scheme}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size(DESK)
