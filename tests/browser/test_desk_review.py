"""Reviews at the desk: a reviewer reads what was drawn, says how it was handled, and leads read that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Dialog, Locator, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Team
from tests.browser.postbag import Postbag

SLUG = "curlew"
NARROW: ViewportSize = {"width": 320, "height": 640}
WORDS = "Kind and clear, but the second question is open."
HEALTH = "Her metformin was named twice."


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Curlew Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    most = ("--burst", "200", "--hourly", "3600", "--day", "1000")
    house.flask("inbox", "review", SLUG, "--percent", "100", *most)
    return Postbag(house, SLUG)


@dataclass
class Reviewer(Clerk):
    """Who reviews, in their verbs."""

    @property
    def card(self) -> Locator:
        return self.page.get_by_role("region", name="Your review")

    def has_open(self, reference: str) -> None:
        super().has_open(reference)
        expect(self.card).to_be_visible()

    def goes_to(self, state: str) -> None:
        tabs = self.page.get_by_role("navigation", name="Reviews")
        tabs.get_by_role("link", name=re.compile(f"^{state}")).click()

    def radio(self, word: str) -> Locator:
        return self.card.get_by_role("radio", name=re.compile(rf"^\d {word}$"))

    def chooses(self, word: str) -> None:
        """All of the label can be pressed."""
        self.card.locator("label").filter(has_text=re.compile(rf"^\d {word}$")).click()
        expect(self.radio(word)).to_be_checked()

    def gives(self, word: str, text: str = "") -> None:
        self.chooses(word)
        self.card.get_by_role("textbox").fill(text)
        self.member.button("Save review").click()
        expect(self.card.get_by_role("status").first).to_have_text("Your review is saved.")


@dataclass
class Crew:
    lena: Clerk
    sam: Clerk
    rui: Reviewer
    ria: Reviewer


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser, bag: Postbag) -> Iterator[Crew]:
    """A lead, and an agent and two reviewers whom she has let in."""
    team = Team(house, chromium)
    lead = team.lead("Lena Lead", bag.slug)
    agent = team.member(lead, "Sam Agent")
    rui, ria = (team.member(lead, name, "Reviewer") for name in ("Rui Reviewer", "Ria Reviewer"))
    lead.comes_back("/desk/members")
    for name in ("Sam Agent", "Rui Reviewer", "Ria Reviewer"):
        lead.lets_in(name)
    for member in (agent, rui, ria):
        member.signs_in()
    reviewers = Reviewer(rui, "Rui Reviewer"), Reviewer(ria, "Ria Reviewer")
    yield Crew(Clerk(lead, "Lena Lead"), Clerk(agent, "Sam Agent"), *reviewers)
    team.close()


@pytest.fixture
def desk(crew: Crew, bag: Postbag) -> Iterator[Crew]:
    """Whatever a test before did, nothing waits for a review."""
    with bag.database() as database:
        database.execute("DELETE FROM sample")
    clerks = (crew.lena, crew.sam, crew.rui, crew.ria)
    for clerk in clerks:
        clerk.member.problems.clear()
        clerk.page.set_viewport_size(DESK)
    yield crew
    for clerk in clerks:
        clerk.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
        assert clerk.member.problems == []
        clerk.page.on("dialog", accept)  # for what a failed test left unsaved
        clerk.page.goto("about:blank")
        clerk.page.remove_listener("dialog", accept)


def accept(dialog: Dialog) -> None:
    dialog.accept()


def closed(desk: Crew, bag: Postbag, text: str = "Where is my refill?") -> str:
    """Answered and closed by Sam."""
    reference = bag.post(text)
    desk.sam.comes_to_conversation(reference)
    desk.sam.writes("It comes on Monday.")
    desk.sam.member.button("Send and close").click()
    desk.sam.is_told(f"{reference} is closed.")
    return reference


def test_a_reviewer_reads_what_was_drawn_and_can_change_nothing(desk: Crew, bag: Postbag) -> None:
    open_, reference = bag.post("Still open"), closed(desk, bag)
    rui = desk.rui
    rui.comes_to()
    rui.lists(reference)
    expect(rui.page.get_by_role("navigation", name="Reviews").get_by_role("link")).to_have_text(
        ["To review 1", "Reviewed 0"]
    )
    rui.opens(reference)
    expect(rui.letters.nth(0)).to_contain_text("Where is my refill?")
    expect(rui.letters.nth(1)).to_contain_text("Sam Agent")
    for name in ("Send", "Close", "Reopen", "Snooze", "More", re.compile("^With"), re.compile("^Note")):
        expect(rui.page.get_by_role("button", name=name)).to_have_count(0)
    expect(rui.page.get_by_role("textbox", name=re.compile("Reply"))).to_have_count(0)
    rui.comes_to(f"/desk/c/{open_}")
    expect(rui.page.get_by_text("There is no such conversation here.")).to_be_visible()


def test_what_a_reviewer_says_is_saved_shown_and_can_be_changed(desk: Crew, bag: Postbag) -> None:
    reference = closed(desk, bag)
    rui = desk.rui
    rui.comes_to_conversation(reference)
    rui.gives("Very good", WORDS)
    expect(rui.card).to_contain_text("You gave 4 of 5, very good.")
    expect(rui.card).to_contain_text(WORDS)
    expect(rui.card.get_by_role("heading", name="Your review")).to_be_focused()
    # It is there again, and changed.
    rui.comes_to_conversation(reference)
    expect(rui.card).to_contain_text("You gave 4 of 5, very good.")
    rui.member.button("Change it").click()
    expect(rui.radio("Very good")).to_be_focused()
    expect(rui.card.get_by_role("textbox")).to_have_value(WORDS)
    rui.gives("Fair")
    expect(rui.card).to_contain_text("You gave 2 of 5, fair.")
    expect(rui.card).not_to_contain_text(WORDS)
    rui.member.button("Change it").click()
    rui.chooses("Poor")
    rui.member.button("Leave it as it was").click()
    expect(rui.card).to_contain_text("You gave 2 of 5, fair.")
    rui.comes_to()
    rui.lists()
    expect(rui.page.get_by_text("Nothing to review.")).to_be_visible()
    rui.goes_to("Reviewed")
    rui.lists(reference)


def test_a_lead_reads_reviews_and_lists_what_was_reviewed_and_an_agent_hears_of_none(
    desk: Crew, bag: Postbag
) -> None:
    other, reference = closed(desk, bag), closed(desk, bag)
    desk.rui.comes_to_conversation(reference)
    desk.rui.gives("Good", WORDS)
    lena = desk.lena
    lena.comes_to("/desk/?state=closed")
    expect(lena.row(other)).to_be_visible()
    lena.page.get_by_text(re.compile("^Filter:")).click()
    lena.page.get_by_label("Reviewed by a reviewer").check()
    lena.lists(reference)
    expect(lena.row(reference)).to_contain_text("Reviewed")
    lena.opens(reference)
    lena.page.get_by_text("Reviews (1)").click()
    fold = lena.page.locator(".reviews")
    for text in ("Rui Reviewer", "3 of 5, good", WORDS):
        expect(fold).to_contain_text(text)
    sam = desk.sam
    sam.comes_to_conversation(reference)
    expect(sam.page.locator(".reviews")).to_have_count(0)
    assert WORDS not in sam.page.content()
    expect(sam.page.get_by_label("Reviewed by a reviewer")).to_have_count(0)


def test_without_a_score_nothing_is_saved(desk: Crew, bag: Postbag) -> None:
    rui = desk.rui
    rui.comes_to_conversation(closed(desk, bag))
    rui.card.get_by_role("textbox").fill(WORDS)
    rui.member.button("Save review").click()
    expect(rui.card.get_by_role("alert")).to_have_text("Choose one of the five first.")
    expect(rui.card.get_by_role("radio").first).to_be_focused()
    rui.gives("Excellent", WORDS)


def test_keys_lead_to_the_review_and_save_it(desk: Crew, bag: Postbag) -> None:
    reference = closed(desk, bag)
    rui = desk.rui
    rui.comes_to()
    expect(rui.row(reference)).to_be_visible()
    for key in ("j", "o"):
        rui.page.keyboard.press(key)
    rui.has_open(reference)
    rui.page.keyboard.press("r")
    expect(rui.card.get_by_role("radio").first).to_be_focused()
    for key in ("Space", "ArrowDown", "ArrowDown", "Tab"):
        rui.page.keyboard.press(key)
    expect(rui.radio("Good")).to_be_checked()
    expect(rui.card.get_by_role("textbox")).to_be_focused()
    rui.page.keyboard.type(WORDS)
    rui.page.keyboard.press("Control+Enter")
    expect(rui.card).to_contain_text("You gave 3 of 5, good.")
    rui.page.keyboard.press("?")
    expect(rui.member.dialog).to_contain_text("Review it")
    for absent in ("Write a note", "Close it", "Snooze it", "Take it yourself"):
        expect(rui.member.dialog).not_to_contain_text(absent)
    rui.page.keyboard.press("Escape")


def test_what_is_begun_outlives_a_lock(desk: Crew, bag: Postbag) -> None:
    rui = desk.rui
    rui.comes_to_conversation(closed(desk, bag))
    rui.chooses("Poor")
    rui.card.get_by_role("textbox").fill(WORDS)
    rui.member.button("Lock").click()
    expect(rui.member.button("Unlock with your passkey")).to_be_visible()
    assert WORDS not in rui.page.content()
    rui.member.unlocks()
    expect(rui.card.get_by_role("textbox")).to_have_value(WORDS, timeout=SLOW)
    expect(rui.radio("Poor")).to_be_checked()
    rui.member.button("Save review").click()
    expect(rui.card).to_contain_text("You gave 1 of 5, poor.")


def test_health_details_are_asked_about_before_they_are_saved(desk: Crew, bag: Postbag) -> None:
    rui = desk.rui
    rui.comes_to_conversation(closed(desk, bag))
    rui.card.get_by_role("textbox").fill(HEALTH)
    question = rui.page.get_by_role("region", name="Worth a second look")
    expect(question).to_contain_text("metformin")
    question.get_by_role("button", name="Remove metformin").click()
    expect(rui.card.get_by_role("textbox")).to_have_value("Her […] was named twice.")
    rui.gives("Good", "Her […] was named twice.")


def test_two_reviewers_at_once_do_not_stand_in_each_others_way(desk: Crew, bag: Postbag) -> None:
    """The second review is sealed anew, after the first."""
    reference = closed(desk, bag)
    for reviewer in (desk.rui, desk.ria):
        reviewer.comes_to_conversation(reference)
    desk.rui.gives("Good", WORDS)
    desk.ria.gives("Poor", "It took too long.")
    fold = desk.ria.page.locator(".reviews")
    desk.ria.page.get_by_text("Reviews (1)").click()
    expect(fold).to_contain_text("3 of 5, good")
    desk.lena.comes_to_conversation(reference)
    desk.lena.page.get_by_text("Reviews (2)").click()
    for text in ("Rui Reviewer", "3 of 5, good", "Ria Reviewer", "1 of 5, poor"):
        expect(desk.lena.page.locator(".reviews")).to_contain_text(text)


def test_a_review_that_the_server_moved_is_not_shown(desk: Crew, bag: Postbag) -> None:
    one, two = closed(desk, bag), closed(desk, bag)
    for reference, text in ((one, WORDS), (two, "All was well.")):
        desk.rui.comes_to_conversation(reference)
        desk.rui.gives("Good", text)
    of = "(SELECT id FROM conversation WHERE reference = ?)"
    with bag.database() as database:
        database.execute(
            f"DELETE FROM letter WHERE direction = 6 AND conversation_id = {of}",  # noqa: S608  no input
            [two],
        )
        database.execute(
            f"UPDATE letter SET conversation_id = {of} "  # noqa: S608  the same
            f"WHERE direction = 6 AND conversation_id = {of}",
            [two, one],
        )
    lena = desk.lena
    lena.comes_to_conversation(two)
    expect(lena.letters).to_have_count(2)
    lena.page.get_by_text("Reviews (1)").click()
    expect(lena.page.locator(".reviews")).to_contain_text("This review does not fit the conversation")
    assert WORDS not in lena.page.content()


def test_what_the_budget_did_not_reach_can_be_read_later(desk: Crew, bag: Postbag, house: House) -> None:
    one, other = bag.post("The newer one"), bag.post("The older one")
    with bag.database() as database:
        database.execute(
            "UPDATE conversation SET merged_into = (SELECT id FROM conversation WHERE reference = ?), "
            "state = 'closed' WHERE reference = ?",
            [one, other],
        )
        database.execute("DELETE FROM reading")
    house.flask("inbox", "budget", SLUG, "--burst", "1", "--hourly", "1")
    lena = desk.lena
    try:
        lena.comes_to_conversation(one)
        notice = lena.page.locator(".withheld")
        expect(notice).to_contain_text("One earlier conversation of this patient is not shown")
    finally:
        house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    with bag.database() as database:
        database.execute("DELETE FROM reading")
    lena.member.button("Read them").click()
    lena.page.get_by_text(f"Earlier, in {other}: 1 letter").click()
    expect(lena.page.get_by_text("The older one")).to_be_visible()
    expect(notice).to_have_count(0)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(desk: Crew, bag: Postbag, look: Look) -> None:
    reference = closed(desk, bag, "Where is my refill? " + "x" * 200)
    rui, lena = desk.rui, desk.lena
    rui.comes_to_conversation(reference)
    for size in (DESK, PHONE):
        for scheme in SCHEMES:
            name = f"{size['width']}-{scheme}"
            rui.page.set_viewport_size(size)
            rui.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rui.chooses("Good")
            rui.card.get_by_role("textbox").fill(HEALTH)
            expect(rui.page.get_by_role("region", name="Worth a second look")).to_be_visible()
            assert violations(rui.page) == [], name
            rui.card.scroll_into_view_if_needed()
            look.keep(rui.page, f"review-write-{name}")
    rui.page.set_viewport_size(NARROW)
    assert width_of(rui) == 320
    rui.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    rui.card.scroll_into_view_if_needed()
    look.keep(rui.page, "review-write-forced")
    rui.page.emulate_media(forced_colors="none", reduced_motion="reduce")
    rui.gives("Good", WORDS)
    assert width_of(rui) == 320
    lena.comes_to_conversation(reference)
    lena.page.get_by_text("Reviews (1)").click()
    for clerk, what in ((rui, "saved"), (lena, "lead")):
        for size in (DESK, PHONE):
            for scheme in SCHEMES:
                name = f"{size['width']}-{scheme}"
                clerk.page.set_viewport_size(size)
                clerk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                assert violations(clerk.page) == [], f"{what} {name}"
                look.keep(clerk.page, f"review-{what}-{name}")
    rui.comes_to("/desk/?review=reviewed")
    expect(rui.row(reference)).to_be_visible()
    for size in (DESK, PHONE, NARROW):
        rui.page.set_viewport_size(size)
        assert violations(rui.page) == []
        look.keep(rui.page, f"review-list-{size['width']}")
    assert width_of(rui) == 320


def width_of(clerk: Clerk) -> int:
    return int(clerk.page.evaluate("document.documentElement.scrollWidth"))
