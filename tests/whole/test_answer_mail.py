"""The e-mail that tells a patient of an answer, from the form to a mail server and back, with real parts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to, wait_until
from tests.browser.member import Team
from tests.browser.visitor import Visitor
from tests.outbox.postoffice import PostOffice
from widget.outbox.answerwords import ENGLISH

ADDRESS, OTHER = "ana@patients.example", "ana@work.example"
FIELD = "Email me when there is an answer (optional)"


def test_a_patient_is_told_of_an_answer_until_they_have_looked_and_not_after_the_end(
    house: House, office: PostOffice, browser: Browser, page: Page
) -> None:
    patient = Letterwriter.at(page).opens(link_to(house)).writes("Where is my parcel?")
    page.get_by_label(FIELD).fill(f" {ADDRESS} ")
    patient.sends()
    reference, code = patient.gets_a_receipt()
    team = Team(house, browser)
    lena = Clerk(team.lead("Lena Lead"), "Lena Lead")
    back = Visitor(house, browser.new_page(locale="en-US"))

    def is_told(times: int) -> None:
        """And nothing more is on its way: what is not due is never sent."""
        wait_until(back.page, lambda: len(office.deliveries) >= times)
        assert len(office.deliveries) == times
        assert asked(house, "SELECT 1 FROM telling WHERE due_at IS NOT NULL OR sealed IS NOT NULL") == []

    lena.comes_to_conversation(reference)
    lena.answers("It left yesterday.")
    is_told(1)
    assert office.deliveries[0].to == ADDRESS
    assert office.deliveries[0].text == ENGLISH.text.format(address=f"{house.patient}/back")

    lena.answers("It is in your town now.")
    is_told(1)

    assert len(back.comes().opens(code).reads()) == 3
    assert violations(back.page) == []
    lena.answers("It is at your door.")
    is_told(2)

    lena.member.button("Close").click()
    wait_until(back.page, lambda: stored(house, reference) is None)
    back.comes().opens(code)
    back.answers("It is not here!")
    lena.comes_to_conversation(reference)
    lena.answers("We look again.")
    is_told(2)
    assert stored(house, reference) is None

    back.comes().opens(code)
    back.page.get_by_label(FIELD).fill(OTHER)
    back.answers("Write to me when you know.")
    expect(back.page.get_by_label(FIELD)).to_have_value("")
    lena.comes_to_conversation(reference)
    lena.answers("Your neighbour has it.")
    is_told(3)
    assert office.deliveries[2].to == OTHER

    back.comes().opens(code)
    back.button("Stop emails").click()
    expect(back.page.locator("#news")).to_have_text("We send you no more emails about this conversation.")
    assert stored(house, reference) is None
    lena.answers("Have a good day.")
    is_told(3)
    team.close()


@pytest.mark.parametrize("address", ["ana", "ana@example", "ana@example.org, eve@example.org"])
def test_what_is_no_address_is_said_at_the_field_and_nothing_is_sent(
    house: House, page: Page, address: str
) -> None:
    patient = Letterwriter.at(page).opens(link_to(house)).writes("Where is my parcel?")
    field = page.get_by_label(FIELD)
    field.fill(address)
    patient.sends()
    expect(page.locator("#notify-error")).to_contain_text("This is not a full email address.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    page.get_by_role("button", name="Español").click()
    expect(page.locator("#notify-error")).to_contain_text("Esta no es una dirección de correo completa.")
    page.get_by_role("button", name="English").click()
    assert patient.posts() == []
    field.fill(ADDRESS)
    expect(page.locator("#notify-error")).to_be_empty()
    patient.sends()
    patient.gets_a_receipt()
    assert field.count() == 0


def asked(house: House, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as database:
        return database.execute(query, values).fetchall()


def stored(house: House, reference: str) -> bytes | None:
    ((found,),) = asked(house, "SELECT notify FROM conversation WHERE reference = ?", reference)
    sealed: bytes | None = found
    return sealed
