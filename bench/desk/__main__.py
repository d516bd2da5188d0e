"""Measures the desk: opening a conversation, and the first page of its list.

`python -m bench.desk`; a figure that is above its bound is said, and the run ends with a failure.
"""

from __future__ import annotations

from statistics import median

from playwright.sync_api import sync_playwright

from bench.desk import listing, opening
from tests.browser.conftest import CHROMIUM_FLAGS, program

MOST_TIMES_BARE = 2


def main() -> None:
    # One after the other, so that neither takes the other's time.
    held = [is_quick_to_open(), listing.compare()]
    if not all(held):
        raise SystemExit(
            f"Above a bound: opening at most {MOST_TIMES_BARE} times libsodium's own work, the list with the "
            f"larger number at most {listing.MOST} times the smaller."
        )


def is_quick_to_open() -> bool:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=CHROMIUM_FLAGS)
        measured = opening.measure(browser)
        browser.close()
    print(f"Chromium, a conversation of {opening.LETTERS} letters opened {opening.ROUNDS} times, medians:")
    desk, bare = median(measured.opening), median(measured.bare)
    print(f"  the desk {desk:.2f} ms, libsodium alone {bare:.2f} ms   {measured.ratio:.2f} times")
    return measured.ratio <= MOST_TIMES_BARE


if __name__ == "__main__":
    main()
