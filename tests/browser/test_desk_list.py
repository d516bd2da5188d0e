"""The list of conversations: what it shows, how it is narrowed, and what stays in place while it changes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES
from tests.browser.member import Team
from tests.browser.postbag import Postbag

SLUG = "marsh"
LIST = re.compile(r"/desk/list\?")
SOON = 15_000  # the page looks every 5 s
MANY = 10_000


@pytest.fixture(scope="module")
def bag(house: House) -> Postbag:
    house.flask("inbox", "create", "Marsh Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    house.flask("inbox", "budget", SLUG, "--burst", "200", "--hourly", "3600")
    return Postbag(house, SLUG)


@pytest.fixture(scope="module")
def member(house: House, chromium: Browser, bag: Postbag) -> Iterator[Clerk]:
    crew = Team(house, chromium)
    yield Clerk(crew.lead("Lena Lead", bag.slug), "Lena Lead")
    crew.close()


@pytest.fixture
def clerk(member: Clerk, bag: Postbag) -> Iterator[Clerk]:
    """At a list that is empty, whatever a test before did."""
    bag.empty()
    member.member.requests.clear()
    member.member.problems.clear()
    member.page.set_viewport_size(DESK)
    yield member
    member.page.unroute_all(behavior="ignoreErrors")
    member.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    assert member.member.problems == []


@pytest.fixture
def three(bag: Postbag, clerk: Clerk) -> tuple[str, str, str]:
    """In the order in which they are due: late, soon, and with time; the list is open."""
    late = bag.post("Twice?", topic="billing", urgency="soon")
    soon = bag.post("No refill", topic="prescription", urgency="urgent")
    calm = bag.post("¿Cuándo?", topic="appointment", language="es")
    bag.age(late, hours=27.5, due=24)
    bag.age(soon, hours=2, due=2.68)
    bag.age(calm, hours=5)
    clerk.comes_to()
    expect(clerk.rows).to_have_count(3)
    return late, soon, calm


# What it shows


def test_a_row_says_all_that_is_known_without_opening(clerk: Clerk, three: tuple[str, str, str]) -> None:
    late, soon, calm = three
    clerk.lists(late, soon, calm)
    expect(clerk.row(late)).to_have_accessible_name(
        f"To be answered: Billing or insurance Soon 3 h late {late} in English written 1 d ago with nobody"
    )
    expect(clerk.row(soon)).to_contain_text("due in 40 min")
    expect(clerk.row(soon)).to_contain_text("Urgent")
    expect(clerk.row(calm)).to_contain_text("Spanish")


@pytest.mark.usefixtures("three")
def test_the_states_tell_how_many_there_are(clerk: Clerk) -> None:
    tabs = clerk.page.get_by_role("navigation", name="State").get_by_role("link")
    expect(tabs.first).to_have_text("Open 3")
    assert tabs.all_inner_texts()[1].startswith("Waiting")


def test_an_empty_list_has_a_kind_word(clerk: Clerk) -> None:
    clerk.comes_to()
    expect(clerk.page.get_by_text("All answered. Nobody is waiting for you.")).to_be_visible()


def test_a_list_that_cannot_be_had_says_so_and_can_be_asked_again(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to("/desk/account")
    clerk.page.route(LIST, lambda route: route.abort())
    clerk.member.goes_to("Conversations")
    expect(clerk.page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    clerk.page.unroute_all()
    clerk.member.button("Try again").click()
    clerk.lists(reference)


# Filters


def test_filters_stand_in_the_address_and_the_way_back_leads_through_them(
    clerk: Clerk, three: tuple[str, str, str]
) -> None:
    page, (late, soon, calm) = clerk.page, three
    page.get_by_text("Filter: none").click()
    page.get_by_label("Topic").select_option(label="Billing or insurance")
    clerk.lists(late)
    assert page.url.endswith("/desk/?topic=billing")
    clerk.goes_to("All")
    page.wait_for_url("**/desk/?state=all&topic=billing")
    page.go_back()
    page.go_back()
    clerk.lists(late, soon, calm)
    expect(page.get_by_label("Topic")).to_have_value("")


def test_an_address_with_filters_can_be_given_away(clerk: Clerk, three: tuple[str, str, str]) -> None:
    clerk.comes_to("/desk/?language=es&sort=new")
    clerk.lists(three[2])
    expect(clerk.page.get_by_text("Filter: Spanish, newest first")).to_be_visible()


def test_the_order_can_be_turned(clerk: Clerk, three: tuple[str, str, str]) -> None:
    late, soon, calm = three
    clerk.comes_to("/desk/?sort=new")
    clerk.lists(soon, calm, late)
    clerk.comes_to("/desk/?sort=old")
    clerk.lists(late, calm, soon)


def test_nobodys_and_ones_own_can_be_told_apart(clerk: Clerk, three: tuple[str, str, str]) -> None:
    late, soon, calm = three
    clerk.row(soon).focus()
    clerk.page.keyboard.press("a")
    clerk.is_told(f"{soon}: with you.")
    expect(clerk.row(soon)).to_contain_text("with you")
    clerk.comes_to("/desk/?with=me")
    clerk.lists(soon)
    clerk.comes_to("/desk/?with=none")
    clerk.lists(late, calm)


def test_answers_that_nobody_opened_are_found_where_they_wait(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to_conversation(reference)
    clerk.answers("Here is your answer.")
    bag.age(reference, hours=50)
    with bag.database() as database:
        database.execute(
            "UPDATE conversation SET replied_at = replied_at - 180000 WHERE reference = ?", [reference]
        )
    clerk.comes_to()
    clerk.page.get_by_text("Filter: none").click()
    clerk.page.get_by_label("Answer not opened for 48 hours").check()
    clerk.page.wait_for_url("**/desk/?state=waiting&unopened=1")
    clerk.lists(reference)
    expect(clerk.row(reference)).to_contain_text("answer not seen")


# Pages, and news


def test_more_loads_the_next_fifty(clerk: Clerk, bag: Postbag) -> None:
    first = bag.post("The first")
    bag.copy(first, 119)
    clerk.comes_to()
    expect(clerk.rows).to_have_count(50)
    more = clerk.member.button("More")
    more.focus()
    clerk.page.keyboard.press("Enter")
    expect(clerk.rows).to_have_count(100)
    expect(clerk.rows.nth(50)).to_be_focused()
    more.click()
    expect(clerk.rows).to_have_count(120)
    expect(more).to_be_hidden()
    assert clerk.listed() == [first, *(f"K{number:09d}" for number in range(1, 120))]


def test_a_new_letter_comes_in_by_itself_and_moves_nothing(clerk: Clerk, bag: Postbag) -> None:
    first = bag.post("The first")
    bag.copy(first, 80)
    clerk.comes_to()
    chosen = clerk.row("K000000030")
    chosen.focus()
    chosen.scroll_into_view_if_needed()
    before = top_of(chosen)
    new = bag.post("New, and due at once")
    bag.age(new, hours=100)
    expect(clerk.row(new)).to_have_count(1, timeout=SOON)
    assert abs(top_of(chosen) - before) < 1
    expect(chosen).to_be_focused()
    expect(clerk.page.get_by_role("status").filter(has_text="1 new in the list.")).to_have_count(1)
    clerk.member.button("1 new").click()
    expect(clerk.row(new)).to_be_focused()
    expect(clerk.row(new)).to_be_in_viewport()


def top_of(row: Locator) -> float:
    return float(row.evaluate("(row) => row.getBoundingClientRect().top"))


def test_rows_further_down_are_looked_at_again_where_they_are_read(clerk: Clerk, bag: Postbag) -> None:
    first = bag.post("The first")
    bag.copy(first, 119)
    clerk.comes_to()
    clerk.member.button("More").click()
    clerk.member.button("More").click()
    expect(clerk.rows).to_have_count(120)
    with bag.database() as database:
        database.execute("UPDATE conversation SET state = 'closed' WHERE reference = 'K000000070'")
    clerk.row("K000000072").scroll_into_view_if_needed()
    expect(clerk.row("K000000070")).to_have_count(0, timeout=SOON)
    expect(clerk.rows).to_have_count(119)


def test_where_the_selected_one_goes_the_next_takes_its_place(
    clerk: Clerk, bag: Postbag, three: tuple[str, str, str]
) -> None:
    _late, soon, calm = three
    clerk.row(soon).focus()
    with bag.database() as database:
        database.execute("UPDATE conversation SET state = 'closed' WHERE reference = ?", [soon])
    expect(clerk.row(soon)).to_have_count(0, timeout=SOON)
    expect(clerk.row(calm)).to_be_focused()


@pytest.mark.usefixtures("three")
def test_a_page_that_nobody_looks_at_does_not_ask(clerk: Clerk) -> None:
    def asked() -> int:
        return sum(bool(LIST.search(each.url)) and "since=" in each.url for each in clerk.member.requests)

    clerk.page.wait_for_timeout(6000)
    assert asked() >= 1
    look_away(clerk.page, hidden=True)
    before = asked()
    clerk.page.wait_for_timeout(7000)
    assert asked() == before
    look_away(clerk.page, hidden=False)
    clerk.page.wait_for_timeout(500)
    assert asked() == before + 1


def look_away(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


@pytest.mark.usefixtures("three")
def test_a_list_that_may_be_out_of_date_says_so(clerk: Clerk) -> None:
    clerk.page.route(re.compile("since="), lambda route: route.abort())
    warning = clerk.page.get_by_text("this list may be out of date")
    expect(warning).to_be_visible(timeout=SOON)
    clerk.page.unroute_all()
    expect(warning).to_be_hidden(timeout=SOON)
    expect(clerk.rows).to_have_count(3)


def test_of_ten_thousand_rows_a_key_touches_few(clerk: Clerk) -> None:
    """Which is what keeps them quick: those out of sight are not laid out, and no row is drawn again."""
    now = int(time.time())
    slips = [slip(number, now) for number in range(MANY)]

    full = json.dumps({"conversations": slips, "next": None, "changed": 1, "counts": {}, "members": []})

    def answer(route: Route) -> None:
        asked_again = "since=1" in route.request.url
        route.fulfill(body='{"changed": 1}' if asked_again else full, content_type="application/json")

    clerk.page.route(LIST, answer)
    clerk.comes_to()
    expect(clerk.page.locator(".row")).to_have_count(MANY, timeout=30_000)
    clerk.page.keyboard.press("j")
    clerk.page.evaluate(WATCH_ROWS)
    for _ in range(40):
        clerk.page.keyboard.press("j")
    expect(clerk.row("K000000040")).to_be_focused()
    is_laid_out = "(row) => row.checkVisibility({ contentVisibilityAuto: true })"
    assert clerk.row("K000000040").evaluate(is_laid_out)
    assert not clerk.row(f"K{MANY - 1:09d}").evaluate(is_laid_out)
    assert clerk.page.evaluate("window.drawnAgain") == 0


def slip(number: int, now: int) -> dict[str, object]:
    return {
        "reference": f"K{number:09d}",
        "inbox": SLUG,
        "topic": "billing",
        "urgency": ("normal", "soon", "urgent")[number % 3],
        "language": "en",
        "state": "open",
        "assignee": None,
        "received": now - number,
        "last": now - number,
        "due": now + number * 60,
        "version": 1,
        "unread": True,
        "answered": False,
        "opened": False,
    }


# Counts rows that come or go.
WATCH_ROWS = """() => {
  window.drawnAgain = 0;
  const count = (changes) => { window.drawnAgain += changes.length; };
  new MutationObserver(count).observe(document.querySelector(".rows"), { childList: true, subtree: true });
}"""


# By keyboard


def test_keys_go_through_the_list_and_one_row_alone_is_on_the_tab_keys_way(
    clerk: Clerk, three: tuple[str, str, str]
) -> None:
    page, (late, soon, calm) = clerk.page, three
    for key, where in (("j", late), ("j", soon), ("j", calm), ("j", calm), ("k", soon)):
        page.keyboard.press(key)
        expect(clerk.row(where)).to_be_focused()
    assert page.locator('.row[tabindex="0"]').evaluate_all(
        "(all) => all.map((row) => row.dataset.reference)"
    ) == [soon]
    page.keyboard.press("o")
    clerk.has_open(soon)
    expect(clerk.member.heading).to_be_focused()
    page.keyboard.press("u")
    expect(clerk.row(soon)).to_be_focused()
    page.keyboard.press("Enter")
    clerk.has_open(soon)


def test_a_row_is_closed_with_one_key_and_comes_back_with_another(
    clerk: Clerk, three: tuple[str, str, str]
) -> None:
    late, soon, calm = three
    clerk.row(late).focus()
    clerk.page.keyboard.press("e")
    expect(clerk.rows).to_have_count(2)
    expect(clerk.row(soon)).to_be_focused()
    clerk.is_told(f"{late} is closed.")
    clerk.page.keyboard.press("z")
    clerk.lists(late, soon, calm)
    expect(clerk.row(soon)).to_be_focused()


def test_a_row_is_snoozed_without_being_opened(clerk: Clerk, three: tuple[str, str, str]) -> None:
    late, soon, calm = three
    clerk.row(late).focus()
    clerk.page.keyboard.press("s")
    clerk.member.dialog.get_by_role("button", name="Tomorrow").click()
    clerk.lists(soon, calm)
    clerk.is_told(f"{late} comes back on ")
    clerk.member.button("Undo").click()
    clerk.lists(late, soon, calm)


def test_keys_can_be_switched_off_and_stay_so(clerk: Clerk, three: tuple[str, str, str]) -> None:
    page = clerk.page
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(clerk.row(three[0])).not_to_be_focused()
    clerk.comes_to()
    expect(clerk.rows).to_have_count(3)
    page.keyboard.press("j")
    expect(clerk.row(three[0])).not_to_be_focused()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    clerk.member.button("Close").click()
    page.keyboard.press("j")
    expect(clerk.row(three[0])).to_be_focused()


def test_keys_do_nothing_while_one_types_or_is_asked(clerk: Clerk, three: tuple[str, str, str]) -> None:
    page = clerk.page
    page.get_by_role("searchbox").click()
    page.keyboard.type("je")
    expect(clerk.row(three[0])).not_to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").focus()
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(clerk.row(three[0])).not_to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("m")
    clerk.member.is_at("Members")


# Search


def test_what_was_opened_is_found_without_asking_anybody(clerk: Clerk, bag: Postbag) -> None:
    page = clerk.page
    read = bag.post("Me cobraron dos veces.\nMi médico es García.", name="Lucía Ñandú", language="es")
    unread = bag.post("García is in this one too")
    clerk.comes_to()
    clerk.opens(read)
    clerk.member.requests.clear()
    page.keyboard.press("/")
    page.keyboard.type("medico es garcia")
    result = page.locator(".result")
    expect(result).to_have_count(1)
    expect(result).to_contain_text(read)
    expect(result.locator("mark")).to_have_text("médico es García")
    page.get_by_role("searchbox").fill("nandu")
    expect(result.locator("mark")).to_have_text("Ñandú")
    page.get_by_role("searchbox").fill(unread[:4].lower())
    expect(result).to_have_text(re.compile(unread))
    page.get_by_role("searchbox").fill("nowhere to be found")
    expect(page.get_by_text("Nothing here has these words.")).to_be_visible()
    said = " ".join(f"{request.url} {request.post_data}" for request in clerk.member.requests)
    assert "medico" not in said
    assert "nandu" not in said


def test_a_reference_typed_whole_opens_the_conversation(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello")
    clerk.comes_to("/desk/?state=closed")
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.type(reference.lower())
    clerk.page.keyboard.press("Enter")
    clerk.has_open(reference)
    assert clerk.page.url.endswith(f"/desk/c/{reference}?state=closed")


def test_a_result_is_reached_with_the_arrow_keys(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("Hello out there")
    clerk.comes_to_conversation(reference)
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.type("out there")
    clerk.page.keyboard.press("ArrowDown")
    expect(clerk.page.locator(".result")).to_be_focused()
    clerk.page.keyboard.press("Escape")
    expect(clerk.page.get_by_role("searchbox")).to_be_focused()
    expect(clerk.row(reference)).to_be_visible()


def test_a_lock_forgets_all_that_could_be_searched(clerk: Clerk, bag: Postbag) -> None:
    reference = bag.post("A very particular sentence")
    clerk.comes_to()
    clerk.opens(reference)
    clerk.member.button("Lock").click()
    assert "particular" not in clerk.page.content()
    clerk.page.evaluate("history.replaceState(null, '', '/desk/')")
    clerk.member.unlocks()
    expect(clerk.row(reference)).to_be_visible()
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.type("particular")
    expect(clerk.page.get_by_text("Nothing here has these words.")).to_be_visible()


# For everyone


def test_a_wide_window_shows_both_and_a_phone_one_at_a_time(
    clerk: Clerk, three: tuple[str, str, str]
) -> None:
    late, soon, _ = three
    clerk.opens(late)
    expect(clerk.row(soon)).to_be_visible()
    clerk.page.set_viewport_size(PHONE)
    expect(clerk.row(soon)).to_be_hidden()
    clerk.page.get_by_role("link", name="All conversations").click()
    expect(clerk.row(late)).to_be_focused()
    expect(clerk.letters).to_have_count(0)


@pytest.mark.usefixtures("three")
def test_axe_finds_nothing_in_the_list_its_filters_search_and_keys(clerk: Clerk) -> None:
    page = clerk.page
    page.get_by_text("Filter: none").click()
    for size in (DESK, PHONE):
        for scheme in SCHEMES:
            name = f"{size['width']} {scheme}"
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page) == [], name
            page.get_by_role("searchbox").fill("K0")
            assert violations(page) == [], name
            page.get_by_role("searchbox").fill("")
            page.get_by_role("button", name="Keys").click()
            assert violations(page) == [], name
            page.keyboard.press("Escape")


@pytest.mark.usefixtures("three")
def test_nothing_scrolls_sideways_in_the_narrowest_window(clerk: Clerk) -> None:
    clerk.page.set_viewport_size({"width": 320, "height": 256})
    clerk.page.get_by_text("Filter: none").click()
    assert clerk.page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_selected_row_and_who_is_late_are_seen_in_forced_colours(
    clerk: Clerk, three: tuple[str, str, str]
) -> None:
    clerk.page.emulate_media(forced_colors="active")
    clerk.page.keyboard.press("j")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert clerk.page.evaluate(outline) == "solid"
    expect(clerk.row(three[0])).to_contain_text("3 h late")


def test_a_lead_is_reminded_before_the_keys_end(clerk: Clerk, bag: Postbag) -> None:
    with bag.database() as database:
        before = database.execute("SELECT id, seal_until FROM epoch").fetchall()
    soon = int(time.time()) + 20 * 86400
    try:
        with bag.database() as database:
            database.execute("UPDATE epoch SET seal_until = min(seal_until, ?)", [soon])
        clerk.comes_to()
        expect(clerk.page.locator("#troubles")).to_contain_text("patients cannot write after that")
        expect(clerk.page.locator("#troubles")).to_contain_text(f"flask inbox renew {SLUG}")
        assert violations(clerk.page) == []
    finally:
        with bag.database() as database:
            database.executemany(
                "UPDATE epoch SET seal_until = ? WHERE id = ?", [(end, of) for of, end in before]
            )
    clerk.comes_to()
    expect(clerk.page.locator("#troubles")).to_be_empty()
