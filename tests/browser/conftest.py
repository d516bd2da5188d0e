"""What browser tests stand on: real Chromium and Firefox, the whole house, and small stages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.answerer import Answerer
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.look import DESK, Look
from tests.browser.member import Team
from tests.browser.stage import Stage
from tests.browser.visitor import QUESTION, Visitor

ROOT = Path(__file__).parent.parent.parent
BUILT = ROOT / "static" / "built"
CHROMIUM_FLAGS = [
    "--no-sandbox",  # it does not start as root otherwise; only loopback pages of ours are visited
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What Playwright 1.64 turns off in Chromium. Among it is the partitioning of third-party storage, which every
# patient has: the flag is left out and given again without that word (a test sees whether that works).
FEATURES_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,"
    "HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "BlockOriginHeaderModificationOnRedirect,AvoidCorsURLLoaderRestartOnRedirect,Translate,AutoDeElevate,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,msForceBrowserSignIn,"
    "msEdgeUpdateLaunchServicesPreferredVersion"
)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    kept_off = FEATURES_OFF.replace("ThirdPartyStoragePartitioning,", "")
    browser = playwright.chromium.launch(
        executable_path=program("chromium"),
        args=[*CHROMIUM_FLAGS, f"--disable-features={kept_off}"],
        ignore_default_args=[f"--disable-features={FEATURES_OFF}"],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program("firefox-esr"))
    yield browser
    browser.close()


def program(name: str) -> str:
    """The program's path. A missing browser ends the run: nothing of this is ever skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.exit(f"There is no {name}: as root, run apt-get install -y --no-install-recommends {name}", 1)
    return found


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="en-US", viewport=DESK, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def firefox_page(firefox: Browser) -> Iterator[Page]:
    context = firefox.new_context(locale="en-US", viewport=DESK, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def stage() -> Iterator[Callable[[str], Stage]]:
    """Makes small servers: `stage("localhost")` and `stage("127.0.0.1")` are two sites to a browser."""
    stages: list[Stage] = []

    def make(name: str = "localhost") -> Stage:
        stages.append(Stage(name))
        return stages[-1]

    yield make
    for each in stages:
        each.close()


@pytest.fixture(scope="session")
def embed_script() -> bytes:
    """embed.js as it is served."""
    build("embed.js")
    return built_file("embed.js").read_bytes()


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of all that browsers load, built from the sources as they are now."""
    build()
    return BUILT


def build(*names: str) -> None:
    subprocess.run(["node", "build.mjs", *names], cwd=ROOT, check=True)


def built_file(name: str) -> Path:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    return BUILT / str(manifest[name])


@pytest.fixture(scope="session")
def house(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Sotto behind gunicorn, its worker, the demo site and the demo vendor, on a fresh demo instance."""
    assert (built / "manifest.json").exists()
    # All members and patients of the tests come from one address.
    house = House(
        tmp_path_factory.mktemp("house"),
        {"SOTTO_SIGNING_IN_LIMIT": "10000 per minute", "SOTTO_RETURN_LIMIT": "10000 per minute"},
    )
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture
def team(house: House, chromium: Browser) -> Iterator[Team]:
    """Makes members of the desk, each in a browser of their own."""
    team = Team(house, chromium)
    yield team
    team.close()


@pytest.fixture
def look(chromium: Browser, tmp_path: Path) -> Iterator[Look]:
    """Opens a page as a phone and as a desk show it, light and dark, and keeps pictures of each."""
    look = Look(chromium, tmp_path)
    yield look
    look.close()


@pytest.fixture
def answerer(house: House) -> Iterator[Answerer]:
    answerer = Answerer(house)
    yield answerer
    answerer.closes()


@pytest.fixture
def written(house: House, context: BrowserContext) -> tuple[str, str]:
    """The reference and return code of a letter that a patient wrote on one device."""
    patient = Letterwriter.at(context.new_page()).opens(link_to(house)).writes(QUESTION)
    patient.sends()
    return patient.gets_a_receipt()


@pytest.fixture
def elsewhere(chromium: Browser, house: House) -> Iterator[Visitor]:
    """Another device: nothing of the first one's storage is there."""
    context = chromium.new_context(locale="en-US", reduced_motion="reduce")
    yield Visitor(house, context.new_page())
    context.close()
