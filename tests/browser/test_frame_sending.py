"""From "Send securely" to the receipt, also where the way is bad; with the real door, worker and keys."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to

ENVELOPES = re.compile(r"/envelopes$")


@pytest.fixture(scope="module")
def link(house: House) -> str:
    return link_to(house)


@pytest.fixture
def patient(page: Page, link: str) -> Iterator[Letterwriter]:
    patient = Letterwriter.at(page).opens(link)
    yield patient
    assert patient.problems == []


def test_a_letter_is_sent_and_the_receipt_keeps_code_and_reference(patient: Letterwriter) -> None:
    patient.writes("I was charged twice for one visit.").sends()
    _, code = patient.gets_a_receipt()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{2}", code)
    assert patient.page.get_by_text("What happens next").is_visible()


def test_what_was_typed_is_gone_from_the_page_after_the_receipt(patient: Letterwriter) -> None:
    patient.writes("a very particular sentence").sends()
    patient.gets_a_receipt()
    assert "particular" not in patient.page.content()
    expect(patient.message).to_have_count(0)


def test_a_letter_can_be_sent_with_the_keyboard_alone(patient: Letterwriter) -> None:
    page = patient.page
    press_until(page, "topic")
    page.keyboard.press("ArrowDown")
    for field, words in (("urgency", ""), ("message", "By keys."), ("name", "Ana"), ("contact", "at home")):
        press_until(page, field)
        page.keyboard.type(words)
    press_until(page, "send")
    page.keyboard.press("Enter")
    patient.gets_a_receipt()
    assert page.evaluate("document.activeElement.id") == "receipt-heading"


def press_until(page: Page, wanted: str) -> None:
    """Tabs on until the element with this id has the focus, and shows it."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def test_enter_in_a_field_sends_nothing(patient: Letterwriter) -> None:
    patient.writes("Not finished")
    name = patient.page.get_by_label("Your name (optional)")
    name.fill("Ana")
    name.press("Enter")
    patient.page.wait_for_timeout(300)
    assert patient.posts() == []
    expect(patient.message).to_have_value("Not finished")


def test_an_empty_message_is_asked_for(patient: Letterwriter) -> None:
    patient.sends()
    expect(patient.page.get_by_text("Please write a message first.")).to_be_visible()
    expect(patient.message).to_be_focused()
    assert patient.posts() == []


def test_a_lost_connection_keeps_the_envelope_and_sends_the_same_one(
    patient: Letterwriter, context: BrowserContext
) -> None:
    patient.writes("Sent from a train")
    patient.has_its_keys()
    context.set_offline(True)
    patient.sends()
    expect(patient.page.get_by_text("Your sealed message is waiting")).to_be_visible()
    expect(patient.message).to_have_value("Sent from a train")
    context.set_offline(False)
    patient.gets_a_receipt()
    posts = patient.posts()
    assert len(posts) >= 2
    assert len(set(posts)) == 1


def test_an_answer_that_was_lost_on_its_way_back_gives_one_conversation(
    patient: Letterwriter, house: House
) -> None:
    before = conversations(house)
    answers: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answers.append(route.fetch().status)
        route.abort("connectionreset")

    patient.page.route(ENVELOPES, lose_the_answer, times=1)
    patient.writes("Once only").sends()
    patient.page.get_by_role("button", name="Try now").click()
    reference, _ = patient.gets_a_receipt()
    assert answers == [201]
    (new,) = conversations(house) - before
    assert new == reference


def test_a_stale_answer_is_sealed_anew_and_arrives(patient: Letterwriter) -> None:
    stale = {"error": "stale", "message": "Fresh keys are needed."}
    patient.page.route(ENVELOPES, lambda route: route.fulfill(status=412, json=stale), times=1)
    patient.writes("Slowly written").sends()
    patient.gets_a_receipt()
    first, second = patient.posts()
    assert first != second


def test_a_busy_door_is_waited_for_in_plain_sight(patient: Letterwriter) -> None:
    busy = {"status": 429, "headers": {"Retry-After": "600"}, "json": {"error": "limited", "message": ""}}
    patient.page.route(ENVELOPES, lambda route: route.fulfill(**busy), times=1)
    patient.writes("In a queue").sends()
    expect(patient.page.get_by_text("The service is busy.")).to_be_visible()
    expect(patient.page.get_by_text(re.compile(r"Next try in (600|59\d) s\."))).to_be_visible()
    patient.page.get_by_role("button", name="Try now").click()
    patient.gets_a_receipt()
    assert len(set(patient.posts())) == 1


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (409, "conflict", "already arrived"),
        (413, "too_large", "too long"),
        (422, "slip", "Something went wrong on our side"),
        (403, "origin", "in a tab of its own"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_the_text(
    patient: Letterwriter, status: int, error: str, says: str
) -> None:
    patient.page.route(
        ENVELOPES, lambda route: route.fulfill(status=status, json={"error": error, "message": ""})
    )
    patient.writes("Keep me").sends()
    expect(patient.refusal).to_contain_text(says)
    expect(patient.message).to_have_value("Keep me")
    expect(patient.message).to_be_editable()


def test_leaving_with_unsent_text_asks_first(page: Page, link: str) -> None:
    patient = Letterwriter.at(page).opens(link).writes("Half a senten")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    patient.message.press("End")
    page.reload()
    assert asked == ["beforeunload"]


def test_code_and_reference_can_be_copied(patient: Letterwriter, context: BrowserContext) -> None:
    patient.writes("Copy").sends()
    _, code = patient.gets_a_receipt()
    patient.page.get_by_role("button", name="Copy", exact=True).click()
    expect(patient.page.get_by_text("Copied.")).to_be_visible()
    context.grant_permissions(["clipboard-read"])
    assert code in patient.page.evaluate("navigator.clipboard.readText()")


def test_paper_shows_code_and_reference_and_nothing_to_press(patient: Letterwriter) -> None:
    patient.writes("Print").sends()
    patient.gets_a_receipt()
    patient.page.emulate_media(media="print")
    expect(patient.code).to_be_visible()
    assert patient.page.locator("button:visible").count() == 0


def test_firefox_sends_too(firefox_page: Page, link: str) -> None:
    patient = Letterwriter.at(firefox_page).opens(link).writes("From Firefox")
    patient.sends()
    patient.gets_a_receipt()
    assert patient.problems == []


def conversations(house: House) -> set[str]:
    """The references of all that is stored."""
    with closing(sqlite3.connect(f"file:{house.instance / 'sotto.db'}?mode=ro", uri=True)) as connection:
        return {reference for (reference,) in connection.execute("SELECT reference FROM conversation")}
