"""`make images`: the pictures of README and docs/desk.md, taken of the real programs."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.member import Team
from tests.browser.postbag import Postbag
from tests.browser.visitor import Visitor

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SIZE = {"width": 900, "height": 900}
MESSAGE = (
    "Hello, my refill of sertraline has not arrived, and the pharmacy says that the insurance did not pay. "
    "Can you look into the order from last Tuesday?"
)
DESK_SIZE: ViewportSize = {"width": 1200, "height": 780}
PHONE_SIZE: ViewportSize = {"width": 390, "height": 780}
QUESTION = "Good morning, I changed my plan last week and was charged twice. Which charge will you take back?"
ANSWER = (
    "Hello Lucía, you are right: the second charge was our mistake. It goes back to your card within 3 days."
)
# What else waits: words, topic, urgency, language, hours since it was written, hours until an answer is due.
OTHERS = (
    ("My refill has not come.", "prescription", "urgent", "en", 23.5, 24),
    ("¿Puedo cambiar mi cita?", "appointment", "normal", "es", 26, 24),
    ("I cannot sign in on my new phone.", "technical", "soon", "en", 4, 24),
    ("Do you take my insurance?", "billing", "normal", "en", 9, 24),
)
NOTICE_WITHIN = 20  # seconds
WITHIN = 30_000  # milliseconds


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = House(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            house.open()
            page = browser.new_context(viewport=SIZE, locale="en-US", device_scale_factor=1.5).new_page()
            picture_the_widget(page, house)
            picture_the_vendor(page, house)
            picture_the_desk(browser, house)
        finally:
            browser.close()
            house.close()


def picture_the_widget(page: Page, house: House) -> None:
    page.goto(house.site)
    page.get_by_role("link", name="Get help").first.click()
    frame = page.frame_locator("iframe")
    frame.locator("#topic").select_option("prescription")
    frame.locator("#message").press_sequentially(MESSAGE)
    expect(frame.locator("#aid")).to_be_visible()
    frame.locator("#aid").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "widget.png", animations="disabled")
    frame.locator("#send").click()
    expect(frame.locator("[data-return-code]")).to_be_visible(timeout=WITHIN)


def picture_the_vendor(page: Page, house: House) -> None:
    last = time.monotonic() + NOTICE_WITHIN
    while not house.received() and time.monotonic() < last:
        time.sleep(0.1)
    page.goto(house.vendor)
    page.screenshot(path=IMAGES / "vendor.png", animations="disabled")


def picture_the_desk(browser: Browser, house: House) -> None:
    """A small team's morning; and how the patient sees it."""
    bag = Postbag(house)
    for text, topic, urgency, language, hours, due in OTHERS:
        bag.age(
            bag.post(text, topic=topic, urgency=urgency, language=language, name=""), hours=hours, due=due
        )
    reference, code = written(browser, house)
    team = Team(house, browser)
    lead = team.lead("Lena Lead")
    agent = team.member(lead, "Sam Agent")
    lead.page.reload()
    lead.unlocks()
    lead.lets_in("Sam Agent")
    team.member(lead, "Rui Reviewer", "Reviewer")
    lead.page.reload()
    lead.unlocks()
    lead.page.set_viewport_size(DESK_SIZE)
    expect(lead.button("Let in Rui Reviewer")).to_be_visible(timeout=WITHIN)
    pictured(lead.page, "desk-members")

    agent.signs_in()
    clerk = Clerk(agent, "Sam Agent")
    agent.page.set_viewport_size(DESK_SIZE)
    expect(clerk.rows).to_have_count(len(OTHERS) + 2)
    clerk.opens(reference)
    clerk.notes("Refund is on its way, I asked the billing team.")
    agent.button("Reply to the patient").click()
    clerk.answers(ANSWER)
    pictured(agent.page, "desk-conversation")
    agent.page.locator("body").press("u")
    expect(clerk.rows).to_have_count(
        len(OTHERS) + 1, timeout=WITHIN
    )  # what was answered waits for the patient
    pictured(agent.page, "desk-list")

    phone = browser.new_context(viewport=PHONE_SIZE, locale="en-US", device_scale_factor=1.5)
    patient = Visitor(house, phone.new_page()).comes().opens(code)
    pictured(patient.page, "way-back")
    phone.close()
    team.close()


def written(browser: Browser, house: House) -> tuple[str, str]:
    context = browser.new_context(locale="en-US")
    patient = Letterwriter.at(context.new_page()).opens(link_to(house))
    patient.place.locator("#topic").select_option("billing")
    patient.writes(QUESTION)
    patient.place.get_by_label("Your name (optional)").fill("Lucía Ferrer")
    patient.sends()
    receipt = patient.gets_a_receipt()
    context.close()
    return receipt


def pictured(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


if __name__ == "__main__":
    main()
