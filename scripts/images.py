"""`make images`: the README's pictures, taken of the real programs."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.house import House

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SIZE = {"width": 900, "height": 900}
MESSAGE = (
    "Hello, my refill of sertraline has not arrived, and the pharmacy says that the insurance did not pay. "
    "Can you look into the order from last Tuesday?"
)
NOTICE_WITHIN = 20  # seconds
WITHIN = 30_000  # milliseconds


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = House(Path(folder))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            house.open()
            page = browser.new_context(viewport=SIZE, locale="en-US", device_scale_factor=1.5).new_page()
            picture_the_widget(page, house)
            picture_the_vendor(page, house)
        finally:
            browser.close()
            house.close()


def picture_the_widget(page: Page, house: House) -> None:
    page.goto(house.site)
    page.get_by_role("link", name="Get help").first.click()
    frame = page.frame_locator("iframe")
    frame.locator("#topic").select_option("prescription")
    frame.locator("#message").press_sequentially(MESSAGE)
    expect(frame.locator("#aid")).to_be_visible()
    frame.locator("#aid").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "widget.png", animations="disabled")
    frame.locator("#send").click()
    expect(frame.locator("[data-return-code]")).to_be_visible(timeout=WITHIN)


def picture_the_vendor(page: Page, house: House) -> None:
    last = time.monotonic() + NOTICE_WITHIN
    while not house.received() and time.monotonic() < last:
        time.sleep(0.1)
    page.goto(house.vendor)
    page.screenshot(path=IMAGES / "vendor.png", animations="disabled")


if __name__ == "__main__":
    main()
