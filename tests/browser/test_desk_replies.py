"""Saved replies at the desk: written once, used by all who answer, and readable to nobody else."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.answerer import Answerer
from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.filer import Filer, saved_requests
from tests.browser.house import House
from tests.browser.letterwriter import wait_until
from tests.browser.look import DESK, PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Team
from tests.browser.postbag import Postbag
from tests.whole.traces import files, found

SLUG = "egret"
SECRETS = {"title": "Quendrivol", "text": "Brastimelk the parcel is on its way"}
NARROW = 320


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Egret Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
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
def lena(crew: tuple[Clerk, Clerk], bag: Postbag) -> Iterator[Filer]:
    bag.empty()
    with bag.database() as database:
        database.execute("DELETE FROM saved_reply")
    yield from at_work(crew[0])


@pytest.fixture
def sam(crew: tuple[Clerk, Clerk]) -> Iterator[Filer]:
    yield from at_work(crew[1])


def at_work(clerk: Clerk) -> Iterator[Filer]:
    clerk.member.requests.clear()
    clerk.member.problems.clear()
    clerk.page.set_viewport_size(DESK)
    yield Filer(clerk)
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


# The page


def test_the_first_one_can_begin_with_a_suggestion(lena: Filer) -> None:
    lena.clerk.comes_to()
    lena.clerk.member.goes_to("Saved replies")
    lena.has_the_page()
    expect(lena.page.get_by_text("There are none yet.")).to_be_visible()
    lena.page.get_by_role("button", name="Begin with this: Solved").click()
    expect(lena.page.get_by_label("Name", exact=True)).to_have_value("Solved")
    lena.saves("Solved")
    expect(lena.reply("Solved")).to_contain_text("Sending it also closes the conversation.")
    expect(lena.page.get_by_role("button", name="Change Solved")).to_be_focused()


def test_what_one_saves_a_colleague_finds_changes_and_removes(lena: Filer, sam: Filer) -> None:
    lena.comes_to_the_page()
    lena.adds("Refill late", "Hi {name}, it is on its way.")
    lena.adds("Opening hours", "We are here from nine to five.")
    assert lena.titles == ["Opening hours", "Refill late"]
    sam.comes_to_the_page()
    sam.page.get_by_role("searchbox", name="Search").fill("way")
    expect(sam.page.locator(".saved-reply h2")).to_have_text(["Refill late"])
    sam.opens("Refill late")
    sam.fills("Refill on its way", "Hi {name}, it left today.")
    sam.saves("Refill on its way")
    sam.removes("Opening hours")
    assert sam.titles == ["Refill on its way"]
    lena.comes_to_the_page()
    assert lena.titles == ["Refill on its way"]
    expect(lena.reply("Refill on its way")).to_contain_text("it left today")


def test_a_name_is_needed_and_of_one_alone(lena: Filer) -> None:
    lena.comes_to_the_page()
    lena.adds("Thanks", "Thank you.")
    lena.begins("", "Thank you so much.")
    lena.clerk.member.button("Save").click()
    expect(lena.page.get_by_role("alert").filter(has_text="Give it a name")).to_be_visible()
    expect(lena.page.get_by_label("Name", exact=True)).to_be_focused()
    lena.fills("  thanks ", "Thank you so much.")
    lena.clerk.member.button("Save").click()
    expect(
        lena.page.get_by_role("alert").filter(has_text="There is a saved reply of this name.")
    ).to_be_visible()
    lena.fills("Many thanks", "")
    lena.clerk.member.button("Save").click()
    expect(lena.page.get_by_role("alert").filter(has_text="Write the text.")).to_be_visible()
    lena.fills("Many thanks", "word " * 1700)
    lena.clerk.member.button("Save").click()
    expect(lena.page.get_by_role("alert").filter(has_text="too long to be saved")).to_be_visible()
    lena.fills("Many thanks", "word " * 1500)
    lena.saves("Many thanks")


def test_one_patients_details_are_pointed_out_in_what_goes_to_many(lena: Filer) -> None:
    lena.comes_to_the_page()
    lena.begins("Refill", "Your metformin is on its way.")
    lena.page.get_by_label("Text", exact=True).click()
    aid = lena.page.get_by_role("region", name="Worth a second look")
    expect(aid).to_contain_text("own does not belong in it")
    aid.get_by_role("button", name="Remove metformin").click()
    expect(lena.page.get_by_label("Text", exact=True)).to_have_value("Your […] is on its way.")
    lena.saves("Refill")


def test_places_are_put_in_where_the_caret_is(lena: Filer) -> None:
    lena.comes_to_the_page()
    lena.begins("Greeting", "Hi ")
    lena.page.get_by_role("button", name=re.compile("^Patient")).click()
    lena.page.keyboard.type(", this is ")
    lena.page.get_by_role("button", name=re.compile("^Your team")).click()
    expect(lena.page.get_by_label("Text", exact=True)).to_have_value("Hi {name}, this is {team}")
    lena.page.get_by_label("Text", exact=True).press("Control+z")
    expect(lena.page.get_by_label("Text", exact=True)).to_have_value("Hi {name}, this is ")
    lena.clerk.member.button("Cancel").click()
    lena.clerk.member.dialog.get_by_role("button", name="Leave").click()
    lena.has_the_page()


def test_what_is_being_written_outlives_a_lock_and_what_was_opened_does_not(lena: Filer) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "We are here from nine to five.")
    lena.begins("Half", "A half written sentence")
    lena.clerk.member.button("Lock").click()
    expect(lena.clerk.member.button("Unlock with your passkey")).to_be_visible()
    for text in ("half written", "nine to five", "Hours"):
        assert text not in lena.page.content()
    lena.clerk.member.unlocks()
    expect(lena.page.get_by_label("Text", exact=True)).to_have_value("A half written sentence")
    lena.saves("Half")


def test_two_who_change_the_same_one_see_both_texts_and_nothing_is_lost(lena: Filer, sam: Filer) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "From nine.")
    sam.comes_to_the_page()
    lena.opens("Hours")
    sam.opens("Hours")
    sam.fills("Hours", "From eight, says Sam.")
    sam.saves("Hours")
    lena.fills("Hours", "From ten, says Lena.")
    lena.clerk.member.button("Save").click()
    told = lena.page.get_by_role("heading", name="Somebody changed it meanwhile")
    expect(told).to_be_focused()
    expect(lena.page.locator(".notice")).to_contain_text("From eight, says Sam.")
    expect(lena.page.get_by_label("Text", exact=True)).to_have_value("From ten, says Lena.")
    lena.saves("Hours")
    expect(lena.reply("Hours")).to_contain_text("From ten, says Lena.")


def test_who_changes_what_was_removed_can_save_it_as_a_new_one(lena: Filer, sam: Filer) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "From nine.")
    sam.comes_to_the_page()
    lena.opens("Hours")
    sam.removes("Hours")
    lena.fills("Hours", "From ten.")
    lena.clerk.member.button("Save").click()
    expect(lena.page.get_by_role("heading", name="Somebody removed it meanwhile")).to_be_focused()
    lena.saves("Hours")
    expect(lena.reply("Hours")).to_contain_text("From ten.")


def test_a_text_whose_answer_was_lost_is_saved_once(lena: Filer) -> None:
    lena.comes_to_the_page()
    lena.page.evaluate(LOSE_AN_ANSWER)
    lena.begins("Hours", "From nine.")
    lena.clerk.member.button("Save").click()
    expect(
        lena.page.get_by_role("alert").filter(has_text="Not saved. Your text is still here.")
    ).to_be_visible()
    lena.saves("Hours")
    assert lena.titles == ["Hours"]
    first, second = saved_requests(lena)
    assert first == second


# What is posted next arrives, and the answer to it does not.
LOSE_AN_ANSWER = """() => {
  const ask = window.fetch;
  window.fetch = async (address, request) => {
    const answer = await ask(address, request);
    if (request?.method !== "POST") return answer;
    window.fetch = ask;
    throw new TypeError("the connection was lost");
  };
}"""


def test_one_that_was_altered_is_told_apart_and_can_be_removed(lena: Filer, bag: Postbag) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "From nine.")
    lena.adds("Thanks", "Thank you.")
    with bag.database() as database:
        ((reply, sealed),) = database.execute("SELECT id, sealed FROM saved_reply LIMIT 1").fetchall()
        altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
        database.execute("UPDATE saved_reply SET sealed = ? WHERE id = ?", [altered, reply])
    lena.comes_to_the_page()
    broken = lena.page.get_by_role("region", name="Cannot be opened")
    expect(broken).to_contain_text("It is not what your team sealed")
    assert len(lena.titles) == 1
    broken.get_by_role("button", name="Remove").click()
    lena.clerk.member.dialog.get_by_role("button", name="Remove").click()
    expect(broken).to_have_count(0)
    assert len(lena.titles) == 1


def test_those_of_an_epoch_that_is_over_are_sealed_anew_by_whoever_looks(
    lena: Filer, sam: Filer, house: House, bag: Postbag, chromium: Browser
) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "From nine.", state="is closed")
    lena.adds("Thanks", "Thank you.")
    lena.page.goto(f"{house.desk}/desk/members")
    lena.clerk.member.unlocks()
    leaver = Team(house, chromium)
    try:
        leaver.member(lena.clerk.member, "Lou Leaver")
        lena.clerk.comes_to("/desk/members")
        lena.clerk.member.lets_in("Lou Leaver")
        before = revisions(bag)
        lena.page.get_by_label("Lou Leaver").check()
        lena.clerk.member.button("Remove…").click()
        lena.clerk.member.dialog.get_by_role("button", name="Remove").click()
        expect(lena.page.get_by_text("Removed: Lou Leaver.")).to_be_visible(timeout=SLOW)
    finally:
        leaver.close()
    sam.comes_to_the_page()
    expect(sam.reply("Hours")).to_contain_text("Sending it also closes the conversation.")
    for _ in range(100):
        if all(epoch > before[reply][1] for reply, (_, epoch) in revisions(bag).items()):
            break
        sam.page.wait_for_timeout(100)
    after = revisions(bag)
    assert {reply: revision for reply, (revision, _) in after.items()} == dict.fromkeys(before, 2)
    assert all(epoch > before[reply][1] for reply, (_, epoch) in after.items())
    lena.comes_to_the_page()
    assert lena.titles == ["Hours", "Thanks"]
    expect(lena.reply("Hours")).to_contain_text("Sending it also closes the conversation.")


def revisions(bag: Postbag) -> dict[bytes, tuple[int, int]]:
    """Revision and epoch of each."""
    with bag.database() as database:
        return {
            reply: (revision, epoch)
            for reply, revision, epoch in database.execute("SELECT id, revision, epoch_id FROM saved_reply")
        }


# At an answer


def test_one_is_found_and_put_into_the_answer_by_keyboard_and_nothing_is_sent(
    lena: Filer, bag: Postbag, kit: Answerer
) -> None:
    reference = bag.post("When?", name="Ana García")
    lena.comes_to_the_page()
    lena.adds("Refill", "Hi {name},\n{reference} is on its way.\n{team}")
    lena.adds("Hours", "We open at nine.")
    lena.clerk.comes_to_conversation(reference)
    lena.page.keyboard.press("t")
    expect(lena.search).to_be_focused()
    expect(lena.options).to_have_count(2)
    expect(lena.options.nth(0)).to_have_attribute("aria-selected", "true")
    lena.page.keyboard.press("ArrowDown")
    expect(lena.options.nth(1)).to_have_attribute("aria-selected", "true")
    active = lena.options.nth(1).get_attribute("id") or ""
    expect(lena.search).to_have_attribute("aria-activedescendant", active)
    lena.page.keyboard.press("ArrowDown")
    lena.page.keyboard.press("Enter")
    expect(lena.clerk.field).to_have_value("We open at nine.")
    lena.page.keyboard.press("Home")
    lena.chooses("refill")
    filled = f"Hi Ana García,\n{reference} is on its way.\nEgret Clinic"
    expect(lena.clerk.field).to_have_value(f"{filled}We open at nine.")
    lena.page.keyboard.press("Control+z")
    expect(lena.clerk.field).to_have_value("We open at nine.")
    assert kit.reads(reference) == ["When?"]
    lena.clerk.sends()
    expect(lena.clerk.letters).to_have_count(2)
    assert kit.reads(reference) == ["When?", "We open at nine."]


def test_escape_leads_back_and_another_reply_can_be_pointed_at(lena: Filer, bag: Postbag) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "We open at nine.")
    lena.clerk.comes_to_conversation(bag.post("When?"))
    lena.clerk.field.click()
    lena.clerk.member.button("Saved replies").click()
    expect(lena.options).to_have_count(1)
    lena.page.keyboard.type("nothing like it")
    expect(lena.options).to_have_count(0)
    expect(lena.page.get_by_text("No saved reply has these words.")).to_be_visible()
    lena.page.keyboard.press("Escape")
    expect(lena.clerk.field).to_be_focused()
    expect(lena.search).to_have_count(0)
    lena.clerk.member.button("Saved replies").click()
    lena.options.filter(has_text="Hours").click()
    expect(lena.clerk.field).to_have_value("We open at nine.")
    lena.clerk.member.button("Saved replies").click()
    lena.clerk.member.button("Saved replies").click()
    expect(lena.search).to_have_count(0)


def test_a_team_without_any_is_told_and_led_to_the_page(lena: Filer, bag: Postbag) -> None:
    lena.clerk.comes_to_conversation(bag.post("When?"))
    lena.page.keyboard.press("t")
    expect(lena.page.get_by_text("Your team has no saved replies yet.")).to_be_visible()
    lena.page.get_by_role("link", name="All saved replies").click()
    lena.has_the_page()


def test_one_can_close_the_conversation_as_it_is_sent(lena: Filer, bag: Postbag, kit: Answerer) -> None:
    lena.comes_to_the_page()
    lena.adds("Solved", "Glad that it is solved.", state="is closed", holder="goes back to the team")
    reference = bag.post("Thanks, solved")
    lena.clerk.comes_to_conversation(reference)
    lena.chooses("Solved")
    expect(lena.effects).to_contain_text(
        "Sending also closes the conversation and gives it back to the team."
    )
    assert kit.row(reference).state == "open"
    lena.clerk.sends()
    lena.clerk.is_told(f"Sent, and {reference} is closed.")
    row = kit.row(reference)
    assert (row.state, row.assignee_id) == ("closed", None)
    lena.page.keyboard.press("z")
    lena.clerk.lists(reference)
    wait_until(lena.page, lambda: kit.row(reference).state == "open")


def test_one_can_put_the_conversation_aside_and_take_it(
    lena: Filer, sam: Filer, bag: Postbag, kit: Answerer
) -> None:
    lena.comes_to_the_page()
    lena.adds("Tell us more", "When was it?", "is put aside for some days", "goes to whoever sends this", 3)
    reference = bag.post("It did not come")
    sam.clerk.comes_to_conversation(reference)
    sam.clerk.takes("Me")
    lena.clerk.comes_to_conversation(reference)
    lena.chooses("Tell us more")
    expect(lena.effects).to_contain_text(
        "Sending also puts the conversation aside for 3 days and gives it to you."
    )
    lena.clerk.sends()
    lena.clerk.is_told(f"Sent, and {reference} comes back on")
    row = kit.row(reference)
    assert row.state == "snoozed"
    assert 2 * 86400 < row.snoozed_until - row.last_at < 4 * 86400
    with bag.database() as database:
        ((holder,),) = database.execute("SELECT name FROM member WHERE id = ?", [row.assignee_id]).fetchall()
    assert holder == "Lena Lead"


def test_what_sending_also_does_can_be_left_out_before(lena: Filer, bag: Postbag, kit: Answerer) -> None:
    lena.comes_to_the_page()
    lena.adds("Solved", "Glad that it is solved.", state="is closed")
    reference = bag.post("Solved?")
    lena.clerk.comes_to_conversation(reference)
    lena.chooses("Solved")
    lena.effects.get_by_role("button", name="Only send it").click()
    expect(lena.effects).to_be_hidden()
    expect(lena.clerk.field).to_be_focused()
    lena.clerk.sends()
    expect(lena.clerk.letters).to_have_count(2)
    assert kit.row(reference).state == "waiting"


def test_without_a_text_nothing_is_left_of_what_sending_would_do(
    lena: Filer, bag: Postbag, kit: Answerer
) -> None:
    lena.comes_to_the_page()
    lena.adds("Solved", "Glad that it is solved.", state="is closed")
    first, second = bag.post("First"), bag.post("Second")
    lena.clerk.comes_to_conversation(first)
    lena.chooses("Solved")
    lena.clerk.opens(second)
    expect(lena.effects).to_be_hidden()
    lena.clerk.opens(first)
    expect(lena.effects).to_contain_text("Sending also closes the conversation.")
    lena.clerk.writes("")
    expect(lena.effects).to_be_hidden()
    lena.clerk.answers("Something else")
    assert kit.row(first).state == "waiting"


def test_an_answer_that_is_sent_and_then_not_put_aside_says_so(
    lena: Filer, bag: Postbag, kit: Answerer
) -> None:
    lena.comes_to_the_page()
    lena.adds("Later", "We look again in a week.", "is put aside for some days", days=7)
    reference = bag.post("Hello?")
    lena.clerk.comes_to_conversation(reference)
    lena.chooses("Later")
    lena.page.route(re.compile(r"/state$"), lambda route: route.abort("connectionreset"))
    lena.clerk.sends()
    expect(lena.clerk.letters).to_have_count(2)
    lena.clerk.is_told(f"Your answer to {reference} is sent, but the conversation was not put aside.")
    expect(lena.clerk.field).to_have_value("")
    assert kit.reads(reference) == ["Hello?", "We look again in a week."]
    assert kit.row(reference).state == "waiting"


def test_they_are_for_patients_and_not_for_notes(lena: Filer, bag: Postbag) -> None:
    lena.comes_to_the_page()
    lena.adds("Hours", "We open at nine.")
    lena.clerk.comes_to_conversation(bag.post("When?"))
    lena.clerk.writes_a_note("Call")
    expect(lena.clerk.member.button("Saved replies")).to_have_count(0)
    lena.chooses("Hours")
    expect(lena.page.get_by_role("textbox", name="Reply to the patient")).to_have_value("We open at nine.")


# Nobody else reads them


def test_nothing_of_them_is_readable_on_the_way_or_in_the_house(
    lena: Filer, sam: Filer, house: House, bag: Postbag
) -> None:
    reference = bag.post("When?")
    lena.comes_to_the_page()
    lena.adds(SECRETS["title"], SECRETS["text"])
    sam.clerk.comes_to_conversation(reference)
    sam.chooses(SECRETS["title"])
    expect(sam.clerk.field).to_have_value(SECRETS["text"])
    assert found(SECRETS, traces(house, lena, sam)) == []
    assert saved_requests(lena)
    sam.clerk.member.button("Lock").click()
    expect(sam.clerk.member.button("Unlock with your passkey")).to_be_visible()
    assert not any(secret in sam.page.content() for secret in SECRETS.values())


def traces(house: House, *filers: Filer) -> dict[str, bytes]:
    """All that the browsers sent, and all that the house keeps."""
    sent = {}
    for number, filer in enumerate(filers):
        for at, each in enumerate(filer.clerk.member.requests):
            head = f"{each.method} {each.url} {each.headers}".encode()
            sent[f"request {number}.{at}"] = head + (each.post_data_buffer or b"")
    return sent | files(house.folder) | {"database": dump(house)}


def dump(house: House) -> bytes:
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as database:
        return "\n".join(database.iterdump()).encode()


# For everybody


@pytest.mark.parametrize("scheme", SCHEMES)
def test_page_form_and_list_have_no_barriers(lena: Filer, bag: Postbag, scheme: str) -> None:
    lena.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    lena.comes_to_the_page()
    assert violations(lena.page) == []
    lena.adds("Solved", "Glad that it is solved.\n" * 20, state="is closed")
    lena.adds("Later", "In a week.", "is put aside for some days", days=7)
    assert violations(lena.page) == []
    lena.opens("Later")
    assert violations(lena.page) == []
    lena.clerk.comes_to_conversation(bag.post("When?"))
    lena.page.keyboard.press("t")
    expect(lena.options).to_have_count(2)
    assert violations(lena.page) == []
    lena.page.keyboard.press("Enter")
    expect(lena.effects).to_be_visible()
    assert violations(lena.page) == []


def test_all_fits_where_little_room_is(lena: Filer, bag: Postbag) -> None:
    lena.comes_to_the_page()
    lena.adds("Averyveryverylongnamewithoutanyspaceswhatsoeverinit", "word" * 100, state="is closed")
    reference = bag.post("When?")
    lena.page.set_viewport_size({"width": NARROW, "height": 640})
    lena.comes_to_the_page()
    assert width(lena) == NARROW
    lena.clerk.member.button("New saved reply").click()
    assert width(lena) == NARROW
    lena.page.get_by_label("State", exact=True).select_option(label="is put aside for some days")
    assert width(lena) == NARROW
    lena.clerk.member.button("Cancel").click()
    lena.clerk.member.dialog.get_by_role("button", name="Leave").click()
    lena.clerk.comes_to_conversation(reference)
    lena.clerk.member.button("Saved replies").click()
    expect(lena.options).to_have_count(1)
    assert width(lena) == NARROW
    lena.options.first.click()
    expect(lena.effects).to_be_visible()
    assert width(lena) == NARROW


def width(filer: Filer) -> int:
    return int(filer.page.evaluate("document.documentElement.scrollWidth"))


def test_pictures_of_it_for_those_who_look(lena: Filer, bag: Postbag, look: Look) -> None:
    lena.comes_to_the_page()
    pictures(lena, look, "replies-empty")
    lena.adds(
        "Refill on its way",
        "Hi {name},\n\nyour refill is on its way and should be there by Friday.\n\n{team}",
    )
    lena.adds("Solved", "Hi {name},\n\nwe are glad that this is solved.\n\n{team}", state="is closed")
    lena.adds(
        "We need to know more", "When was it?", "is put aside for some days", "goes to whoever sends this", 3
    )
    pictures(lena, look, "replies")
    lena.opens("Solved")
    lena.fills("Solved", "Your metformin is solved, {name}.")
    lena.page.get_by_label("Text", exact=True).click()
    expect(lena.page.get_by_role("region", name="Worth a second look")).to_be_visible()
    pictures(lena, look, "reply-change")
    lena.clerk.member.button("Cancel").click()
    lena.clerk.member.dialog.get_by_role("button", name="Leave").click()
    lena.clerk.comes_to_conversation(bag.post("When will my refill be here?", name="Ana García"))
    lena.page.keyboard.press("t")
    expect(lena.options).to_have_count(3)
    pictures(lena, look, "reply-choose")
    lena.page.keyboard.press("Escape")
    lena.chooses("know more")
    pictures(lena, look, "reply-chosen")


def pictures(filer: Filer, look: Look, name: str) -> None:
    for device, size in (("phone", PHONE), ("desk", DESK)):
        filer.page.set_viewport_size(size)
        for scheme in SCHEMES:
            filer.page.emulate_media(color_scheme=scheme)
            assert look.keep(filer.page, f"{name}-{device}-{scheme}").stat().st_size > 5_000
    filer.page.set_viewport_size(DESK)
