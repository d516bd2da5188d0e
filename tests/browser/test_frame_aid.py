"""The writing aid: marks, asks, removes, keeps quiet, and never tells anyone else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.house import House
from tests.browser.letterwriter import SECRET, WARNED_TEXT, Letterwriter, link_to

QUIET_MS = 2000  # longer than the aid waits before it marks and before it announces


@pytest.fixture(scope="module")
def link(house: House) -> str:
    return link_to(house)


@pytest.fixture
def patient(page: Page, link: str) -> Iterator[Letterwriter]:
    patient = Letterwriter.at(page).opens(link)
    yield patient
    assert patient.problems == []


def marked(page: Page) -> list[str]:
    return page.locator("#marks mark").all_inner_texts()


def test_a_finding_is_marked_explained_and_announced(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    expect(patient.is_asked_about(SECRET)).to_contain_text("looks like a Social Security number")
    assert SECRET in marked(patient.page)
    expect(patient.page.locator("#aid-news")).to_contain_text("worth a second look")


def test_a_lost_connection_is_tried_again_while_the_patient_writes(page: Page, link: str) -> None:
    page.route("**/health-*.json", lambda route: route.abort("connectionreset"), times=1)
    patient = Letterwriter.at(page).opens(link)
    patient.message.focus()
    page.wait_for_load_state("networkidle")
    patient.message.press_sequentially(WARNED_TEXT)
    expect(patient.is_asked_about(SECRET)).to_contain_text("looks like a Social Security number")


def test_a_connection_lost_when_all_is_written_is_tried_again_by_itself(page: Page, link: str) -> None:
    held: list[Route] = []
    page.route("**/health-*.json", lambda route: held.append(route), times=1)
    patient = Letterwriter.at(page).opens(link)
    patient.message.press_sequentially(WARNED_TEXT)
    page.wait_for_timeout(QUIET_MS)
    assert marked(page) == []
    held[0].abort("connectionreset")
    expect(patient.is_asked_about(SECRET)).to_contain_text("looks like a Social Security number")


def test_remove_takes_the_words_out_and_undo_brings_them_back(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET).get_by_role("button", name="Remove").click()
    expect(patient.message).to_have_value(WARNED_TEXT.replace(SECRET, "[removed]"))
    expect(patient.questions.filter(has_text=SECRET)).to_have_count(0)
    patient.page.get_by_role("button", name="Undo").click()
    expect(patient.message).to_have_value(WARNED_TEXT)


def test_a_kept_warning_stays_quiet_while_the_letter_grows(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET).get_by_role("button", name="Keep").click()
    expect(patient.questions.filter(has_text=SECRET)).to_have_count(0)
    patient.message.press("Control+Home")
    patient.message.press_sequentially("Hello. ")
    patient.page.wait_for_timeout(QUIET_MS)
    assert SECRET not in marked(patient.page)
    expect(patient.questions.filter(has_text=SECRET)).to_have_count(0)


def test_a_long_paste_is_looked_at_while_the_patient_goes_on_writing(patient: Letterwriter) -> None:
    line = "The parcel came on Monday and the invoice was right. "
    patient.writes(line * 1850 + "I take metformin.")
    patient.message.press("Control+Home")
    patient.message.press_sequentially("Hello. ")
    expect(patient.page.locator("#marks mark").filter(has_text="metformin")).to_be_attached()
    expect(patient.message).to_have_value("Hello. " + line * 1850 + "I take metformin.")


def test_a_finished_word_is_marked_while_the_next_one_is_typed(patient: Letterwriter) -> None:
    patient.message.focus()
    patient.page.wait_for_load_state("networkidle")
    patient.message.press_sequentially("about my lisinopril refi")
    assert marked(patient.page) == ["lisinopril"]


def test_why_tells_the_reason_on_the_spot(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    question = patient.is_asked_about(SECRET)
    why = question.get_by_role("button", name="Why")
    why.click()
    expect(question.get_by_text("someone could pretend to be you")).to_be_visible()
    expect(why).to_have_attribute("aria-expanded", "true")


def test_the_keyboard_keeps_its_place_when_a_question_is_answered(patient: Letterwriter) -> None:
    patient.writes(f"My SSN is {SECRET}.")
    patient.is_asked_about(SECRET).get_by_role("button", name="Remove").press("Enter")
    expect(patient.page.get_by_role("button", name="Undo")).to_be_focused()


def test_the_keyboard_keeps_its_place_on_a_slow_device(patient: Letterwriter) -> None:
    patient.writes(f"{WARNED_TEXT} " + "The parcel came on Monday. " * 20 + f"My SSN is {SECRET}.")
    question = patient.is_asked_about(SECRET)
    # Each sentence that is looked at takes a whole slice.
    patient.page.evaluate("performance.now = ((time) => () => (time += 1000))(0)")
    question.get_by_role("button", name="Remove").press("Enter")
    focused = patient.page.locator(":focus")
    expect(focused).to_have_text("Remove")
    patient.page.wait_for_timeout(QUIET_MS)
    expect(focused).to_have_text("Remove")
    expect(patient.questions.filter(has_text=SECRET)).to_have_count(0)


def test_warnings_never_stand_in_the_way_of_sending(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    patient.sends()
    patient.gets_a_receipt()


def test_marks_move_with_the_words_at_once(patient: Letterwriter) -> None:
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    patient.message.press("Control+Home")
    patient.message.press("x")
    assert SECRET in marked(patient.page)


def test_name_and_contact_are_not_asked_about(patient: Letterwriter) -> None:
    patient.page.get_by_label("How can we reach you?").fill("ana@example.org, 415-555-0132")
    patient.page.get_by_label("Your name").fill(SECRET)
    patient.page.wait_for_timeout(QUIET_MS)
    expect(patient.questions).to_have_count(0)


def test_words_of_crisis_show_whom_to_call_above_all_else(patient: Letterwriter) -> None:
    patient.writes("I want to kill myself")
    alert = patient.page.get_by_role("alert").filter(has_text="wait for an answer here")
    expect(alert).to_be_in_viewport()
    expect(patient.questions).to_have_count(0)
    calls = [link.get_attribute("href") for link in alert.get_by_role("link").all()]
    assert calls == ["tel:988", "sms:988", "tel:911"]
    patient.writes("never mind")
    patient.page.wait_for_timeout(QUIET_MS)
    expect(alert).to_be_in_viewport()


@pytest.mark.parametrize("browser", ["page", "firefox_page"])
@pytest.mark.parametrize("width", [320, 411, 700])
def test_marks_lie_under_their_words_at_every_width(
    browser: str, width: int, link: str, request: pytest.FixtureRequest
) -> None:
    """The text's lines break alike in the field and under it: both come out equally tall for any text."""
    page: Page = request.getfixturevalue(browser)
    page.set_viewport_size({"width": width, "height": 740})
    patient = Letterwriter.at(page).opens(link)
    for words in (f"{WARNED_TEXT} " * 9, "x" * 800, "one\n\n\ntwo  \n" * 4, "日本語テキスト 😀 ñandú " * 30):
        patient.writes(words)
        drawn = words + ("\u200b" if words.endswith("\n") else "")
        expect(page.locator("#marks")).to_have_js_property("textContent", drawn)
        assert page.evaluate(HEIGHTS) == [0, 0]


# The field is asked for its text's own height, then put back; and both for their text's width.
HEIGHTS = """() => {
  const field = document.getElementById("message");
  const marks = document.getElementById("marks");
  const tall = marks.getBoundingClientRect().height;
  field.style.blockSize = "1px";
  const text = field.scrollHeight;
  field.style.blockSize = "";
  return [Math.round(text - tall), field.clientWidth - marks.clientWidth];
}"""


def test_nothing_typed_leaves_before_sending(patient: Letterwriter) -> None:
    patient.page.get_by_label("Your name").fill("Canary Nameson")
    patient.writes(WARNED_TEXT)
    patient.is_asked_about(SECRET)
    patient.message.press_sequentially(" And more.")
    patient.page.wait_for_timeout(QUIET_MS)
    assert patient.posts() == []
    said = " ".join(f"{each.url} {each.headers}" for each in patient.requests)
    assert "Canary" not in said
    assert "charged" not in said
    assert SECRET not in said
