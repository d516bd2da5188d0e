"""A conversation whose first letter has expired, as its patient finds it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.altering import alter
from tests.browser.answerer import Answerer
from tests.browser.conftest import link_to
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter
from tests.browser.visitor import QUESTION, Visitor

DAYS = 3 * 86400


def written_three_days_ago(facts: dict[str, Any]) -> None:
    """To an inbox that keeps letters for that day alone, so that the letter says that its time is over."""
    facts["now"] -= DAYS
    facts["kept_days"] = 0


def expire_first(house: House, reference: str) -> None:
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as database, database:
        database.execute(
            "UPDATE letter SET sealed = x'', expiry_day = 0 WHERE direction = 1 AND seq = 1 "
            "AND conversation_id = (SELECT id FROM conversation WHERE reference = ?)",
            [reference],
        )


def test_the_rest_opens_and_goes_on(house: House, page: Page, elsewhere: Visitor, answerer: Answerer) -> None:
    alter(page, "**/keys", written_three_days_ago)
    patient = Letterwriter.at(page).opens(link_to(house)).writes(QUESTION)
    patient.sends()
    reference, code = patient.gets_a_receipt()
    answerer.answers(reference, "It comes tomorrow.")
    expire_first(house, reference)
    back = elsewhere.comes().opens(code)
    expect(back.page.get_by_text("One earlier letter was erased, because its time was over.")).to_be_visible()
    assert (QUESTION in back.reads(), "It comes tomorrow." in back.reads()) == (False, True)
    expect(back.page.get_by_role("alert")).to_have_count(0)
    back.answers("Thank you")
    assert answerer.reads(reference) == ["It comes tomorrow.", "Thank you"]


def ten_days_less_for_the_first(facts: dict[str, Any]) -> None:
    facts["letters"][0]["until"] -= 10


def test_until_when_letters_can_be_read_is_said_of_each_where_they_end_one_by_one(
    written: tuple[str, str], elsewhere: Visitor, answerer: Answerer
) -> None:
    reference, code = written
    answerer.answers(reference, "It comes tomorrow.")
    back = elsewhere.comes().opens(code)
    expect(back.page.locator("#until")).to_contain_text("You can read this until")
    alter(back.page, "**/back/open", ten_days_less_for_the_first)
    back.comes().opens(code)
    expect(back.page.locator("#until")).to_contain_text("Letters are erased one by one")
