"""What opening a conversation costs in Chromium, beside libsodium's own work on the same bytes."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.servers import ROOT

LETTERS = 50
ROUNDS = 21


@dataclass(frozen=True)
class Opening:
    """Milliseconds for the whole conversation, by round."""

    opening: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        return median(self.opening) / median(self.bare)


def measure(browser: Browser) -> Opening:
    """Both in turn, after a first run of the same that warms the browser up."""
    page = browser.new_page()
    page.add_script_tag(content=_script(), type="module")
    page.wait_for_function("() => Boolean(window.measureOpening)")
    page.evaluate(f"measureOpening({LETTERS}, 3)")
    times = page.evaluate(f"measureOpening({LETTERS}, {ROUNDS})")
    page.close()
    return Opening(times["opening"], times["bare"])


def _script() -> str:
    """The same bundle as the desk's worker gets, of the same sources."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        made = Path(folder) / "opening.js"
        command = ["npx", "esbuild", "bench/desk/opening.js", "--bundle", "--minify", "--format=esm"]
        subprocess.run(
            [*command, "--log-level=warning", "--target=chrome109", f"--outfile={made}"], cwd=ROOT, check=True
        )
        return made.read_text(encoding="utf-8")
