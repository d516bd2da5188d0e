"""A member at work on conversations, in their verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.member import SLOW, Member

REPLY = "Reply to the patient"
NOTE = "Note, only your team sees it"


@dataclass
class Clerk:
    """`name` is what colleagues see."""

    member: Member
    name: str

    @property
    def page(self) -> Page:
        return self.member.page

    # What they see

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("list", name="Conversations").get_by_role("link")

    def row(self, reference: str) -> Locator:
        return self.page.locator(f'.row[data-reference="{reference}"]')

    def listed(self) -> list[str]:
        return list(self.rows.evaluate_all("(rows) => rows.map((row) => row.dataset.reference)"))

    def lists(self, *references: str) -> None:
        """These and no others, in this order."""
        expect(self.rows).to_have_count(len(references))
        assert self.listed() == list(references)

    @property
    def letters(self) -> Locator:
        return self.page.locator(".letters").get_by_role("article")

    @property
    def field(self) -> Locator:
        return self.page.locator("#answer")

    @property
    def facts(self) -> Locator:
        return self.page.locator(".facts")

    def is_told(self, text: str) -> None:
        expect(self.page.locator(".toasts")).to_contain_text(text)

    # What they do

    def comes_to(self, path: str = "/desk/") -> None:
        """By the address, so that nothing is left of before; and unlocks."""
        self.member.comes_back(path)

    def goes_to(self, state: str) -> None:
        name = re.compile(f"^{state}")
        self.page.get_by_role("navigation", name="State").get_by_role("link", name=name).click()

    def opens(self, reference: str) -> None:
        self.row(reference).click()
        self.has_open(reference)

    def comes_to_conversation(self, reference: str) -> None:
        """`reference` may have a query behind it."""
        self.comes_to(f"/desk/c/{reference}")
        self.has_open(reference.partition("?")[0])

    def has_open(self, reference: str) -> None:
        expect(self.member.heading).to_have_text(f"Conversation {reference}")
        expect(self.letters.first).to_be_visible(timeout=SLOW)

    def writes(self, text: str) -> None:
        self.page.get_by_role("textbox", name=REPLY).fill(text)

    def writes_a_note(self, text: str) -> None:
        self.page.get_by_role("button", name="Note for the team").click()
        self.page.get_by_role("textbox", name=NOTE).fill(text)

    def sends(self) -> None:
        self.member.button("Send").click()

    def answers(self, text: str) -> None:
        count = self.letters.count()
        self.writes(text)
        self.sends()
        expect(self.letters).to_have_count(count + 1)

    def notes(self, text: str) -> None:
        count = self.letters.count()
        self.writes_a_note(text)
        self.member.button("Add note").click()
        expect(self.letters).to_have_count(count + 1)

    def takes(self, who: str) -> None:
        """The open conversation goes to `who`, as the button's list has it."""
        self.page.get_by_role("button", name=re.compile("^With ")).click()
        self.page.get_by_role("button", name=who, exact=True).click()
