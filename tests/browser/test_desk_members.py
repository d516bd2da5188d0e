"""A lead's page of members, and a member's own account: with real keys in real browsers."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES
from tests.browser.member import SLOW, Member, Team

SLUG = "heron"
GRANTS = f"/desk/inboxes/{SLUG}/grants"
REMOVALS = f"/desk/inboxes/{SLUG}/removals"
BAD_KEY = "This key was not made with your invitation. Do not let them in; invite again."


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser) -> Iterator[Team]:
    """At an inbox of its own, so that nobody else changes its members."""
    house.flask("inbox", "create", "Heron Clinic", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    crew = Team(house, chromium)
    yield crew
    crew.close()


@pytest.fixture(scope="module")
def first_lead(crew: Team) -> Member:
    return crew.lead("Lena Lead", SLUG)


@pytest.fixture
def lead(first_lead: Member) -> Iterator[Member]:
    """Back at the page of members, whatever a test before did."""
    first_lead.comes_back("/desk/members")
    first_lead.is_at("Members")
    first_lead.requests.clear()
    first_lead.problems.clear()
    yield first_lead
    assert first_lead.problems == []


def part(member: Member, heading: str) -> Locator:
    return member.page.get_by_role("region", name=heading)


def comes_anew(lead: Member) -> None:
    lead.comes_back("/desk/members")
    lead.is_at("Members")


# Inviting and letting in


def test_an_invited_member_is_let_in_and_can_read(team: Team, lead: Member) -> None:
    link = lead.invites("Ada Agent")
    expect(part(lead, "Invited, not here yet").get_by_text("Ada Agent", exact=True)).to_be_visible()
    ada = team.newcomer()
    ada.joins(link)
    ada.signs_in()
    ada.is_at("Almost there")
    comes_anew(lead)
    waiting = part(lead, "Waiting to be let in")
    expect(waiting.get_by_role("listitem").filter(has_text="Ada Agent")).to_contain_text("came just now")
    lead.lets_in("Ada Agent")
    expect(waiting).to_have_count(0)
    expect(part(lead, "At the desk").get_by_text("Ada Agent", exact=True)).to_be_visible()
    ada.button("Look now").click()
    expect(
        ada.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Conversations")
    ).to_be_visible()
    assert ada.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Members").count() == 0
    assert ada.problems == []


def test_who_waits_is_let_in_without_pressing_anything(team: Team, lead: Member) -> None:
    """The page that waits looks by itself."""
    newcomer = team.member(lead, "Pat Patient")
    newcomer.page.clock.install()
    newcomer.signs_in()
    newcomer.is_at("Almost there")
    comes_anew(lead)
    lead.lets_in("Pat Patient")
    newcomer.page.clock.run_for(16_000)
    expect(newcomer.page.get_by_role("link", name="Conversations").last).to_be_visible()


def test_the_links_secret_never_leaves_the_leads_browser(lead: Member) -> None:
    link = lead.invites("Sam Silent")
    _, secret, _ = link.split("#")[1].split(".")
    sent = "\n".join(f"{each.url} {each.all_headers()} {each.post_data or ''}" for each in lead.requests)
    assert "Sam Silent" in sent
    assert secret not in sent


def test_a_link_can_be_copied(lead: Member) -> None:
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.button("Invite").click()
    lead.dialog.get_by_label("Name").fill("Copy Cat")
    lead.dialog.get_by_role("button", name="Make the link").click()
    lead.dialog.get_by_role("button", name="Copy the link").click(timeout=SLOW)
    expect(lead.dialog.get_by_text("Copied.")).to_be_visible()
    link = lead.dialog.locator(".link-once").inner_text()
    assert lead.page.evaluate("navigator.clipboard.readText()") == link
    lead.dialog.get_by_role("button", name="Done").click()
    expect(lead.page.locator("dialog")).to_have_count(0)
    assert link.split("#")[1] not in lead.page.content()


def test_an_invitation_without_a_name_is_asked_for_one(lead: Member) -> None:
    lead.button("Invite").click()
    lead.dialog.get_by_role("button", name="Make the link").click()
    expect(lead.dialog.get_by_text("Write the newcomer's name first.")).to_be_visible()
    assert lead.asked(f"/desk/inboxes/{SLUG}/invitations") == []
    lead.page.keyboard.press("Escape")


def test_a_key_that_was_put_in_a_newcomers_place_is_not_let_in(team: Team, lead: Member) -> None:
    """As a server might that wants to read: the key that waits is not the one that the newcomer made."""

    def put_another(route: Route) -> None:
        facts = json.loads(route.request.post_data or "")
        facts["sign_pk"] = facts["mac"]
        route.continue_(post_data=json.dumps(facts))

    link = lead.invites("Vera Victim")
    victim = team.newcomer()
    victim.page.route("**/desk/enrol/verify", put_another)
    victim.joins(link)
    comes_anew(lead)
    lead.requests.clear()
    lead.button("Let in Vera Victim").click()
    lead.sees(BAD_KEY)
    assert lead.asked(GRANTS) == []
    expect(lead.button("Let in Vera Victim")).to_have_count(0)
    honest = [team.member(lead, name) for name in ("Hal Honest", "Hana Honest")]
    assert len(honest) == 2
    comes_anew(lead)
    lead.requests.clear()
    lead.button("Let in all 3").click()
    expect(lead.page.get_by_text("Hal Honest and Hana Honest can work here now.")).to_be_visible(timeout=SLOW)
    lead.sees(BAD_KEY)
    [sent] = lead.asked(GRANTS)
    assert len(json.loads(sent.post_data or "")["members"]) == 2
    expect(
        part(lead, "Waiting to be let in").get_by_role("paragraph").filter(has_text="Vera Victim")
    ).to_be_visible()


def test_another_leads_invitation_is_that_leads_to_confirm(team: Team, lead: Member) -> None:
    other = team.lead("Otto Other", SLUG)
    comes_anew(lead)
    newcomer = team.member(other, "Nia Newcomer")
    comes_anew(lead)
    lead.sees("Only Otto Other can confirm this one, or invite again.")
    expect(lead.button("Let in Nia Newcomer")).to_have_count(0)
    comes_anew(other)
    other.lets_in("Nia Newcomer")
    newcomer.signs_in()
    expect(newcomer.page.get_by_role("link", name="Conversations").last).to_be_visible()


def test_an_invitation_is_withdrawn_and_its_link_opens_nothing(team: Team, lead: Member) -> None:
    link = lead.invites("Wrong Person")
    invited = part(lead, "Invited, not here yet").get_by_role("listitem").filter(has_text="Wrong Person")
    invited.get_by_role("button", name="Withdraw the invitation of Wrong Person").click()
    lead.button("Keep").click()
    expect(invited).to_be_visible()
    invited.get_by_role("button", name="Withdraw the invitation of Wrong Person").click()
    lead.page.get_by_role("dialog").get_by_role("button", name="Withdraw", exact=True).click()
    expect(invited).to_have_count(0)
    expect(lead.page.get_by_role("heading", name="Members", level=1)).to_be_focused()
    stranger = team.newcomer()
    stranger.opens(link)
    stranger.is_at("This link no longer works")


def test_a_newcomer_who_was_not_meant_is_turned_away(team: Team, lead: Member) -> None:
    newcomer = team.member(lead, "Unknown Person")
    comes_anew(lead)
    waiting = part(lead, "Waiting to be let in").get_by_role("listitem").filter(has_text="Unknown Person")
    waiting.get_by_role("button", name="Decline Unknown Person").click()
    lead.page.get_by_role("dialog").get_by_role("button", name="Decline", exact=True).click()
    expect(waiting).to_have_count(0)
    comes_anew(lead)
    expect(lead.page.get_by_text("Unknown Person")).to_have_count(0)
    newcomer.opens("/desk/")
    newcomer.button("Sign in with your passkey").click()
    newcomer.sees("The desk does not know this passkey.")


@pytest.fixture(scope="module")
def second_inbox(house: House, crew: Team) -> Member:
    """Its lead, under the same root."""
    house.flask("inbox", "create", "Heron Care", "--slug", "heron-care", "--kit", str(house.kit), "--demo")
    return crew.lead("Cleo Care", "heron-care")


def test_a_member_joins_a_second_inbox_with_the_keys_that_they_have(
    lead: Member, second_inbox: Member
) -> None:
    second_inbox.comes_back("/desk/members")
    second_inbox.is_at("Members")
    link = second_inbox.invites("Lena from Heron")
    lead.comes_back("/desk/account")
    lead.is_at("Your account")
    field = lead.page.get_by_label("Join another inbox")
    field.fill("https://elsewhere.example/")
    lead.button("Join").click()
    lead.sees("Paste all of it.")
    expect(field).to_be_focused()
    secret = link.split(".")[-2]
    field.fill(link)
    lead.button("Join").click()
    lead.page.get_by_role("dialog").get_by_role("button", name="Join", exact=True).click()
    inboxes = part(lead, "Your inboxes").get_by_role("listitem")
    expect(inboxes.filter(has_text="Heron Care")).to_contain_text("You wait for a lead to let you in.")
    assert not any(secret in (each.post_data or "") for each in lead.requests)
    second_inbox.comes_back("/desk/members")
    waiting = part(second_inbox, "Waiting to be let in").get_by_role("listitem")
    expect(waiting.filter(has_text="Lena Lead")).to_contain_text("invited as Lena from Heron")
    second_inbox.lets_in("Lena Lead")
    lead.comes_back("/desk/account")
    expect(inboxes.filter(has_text="Heron Care")).to_contain_text("Agent")
    expect(inboxes.filter(has_text="You wait")).to_have_count(0)
    lead.page.get_by_label("Inbox", exact=True).select_option("Heron Care")
    lead.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Conversations").click()
    lead.is_at("Conversations")
    lead.page.get_by_label("Inbox", exact=True).select_option("Heron Clinic")


def test_a_whole_list_is_invited_and_copied_as_text(lead: Member) -> None:
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.button("Invite by list").click()
    names = lead.dialog.get_by_label("Names and roles")
    names.fill("Rui Reviewer, reviewer\nKim, boss")
    lead.dialog.get_by_role("button", name="Make the links").click()
    expect(lead.dialog.get_by_text("Line 2: “boss” is no role.")).to_be_visible()
    assert lead.asked(f"/desk/inboxes/{SLUG}/invitations") == []
    names.fill("Rui Reviewer, reviewer\nKim Kowalski\nLee Later, lead\nAnn Auditor, auditor")
    lead.dialog.get_by_role("button", name="Make the links").click()
    expect(lead.dialog.get_by_role("row")).to_have_count(5, timeout=SLOW)
    lead.dialog.get_by_role("button", name="Copy all").click()
    lines = lead.page.evaluate("navigator.clipboard.readText()").split("\n")
    assert [line.split("\t")[:2] for line in lines] == [
        ["Rui Reviewer", "Reviewer"],
        ["Kim Kowalski", "Agent"],
        ["Lee Later", "Lead"],
        ["Ann Auditor", "Auditor"],
    ]
    for line in lines:
        assert re.fullmatch(
            re.escape(lead.house.desk) + r"/desk/enrol#[\w-]{22}\.[\w-]{43}\.[\w-]{43}", line.split("\t")[2]
        )
    lead.dialog.get_by_role("button", name="Done").click()
    expect(part(lead, "Invited, not here yet").get_by_text("Ann Auditor", exact=True)).to_be_visible()


def test_a_role_sees_its_own_places(team: Team, lead: Member) -> None:
    links = {role: lead.invites(f"{role} Role", role) for role in ("Auditor", "Lead")}
    seats = {role: team.newcomer() for role in links}
    for role, seat in seats.items():
        seat.joins(links[role])
    comes_anew(lead)
    for role in links:
        lead.lets_in(f"{role} Role")
    seats["Auditor"].comes_back("/desk/members")
    seats["Auditor"].is_at("Records")
    seats["Lead"].comes_back("/desk/members")
    seats["Lead"].sees("You act as a lead once the inbox's keys name you.")


# Touches


def test_letting_in_takes_a_touch_and_nothing_goes_without(team: Team, lead: Member, house: House) -> None:
    team.member(lead, "Tom Touch")
    comes_anew(lead)
    change(house, "UPDATE session SET touched_at = 0")
    lead.requests.clear()
    lead.cancels()
    lead.button("Let in Tom Touch").click()
    expect(lead.dialog.get_by_text("The passkey was not used.")).to_be_visible()
    assert violations(lead.page) == []
    lead.dialog.get_by_role("button", name="Cancel").click()
    expect(lead.page.get_by_role("dialog")).to_have_count(0)
    assert lead.asked(GRANTS) == []
    lead.cancels()
    lead.button("Let in Tom Touch").click()
    lead.dialog.get_by_role("button", name="Try again").click()
    expect(lead.page.get_by_text("Tom Touch can work here now.")).to_be_visible(timeout=SLOW)


# Removing


def test_removed_members_are_out_and_letters_get_new_keys(team: Team, lead: Member, house: House) -> None:
    leaving = {name: team.member(lead, name) for name in ("Gus Gone", "Gia Gone")}
    comes_anew(lead)
    for name, member in leaving.items():
        lead.lets_in(name)
        member.signs_in()
    before = epochs(house)
    comes_anew(lead)
    for name in leaving:
        lead.page.get_by_label(name).check()
    lead.button("Remove…").click()
    lead.sees("What they have seen, they have seen. Nobody can take that back.")
    lead.dialog.get_by_role("button", name="Keep").click()
    assert lead.asked(REMOVALS) == []
    lead.button("Remove…").click()
    lead.dialog.get_by_role("button", name="Remove").click()
    expect(lead.page.get_by_text("Removed: Gia Gone and Gus Gone.")).to_be_visible(timeout=SLOW)
    expect(part(lead, "At the desk").get_by_text("Gone")).to_have_count(0)
    assert len(epochs(house)) > len(before)
    gus = leaving["Gus Gone"]
    gus.opens("/desk/")
    gus.button("Sign in with your passkey").click()
    gus.sees("The desk does not know this passkey.")
    comes_anew(lead)  # the lead's browser follows what it signed


def test_a_lead_signs_a_member_out(team: Team, lead: Member) -> None:
    sam = team.member(lead, "Sam Somewhere")
    comes_anew(lead)
    lead.lets_in("Sam Somewhere")
    sam.signs_in()
    row = part(lead, "At the desk").get_by_role("listitem").filter(has_text="Sam Somewhere")
    row.get_by_role("button", name="Sign-ins of Sam Somewhere").click()
    dialog = lead.page.get_by_role("dialog", name="Where Sam Somewhere is signed in")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    assert violations(lead.page) == []
    dialog.get_by_role("button", name="Sign out everywhere").click()
    expect(dialog.get_by_text("Sam Somewhere is not signed in anywhere.")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    sam.page.reload()
    expect(sam.button("Sign in with your passkey")).to_be_visible()


def test_nobody_is_removed_before_somebody_is_chosen(lead: Member) -> None:
    lead.button("Remove…").click()
    lead.sees("Choose who leaves first, in the list.")
    lead.button("Dismiss").click()
    expect(lead.page.get_by_text("Choose who leaves first, in the list.")).to_have_count(0)


def test_a_lead_is_taken_out_with_the_kit_as_the_page_says(team: Team, lead: Member, house: House) -> None:
    team.lead("Liv Leaving", SLUG)
    comes_anew(lead)
    lead.page.get_by_label("Liv Leaving").check()
    lead.button("Remove…").click()
    expect(lead.dialog.get_by_role("heading")).to_have_text("Removing Liv Leaving needs the recovery kit")
    assert violations(lead.page) == []
    command = lead.dialog.locator("code").inner_text()
    lead.dialog.get_by_role("button", name="Close").click()
    assert lead.asked(REMOVALS) == []
    flask, *words = command.replace("FILE", str(house.kit)).split()
    assert flask == "flask"
    house.flask(*words)
    comes_anew(lead)
    expect(lead.page.get_by_label("Liv Leaving")).to_have_count(0)


# The account


def test_a_second_passkey_unlocks_what_the_first_one_did(team: Team, lead: Member) -> None:
    member = team.member(lead, "Bea Both")
    comes_anew(lead)
    lead.lets_in("Bea Both")
    member.signs_in("/desk/account")
    member.is_at("Your account")
    member.sees("Add a second passkey")
    member.turns_to_another_device()
    member.adds_a_passkey("Blue key", asks_for_words=False)
    expect(part(member, "Passkeys").get_by_role("listitem")).to_have_count(2)
    expect(part(member, "Passkeys").get_by_text("unlocks your keys")).to_have_count(2)
    expect(member.page.get_by_role("heading", name="Add a second passkey")).to_have_count(0)
    member.leaves_the_first_device()
    member.page.reload()
    member.unlocks()
    member.is_at("Your account")
    assert member.problems == []


def test_a_second_passkey_without_a_secret_comes_with_words(team: Team, lead: Member) -> None:
    member = team.member(lead, "Wen Words")
    member.signs_in("/desk/account")
    member.is_at("Your account")
    member.turns_to_another_device(prf=False)
    words = member.adds_a_passkey("Old key", asks_for_words=True)
    expect(part(member, "Passkeys").get_by_text("needs your six words")).to_be_visible()
    expect(part(member, "Six words")).to_be_visible()
    member.leaves_the_first_device()
    member.page.reload()
    member.button("Unlock with your passkey").click()
    member.is_at("Your six words")
    member.says_the_words(words)
    member.is_in()


def test_a_lost_passkey_can_be_removed_but_not_the_last(team: Team, lead: Member) -> None:
    member = team.member(lead, "Lou Lost")
    member.signs_in("/desk/account")
    member.is_at("Your account")
    keys = part(member, "Passkeys")
    expect(keys.get_by_role("button", name=re.compile("Remove"))).to_have_count(0)
    member.turns_to_another_device()
    member.adds_a_passkey("Second", asks_for_words=False)
    member.button("Remove Second").click()
    member.dialog.get_by_role("button", name="Remove").click()
    member.sees("“Second” was removed.")
    expect(keys.get_by_role("listitem")).to_have_count(1)


def test_another_session_is_seen_and_ended(team: Team, lead: Member) -> None:
    member = team.member(lead, "Sia Sessions")
    member.signs_in()
    member.context.clear_cookies()
    member.signs_in("/desk/account")
    sessions = part(member, "Where you are signed in")
    expect(sessions.get_by_role("listitem")).to_have_count(2)
    expect(sessions.get_by_role("paragraph").get_by_text("here", exact=True)).to_have_count(1)
    sessions.get_by_role("button", name=re.compile("^End")).click()
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    sessions.get_by_role("button", name="Sign out here").click()
    member.is_at("Sign in to the desk")


# For everybody


def test_the_members_and_account_pages_are_readable_by_everybody(team: Team, lead: Member) -> None:
    team.member(lead, "Zoe Zest")
    comes_anew(lead)
    for size in (PHONE, DESK):
        for scheme in SCHEMES:
            lead.page.set_viewport_size(size)
            lead.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(lead.page) == []
            lead.goes_to_the_account()
            assert violations(lead.page) == []
            lead.goes_to("Members")
            lead.is_at("Members")
            lead.sees("Zoe Zest")
            lead.button("Invite").click()
            assert violations(lead.page) == []
            lead.page.keyboard.press("Escape")
    lead.page.emulate_media(color_scheme="light", forced_colors="active")
    assert violations(lead.page) == []
    lead.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")


def test_the_way_through_the_desk_moves_focus_title_and_history(lead: Member) -> None:
    lead.goes_to_the_account()
    assert lead.page.title().startswith("Your account")
    assert lead.page.evaluate("document.activeElement.tagName") == "H1"
    lead.goes_to("Members")
    lead.is_at("Members")
    assert lead.page.url.endswith("/desk/members")
    expect(lead.page.get_by_role("link", name="Members")).to_have_attribute("aria-current", "page")
    lead.page.go_back()
    lead.is_at("Your account")
    lead.page.go_forward()
    lead.is_at("Members")
    documents = [each for each in lead.requests if each.resource_type == "document"]
    assert documents == []


def epochs(house: House) -> set[int]:
    with closing(sqlite3.connect(f"file:{house.instance / 'sotto.db'}?mode=ro", uri=True)) as connection:
        mine = "SELECT number FROM epoch JOIN inbox ON inbox.id = epoch.inbox_id WHERE slug = ?"
        return {number for (number,) in connection.execute(mine, (SLUG,))}


def change(house: House, statement: str) -> None:
    """What only time does, done in the database."""
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as connection, connection:
        connection.execute(statement)
