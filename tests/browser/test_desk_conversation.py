"""A conversation at the desk: read, answered, given away, closed; with real keys, doors and colleagues."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.answerer import Answerer
from tests.browser.axe import violations
from tests.browser.clerk import NOTE, Clerk
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES
from tests.browser.member import Team
from tests.browser.postbag import Postbag

SLUG = "otter"
LETTERS = re.compile(r"/letters$")
SOON = 15_000  # the page looks every 5 s
TOLD = "My metformin refill is late. My SSN is 219-09-1234."
NASTY = (
    "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\"> & <b>bold</b>"
)
DOCTOR, PAIR = "\U0001f469\U0001f3fd\u200d\u2695\ufe0f", "\U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1"
MIXED = f"שלום, אני צריך עזרה.\nThen \u202eturned around\u202c English, and {DOCTOR} {PAIR}.\n\n  Two spaces."


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Otter Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    return Postbag(house, SLUG)


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser, bag: Postbag) -> Iterator[tuple[Clerk, Clerk]]:
    """A lead, and an agent whom she has let in."""
    crew = Team(house, chromium)
    lead = crew.lead("Lena Lead", bag.slug)
    agent = crew.member(lead, "Sam Agent")
    lead.comes_back("/desk/members")
    lead.lets_in("Sam Agent")
    agent.signs_in()
    yield Clerk(lead, "Lena Lead"), Clerk(agent, "Sam Agent")
    crew.close()


@pytest.fixture
def lena(crew: tuple[Clerk, Clerk], bag: Postbag) -> Iterator[Clerk]:
    bag.empty()
    yield from at_work(crew[0])


@pytest.fixture
def sam(crew: tuple[Clerk, Clerk]) -> Iterator[Clerk]:
    yield from at_work(crew[1])


def at_work(clerk: Clerk) -> Iterator[Clerk]:
    """Whatever a test before did."""
    clerk.member.requests.clear()
    clerk.member.problems.clear()
    clerk.page.set_viewport_size(DESK)
    yield clerk
    clerk.page.unroute_all(behavior="ignoreErrors")
    clerk.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    assert clerk.member.problems == []
    clerk.page.on("dialog", accept)  # for what a failed test left unsent
    clerk.page.goto("about:blank")
    clerk.page.remove_listener("dialog", accept)


def accept(dialog: Dialog) -> None:
    dialog.accept()


@pytest.fixture(scope="module")
def kit(house: House) -> Iterator[Answerer]:
    """Reads what is stored, with the recovery kit."""
    kit = Answerer(house)
    yield kit
    kit.closes()


# Reading


def test_a_letter_is_opened_with_what_the_patient_says_of_themselves(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post(TOLD, topic="prescription", urgency="urgent", name="Ana García", contact="555-0100")
    lena.comes_to()
    lena.opens(reference)
    letter = lena.letters.first
    expect(letter).to_contain_text("Says their name is:Ana García")
    expect(letter).to_contain_text("Says to reach them at:555-0100")
    expect(letter.locator(".letter-text")).to_have_text(TOLD)
    for fact in ("A prescription", "Urgent", "English", "Open", "due in"):
        expect(lena.facts).to_contain_text(fact)
    expect(lena.row(reference)).to_have_attribute("aria-current", "true")
    expect(lena.page).to_have_title(re.compile(f"^{reference}"))


def test_details_are_marked_until_that_is_switched_off(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post(TOLD)
    lena.comes_to_conversation(reference)
    marks = lena.letters.locator("mark")
    expect(marks.filter(has_text="metformin")).to_have_count(1)
    expect(marks.filter(has_text="219-09-1234")).to_have_count(1)
    toggle = lena.page.get_by_role("button", name="Mark details")
    toggle.click()
    expect(marks).to_have_count(0)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    lena.comes_to_conversation(reference)
    lena.page.wait_for_timeout(1000)
    expect(marks).to_have_count(0)
    toggle.click()
    expect(marks).to_have_count(2)


@pytest.mark.parametrize("text", [NASTY, MIXED, "word " * 6000], ids=["markup", "mixed scripts", "30 kB"])
def test_a_text_is_shown_as_it_was_written_whatever_it_is(lena: Clerk, bag: Postbag, text: str) -> None:
    reference = bag.post(text, name="<i>Name</i>", contact="\u202eback to front")
    lena.comes_to_conversation(reference)
    lena.page.wait_for_timeout(500)  # also once it is marked
    assert lena.letters.first.locator(".letter-text").text_content() == text
    expect(lena.letters.first).to_contain_text("<i>Name</i>")
    assert lena.letters.locator("script, img, b, i").count() == 0
    assert lena.page.title().startswith(reference)
    width = lena.page.evaluate("document.documentElement.scrollWidth")
    assert width == DESK["width"]


def test_each_paragraph_runs_in_its_own_direction(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post(MIXED))
    style = "getComputedStyle(document.querySelector('.letter-text'))"
    assert lena.page.evaluate(f"{style}.unicodeBidi") == "plaintext"
    assert lena.page.evaluate(f"{style}.whiteSpace").startswith("pre-wrap")


def test_the_whole_moment_shows_where_a_letter_has_the_focus(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("When?"))
    moment = lena.letters.first.locator(".letter-moment")
    expect(moment).to_be_hidden()
    lena.letters.first.focus()
    expect(moment).to_be_visible()


def test_the_reference_can_be_copied(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post("Copy")
    lena.comes_to_conversation(reference)
    lena.page.get_by_role("button", name="Copy the reference").click()
    expect(lena.page.get_by_text("Copied.")).to_be_attached()
    lena.member.context.grant_permissions(["clipboard-read"])
    assert lena.page.evaluate("navigator.clipboard.readText()") == reference


def test_a_letter_that_the_server_withholds_is_missed_above_all_else(
    lena: Clerk, sam: Clerk, bag: Postbag
) -> None:
    reference = bag.post("First")
    sam.comes_to_conversation(reference)
    sam.answers("Answer")
    sam.answers("And another")
    bag.lose(reference, 1, direction=2)
    lena.comes_to_conversation(reference)
    warning = lena.page.get_by_role("alert").filter(has_text="Letters are missing here")
    expect(warning).to_contain_text("Only the first letter is as it was written.")
    expect(lena.letters).to_have_count(1)
    assert warning.bounding_box()["y"] < lena.letters.first.bounding_box()["y"]  # type: ignore[index]  # both are on the page
    expect(lena.field).to_have_count(0)


def test_a_conversation_that_is_not_there_says_what_may_have_become_of_it(lena: Clerk) -> None:
    lena.comes_to("/desk/c/0123456789")
    expect(lena.page.get_by_text("There is no such conversation here.")).to_be_visible()


def test_a_link_to_a_conversation_of_another_inbox_leads_there(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post("Over here")
    lena.page.add_init_script(SECOND_INBOX)
    lena.comes_to_conversation(f"{reference}?two")
    expect(lena.page.get_by_role("combobox", name="Inbox")).to_have_value(SLUG)
    lena.lists(reference)
    lena.answers("And here is your answer.")


# As if the member were of another inbox as well, which comes first; at addresses that say so.
SECOND_INBOX = """if (location.search === "?two") {
  const ask = window.fetch;
  window.fetch = async (address, request) => {
    const answer = await ask(address, request);
    if (!/verify$|me$/.test(String(address))) return answer;
    const facts = await answer.json();
    facts.inboxes?.unshift({ ...facts.inboxes[0], slug: "another", name: "Another Clinic" });
    return new Response(JSON.stringify(facts), { status: answer.status });
  };
}"""


# Answering


def test_a_reply_is_sealed_and_goes_to_the_patient(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post("When?")
    lena.comes_to_conversation(reference)
    lena.writes("Tomorrow, very particularly.")
    lena.sends()
    expect(lena.letters).to_have_count(2)
    expect(lena.letters.last).to_contain_text("Lena Lead")
    expect(lena.letters.last).to_be_focused()
    expect(lena.field).to_have_value("")
    expect(lena.facts).to_contain_text("Waiting for patient")
    assert kit.reads(reference) == ["When?", "Tomorrow, very particularly."]
    said = b" ".join(request.post_data_buffer or b"" for request in lena.member.requests)
    assert b"particularly" not in said


def test_several_replies_follow_one_another(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post("Count")
    lena.comes_to_conversation(reference)
    for text in ("One", "Two", "Three"):
        lena.answers(text)
    assert kit.reads(reference) == ["Count", "One", "Two", "Three"]


def test_a_note_stays_with_the_team_and_says_so(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post("When?")
    lena.comes_to_conversation(reference)
    lena.notes("Call them first.")
    expect(lena.letters.last).to_contain_text("Lena Lead: note, only your team sees it")
    expect(lena.facts).to_contain_text("Open")
    assert [each.header.direction for each in kit.opens(reference)] == [1, 3]


def test_sending_and_closing_leads_back_to_the_list_and_can_be_taken_back(lena: Clerk, bag: Postbag) -> None:
    done, next_one = bag.post("Done"), bag.post("Next")
    bag.age(done, hours=1)
    lena.comes_to()
    lena.opens(done)
    lena.writes("Solved.")
    lena.member.button("Send and close").click()
    lena.lists(next_one)
    expect(lena.row(next_one)).to_be_focused()
    lena.is_told(f"Sent, and {done} is closed.")
    lena.page.keyboard.press("z")
    lena.lists(done, next_one)


def test_a_text_that_did_not_get_out_is_kept_and_sent_once(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post("Hello?")
    lena.comes_to_conversation(reference)
    lena.page.route(LETTERS, lambda route: route.abort("connectionreset"))
    lena.writes("From a train")
    lena.sends()
    expect(
        lena.page.get_by_role("alert").filter(has_text="Not sent. Your text is still here.")
    ).to_be_visible()
    expect(lena.field).to_have_value("From a train")
    expect(lena.field).to_be_editable()
    lena.page.unroute_all()
    lena.sends()
    expect(lena.letters).to_have_count(2)
    posts = [each.post_data_buffer for each in lena.member.requests if LETTERS.search(each.url)]
    assert len(posts) == 2
    assert posts[0] == posts[1]  # the same sealed letter, so that it could not have come in twice
    assert kit.reads(reference) == ["Hello?", "From a train"]


def test_an_empty_answer_is_not_sent(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("Hello?"))
    lena.writes("   ")
    lena.sends()
    expect(lena.page.get_by_text("Write something first.")).to_be_visible()
    expect(lena.field).to_be_focused()
    assert not any(LETTERS.search(each.url) for each in lena.member.requests)


def test_room_is_spoken_of_when_little_is_left(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("Long?"))
    lena.writes("word " * 5000)
    expect(lena.page.get_by_text("more characters")).to_have_count(0)
    lena.writes("word " * 6400)
    expect(lena.page.get_by_text("Room for about 692 more characters.")).to_be_visible()
    lena.writes("word " * 7000)
    expect(lena.page.get_by_text("This is too long to be sealed.")).to_be_visible()
    lena.sends()
    expect(lena.page.get_by_role("alert").filter(has_text="Shorten it")).to_be_visible()
    expect(lena.field).to_have_value("word " * 7000)


def test_the_patients_details_need_not_be_repeated(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post(TOLD)
    lena.comes_to_conversation(reference)
    lena.writes("Your metformin is on its way, 219-09-1234.")
    aid = lena.page.get_by_role("region", name="Worth a second look")
    expect(aid).to_contain_text("words need not be repeated.")
    aid.get_by_role("button", name="Remove 219-09-1234").click()
    expect(lena.field).to_have_value("Your metformin is on its way, […].")
    lena.member.button("Undo").click()
    expect(lena.field).to_have_value("Your metformin is on its way, 219-09-1234.")
    aid.get_by_role("button", name="Remove 219-09-1234").click()
    aid.get_by_role("button", name="Keep metformin").click()
    expect(aid).to_be_hidden()
    lena.sends()
    expect(lena.letters).to_have_count(2)
    assert kit.reads(reference)[1] == "Your metformin is on its way, […]."


def test_whom_to_call_in_a_crisis_is_not_for_the_team(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("I want to kill myself"))
    lena.writes("You wrote that you want to kill yourself.")
    lena.page.wait_for_timeout(1000)
    assert lena.page.get_by_text("Nobody is reading this right now").count() == 0


def test_nothing_typed_could_be_posted_as_a_form_or_read_by_the_browser(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("Hello"))
    main = lena.page.locator("main")
    assert main.locator("form, [name], [type=submit], button:not([type=button])").count() == 0
    for field in (lena.field, lena.page.get_by_role("searchbox")):
        wanted = {
            "spellcheck": "false",
            "autocomplete": "off",
            "translate": "no",
            "writingsuggestions": "false",
        }
        assert {name: field.get_attribute(name) for name in wanted} == wanted


# Unsent texts


def test_unsent_texts_wait_in_their_conversations(lena: Clerk, bag: Postbag) -> None:
    first, second = bag.post("First"), bag.post("Second")
    lena.comes_to()
    lena.opens(first)
    lena.writes("Half an answ")
    lena.opens(second)
    expect(lena.field).to_have_value("")
    lena.writes_a_note("Half a no")
    lena.opens(first)
    expect(lena.field).to_have_value("Half an answ")
    lena.opens(second)
    expect(lena.page.get_by_role("textbox", name=NOTE)).to_have_value("Half a no")


def test_an_unsent_text_outlives_a_lock_and_is_nowhere_in_the_page_meanwhile(
    lena: Clerk, bag: Postbag
) -> None:
    reference = bag.post("Hello")
    lena.comes_to_conversation(reference)
    lena.writes("A half written sentence")
    lena.member.button("Lock").click()
    expect(lena.member.button("Unlock with your passkey")).to_be_visible()
    assert "half written" not in lena.page.content()
    assert lena.page.locator("textarea").count() == 0
    lena.member.unlocks()
    lena.has_open(reference)
    expect(lena.field).to_have_value("A half written sentence")


def test_leaving_the_page_with_an_unsent_text_asks_first(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("Hello"))
    lena.field.click()
    lena.page.keyboard.type("Half a senten")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    lena.page.once("dialog", stay)
    lena.page.reload()
    assert asked == ["beforeunload"]


# Colleagues


def test_two_who_answer_at_once_are_told_and_nothing_is_lost(
    lena: Clerk, sam: Clerk, bag: Postbag, kit: Answerer
) -> None:
    reference = bag.post("Who answers?")
    lena.comes_to_conversation(reference)
    sam.comes_to_conversation(reference)
    lena.writes("Lena writes")
    sam.answers("Sam was faster")
    lena.sends()
    told = lena.page.get_by_role("heading", name=re.compile("answered meanwhile$"))
    expect(told).to_be_focused()
    expect(lena.page.locator(".meanwhile")).to_contain_text("Sam was faster")
    expect(lena.field).to_have_value("Lena writes")
    expect(lena.letters).to_have_count(2)
    assert kit.reads(reference) == ["Who answers?", "Sam was faster"]
    lena.sends()
    expect(lena.letters).to_have_count(3)
    expect(told).to_have_count(0)
    assert kit.reads(reference) == ["Who answers?", "Sam was faster", "Lena writes"]


def test_who_answers_a_conversation_that_was_only_given_away_is_not_bothered(
    lena: Clerk, sam: Clerk, bag: Postbag, kit: Answerer
) -> None:
    reference = bag.post("Whose?")
    lena.comes_to_conversation(reference)
    sam.comes_to_conversation(reference)
    sam.takes("Me")
    expect(sam.page.get_by_role("button", name="With you")).to_be_visible()
    lena.answers("Mine all the same")
    assert kit.reads(reference) == ["Whose?", "Mine all the same"]


def test_closing_what_somebody_has_answered_meanwhile_shows_it_first(
    lena: Clerk, sam: Clerk, bag: Postbag
) -> None:
    reference = bag.post("Closed?")
    lena.comes_to_conversation(reference)
    sam.comes_to_conversation(reference)
    lena.page.route(re.compile("since="), lambda route: route.abort())
    sam.answers("Not yet")
    lena.member.button("Close").click()
    lena.is_told("Somebody changed this meanwhile.")
    expect(lena.letters).to_have_count(2)
    expect(lena.facts).to_contain_text("Waiting for patient")


def test_what_a_colleague_changes_shows_by_itself(lena: Clerk, sam: Clerk, bag: Postbag) -> None:
    reference = bag.post("Whose?")
    lena.comes_to_conversation(reference)
    sam.comes_to_conversation(reference)
    lena.takes("Sam Agent")
    lena.is_told(f"{reference}: with Sam Agent.")
    expect(sam.page.get_by_role("button", name="With you")).to_be_visible(timeout=SOON)
    sam.takes("Nobody")
    expect(lena.page.get_by_role("button", name="With nobody")).to_be_visible(timeout=SOON)


def test_a_patient_who_writes_again_is_noticed_and_read_when_one_wants_to(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post("First")
    lena.comes_to_conversation(reference)
    lena.answers("Answer")
    lena.writes("And one more th")
    bag.post_again(reference, "Thank you, but")
    news = lena.page.get_by_role("status").filter(has_text="The patient has written again.")
    expect(news).to_be_visible(timeout=SOON)
    expect(lena.letters).to_have_count(2)
    news.get_by_role("button", name="Show it").click()
    expect(lena.letters).to_have_count(3)
    expect(lena.letters.last).to_contain_text("Thank you, but")
    expect(lena.field).to_have_value("And one more th")
    expect(news).to_have_count(0)
    lena.sends()
    expect(lena.letters).to_have_count(4)


# States


def test_a_snoozed_conversation_goes_and_can_be_brought_back(lena: Clerk, bag: Postbag) -> None:
    reference, other = bag.post("Later"), bag.post("Other")
    lena.comes_to()
    lena.opens(reference)
    lena.page.keyboard.press("s")
    lena.page.keyboard.press("ArrowDown")
    lena.page.keyboard.press("Enter")
    lena.is_told(f"{reference} comes back on ")
    lena.lists(other)
    lena.goes_to("Snoozed")
    lena.lists(reference)
    lena.opens(reference)
    expect(lena.facts).to_contain_text("Snoozed")
    lena.member.button("Reopen").click()
    expect(lena.facts).to_contain_text("Open")


def test_a_time_to_come_back_can_be_picked(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post("Later")
    lena.comes_to_conversation(reference)
    lena.member.button("Snooze").click()
    lena.member.button("Pick a time…").click()
    field = lena.member.dialog.get_by_label("Day and time")
    picked = field.input_value()
    field.fill("2020-01-01T09:00")
    lena.member.dialog.get_by_role("button", name="Snooze").click()
    expect(lena.member.dialog).to_contain_text("still to come")
    field.fill(picked)
    lena.member.dialog.get_by_role("button", name="Snooze").click()
    lena.is_told(f"{reference} comes back on ")


def test_all_of_a_days_work_is_done_with_the_keyboard_alone(lena: Clerk, bag: Postbag, kit: Answerer) -> None:
    reference = bag.post("By keys?")
    lena.comes_to()
    expect(lena.rows).to_have_count(1)
    keys = lena.page.keyboard
    keys.press("j")
    keys.press("Enter")
    lena.has_open(reference)
    keys.press("a")
    lena.is_told("with you.")
    keys.press("n")
    keys.type("Seen it.")
    keys.press("Control+Enter")
    expect(lena.letters).to_have_count(2)
    keys.press("r")
    keys.type("Yes, by keys.")
    keys.press("Tab")
    expect(lena.member.button("Send")).to_be_focused()
    keys.press("Enter")
    expect(lena.letters).to_have_count(3)
    keys.press("e")
    lena.is_told(f"{reference} is closed.")
    expect(lena.rows).to_have_count(0)
    keys.press("?")
    expect(lena.member.dialog).to_contain_text("Next conversation")
    keys.press("Escape")
    assert kit.reads(reference) == ["By keys?", "Seen it.", "Yes, by keys."]


def test_the_escape_key_leads_out_of_the_field_and_keeps_the_text(lena: Clerk, bag: Postbag) -> None:
    lena.comes_to_conversation(bag.post("Hello"))
    lena.page.keyboard.press("r")
    lena.page.keyboard.type("Half")
    lena.page.keyboard.press("Escape")
    expect(lena.member.heading).to_be_focused()
    lena.page.keyboard.press("r")
    expect(lena.field).to_be_focused()
    expect(lena.field).to_have_value("Half")


# The reading budget


def test_a_used_budget_is_explained_and_waited_for(lena: Clerk, bag: Postbag, house: House) -> None:
    first, second = bag.post("First"), bag.post("Second")
    house.flask("inbox", "budget", SLUG, "--burst", "1", "--hourly", "600")
    try:
        lena.comes_to()
        lena.page.wait_for_timeout(7000)  # the bucket holds one again
        lena.opens(first)
        expect(lena.page.get_by_text("You can open no more conversations right now")).to_be_visible()
        lena.row(second).click()
        pause = lena.page.get_by_role("heading", name="A little pause")
        expect(pause).to_be_visible()
        expect(lena.page.get_by_text("as many as one person may")).to_be_visible()
        expect(lena.page.get_by_text(re.compile(r"The next one is free in 0:0\d\."))).to_be_visible()
        expect(lena.page.get_by_text("The next one is free now.")).to_be_visible(timeout=SOON)
        lena.member.button("Open it now").click()
        lena.has_open(second)
    finally:
        house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")


# For everyone


def test_axe_finds_nothing_in_a_conversation(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post(TOLD, name="Ana", contact="555-0100", urgency="urgent")
    lena.comes_to_conversation(reference)
    lena.answers("An answer")
    lena.notes("A note")
    for size in (DESK, PHONE):
        for scheme in SCHEMES:
            name = f"{size['width']} {scheme}"
            lena.page.set_viewport_size(size)
            lena.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            lena.page.get_by_role("button", name=re.compile("^Reply")).click()
            lena.writes("Your metformin, 219-09-1234")
            expect(lena.page.get_by_role("region", name="Worth a second look")).to_be_visible()
            assert violations(lena.page) == [], name
            lena.page.get_by_role("button", name=re.compile("^Note for")).click()
            assert violations(lena.page) == [], name
            lena.page.get_by_role("button", name="Snooze").click()
            assert violations(lena.page) == [], name
            lena.page.keyboard.press("Escape")
    lena.page.get_by_role("button", name=re.compile("^Reply")).click()
    lena.writes("")


def test_a_conversation_enlarged_four_times_can_be_used(lena: Clerk, bag: Postbag) -> None:
    """1280 by 1024 at 400 % leaves 320 by 256: nothing may scroll sideways."""
    lena.page.set_viewport_size({"width": 320, "height": 256})
    lena.comes_to_conversation(bag.post(f"{'x' * 300} {TOLD}", name="y" * 200))
    assert width_of(lena.page) == 320
    lena.page.get_by_role("button", name="Snooze").click()
    assert width_of(lena.page) == 320
    lena.page.keyboard.press("Escape")
    lena.answers("An answer")
    assert width_of(lena.page) == 320


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_who_wrote_what_is_seen_in_forced_colours(lena: Clerk, bag: Postbag) -> None:
    reference = bag.post(TOLD)
    lena.comes_to_conversation(reference)
    lena.notes("A note")
    lena.page.emulate_media(forced_colors="active")
    expect(lena.letters.locator("mark").first).to_be_visible()
    style = "getComputedStyle(document.querySelector('.letter-text mark'))"
    assert lena.page.evaluate(f"{style}.textDecorationLine") == "underline"
    expect(lena.letters.last).to_contain_text("Lena Lead: note, only your team sees it")
    assert (
        lena.page.evaluate("getComputedStyle(document.querySelector('.letter.note')).borderStyle") == "dashed"
    )


def test_what_is_stored_tells_nothing_of_what_was_written(lena: Clerk, bag: Postbag, house: House) -> None:
    reference = bag.post("A letter of great particularity")
    lena.comes_to_conversation(reference)
    lena.answers("An answer of the same particularity")
    with closing(sqlite3.connect(house.instance / "sotto.db")) as database:
        tables = ("letter", "conversation", "chain_body")
        dump = "\n".join(str(row) for table in tables for row in rows_of(database, table))
    assert "particularity" not in dump


def rows_of(database: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  of three names above
