"""Pages as people see them: on a phone and on a desk, light and dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


@dataclass
class Look:
    """`with_every` yields each look; pictures go to `folder`, or to SOTTO_TEST_PICTURES where that is set."""

    browser: Browser
    folder: Path
    open: list[BrowserContext] = field(default_factory=list)

    def with_every(self) -> Iterator[tuple[str, Page]]:
        """Yields a name such as "phone-dark" and a fresh page of that look."""
        for device, size in (("phone", PHONE), ("desk", DESK)):
            for scheme in SCHEMES:
                yield f"{device}-{scheme}", self.page(size, scheme)

    def page(self, size: ViewportSize, scheme: Literal["light", "dark"]) -> Page:
        context = self.browser.new_context(
            viewport=size,
            color_scheme=scheme,
            has_touch=size is PHONE,
            reduced_motion="reduce",
            locale="en-US",
        )
        self.open.append(context)
        return context.new_page()

    def keep(self, page: Page, name: str) -> Path:
        """Keeps a picture of what the window shows. Returns its file."""
        folder = Path(os.environ.get("SOTTO_TEST_PICTURES", self.folder))
        folder.mkdir(parents=True, exist_ok=True)
        picture = folder / f"{name}.png"
        page.screenshot(path=picture, animations="disabled", caret="hide")
        return picture

    def close(self) -> None:
        for context in self.open:
            context.close()
