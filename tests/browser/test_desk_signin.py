"""Joining the desk, signing in, and locking it: with real passkeys, and the real house behind."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.letterwriter import wait_until
from tests.browser.look import Look
from tests.browser.member import SLOW, Member, Team

KEPT_SECRETS = """
  for (const name of ["create", "get"]) {
    const real = CredentialsContainer.prototype[name];
    CredentialsContainer.prototype[name] = async function (options) {
      const found = await real.call(this, options);
      const first = found.getClientExtensionResults().prf?.results?.first;
      if (first) {
        const bytes = [...new Uint8Array(first instanceof ArrayBuffer ? first : first.buffer)];
        sessionStorage.setItem("secrets", JSON.stringify([...secrets(), bytes]));
      }
      return found;
    };
  }
  const secrets = () => JSON.parse(sessionStorage.getItem("secrets") ?? "[]");
"""
MINUTE = 60_000
LATER = datetime.now(UTC) + timedelta(hours=1)
AWAY = """
  Object.defineProperty(window, "PublicKeyCredential", { value: undefined });
"""


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser) -> Iterator[Team]:
    crew = Team(house, chromium)
    yield crew
    crew.close()


@pytest.fixture(scope="module")
def first_lead(crew: Team) -> Member:
    return crew.lead("Lena Lead")


@pytest.fixture
def lead(first_lead: Member) -> Iterator[Member]:
    """Back at the page of members, whatever a test before did."""
    first_lead.comes_back("/desk/members")
    first_lead.is_at("Members")
    first_lead.problems.clear()
    yield first_lead
    assert first_lead.problems == []


@pytest.fixture
def link(house: House) -> str:
    """A newcomer's, made at a terminal."""
    return house.flask("desk", "invite", "Nora New", "--inbox", "riverside", "--role", "agent").strip()


# Joining


def test_a_newcomer_sees_what_the_link_is_for_joins_and_waits(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    newcomer.opens(link)
    newcomer.is_at("Welcome, Nora New")
    newcomer.sees("Riverside Telehealth invites you to its desk.")
    newcomer.sees("You will be able to read and answer letters as an agent.")
    newcomer.button("Make your passkey").click()
    newcomer.is_at("Done")
    newcomer.sees("A lead of Riverside Telehealth now lets you in. You can close this page.")
    newcomer.page.get_by_role("link", name="Go to the desk").click()
    newcomer.button("Sign in with your passkey").click()
    newcomer.is_at("Almost there")
    newcomer.sees("A lead of Riverside Telehealth now has to let you in")
    assert newcomer.problems == []


def test_the_link_is_taken_out_of_the_address_at_once(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    newcomer.opens(link)
    newcomer.is_at("Welcome, Nora New")
    assert newcomer.page.url == f"{team.house.desk}/desk/enrol"
    newcomer.page.reload()
    newcomer.is_at("Open your invitation's link")


def test_what_is_behind_the_links_hash_is_in_no_request_but_for_the_id(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    newcomer.joins(link)
    _, secret, pin = link.split("#")[1].split(".")
    sent = "\n".join(f"{each.url} {each.all_headers()} {each.post_data or ''}" for each in newcomer.requests)
    assert secret not in sent
    assert pin not in sent


def test_a_used_link_says_that_it_is_used_up(team: Team, link: str) -> None:
    team.newcomer().joins(link)
    late = team.newcomer()
    late.opens(link)
    late.is_at("This link no longer works")
    late.sees("Ask a lead of your team for a new one.")


@pytest.mark.parametrize("fragment", ["", "#", "#abc", "#a.b.c"])
def test_a_link_that_lost_a_part_says_so(team: Team, fragment: str) -> None:
    newcomer = team.newcomer()
    newcomer.opens(f"/desk/enrol{fragment}")
    newcomer.is_at("Open your invitation's link")


def test_an_unknown_link_is_as_a_used_one(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    _, secret, pin = link.split("#")[1].split(".")
    newcomer.opens(f"/desk/enrol#{'A' * 21}Q.{secret}.{pin}")
    newcomer.is_at("This link no longer works")


def test_who_makes_no_passkey_can_try_again(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    newcomer.opens(link)
    newcomer.cancels()
    newcomer.button("Make your passkey").click()
    newcomer.sees("No passkey was made. Try again when you are ready.")
    newcomer.button("Make your passkey").click()
    newcomer.is_at("Done")


def test_a_passkey_that_unlocks_needs_no_words(team: Team, link: str) -> None:
    newcomer = team.newcomer()
    newcomer.joins(link)
    newcomer.signs_in()
    assert not [each for each in newcomer.requests if "wordsworker" in each.url]


# Words


def test_without_a_passkeys_secret_six_words_unlock(team: Team, link: str) -> None:
    newcomer = team.newcomer(prf=False)
    newcomer.opens(link)
    newcomer.button("Make your passkey").click()
    words = newcomer.writes_the_words_down()
    assert len(set(words)) > 1
    assert len(words) == 6
    newcomer.is_at("Done")
    newcomer.opens("/desk/")
    newcomer.button("Sign in with your passkey").click()
    newcomer.is_at("Your six words")
    newcomer.says_the_words([*words[1:], words[0]])
    expect(newcomer.page.get_by_text("These are not your six words.")).to_be_visible(timeout=SLOW)
    newcomer.says_the_words([each.upper() for each in words])
    newcomer.is_in()
    newcomer.is_at("Almost there")
    assert not shows_neighbours(words, newcomer.page.content())
    assert newcomer.problems == []


def shows_neighbours(words: list[str], content: str) -> bool:
    """Whether two of the words stand beside each other, markup between them or not: single ones ("later") the
    page says by itself.
    """
    return any(re.search(rf"\b{one}(?:<[^>]*>|[^\w<])+{other}\b", content) for one, other in pairwise(words))


def test_words_beside_each_other_are_seen_with_and_without_markup() -> None:
    assert shows_neighbours(["later", "acid"], "<li>later</li>\n<li>acid</li>")
    assert shows_neighbours(["zoo", "later", "acid"], 'value="zoo x later acid"')
    assert not shows_neighbours(["later", "acid"], "<p>come back later</p><p>an acid</p>")


def test_words_that_are_typed_back_wrong_are_asked_for_again(team: Team, link: str) -> None:
    newcomer = team.newcomer(prf=False)
    newcomer.opens(link)
    newcomer.button("Make your passkey").click()
    newcomer.is_at("Write down these six words")
    newcomer.button("I have written them down").click()
    newcomer.button("Go on").click()
    expect(newcomer.page.get_by_role("alert").filter(has_text="Look at your paper.")).to_be_visible()
    newcomer.button("Show the words again").click()
    newcomer.writes_the_words_down()
    newcomer.is_at("Done")


def test_words_that_took_too_long_stay_good(team: Team, link: str, house: House) -> None:
    """The server forgets its question after minutes; who wrote words down makes the passkey once more."""
    newcomer = team.newcomer(prf=False)
    newcomer.opens(link)
    newcomer.button("Make your passkey").click()
    newcomer.is_at("Write down these six words")
    [first] = newcomer.passkeys()
    change(house, "DELETE FROM ceremony")
    words = newcomer.writes_the_words_down()
    newcomer.sees("That took longer than the server waits.")
    newcomer.button("Make your passkey").click()
    newcomer.is_at("Done")
    newcomer.loses(first)
    newcomer.opens("/desk/")
    newcomer.button("Sign in with your passkey").click()
    newcomer.is_at("Your six words")
    newcomer.says_the_words(words)
    newcomer.is_in()


# Signing in


def test_the_page_says_nothing_of_anybody_before_the_sign_in(lead: Member) -> None:
    lead.page.reload()
    lead.is_at("Locked")
    for word in ("Riverside", "Members", "Ada"):
        assert word not in lead.page.locator("body").inner_text()
    assert lead.page.locator("#header").is_hidden()


def test_a_reload_asks_for_the_passkey_and_leads_back_to_the_page(lead: Member) -> None:
    lead.page.reload()
    lead.unlocks()
    lead.is_at("Members")


def test_who_cancels_stays_outside(lead: Member) -> None:
    lead.button("Lock").click()
    lead.cancels()
    lead.button("Unlock with your passkey").click()
    lead.sees("No passkey was used. Try again when you are ready.")
    assert lead.page.locator("#header").is_hidden()
    lead.unlocks()


def test_an_unknown_passkey_is_told_so(team: Team, link: str, house: House) -> None:
    stranger = team.newcomer()
    stranger.joins(link)
    change(house, "DELETE FROM passkey WHERE rowid = (SELECT max(rowid) FROM passkey)")
    stranger.opens("/desk/")
    stranger.button("Sign in with your passkey").click()
    stranger.sees("The desk does not know this passkey.")


def test_a_server_that_cannot_be_reached_is_told(lead: Member) -> None:
    lead.button("Lock").click()
    lead.context.set_offline(True)
    lead.button("Unlock with your passkey").click()
    lead.sees("The desk cannot be reached. Check your connection and try again.")
    lead.context.set_offline(False)
    lead.unlocks()
    lead.is_at("Members")


def test_a_browser_without_passkeys_is_told(team: Team, link: str) -> None:
    old = team.newcomer()
    old.page.add_init_script(AWAY)
    old.opens("/desk/")
    old.sees("This browser has no passkeys. Use a current Chrome, Edge, Firefox or Safari.")
    expect(old.button("Sign in with your passkey")).to_have_count(0)
    old.opens(link)
    old.is_at("This browser has no passkeys")


def test_the_passkeys_secret_is_in_no_request(team: Team, house: House) -> None:
    """Not of joining, signing in, confirming or adding a passkey: in no form that a request could have it."""
    link = house.flask("desk", "invite", "Cara Careful", "--inbox", "riverside").strip()
    member = team.newcomer()
    member.page.add_init_script(KEPT_SECRETS)
    member.joins(link)
    house.flask("desk", "appoint", "--kit", str(house.kit), "--inbox", "riverside", "--link", link)
    member.signs_in("/desk/members")
    change(house, "UPDATE session SET touched_at = 0")
    member.invites("Somebody Else")
    secrets = [bytes(each) for each in member.page.evaluate("JSON.parse(sessionStorage.getItem('secrets'))")]
    assert len(secrets) >= 2
    assert {len(each) for each in secrets} == {32}
    assert len([each for each in member.requests if each.method == "POST"]) >= 6
    for request in member.requests:
        whole = (request.post_data_buffer or b"") + str(request.all_headers()).encode() + request.url.encode()
        for secret in secrets:
            assert [form for form in forms_of(secret) if form in whole] == []


def forms_of(secret: bytes) -> list[bytes]:
    """As bytes, in hexadecimal, base64 and base64url, and as a list of numbers."""
    hexadecimal = secret.hex()
    numbers = ",".join(map(str, secret))
    encoded = [base64.b64encode(secret).rstrip(b"="), base64.urlsafe_b64encode(secret).rstrip(b"=")]
    return [secret, hexadecimal.encode(), hexadecimal.upper().encode(), numbers.encode(), *encoded]


# Locking


def test_the_lock_takes_everything_off_the_page(lead: Member) -> None:
    lead.sees("Lena Lead")
    lead.button("Invite").click()
    lead.dialog.get_by_label("Name").fill("Half A Name")
    lead.leaves_the_page()
    lead.is_at("Locked")
    content = lead.page.content()
    assert "Half A Name" not in content
    assert "Riverside" not in content
    wait_until(lead.page, lambda: lead.page.workers == [])
    lead.unlocks()
    lead.is_at("Members")


def test_nobody_there_is_warned_and_then_locked(team: Team, link: str) -> None:
    member = team.newcomer()
    member.joins(link)
    member.page.clock.install()
    member.signs_in()
    warning = member.page.get_by_text("The desk locks itself in a minute, because nobody seems to be here.")
    member.page.clock.fast_forward(8 * MINUTE)
    member.page.clock.run_for(2000)
    expect(warning).to_have_count(0)
    member.page.clock.fast_forward(MINUTE + 30_000)
    member.page.clock.run_for(2000)
    expect(warning).to_be_visible()
    assert violations(member.page) == []
    member.button("Stay").click()
    expect(warning).to_have_count(0)
    member.page.clock.fast_forward(9 * MINUTE + 30_000)
    member.page.clock.run_for(2000)
    expect(warning).to_be_visible()
    member.page.clock.fast_forward(MINUTE)
    member.page.clock.run_for(2000)
    member.is_at("Locked")
    member.sees("Nobody was here for a while.")
    expect(warning).to_have_count(0)


def test_a_computer_that_slept_wakes_up_locked(team: Team, link: str) -> None:
    """The first nudge of the pointer comes before any timer, and must not count as somebody being there."""
    member = team.newcomer()
    member.joins(link)
    member.page.clock.install()
    member.signs_in()
    member.page.clock.pause_at(LATER)
    member.page.mouse.move(100, 100)
    member.is_at("Locked")


def test_signing_out_ends_the_session_in_every_tab(team: Team, link: str) -> None:
    member = team.newcomer()
    member.joins(link)
    member.signs_in()
    other = member.context.new_page()
    other.goto(team.house.desk + "/desk/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Locked")
    member.page.locator("#menu-opener").click()
    member.button("Sign out").click()
    member.is_at("Sign in to the desk")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in to the desk")
    assert member.context.cookies() == []


def test_a_session_that_ended_elsewhere_leads_to_the_sign_in_and_back(lead: Member, house: House) -> None:
    change(house, "DELETE FROM session")
    lead.goes_to_the_account(arrives=False)
    lead.is_at("You were signed out")
    lead.button("Sign in with your passkey").click()
    lead.is_at("Your account")


def test_a_tab_goes_on_after_another_one_signed_in_anew(team: Team, link: str) -> None:
    """Its token is of a session that is over: it fetches another."""
    member = team.newcomer()
    member.joins(link)
    member.signs_in()
    before = member.context.cookies()
    other = member.in_another_tab()
    other.opens("/desk/")
    other.button("Unlock with your passkey").click()
    other.sees("cannot unlock your keys in this browser")  # a passkey that is copied has another secret
    assert member.context.cookies() != before
    member.page.locator("#menu-opener").click()
    member.button("Sign out").click()
    member.is_at("Sign in to the desk")
    answers = [each.response() for each in member.asked("/desk/sign-out")]
    assert [answer and answer.status for answer in answers] == [403, 200]


def test_an_older_statement_than_was_seen_is_not_believed(lead: Member) -> None:
    lead.page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((name) => name.startsWith("sotto-desk-seen/"));
          const seen = JSON.parse(localStorage.getItem(key));
          seen.riverside.keys += 1000;
          localStorage.setItem(key, JSON.stringify(seen));
        }"""
    )
    lead.page.reload()
    lead.unlocks()
    alarm = lead.page.get_by_role("alert").filter(has_text="Riverside Telehealth")
    expect(alarm).to_contain_text("older than those you have seen before")
    expect(lead.button("Invite")).to_have_count(0)
    lead.page.evaluate("localStorage.clear()")
    lead.page.reload()
    lead.unlocks()
    expect(alarm).to_have_count(0)


@pytest.mark.parametrize(
    "attempt",
    [
        "new Worker('/static/elsewhere.js', { type: 'module' })",
        "trustedTypes.createPolicy('mine', { createScriptURL: (address) => address })",
        "trustedTypes.createPolicy('sotto-worker', { createScriptURL: (address) => address })",
        "document.body.innerHTML = '<p>text</p>'",
    ],
)
def test_nothing_else_becomes_a_script_or_a_worker(lead: Member, attempt: str) -> None:
    tried = f"() => {{ try {{ {attempt} }} catch (problem) {{ return problem.name }} }}"
    assert lead.page.evaluate(tried) == "TypeError"
    lead.problems.clear()  # the browser tells of it, as it should


# For everybody


def test_the_desk_can_be_entered_with_the_keyboard_alone(team: Team, link: str) -> None:
    member = team.newcomer()
    member.opens(link)
    member.is_at("Welcome, Nora New")
    assert member.page.evaluate("document.activeElement.tagName") == "H1"
    member.page.keyboard.press("Tab")
    member.page.keyboard.press("Enter")
    member.is_at("Done")
    member.page.keyboard.press("Tab")
    member.page.keyboard.press("Enter")
    member.is_at("Sign in to the desk")
    member.page.keyboard.press("Tab")
    member.page.keyboard.press("Enter")
    member.is_in()


def test_every_page_before_the_desk_is_readable_by_everybody(look: Look, house: House, link: str) -> None:
    for name, page in look.with_every():
        for path, heading in (("/desk/", "Sign in to the desk"), (link, "Welcome, Nora New")):
            page.goto(path if path.startswith("http") else house.desk + path)
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            look.keep(page, f"{heading.lower().replace(' ', '-').replace(',', '')}-{name}")
            assert violations(page) == []
            assert overflow(page) <= 0


def test_firefox_opens_the_desk_and_an_invitation(firefox_page: Page, house: House, link: str) -> None:
    """It has no passkeys that a test could play, and may lack Trusted Types."""
    problems: list[str] = []
    firefox_page.on("pageerror", lambda error: problems.append(str(error)))
    firefox_page.goto(house.desk + "/desk/")
    expect(firefox_page.get_by_role("button", name="Sign in with your passkey")).to_be_visible()
    firefox_page.goto(link)
    expect(firefox_page.get_by_role("button", name="Make your passkey")).to_be_visible()
    assert problems == []


def test_the_smallest_window_needs_no_sideways_scrolling(lead: Member) -> None:
    lead.page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(lead.page) <= 0
    lead.goes_to_the_account()
    assert overflow(lead.page) <= 0
    lead.button("Lock").click()
    lead.is_at("Locked")
    assert overflow(lead.page) <= 0
    lead.page.set_viewport_size({"width": 1280, "height": 800})


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def change(house: House, *statements: str) -> None:
    """What only time or another device does, done in the database."""
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
