"""A member at the desk, in a member's verbs, with a passkey that Chromium plays; and what goes wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
)

from tests.browser.house import House
from tests.browser.letterwriter import COMPLAINTS, EXPECTED
from tests.browser.look import DESK

# https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/#type-VirtualAuthenticatorOptions
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CANCEL = """() => {
  for (const name of ["create", "get"]) {
    navigator.credentials[name] = async () => {
      delete navigator.credentials.create;
      delete navigator.credentials.get;
      throw new DOMException("not now", "NotAllowedError");
    };
  }
}"""
SLOW = 30_000  # the words' hash takes seconds where there are two cores


@dataclass
class Member:
    """One browser with its own cookies and authenticator. `problems`: what the pages complained of."""

    house: House
    context: BrowserContext
    page: Page
    devtools: CDPSession
    authenticator: str
    first_authenticator: str = ""
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, house: House, context: BrowserContext, *, prf: bool = True) -> Member:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        member = cls(house, context, page, devtools, "")
        member.authenticator = member._authenticator(prf, "internal")
        page.on("request", lambda request: member.requests.append(request))
        page.on("pageerror", lambda error: member._note(str(error)))
        page.on("console", lambda message: message.type in COMPLAINTS and member._note(message.text))
        return member

    def _authenticator(self, prf: bool, transport: str) -> str:
        options = AUTHENTICATOR | {"hasPrf": prf, "transport": transport}
        return str(
            self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
        )

    def _note(self, complaint: str) -> None:
        if not any(each in complaint for each in EXPECTED):
            self.problems.append(complaint)

    # What they see

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def person(self, name: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has_text=name)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_at(self, heading: str) -> None:
        expect(self.heading).to_have_text(heading, timeout=SLOW)

    # What they do

    def opens(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.house.desk + path)

    def joins(self, link: str) -> None:
        self.opens(link)
        self.button("Make your passkey").click()
        self.is_at("Done")

    def writes_the_words_down(self) -> list[str]:
        """And types two of them back."""
        expect(self.page.get_by_role("heading", name="Write down these six words")).to_be_visible(
            timeout=SLOW
        )
        words = self.page.locator(".six-words li").all_inner_texts()
        self.button("I have written them down").click()
        for each in self.page.get_by_label("Word ").all():
            label = each.evaluate("(field) => field.labels[0].textContent")
            each.fill(words[int(label.split()[1]) - 1])
        self.button("Go on").click()
        return words

    def signs_in(self, path: str = "/desk/") -> None:
        self.opens(path)
        self.button("Sign in with your passkey").click()
        self.is_in()

    def unlocks(self) -> None:
        self.button("Unlock with your passkey").click()
        self.is_in()

    def is_in(self) -> None:
        expect(self.page.locator("#header")).to_be_visible(timeout=SLOW)

    def comes_back(self, path: str) -> None:
        """Signed in still, or not."""
        self.opens(path)
        self.page.get_by_role("button", name=re.compile("(Unlock|Sign in) with your passkey")).click()
        self.is_in()

    def leaves_the_page(self) -> None:
        """As for another one, so that the browser might keep this one for the way back."""
        self.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")

    def says_the_words(self, words: list[str]) -> None:
        self.page.get_by_label("The six words that you wrote down").fill(" ".join(words))
        self.button("Open").click()

    def goes_to(self, place: str) -> None:
        self.page.get_by_role("navigation", name="Desk").get_by_role("link", name=place).click()

    def goes_to_the_account(self, *, arrives: bool = True) -> None:
        self.page.locator("#menu-opener").click()
        self.page.get_by_role("link", name="Your account").click()
        if arrives:
            self.is_at("Your account")

    def invites(self, name: str, role: str = "Agent") -> str:
        """From the page of members. Returns the link."""
        self.button("Invite").click()
        self.dialog.get_by_label("Name").fill(name)
        self.dialog.get_by_text(role, exact=True).click()
        self.dialog.get_by_role("button", name="Make the link").click()
        link = self.dialog.locator(".link-once")
        expect(link).to_be_visible(timeout=SLOW)
        text = link.inner_text()
        self.dialog.get_by_role("button", name="Done").click()
        return text

    def lets_in(self, name: str) -> None:
        self.button(f"Let in {name}").click()
        expect(self.page.get_by_text(f"{name} can work here now.")).to_be_visible(timeout=SLOW)

    def cancels(self) -> None:
        """The browser's next question for a passkey; its own dialog cannot be pressed from here."""
        self.page.evaluate(CANCEL)

    def passkeys(self) -> list[dict[str, Any]]:
        """Those that the authenticator holds."""
        found = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return list(found["credentials"])

    def loses(self, passkey: dict[str, Any]) -> None:
        about = {"authenticatorId": self.authenticator, "credentialId": passkey["credentialId"]}
        self.devtools.send("WebAuthn.removeCredential", about)

    def turns_to_another_device(self, *, prf: bool = True) -> None:
        """Such as a security key, beside the first one."""
        self.first_authenticator, self.authenticator = self.authenticator, self._authenticator(prf, "usb")

    def leaves_the_first_device(self) -> None:
        about = {"authenticatorId": self.first_authenticator}
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", about)

    def adds_a_passkey(self, label: str, *, asks_for_words: bool) -> list[str]:
        """At the account's page. Returns the words that were to be written down."""
        self.button("Add a passkey").click()
        self.dialog.get_by_label("What do you call it?").fill(label)
        self.dialog.get_by_role("button", name="Make the passkey").click()
        words = self.writes_the_words_down() if asks_for_words else []
        expect(self.page.get_by_text(f"“{label}” was added.")).to_be_visible(timeout=SLOW)
        return words

    def in_another_tab(self) -> Member:
        """With copies of the passkeys, whose secrets are others."""
        other = Member.at(self.house, self.context)
        for each in self.passkeys():
            about = {"authenticatorId": other.authenticator, "credential": each}
            other.devtools.send("WebAuthn.addCredential", about)
        return other

    def asked(self, path: str) -> list[Request]:
        """The requests to this path, in order."""
        return [each for each in self.requests if each.url == self.house.desk + path]


@dataclass
class Team:
    """Makes members; each has a browser context of their own."""

    house: House
    browser: Browser
    open: list[Member] = field(default_factory=list)

    def newcomer(self, *, prf: bool = True, size: ViewportSize = DESK) -> Member:
        context = self.browser.new_context(locale="en-US", viewport=size, reduced_motion="reduce")
        self.open.append(Member.at(self.house, context, prf=prf))
        return self.open[-1]

    def lead(self, name: str, slug: str = "riverside", *, prf: bool = True) -> Member:
        """Invited and appointed beside the kit, and signed in."""
        link = self.house.flask("desk", "invite", name, "--inbox", slug).strip()
        lead = self.newcomer(prf=prf)
        lead.joins(link)
        self.house.flask("desk", "appoint", "--kit", str(self.kit), "--inbox", slug, "--link", link)
        lead.signs_in("/desk/members")
        lead.is_at("Members")
        return lead

    def member(self, lead: Member, name: str, role: str = "Agent") -> Member:
        """Invited by a lead at the page of members, and enrolled; not let in yet."""
        link = lead.invites(name, role)
        newcomer = self.newcomer()
        newcomer.joins(link)
        return newcomer

    @property
    def kit(self) -> Path:
        return self.house.kit

    def close(self) -> None:
        for each in self.open:
            each.context.close()
