"""The whole story in real browsers: a patient writes, is answered, handed on, helped, and gone in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.member import SLOW, Member, Team
from tests.browser.visitor import Visitor

CARE = "care-team"
QUESTION = "CANARY-QUESTION where is my parcel?"
ANSWER = "CANARY-ANSWER it comes tomorrow."
NOTE = "CANARY-NOTE call her on Monday."
THANKS = "CANARY-THANKS it did not come."
CARED = "CANARY-CARED we send another."
LOST = "CANARY-LOST I lost my code."
LATER = "CANARY-LATER after Sam had left."
REVIEW = "CANARY-REVIEW kind, and quick."
CANARY = re.compile(b"CANARY-[A-Z]+")


@pytest.fixture(scope="module")
def care(house: House) -> str:
    """Another team under the same root."""
    flags = ("--slug", CARE, "--kit", str(house.kit), "--site", house.site, "--topic", "billing")
    house.flask("inbox", "create", "Care Team", *flags)
    return CARE


@pytest.fixture
def device(chromium: Browser, house: House) -> Iterator[Visitor]:
    """Of the patient: not the one that the first letter was written on."""
    context = chromium.new_context(locale="en-US", reduced_motion="reduce")
    yield Visitor(house, context.new_page())
    context.close()


def test_from_the_first_invitation_to_the_last_deletion(
    house: House, team: Team, care: str, page: Page, device: Visitor
) -> None:
    lead = team.lead("Lena Lead")
    sam = team.member(lead, "Sam Agent")
    rui = team.member(lead, "Rui Reviewer", "Reviewer")
    kim_link = lead.invites("Kim Agent")
    kim = team.newcomer(prf=False)
    words = joins_with_words(kim, kim_link)
    lead.page.reload()
    lead.unlocks()
    for name in ("Sam Agent", "Kim Agent", "Rui Reviewer"):
        lead.lets_in(name)
    house.flask("inbox", "review", "riverside", "--percent", "100")
    carer = team.lead("Cleo Care", care)

    # A patient writes; Sam reads, notes something and answers.
    reference, code = writes(page, house, QUESTION)
    sam.signs_in(f"/desk/c/{reference}")
    shows(sam, QUESTION)
    notes(sam, NOTE)
    answers(sam, ANSWER)

    # On another device the patient reads it, and answers.
    patient = device.comes().opens(code)
    assert patient.reads() == [QUESTION, ANSWER]
    patient.answers(THANKS)

    # Kim, who has words in place of a secret, reads all of it.
    kim.opens(f"/desk/c/{reference}")
    kim.button("Sign in with your passkey").click()
    kim.says_the_words(words)
    kim.is_in()
    for text in (QUESTION, NOTE, ANSWER, THANKS):
        shows(kim, text)

    # Sam hands it to the care team, who answer; the patient's code stays the same.
    sam.page.reload()
    sam.unlocks()
    shows(sam, THANKS)
    chooses(sam, "Hand to another team …")
    sam.dialog.get_by_role("button", name="Care Team").click()
    expect(sam.page.get_by_text(f"{reference} is with Care Team now.")).to_be_visible(timeout=SLOW)
    carer.opens(f"/desk/c/{reference}")
    carer.unlocks()
    for text in (QUESTION, NOTE, ANSWER, THANKS):
        shows(carer, text)
    answers(carer, CARED)
    patient.button("Look for news").click()
    expect(patient.letters).to_have_text([QUESTION, ANSWER, THANKS, CARED], timeout=SLOW)
    patient.answers("CANARY-SECOND thank you.")
    carer.page.reload()
    carer.unlocks()
    shows(carer, "CANARY-SECOND thank you.")

    # Another patient loses the code, and writes again.
    old, old_code = writes(page, house, QUESTION)
    sam.opens(f"/desk/c/{old}")
    sam.unlocks()
    answers(sam, ANSWER)
    new, new_code = writes(page, house, LOST)
    sam.opens(f"/desk/c/{new}")
    sam.unlocks()
    shows(sam, LOST)
    chooses(sam, "The patient lost an older code …")
    sam.dialog.get_by_label("Reference of the older conversation").fill(old)
    sam.dialog.get_by_role("button", name="End the old code").click()
    field = sam.page.get_by_role("textbox", name="Reply")
    expect(field).to_have_value(re.compile(ANSWER), timeout=SLOW)
    sam.button("Send").click()
    expect(sam.page.locator("article").filter(has_text="What we answered before:")).to_be_visible(
        timeout=SLOW
    )
    again = Visitor(house, device.page.context.new_page()).comes()
    again.types(old_code)
    again.is_told("This code opens nothing here")
    again.opens(new_code)
    assert ANSWER in again.reads()[1]

    # While it is open a reviewer has no part in it. Sam closes it, it is drawn, and Rui reviews it.
    rui.signs_in(f"/desk/c/{new}")
    finds_nothing(rui)
    sam.button("Close").click()
    expect(sam.page.get_by_text(f"{new} is closed.")).to_be_visible(timeout=SLOW)
    rui.page.reload()
    rui.unlocks()
    shows(rui, LOST)
    reviews(rui, REVIEW)
    rui.opens(f"/desk/c/{old}")
    rui.unlocks()
    finds_nothing(rui)
    lead.opens(f"/desk/c/{new}")
    lead.unlocks()
    lead.page.get_by_text("Reviews (1)").click()
    expect(lead.page.get_by_text(REVIEW)).to_be_visible(timeout=SLOW)
    assert len(again.reads()) == 2
    lead.opens("/desk/members")

    # Sam leaves: the keys are new from then on, and Sam's browser opens nothing any more.
    lead.page.reload()
    lead.unlocks()
    removes(lead, "Sam Agent")
    later, later_code = writes(page, house, LATER)
    sam.opens(f"/desk/c/{later}")
    expect(sam.button("Sign in with your passkey")).to_be_visible(timeout=SLOW)
    sam.button("Sign in with your passkey").click()
    expect(sam.page.get_by_text(re.compile("not known|no longer|removed"))).to_be_visible(timeout=SLOW)
    kim.opens(f"/desk/c/{later}")
    kim.page.get_by_role("button", name=re.compile("(Unlock|Sign in) with your passkey")).click()
    kim.says_the_words(words)
    kim.is_in()
    shows(kim, LATER)

    # The patient deletes.
    last = Visitor(house, device.page.context.new_page()).comes().opens(later_code)
    last.button("Delete this conversation").click()
    last.button("Yes, delete it").click()
    expect(last.page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    kim.page.reload()
    kim.page.get_by_role("button", name=re.compile("(Unlock|Sign in) with your passkey")).click()
    kim.says_the_words(words)
    finds_nothing(kim)

    # Nothing of what was written ever left a browser readable, nor lies with the server.
    for member in (lead, sam, kim, rui, carer):
        for request in member.requests:
            assert not CANARY.search(request.post_data_buffer or b""), request.url
    for path in house.folder.rglob("*"):
        if path.is_file():
            assert not CANARY.search(path.read_bytes()), path


def joins_with_words(member: Member, link: str) -> list[str]:
    member.opens(link)
    member.button("Make your passkey").click()
    words = member.writes_the_words_down()
    member.is_at("Done")
    return words


def writes(page: Page, house: House, text: str) -> tuple[str, str]:
    patient = Letterwriter.at(page.context.new_page()).opens(link_to(house)).writes(text)
    patient.sends()
    return patient.gets_a_receipt()


def shows(member: Member, text: str) -> None:
    expect(member.page.locator("article").filter(has_text=text).first).to_be_visible(timeout=SLOW)


def answers(member: Member, text: str) -> None:
    member.page.get_by_role("textbox", name="Reply").fill(text)
    member.button("Send").click()
    shows(member, text)


def notes(member: Member, text: str) -> None:
    member.page.get_by_role("button", name=re.compile("^Note")).click()
    member.page.get_by_role("textbox", name="Note").fill(text)
    member.button("Add note").click()
    shows(member, text)
    member.page.get_by_role("button", name=re.compile("^Reply")).click()


def reviews(member: Member, text: str) -> None:
    card = member.page.get_by_role("region", name="Your review")
    card.get_by_text("Very good").click()
    card.get_by_role("textbox").fill(text)
    member.button("Save review").click()
    expect(card.get_by_text("You gave 4 of 5, very good.")).to_be_visible(timeout=SLOW)


def finds_nothing(member: Member) -> None:
    expect(member.page.get_by_text("There is no such conversation here.")).to_be_visible(timeout=SLOW)


def chooses(member: Member, what: str) -> None:
    member.button("More").click()
    member.button(what).click()


def removes(lead: Member, name: str) -> None:
    lead.person(name).get_by_role("checkbox").check()
    lead.button("Remove…").click()
    lead.dialog.get_by_role("button", name="Remove").click()
    expect(lead.page.get_by_text(f"Removed: {name}.")).to_be_visible(timeout=SLOW)
