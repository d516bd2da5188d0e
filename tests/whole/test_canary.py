"""Nothing readable leaves the browser: what a patient typed is searched for wherever it could have gone."""

from __future__ import annotations

import json

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.house import House
from tests.whole.proxy import RecordingProxy
from tests.whole.search import cells, places, wait_for_notice
from tests.whole.traces import files, found
from widget.crypto.returncode import derive

# Words that nothing else in the system holds; one of them beyond ASCII, one removed again before sending.
IN_MESSAGE = ["Quellbrixin", "Zürbeltavot", "vorplenate"]
IN_NAME = "Ysmelda Krontwaith"
IN_CONTACT = "ysmelda@krontwaith.example"
REMOVED = "219-09-7683"
MESSAGE = (
    f"{IN_MESSAGE[0]} my diabetes got worse after the {IN_MESSAGE[1]} visit. "
    f"My SSN is {REMOVED}. Please call about {IN_MESSAGE[2]}."
)
PATIENCE = 30_000  # milliseconds


def test_what_a_patient_types_is_found_nowhere_but_in_the_opened_letter(
    house: House, page: Page, proxy: RecordingProxy
) -> None:
    reference, code = send(page, house)
    notices = wait_for_notice(house, reference)
    secrets = {word: word for word in [*IN_MESSAGE, *IN_NAME.split(), IN_CONTACT, REMOVED, "diabetes got"]}
    secrets["return code"] = code

    assert found(secrets, places(house, proxy, notices)) == []

    # What was searched is what should have been: the letter went out, was stored, and its notice arrived.
    assert any(b"/envelopes HTTP/1.1" in exchange.sent[:200] for exchange in proxy.exchanges)
    assert reference.encode() in proxy.received()
    assert reference not in house.log("web").read_text()
    assert derive(code).locator in cells(house.instance / "sotto.db")
    assert found({"reference": reference}, files(house.instance))
    assert "POST" in house.log("web").read_text()

    (opened,) = [
        json.loads(line) for line in house.flask("letters", "open", "--kit", str(house.kit)).splitlines()
    ]
    assert opened["reference"] == reference
    everything = json.dumps(opened, ensure_ascii=False)
    for word in [*IN_MESSAGE, IN_NAME, IN_CONTACT]:
        assert word in everything
    assert REMOVED not in everything


def test_what_the_browser_sends_in_the_clear_would_be_found(
    page: Page, proxy: RecordingProxy, echo: str
) -> None:
    page.goto(echo)
    page.evaluate("word => fetch('/?q=' + btoa('..' + word), {method: 'POST', body: word})", "Quellbrixin")
    seen = found({"word": "Quellbrixin"}, {"sent": proxy.sent()})
    assert "word as utf-8 text in sent" in seen
    assert "word as utf-8 base64 at 2 in sent" in seen


def send(page: Page, house: House) -> tuple[str, str]:
    """Does what a patient does on the demo site. Returns the reference and the return code of the receipt."""
    page.goto(house.site)
    page.get_by_role("link", name="Get help").first.click()
    form = page.frame_locator("iframe")
    form.get_by_label("Your message").press_sequentially(MESSAGE, delay=2)
    form.get_by_label("Your name (optional)").press_sequentially(IN_NAME)
    form.get_by_label("How can we reach you? (optional)").press_sequentially(IN_CONTACT)
    be_warned(form)
    form.get_by_role("button", name="Send securely").click()
    code = form.locator("[data-return-code]")
    expect(code).to_be_visible(timeout=PATIENCE)
    return form.locator("[data-reference]").inner_text(), code.inner_text()


def be_warned(form: FrameLocator) -> None:
    """The writing aid points out a condition and a number; the patient removes the number alone."""
    warnings = form.get_by_role("region", name="Worth a second look")
    expect(warnings).to_contain_text("a health condition", timeout=PATIENCE)
    warnings.get_by_role("listitem").filter(has_text=REMOVED).get_by_role("button", name="Remove").click()
    expect(form.get_by_label("Your message")).to_have_value(MESSAGE.replace(REMOVED, "[removed]"))
