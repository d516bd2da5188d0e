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
from typing import Any

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
# Times the tasks that the page sets itself, each with the layout that it makes necessary.
TASKS = """
window.tasks = [];
window.later = window.setTimeout.bind(window);
window.setTimeout = (work, ...rest) => window.later(() => {
  const start = performance.now();
  work();
  document.getElementById("marks")?.offsetHeight;
  window.tasks.push(performance.now() - start);
}, ...rest);
"""
# Types a character as a keyboard does: what the browser and the page do before it can be shown, and the
# longest of the tasks that follow in the pause of a quick typist.
TYPE = """async ([character, at, pause]) => {
  const field = document.getElementById("message");
  field.focus();
  field.setSelectionRange(at, at);
  window.tasks.length = 0;
  const start = performance.now();
  document.execCommand("insertText", false, character);
  document.getElementById("marks").offsetHeight;
  const shown = performance.now() - start;
  await new Promise((proceed) => requestAnimationFrame(() => window.later(proceed, pause)));
  return [shown, Math.max(0, ...window.tasks)];
}"""
PAUSE_MS = 100
PAGES = 4
MEASURE = "(texts) => window.measure(texts)"
TIMED = ("keys", "bare")


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
    slowed: Cost  # both again, on a processor slowed down
    slowed_bare: Cost
    making: float  # milliseconds to make the detector from its data


@dataclass(frozen=True)
class Field:
    """A key press in a page, on a processor slowed down."""

    shown: Cost  # until it can be shown
    behind: Cost  # the longest task of the page's that follows


def of_detector(browser: Browser, typed: list[str]) -> Keys:
    """`typed`: the text after each key press.

    Measured in several pages, in each after a first run of the same that warms the browser up, and with a new
    detector: one that has seen the words would know them.
    """
    turns: list[list[dict[str, Any]]] = []
    with _serving() as address:
        for _ in range(PAGES):
            page = browser.new_page()
            page.goto(f"{address}/keys.html")
            page.wait_for_function("window.ready")
            turns.append([page.evaluate(MEASURE, typed), page.evaluate(MEASURE, typed)])
            with slowed_down(page):
                turns[-1].append(page.evaluate(MEASURE, typed))
            page.close()
    first, warm, slowed = zip(*turns, strict=True)
    costs = [Cost([time for turn in run for time in turn[name]]) for run in (warm, slowed) for name in TIMED]
    return Keys(*costs, statistics.median(turn["making"] for turn in first))


def of_page(browser: Browser, address: str, message: str, insertions: list[tuple[str, int]]) -> Field:
    """The patient's page with a message in it: each insertion is characters and a place."""
    page = browser.new_page()
    page.add_init_script(TASKS)
    page.goto(address)
    field = page.locator("#message")
    field.fill(message)
    field.focus()
    page.locator("#marks mark").first.wait_for(state="attached")
    page.wait_for_timeout(1000)
    return _typed(page, insertions)


def of_bare_field(browser: Browser, message: str, insertions: list[tuple[str, int]]) -> Field:
    """What the browser alone needs for the same in a field of a page that does nothing about it."""
    page = browser.new_page()
    page.set_content('<textarea id="message" rows="20" cols="60"></textarea><div id="marks"></div>')
    page.evaluate(TASKS)
    page.locator("#message").fill(message)
    return _typed(page, insertions)


def _typed(page: Page, insertions: list[tuple[str, int]]) -> Field:
    """Closes the page."""
    times: list[list[float]] = []
    with slowed_down(page):
        for characters, at in insertions:
            for place, character in enumerate(characters):
                times.append(page.evaluate(TYPE, [character, at + place, PAUSE_MS]))
    page.close()
    shown, behind = zip(*times, strict=True)
    return Field(Cost(list(shown)), Cost(list(behind)))


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
