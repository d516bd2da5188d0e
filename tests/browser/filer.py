"""A member at the page of saved replies, and with them at an answer, in their verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.clerk import Clerk
from tests.browser.member import SLOW

LIST = "Saved replies"


@dataclass
class Filer:
    clerk: Clerk

    @property
    def page(self) -> Page:
        return self.clerk.page

    # What they see

    def reply(self, title: str) -> Locator:
        return self.page.locator(".saved-reply").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )

    @property
    def titles(self) -> list[str]:
        return self.page.locator(".saved-reply h2").all_inner_texts()

    @property
    def search(self) -> Locator:
        return self.page.get_by_role("combobox", name="Find a saved reply")

    @property
    def options(self) -> Locator:
        return self.page.get_by_role("listbox", name=LIST).get_by_role("option")

    @property
    def effects(self) -> Locator:
        return self.page.locator(".saved-effects")

    def has_the_page(self) -> None:
        expect(self.clerk.member.heading).to_have_text(LIST)
        expect(self.page.get_by_role("button", name="New saved reply")).to_be_visible(timeout=SLOW)

    # What they do

    def comes_to_the_page(self) -> None:
        self.clerk.comes_to("/desk/replies")
        self.has_the_page()

    def begins(self, title: str, text: str) -> None:
        """A new one, not saved yet."""
        self.clerk.member.button("New saved reply").click()
        self.fills(title, text)

    def fills(self, title: str, text: str) -> None:
        self.page.get_by_label("Name", exact=True).fill(title)
        self.page.get_by_label("Text", exact=True).fill(text)

    def saves(self, title: str) -> None:
        self.clerk.member.button("Save").click()
        self.has_the_page()
        expect(self.reply(title)).to_be_visible()

    def adds(self, title: str, text: str, state: str = "", holder: str = "", days: int = 0) -> None:
        self.begins(title, text)
        if state:
            self.page.get_by_label("State", exact=True).select_option(label=state)
        if days:
            self.page.get_by_label("For how many days?").fill(str(days))
        if holder:
            self.page.get_by_label("Holder", exact=True).select_option(label=holder)
        self.saves(title)

    def opens(self, title: str) -> None:
        self.page.get_by_role("button", name=f"Change {title}", exact=True).click()
        expect(self.clerk.member.heading).to_have_text("Change a saved reply")

    def chooses(self, title: str) -> None:
        """By the keyboard alone, from an answer."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("t")
        expect(self.search).to_be_focused()
        expect(self.options.first).to_be_visible(timeout=SLOW)
        self.page.keyboard.type(title)
        expect(self.options.first).to_contain_text(title, ignore_case=True)
        self.page.keyboard.press("Enter")
        expect(self.clerk.field).to_be_focused()

    def removes(self, title: str) -> None:
        self.page.get_by_role("button", name=f"Remove {title}", exact=True).click()
        self.clerk.member.dialog.get_by_role("button", name="Remove").click()
        expect(self.reply(title)).to_have_count(0)


def saved_requests(filer: Filer) -> list[bytes]:
    """What was posted to be saved."""
    posted = [each for each in filer.clerk.member.requests if re.search(r"/replies$", each.url)]
    return [each.post_data_buffer or b"" for each in posted if each.method == "POST"]
