"""Nothing readable leaves the browser: what a patient typed is searched for wherever it could have gone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.house import House
from tests.whole.proxy import RecordingProxy
from tests.whole.search import cells, places, wait_for_notice
from tests.whole.traces import files, found
from widget.crypto.compartment import key_id_in, open_address
from widget.crypto.rest import day_of, open_at_rest
from widget.crypto.returncode import derive
from widget.records.telling import row_id
from widget.store.keyfolder import KeyFolder

# Words that nothing else in the system holds; one of them beyond ASCII, one removed again before sending.
IN_MESSAGE = ["Quellbrixin", "Zürbeltavot", "vorplenate"]
IN_NAME = "Ysmelda Krontwaith"
IN_CONTACT = "ysmelda@krontwaith.example"
IN_NOTIFY = "vexolbrin@tarquossel.example"
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
    typed = [*IN_MESSAGE, *IN_NAME.split(), IN_CONTACT, *IN_NOTIFY.split("@"), REMOVED, "diabetes got"]
    secrets = {word: word for word in typed} | {"return code": code}

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
    for word in (REMOVED, IN_NOTIFY):
        assert word not in everything
    assert notified(house, reference) == IN_NOTIFY


def test_what_the_browser_sends_in_the_clear_would_be_found(
    page: Page, proxy: RecordingProxy, echo: str
) -> None:
    page.goto(echo)
    page.evaluate("word => fetch('/?q=' + btoa('..' + word), {method: 'POST', body: word})", "Quellbrixin")
    seen = found({"word": "Quellbrixin"}, {"sent": proxy.sent()})
    assert "word as utf-8 text in sent" in seen
    assert "word as utf-8 base64 at 2 in sent" in seen


def notified(house: House, reference: str) -> str:
    """The address, as the worker opens it."""
    keys = KeyFolder(house.instance / "keys")
    with closing(sqlite3.connect(house.instance / "sotto.db")) as database:
        query = "SELECT id, notify FROM conversation WHERE reference = ?"
        conversation, stored = database.execute(query, [reference]).fetchone()
    sealed = open_at_rest(keys.kept_shred_key(day_of(stored)), row_id(conversation), stored)
    return open_address(sealed, keys.notify_private(key_id_in(sealed)))


def send(page: Page, house: House) -> tuple[str, str]:
    """Does what a patient does on the demo site. Returns the reference and the return code of the receipt."""
    page.goto(house.site)
    page.get_by_role("link", name="Get help").first.click()
    form = page.frame_locator("iframe")
    form.get_by_label("Your message").press_sequentially(MESSAGE, delay=2)
    form.get_by_label("Your name (optional)").press_sequentially(IN_NAME)
    form.get_by_label("How can we reach you? (optional)").press_sequentially(IN_CONTACT)
    form.get_by_label("Email me when there is an answer (optional)").press_sequentially(IN_NOTIFY)
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
