"""A patient on the page of the way back, in a patient's verbs."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House

QUESTION = "Where is my package? <b>It</b> was due on Monday."
SLOW = 20_000  # the worker is large, and starts anew


@dataclass
class Visitor:
    """A patient on the page of the way back."""

    house: House
    page: Page

    def comes(self, path: str = "/back") -> Visitor:
        self.page.goto(self.house.patient + path)
        expect(self.field).to_be_visible()
        return self

    @property
    def field(self) -> Locator:
        return self.page.locator("#code")

    @property
    def letters(self) -> Locator:
        return self.page.locator("#letters .letter-text")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def types(self, code: str) -> None:
        self.field.fill(code)
        self.field.press("Enter")

    def opens(self, code: str) -> Visitor:
        self.types(code)
        expect(self.page.locator("#thread")).to_be_visible(timeout=SLOW)
        return self

    def is_told(self, words: str) -> None:
        expect(self.page.locator("#code-error")).to_contain_text(words, timeout=SLOW)

    def reads(self) -> list[str]:
        return self.letters.all_inner_texts()

    def answers(self, text: str) -> None:
        self.page.get_by_label("Your answer", exact=True).fill(text)
        self.button("Send securely").click()
        expect(self.page.locator("#answer-state")).to_have_text("Sent.", timeout=SLOW)
