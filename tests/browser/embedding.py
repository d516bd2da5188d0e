"""A site that embeds the widget, and a patient who visits it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, FrameLocator, Locator, Page, expect

from tests.browser.stage import Stage

PAGES = Path(__file__).parent / "pages"
NONCE = "bm9uY2Utb2YtdGhlLXNpdGU"
PINS = "#cGluLW9mLXRoZS1pbmJveA.c3BhcmU"


@dataclass
class Embedding:
    """`site` carries the snippet; `door`, another site, serves embed.js and the frame."""

    site: Stage
    door: Stage

    @classmethod
    def build(cls, stage: Callable[[str], Stage], script: bytes, **door_headers: str) -> Embedding:
        made = cls(stage("localhost"), stage("127.0.0.1"))
        headers = {"Cross_Origin_Resource_Policy": "cross-origin", **door_headers}
        made.door.put("/embed.js", script, **headers)
        for name in ("frame.html", "frame.js"):
            path = "/f/team" if name == "frame.html" else f"/{name}"
            made.door.put(path, (PAGES / name).read_bytes(), **headers)
        made.site.put("/", made.page())
        return made

    @property
    def href(self) -> str:
        return f"{self.door.origin}/f/team{PINS}"

    @property
    def link(self) -> str:
        return f'<a href="{self.href}" data-sotto>Get help</a>'

    @property
    def script(self) -> str:
        return f'<script src="{self.door.origin}/embed.js" nonce="{NONCE}" async></script>'

    @property
    def strict_policy(self) -> str:
        """The least that a site has to allow, with nothing else allowed but its own icon."""
        return (
            f"default-src 'none'; img-src 'self'; script-src 'nonce-{NONCE}'; frame-src {self.door.origin};"
            " require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'"
        )

    def page(self, body: str = "", snippet: str | None = None) -> str:
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>A clinic</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<main><h1>A clinic</h1><p>Calm words.</p><a href="#more" id="more">More</a>{body}'
            f"{self.link + self.script if snippet is None else snippet}</main></html>"
        )


@dataclass
class Visitor:
    """A patient at a page with the snippet. `problems` is all that the page and its policy complained of."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("a[data-sotto]")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="Get help")

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title='Get help']")

    def visits(self, address: str) -> Visitor:
        self.page.goto(address)
        self.sees_the_launcher()
        return self

    def sees_the_launcher(self) -> None:
        """The script has run: the link is announced as what it has become."""
        expect(self.launcher).to_have_attribute("aria-haspopup", "dialog")

    def opens_the_panel(self) -> Visitor:
        self.launcher.click()
        self.sees_the_frame()
        return self

    def sees_the_frame(self) -> None:
        expect(self.panel).to_have_class(re.compile(r"\bready\b"))
        expect(self.frame.get_by_role("heading", name="Write to us")).to_be_visible()

    def sees_no_panel(self) -> None:
        expect(self.panel).to_be_hidden()

    def presses_in_the_frame(self, button: str) -> None:
        """Playwright's mouse does not reach a cross-origin frame in Firefox; there, a script presses."""
        found = self.frame.get_by_role("button", name=button)
        if self.page.context.browser and self.page.context.browser.browser_type.name == "firefox":
            found.dispatch_event("click")
        else:
            found.click()

    def types(self, text: str) -> None:
        self.frame.get_by_label("Message").fill(text)

    def focused(self) -> str:
        """What has the focus on the site's side: "launcher", "frame", "close", or an element's id or name."""
        return str(self.page.evaluate(FOCUSED))


FOCUSED = """() => {
  const element = document.activeElement;
  const inner = element?.shadowRoot?.activeElement;
  if (inner) return inner.localName === "iframe" ? "frame" : inner.getAttribute("aria-label").toLowerCase();
  return element?.matches("[data-sotto]") ? "launcher" : element?.id || element?.localName;
}"""
