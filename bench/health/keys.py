"""What a key press costs in Chromium: the detector alone beside a bare tokenisation, and the whole page on a
slow phone.
"""

from __future__ import annotations

import http.server
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent
MESSAGE_CHARACTERS = 2000
SLOWER = 6
# Times of the detector and of the bare tokenisation in turn, in milliseconds.
PAGE = """<!doctype html><title>keys</title><script type="module">
import { createDetector } from "/static/js/health.js";
const data = await (await fetch("/static/health/data.json")).json();
const BARE = /[a-z]+(?:'[a-z]+)*|[0-9]+/gi;
const timed = (work) => { const start = performance.now(); work(); return performance.now() - start; };
const tokenise = (text) => {
  let letters = 0;
  for (const [word] of text.matchAll(BARE)) letters += word.length;
  return letters;
};
window.measure = (texts) => {
  const making = timed(() => { window.detector = createDetector(data); });
  const keys = [], bare = [];
  window.detector.scan(texts[0]);
  for (const text of texts) {
    keys.push(timed(() => window.detector.scan(text)));
    bare.push(timed(() => tokenise(text)));
  }
  return { making, keys, bare };
};
window.ready = true;
</script>"""
# Types a character as a keyboard does, and waits for all that the page does about it before it is shown. The
# marks are drawn in a task of their own behind that.
TYPE = """([characters, at]) => {
  const field = document.getElementById("message");
  field.focus();
  field.setSelectionRange(at, at);
  return Array.from(characters, (character) => {
    const start = performance.now();
    document.execCommand("insertText", false, character);
    document.getElementById("marks").offsetHeight;
    return performance.now() - start;
  });
}"""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of single key presses."""

    times: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.times, n=100)[98]

    @property
    def worst(self) -> float:
        return max(self.times)


@dataclass(frozen=True)
class Keys:
    detector: Cost
    bare: Cost
    slowed: Cost  # the detector's on a processor slowed down
    making: float  # milliseconds to make the detector from its data


def of_detector(browser: Browser, typed: list[str]) -> Keys:
    """`typed`: the text after each key press. Measured after a first run of the same that warms the browser
    up.
    """
    with _serving() as address:
        page = browser.new_page()
        page.goto(f"{address}/keys.html")
        page.wait_for_function("window.ready")
        making = page.evaluate("(texts) => window.measure(texts).making", typed)
        measured = page.evaluate("(texts) => window.measure(texts)", typed)
        with slowed_down(page):
            slowed = page.evaluate("(texts) => window.measure(texts)", typed)
        page.close()
    return Keys(Cost(measured["keys"]), Cost(measured["bare"]), Cost(slowed["keys"]), making)


def of_page(page: Page, message: str, insertions: list[tuple[str, int]]) -> Cost:
    """The patient's page with a message in it, on a processor slowed down: each insertion is characters and
    a place.
    """
    field = page.locator("#message")
    field.fill(message)
    field.focus()
    page.locator("#marks mark").first.wait_for(state="attached")
    page.wait_for_timeout(1000)
    return _typed(page, insertions)


def of_bare_field(browser: Browser, message: str, insertions: list[tuple[str, int]]) -> Cost:
    """What the browser alone needs for the same in a field of a page that does nothing about it."""
    page = browser.new_page()
    page.set_content('<textarea id="message" rows="20" cols="60"></textarea><div id="marks"></div>')
    page.locator("#message").fill(message)
    cost = _typed(page, insertions)
    page.close()
    return cost


def _typed(page: Page, insertions: list[tuple[str, int]]) -> Cost:
    times: list[float] = []
    with slowed_down(page):
        for characters, at in insertions:
            for place, character in enumerate(characters):
                times += page.evaluate(TYPE, [character, at + place])
    return Cost(times)


@contextmanager
def slowed_down(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Isolated, so that Chromium gives times to five microseconds."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def do_GET(self) -> None:
        if self.path != "/keys.html":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())
        return None

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _serving() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
