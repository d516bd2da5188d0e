"""A patient comes back with the return code, on another device: reads, answers, and deletes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answerer import Answerer
from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to, wait_until
from tests.browser.look import Look
from tests.browser.visitor import QUESTION, SLOW, Visitor
from widget.crypto.header import NOTE
from widget.crypto.returncode import new_code

ANSWER = "Hello,\n\nit comes tomorrow."


def test_on_another_device_the_code_opens_the_answer_and_takes_one_back(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, ANSWER)
    answerer.answers(reference, "She sounds worried", NOTE)
    visitor = elsewhere.comes().opens(code.lower().replace("-", " "))
    assert visitor.reads() == [QUESTION, ANSWER]
    expect(visitor.page.locator("#thread-state")).to_have_text("Answered.")
    visitor.answers("Thank you, but it did not.")
    assert visitor.reads()[-1] == "Thank you, but it did not."
    assert answerer.reads(reference) == [QUESTION, ANSWER, "She sounds worried", "Thank you, but it did not."]
    assert answerer.row(reference).state == "open"


def test_a_link_asks_for_the_rest_of_the_code_and_leaves_the_address(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    _, code = written
    visitor = elsewhere.comes(f"/back#{code.replace('-', '')[:17]}")
    assert visitor.page.url == visitor.house.patient + "/back"
    expect(visitor.page.get_by_text("Last 5 symbols", exact=True)).to_be_visible()
    visitor.opens(code[-6:])
    assert visitor.reads() == [QUESTION]


def test_the_receipt_offers_the_link_and_draws_it(house: House, page: Page) -> None:
    patient = Letterwriter.at(page).opens(link_to(house)).writes("Hello")
    patient.sends()
    _, code = patient.gets_a_receipt()
    link = f"{house.patient}/back#{code.replace('-', '')[:17]}"
    expect(page.get_by_role("link", name=link)).to_have_attribute("href", link)
    page.get_by_role("button", name="Show as a QR code").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    assert patient.problems == []


def test_a_mistyped_code_is_told_without_asking_anybody(written: tuple[str, str], elsewhere: Visitor) -> None:
    _, code = written
    asked: list[str] = []
    elsewhere.page.on("request", lambda request: asked.append(request.url))
    visitor = elsewhere.comes()
    visitor.types(code[:-1] + ("0" if code[-1] != "0" else "1"))
    visitor.is_told("One of the symbols is not right")
    visitor.types(code[:-4])
    visitor.is_told("22 letters and numbers")
    visitor.types(" ")
    visitor.is_told("Type your return code first")
    assert not any("/back/open" in url for url in asked)


def test_a_code_of_no_conversation_opens_nothing(elsewhere: Visitor) -> None:
    visitor = elsewhere.comes()
    visitor.types(new_code())
    visitor.is_told("This code opens nothing here")


def test_two_devices_do_not_write_over_each_other(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    visitor = elsewhere.comes().opens(code)
    answerer.answers(reference, ANSWER)
    other = Visitor(elsewhere.house, elsewhere.page.context.new_page()).comes().opens(code)
    other.answers("From the phone")
    visitor.page.get_by_label("Your answer", exact=True).fill("From the laptop")
    visitor.button("Send securely").click()
    expect(visitor.page.locator("#answer-state")).to_contain_text("Please read it", timeout=SLOW)
    assert visitor.reads() == [QUESTION, ANSWER, "From the phone"]
    expect(visitor.page.get_by_label("Your answer", exact=True)).to_have_value("From the laptop")
    visitor.button("Send securely").click()
    expect(visitor.page.locator("#answer-state")).to_have_text("Sent.", timeout=SLOW)
    assert answerer.reads(reference)[-1] == "From the laptop"


def test_deleting_asks_once_and_gives_a_receipt(
    written: tuple[str, str], elsewhere: Visitor, house: House
) -> None:
    reference, code = written
    page = elsewhere.page
    wait_until(page, lambda: any(reference in json.dumps(each) for each in house.received()))
    visitor = elsewhere.comes().opens(code)
    visitor.button("Delete this conversation").click()
    visitor.button("No, keep it").click()
    assert visitor.reads() == [QUESTION]
    visitor.button("Delete this conversation").click()
    visitor.button("Yes, delete it").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(f"1 letters of conversation {reference}")).to_be_visible()
    expect(page.get_by_text("We could not erase them there")).to_be_visible()
    assert QUESTION not in page.content()
    again = Visitor(house, page.context.new_page()).comes()
    again.types(code)
    again.is_told("This code opens nothing here")


def test_a_copy_is_saved_after_a_warning(written: tuple[str, str], elsewhere: Visitor) -> None:
    reference, code = written
    visitor = elsewhere.comes().opens(code)
    visitor.button("Save a copy").click()
    expect(visitor.page.get_by_text("Anyone who uses this device can read it.")).to_be_visible()
    with visitor.page.expect_download() as download:
        visitor.button("Save it").click()
    assert download.value.suggested_filename == f"conversation-{reference}.txt"
    assert QUESTION in Path(download.value.path()).read_text()


def test_the_device_remembers_the_code_only_when_told_to(
    written: tuple[str, str], elsewhere: Visitor
) -> None:
    _, code = written
    page = elsewhere.page
    visitor = elsewhere.comes().opens(code)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Remember the code on this device").check()
    page.reload()
    visitor.button("Open the conversation that this device remembers").click()
    expect(page.locator("#thread")).to_be_visible(timeout=SLOW)
    page.get_by_label("Remember the code on this device").uncheck()
    assert page.evaluate("localStorage.length") == 0


def test_solved_is_said_and_seen(written: tuple[str, str], elsewhere: Visitor, answerer: Answerer) -> None:
    reference, code = written
    visitor = elsewhere.comes().opens(code)
    visitor.button("Mark as solved").click()
    expect(visitor.page.locator("#thread-state")).to_contain_text("Solved.")
    assert answerer.row(reference).state == "closed"


Change = Callable[[dict[str, Any]], None]


def dropped(facts: dict[str, Any]) -> None:
    del facts["letters"][1]


def repeated(facts: dict[str, Any]) -> None:
    facts["letters"].insert(1, facts["letters"][1])


def reordered(facts: dict[str, Any]) -> None:
    facts["letters"][1:] = reversed(facts["letters"][1:])


def altered(facts: dict[str, Any]) -> None:
    letter = facts["letters"][1]["letter"]
    facts["letters"][1]["letter"] = letter[:-8] + ("A" if letter[-8] != "A" else "B") + letter[-7:]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dropped, "A letter is missing, repeated or out of order."),
        (repeated, "A letter is missing, repeated or out of order."),
        (reordered, "A letter is missing, repeated or out of order."),
        (altered, "A letter here was changed on its way."),
    ],
)
def test_a_server_that_tampers_is_caught_in_plain_words(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer, change: Change, sentence: str
) -> None:
    reference, code = written
    for text in ("One", "Two", "Three"):
        answerer.answers(reference, text)

    def tamper(route: Route) -> None:
        answer = route.fetch()
        facts = answer.json()
        change(facts)
        route.fulfill(response=answer, json=facts)

    elsewhere.page.route("**/back/open", tamper)
    visitor = elsewhere.comes().opens(code)
    expect(visitor.page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    assert "Three" not in visitor.reads()


def test_old_keys_or_another_root_show_nothing(written: tuple[str, str], elsewhere: Visitor) -> None:
    _, code = written

    def swap(route: Route) -> None:
        answer = route.fetch()
        facts = answer.json()
        facts["inboxes"][0]["root"] = "A" * 43
        route.fulfill(response=answer, json=facts)

    elsewhere.page.route("**/back/open", swap)
    visitor = elsewhere.comes()
    visitor.types(code)
    visitor.is_told("confirm that this comes from your team")
    assert QUESTION not in visitor.page.content()


def test_whether_it_helped_is_asked_once_it_is_solved(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, ANSWER)
    visitor = elsewhere.comes().opens(code)
    asked = visitor.page.get_by_role("region", name="Did this help you?")
    expect(asked).to_be_hidden()
    visitor.button("Mark as solved").click()
    expect(asked).to_be_visible(timeout=SLOW)
    assert violations(visitor.page) == []
    visitor.button("A little").click()
    expect(asked.get_by_role("status")).to_contain_text("Thank you.", timeout=SLOW)
    expect(visitor.button("A little")).to_be_hidden()
    again = elsewhere.comes().opens(code)
    expect(again.page.get_by_text("Solved. If you write again")).to_be_visible(timeout=SLOW)
    expect(asked).to_be_hidden()


def test_it_speaks_spanish(written: tuple[str, str], elsewhere: Visitor) -> None:
    visitor = elsewhere.comes()
    visitor.button("Español").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Lea su respuesta")
    visitor.opens(written[1])
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Su conversación")


def test_it_can_be_used_by_everybody(
    written: tuple[str, str], answerer: Answerer, look: Look, house: House
) -> None:
    reference, code = written
    answerer.answers(reference, ANSWER)
    for name, page in look.with_every():
        visitor = Visitor(house, page).comes()
        assert violations(page) == [], name
        look.keep(page, f"back-ask-{name}")
        visitor.opens(code)
        visitor.button("Delete this conversation").click()
        assert violations(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, name
        look.keep(page, f"back-thread-{name}")


def test_firefox_comes_back_too(written: tuple[str, str], house: House, firefox_page: Page) -> None:
    visitor = Visitor(house, firefox_page).comes().opens(written[1])
    visitor.answers("From Firefox")
    assert visitor.reads() == [QUESTION, "From Firefox"]
