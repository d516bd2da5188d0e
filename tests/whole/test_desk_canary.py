"""Nothing readable leaves a browser at the desk or on the way back, whatever is written there."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.clerk import Clerk
from tests.browser.filer import Filer
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.member import SLOW, Member, Team
from tests.browser.visitor import Visitor
from tests.outbox.postoffice import PostOffice
from tests.whole.proxy import RecordingProxy
from tests.whole.search import places, wait_for_notice
from tests.whole.traces import files, found

# Words that nothing else in the system holds; some of them beyond ASCII.
SECRETS = {
    "first letter": "Quellbrixin",
    "answer": "Möndrivastel",
    "the reply": "Terquandolis",
    "the note": "Kröpfelwanz",
    "the saved reply": "Zwirbelthane",
    "its name": "Grumpelvost",
    "the review": "Plönnerfisk",
    "what was searched for": "Ysmeldakron",
    "a draft that was never sent": "Wuxelbraith",
    "the address": "norbelquist@vandrumello.example",
}


def test_what_is_written_at_the_desk_is_found_nowhere_but_in_opened_letters(
    house: House, office: PostOffice, browser: Browser, page: Page, proxy: RecordingProxy
) -> None:
    team = Team(house, browser)
    lead = team.lead("Lena Lead")
    agent = team.member(lead, "Sam Agent")
    lead.page.reload()
    lead.unlocks()
    lead.lets_in("Sam Agent")
    reviewer = team.member(lead, "Rui Reviewer", "Reviewer")
    lead.page.reload()
    lead.unlocks()
    lead.lets_in("Rui Reviewer")
    house.flask("inbox", "review", "riverside", "--percent", "100")

    reference, code = writes(page, house)
    works_on_it(agent, reference)
    returns_and_answers(Visitor(house, browser.new_page(locale="en-US")), code)
    agent.comes_back(f"/desk/c/{reference}")
    expect(agent.page.locator("article").filter(has_text=SECRETS["answer"])).to_be_visible(timeout=SLOW)
    assert {delivery.to for delivery in office.deliveries} == {SECRETS["the address"]}
    agent.button("Close").click()
    reviews(reviewer, reference)

    secrets = SECRETS | {"return code": code, "agent's passkey": prf_of(agent)}
    everywhere = places(house, proxy, wait_for_notice(house, reference))
    assert found(secrets, everywhere) == []

    # What was searched is what should have been: all of it went out, and was stored.
    asked = [bytes(exchange.sent[:200]) for exchange in proxy.exchanges]
    posts = (
        b"/back/open",
        b"/back/envelopes",
        b"/read ",
        b"/letters ",
        b"/state ",
        b"/replies ",
        b"/scores ",
    )
    for part in posts:
        assert any(part in each for each in asked), part
    assert found({"reference": reference}, files(house.instance))
    opened = house.flask("letters", "open", "--kit", str(house.kit)).splitlines()
    read = json.dumps([json.loads(line) for line in opened], ensure_ascii=False)
    for name in ("first letter", "answer", "the reply", "the note", "the saved reply", "the review"):
        assert SECRETS[name] in read, name
    for name in ("what was searched for", "a draft that was never sent", "the address"):
        assert SECRETS[name] not in read, name
    team.close()


def writes(page: Page, house: House) -> tuple[str, str]:
    patient = Letterwriter.at(page).opens(link_to(house))
    patient.writes(f"Where is my parcel? {SECRETS['first letter']}")
    page.get_by_label("Email me when there is an answer (optional)").fill(SECRETS["the address"])
    patient.sends()
    return patient.gets_a_receipt()


def works_on_it(agent: Member, reference: str) -> None:
    """A saved reply, a note, a reply with what was saved in it, a search, and a draft that is left."""
    agent.signs_in("/desk/replies")
    clerk = Clerk(agent, "Sam Agent")
    filer = Filer(clerk)
    filer.adds(SECRETS["its name"], f"We look into it. {SECRETS['the saved reply']}")
    clerk.comes_to_conversation(reference)
    clerk.notes(f"Call her back. {SECRETS['the note']}")
    agent.page.get_by_role("button", name="Reply to the patient").click()
    filer.chooses(SECRETS["its name"])
    clerk.answers(f"{clerk.field.input_value()} It comes tomorrow. {SECRETS['the reply']}")
    agent.page.get_by_role("searchbox").fill(SECRETS["what was searched for"])
    expect(agent.page.get_by_text("Nothing here has these words.")).to_be_visible()
    agent.page.get_by_role("searchbox").fill("")
    clerk.writes(f"Perhaps {SECRETS['a draft that was never sent']}")


def reviews(reviewer: Member, reference: str) -> None:
    reviewer.signs_in(f"/desk/c/{reference}")
    card = reviewer.page.get_by_role("region", name="Your review")
    card.locator("label").filter(has_text=re.compile("^4 ")).click(timeout=SLOW)
    card.get_by_role("textbox").fill(f"Kind and quick. {SECRETS['the review']}")
    reviewer.button("Save review").click()
    expect(card.get_by_role("status").first).to_have_text("Your review is saved.", timeout=SLOW)


def returns_and_answers(patient: Visitor, code: str) -> None:
    patient.comes().opens(code)
    patient.answers(f"It did not come. {SECRETS['answer']}")
    assert len(patient.reads()) == 3


def prf_of(member: Member) -> str:
    """The private key that the authenticator holds, which it would be worst to find anywhere."""
    [passkey] = member.passkeys()
    return str(passkey["privateKey"])
