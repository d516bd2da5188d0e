"""Measures the health detector: how often it is right, how large it is, and what a key press costs.

    make bench-health            DEV=FOLDER where the development data lies, if not in ../shared/health

Everything printed was measured in this run. No text of the development data was learned from, so each of its
sources is left out; those in tests/health/blind were written by writers who knew neither lists nor answers.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.health import keys
from bench.health.scores import LARGEST_DATA, of_identifiers, of_messages, without_points
from scripts.health.corpus import Message, read
from tests.browser.conftest import CHROMIUM_FLAGS, program
from tests.browser.house import House
from tests.browser.letterwriter import link_to
from widget.health.detector import DATA, Detector

ROOT = Path(__file__).parent.parent.parent
BLIND = ROOT / "tests" / "health" / "blind"
CASES = ROOT / "tests" / "health" / "cases"
LEVEL = 9
# Where in the message the keys are pressed, as shares of its length, and what is typed there.
PLACES = (0.02, 0.3, 0.6, 0.97)
WITH_A_FINDING = " I take lisinopril."
TYPED = " and since the new dose my stomach hurts at night, what should i do about the refill? "


def main(dev: Path) -> None:
    data = json.loads(DATA.read_bytes())
    detector = Detector(data)
    plain = without_points(data)
    print_messages(detector, plain, dev)
    print_identifiers(detector)
    print_sizes()
    print_keys(detector)


def print_messages(detector: Detector, plain: Detector, dev: Path) -> None:
    print(heading("Health details, by message"))
    for name, messages, aim in health_sets(dev):
        print_row("health", name, messages, aim, detector, plain)
    print("\n" + heading("Crisis"))
    print_row("crisis", "blind: crisis", read(BLIND / "en-crisis.txt"), "recall .95, .10", detector, plain)
    pairs = read(BLIND / "en-crisis-pairs.txt")
    print_row("crisis", "blind: crisis, pairs to mislead", pairs, "", detector, plain)
    calm = {m.text: m for _, messages, _ in health_sets(dev) for m in messages if not m.label}
    print_row("crisis", "ordinary messages of all sets", list(calm.values()), "", detector, plain)


def heading(what: str) -> str:
    columns = f"{'F1':>7}{'recall':>9}{'alarms':>9}   {'sure terms alone':18}{'messages':>9}"
    return f"{what:32}{columns}   aim (F1, false alarms)"


def health_sets(dev: Path) -> Iterable[tuple[str, list[Message], str]]:
    if (dev / "dev.jsonl").exists():
        rows = [json.loads(line) for line in (dev / "dev.jsonl").read_text("utf-8").splitlines()]
        everything = [Message(row["text"], bool(row["label"]), row["source"], row["lang"]) for row in rows]
        yield "dev, all sources", everything, ".95, at most .010"
        for source in sorted({message.source for message in everything}):
            yield f"  {source}", [message for message in everything if message.source == source], ""
    else:
        print(f"(no development data at {dev}: its rows are not measured)")
    yield "blind: questions and support", read(BLIND / "en-questions.txt"), ".95, at most .010"
    yield "blind: reviews and messages", read(BLIND / "en-services.txt"), ".93, at most .030"
    yield "blind: hard cases", read(BLIND / "en-hard.txt"), ".90, at most .060"
    yield "blind: misspelled words", read(BLIND / "en-misspelled.txt"), ""


def print_row(
    what: str, name: str, messages: list[Message], aim: str, detector: Detector, plain: Detector
) -> None:
    ours, alone = (of_messages(messages, finder(each, what)) for each in (detector, plain))
    told = f"{ours.f1:7.3f}{ours.recall:9.3f}" if ours.hits + ours.misses else f"{'-':>7}{'-':>9}"
    reference = f"{alone.f1:6.3f}, {alone.false_alarms:.4f}"
    print(f"{name:32}{told}{ours.false_alarms:9.4f}   {reference:18}{len(messages):9,}   {aim}")


def finder(detector: Detector, what: str) -> Callable[[str], bool]:
    return lambda text: bool(getattr(detector.scan(text), what))


def print_identifiers(detector: Detector) -> None:
    print("\nIdentifiers among near-misses (aim: precision .97, recall .95)")
    sets = {
        "blind, odd shapes": BLIND / "identifiers.jsonl",
        "blind, everyday": BLIND / "everyday-identifiers.jsonl",
        "read before": CASES / "near-misses.jsonl",
        "harder, read": CASES / "harder-near-misses.jsonl",
        "everyday, read": CASES / "everyday-near-misses.jsonl",
        "others', read": CASES / "others-near-misses.jsonl",
        "mixed, read": CASES / "mixed-near-misses.jsonl",
        "unlabelled, read": CASES / "unlabelled-near-misses.jsonl",
    }
    for name, path in sets.items():
        found = of_identifiers(path, detector.scan)
        spans = found.hits + found.misses
        print(f"  {name:18} precision {found.precision:.3f}, recall {found.recall:.3f}, {spans:,} spans")


def print_sizes() -> None:
    data = len(gzip.compress(DATA.read_bytes(), LEVEL))
    bundle = subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", "static/js/health.js", "--bundle", "--minify", "--format=esm"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    code = len(gzip.compress(bundle.stdout, LEVEL))
    print(f"\nWith gzip: data {data:,} bytes (aim {LARGEST_DATA:,}), code {code:,} bytes (aim {8 * 1024:,})")


def print_keys(detector: Detector) -> None:
    calm = (
        m.text for m in read(BLIND / "en-services.txt") if not m.label and not detector.scan(m.text).crisis
    )
    message = " ".join(calm)
    message = message[: keys.MESSAGE_CHARACTERS - len(WITH_A_FINDING)] + WITH_A_FINDING
    places = [round(share * len(message)) for share in PLACES]
    typed = [
        message[:at] + TYPED[:count] + message[at:] for at in places for count in range(1, len(TYPED) + 1)
    ]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=CHROMIUM_FLAGS)
        alone = keys.of_detector(browser, typed)
        house = House(Path(folder))
        try:
            house.open()
            whole = keys.of_page(browser, link_to(house), message, [(TYPED, at) for at in places])
            field = keys.of_bare_field(browser, message, [(TYPED, at) for at in places])
        finally:
            house.close()
        browser.close()
    print(f"\nA key press in a message of {len(message):,} characters, Chromium, milliseconds:")
    slower = f"{keys.SLOWER} times slowed down"
    print_cost("detector", alone.detector)
    print_cost("bare tokenisation", alone.bare)
    ratio = alone.detector.median / alone.bare.median
    print(f"  ratio of the medians {ratio:.2f} (aim: at most 3); making the detector took {alone.making:.0f}")
    print_cost(f"detector, {slower}", alone.slowed)
    print_cost(f"bare tokenisation, {slower}", alone.slowed_bare)
    print_cost(f"page, key shown, {slower}", whole.shown)
    print_cost(f"page, task behind it, {slower}", whole.behind)
    print_cost(f"bare field, {slower}", field.shown)
    print("  aim: no key press over 16.7")


def print_cost(name: str, cost: keys.Cost) -> None:
    print(f"  {name:36} median {cost.median:7.3f}   p99 {cost.p99:7.3f}   worst {cost.worst:7.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/health"))
