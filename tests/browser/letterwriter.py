"""A patient at the form, in a patient's verbs, and a note of all that the browser sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Locator, Page, Request, expect

from tests.browser.house import House

SECRET = "219-09-1234"
WARNED_TEXT = f"I was charged twice. My SSN is {SECRET} and I take metformin."
COMPLAINTS = ("error", "warning")
# Connections that tests cut, and the icon that browsers ask for on their own and the page may not have.
EXPECTED = ("Failed to load resource", "net::ERR_", "favicon.ico")


@dataclass
class Letterwriter:
    """`place` is the page that holds the form: a tab of its own, or the frame in a site's page."""

    page: Page
    place: Page | Frame
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, page: Page) -> Letterwriter:
        patient = cls(page, page)
        page.on("request", lambda request: patient.requests.append(request))
        page.on("pageerror", lambda error: patient._note(str(error)))
        page.on("console", lambda message: message.type in COMPLAINTS and patient._note(message.text))
        return patient

    def _note(self, complaint: str) -> None:
        if not any(each in complaint for each in EXPECTED):
            self.problems.append(complaint)

    def opens(self, address: str) -> Letterwriter:
        self.page.goto(address)
        expect(self.send_button).to_be_visible()
        return self

    @property
    def message(self) -> Locator:
        return self.place.get_by_label("Your message", exact=True)

    @property
    def send_button(self) -> Locator:
        return self.place.get_by_role("button", name="Send securely")

    @property
    def questions(self) -> Locator:
        return self.place.get_by_role("region", name="Worth a second look").get_by_role("listitem")

    @property
    def code(self) -> Locator:
        return self.place.locator("[data-return-code]")

    @property
    def refusal(self) -> Locator:
        return self.place.get_by_role("alert").filter(has_text="Not sent")

    def writes(self, text: str) -> Letterwriter:
        self.message.fill(text)
        return self

    def sends(self) -> None:
        self.send_button.click()

    def gets_a_receipt(self) -> tuple[str, str]:
        """The reference and the return code."""
        expect(self.code).to_be_visible(timeout=30_000)
        reference = self.place.locator("[data-reference]").inner_text()
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", reference)
        return reference, self.code.inner_text()

    def is_asked_about(self, words: str) -> Locator:
        question = self.questions.filter(has_text=words)
        expect(question).to_be_visible()
        return question

    def has_its_keys(self) -> None:
        """The first touch has brought all that sealing needs."""
        wait_until(self.page, lambda: self.asked_for("/keys") and bool(self.page.workers))
        self.page.wait_for_load_state("networkidle")

    def posts(self) -> list[bytes]:
        """The envelopes that left, or tried to."""
        return [request.post_data_buffer or b"" for request in self.requests if request.method == "POST"]

    def asked_for(self, part: str) -> bool:
        return any(part in request.url for request in self.requests)


def wait_until(page: Page, true: Callable[[], object]) -> None:
    """Lets the page go on until it is so; the browser's own way of waiting is eval, which pages forbid."""
    for _ in range(200):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("this did not come to be")


def link_to(house: House, slug: str = "riverside") -> str:
    """The address that a site's snippet holds, pins and all."""
    found = re.search(r'href="([^"]+)"', house.flask("inbox", "snippet", slug))
    assert found
    return found[1]
