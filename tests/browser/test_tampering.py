"""A server that lies, in front of real browsers: each lie is caught, and told in a sentence for people.

The cases are the table "What a server that lies is caught at" of docs/threat-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import lies
from tests.browser.altering import alter
from tests.browser.axe import violations
from tests.browser.clerk import Clerk
from tests.browser.house import House
from tests.browser.letterwriter import Letterwriter, link_to
from tests.browser.lies import FORGED, Lie
from tests.browser.look import DESK as DESK_SIZE
from tests.browser.look import PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Team
from tests.browser.scene import SLUG, TEXTS, Scene, build, inbox_in
from tests.browser.tampering import (
    BACK_CASES,
    BACK_HELD_CASE,
    BACK_LETTER_CASES,
    BACK_WAY_CASES,
    CASES,
    DESK_CASES,
    DESK_HELD_CASE,
    DESK_LETTER_CASES,
    DESK_WAY_CASES,
    FORM_CASES,
    KIT_CASE,
    MEMBERS_CASES,
    NEWCOMER_CASES,
    NOT_BY_THEM,
    NOT_THE_TEAM,
    Case,
)
from tests.browser.visitor import Visitor
from widget.crypto.header import RETURN
from widget.crypto.layout import take_apart
from widget.crypto.letter import key_id_of
from widget.crypto.returncode import derive

MODEL = Path(__file__).parent.parent.parent / "docs" / "threat-model.md"


@pytest.fixture(scope="module")
def scene(house: House, chromium: Browser) -> Iterator[Scene]:
    crew = Team(house, chromium)
    context = chromium.new_context(locale="en-US", reduced_motion="reduce")
    yield build(house, crew, context)
    context.close()
    crew.close()


@pytest.fixture
def lena(scene: Scene) -> Iterator[Clerk]:
    """The lead, whose desk has seen all that is true."""
    yield scene.lena
    scene.lena.page.unroute_all(behavior="ignoreErrors")
    scene.lena.page.set_viewport_size(DESK_SIZE)
    scene.lena.page.emulate_media(color_scheme="light")
    scene.lena.page.goto("about:blank")


@pytest.fixture
def visitor(scene: Scene, page: Page) -> Visitor:
    return Visitor(scene.house, page).comes()


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_role("alert").filter(has_text=sentence).first).to_be_visible(timeout=SLOW)


# The form


@pytest.mark.parametrize("case", FORM_CASES, ids=str)
def test_the_form_sends_nothing_and_keeps_what_was_written(scene: Scene, page: Page, case: Case) -> None:
    link = link_to(scene.house, SLUG)
    Letterwriter.at(page).opens(link).writes("Hello").has_its_keys()  # this device has seen the newest ones
    alter(page, f"**/f/{SLUG}/keys", lambda facts: case.does(scene, facts))
    page.reload()
    patient = Letterwriter.at(page).writes("Not for strangers")
    told(page, case.sentence)
    patient.sends()
    expect(patient.send_button).to_have_attribute("aria-disabled", "false")  # it has given up
    assert patient.posts() == []
    expect(patient.message).to_have_value("Not for strangers")


# The way back


@pytest.mark.parametrize("case", BACK_CASES, ids=str)
def test_the_way_back_opens_nothing_under_keys_that_are_not_the_teams(
    scene: Scene, visitor: Visitor, case: Case
) -> None:
    alter(visitor.page, "**/back/open", lambda facts: case.does(scene, facts["inboxes"][0]))
    opens_nothing(visitor, scene, case)


@pytest.mark.parametrize("case", BACK_WAY_CASES, ids=str)
def test_the_way_back_opens_nothing_that_came_another_way(scene: Scene, visitor: Visitor, case: Case) -> None:
    alter(visitor.page, "**/back/open", lambda facts: case.does(scene, facts))
    opens_nothing(visitor, scene, case)


def opens_nothing(visitor: Visitor, scene: Scene, case: Case) -> None:
    visitor.types(scene.code)
    visitor.is_told(case.sentence)
    expect(visitor.page.locator("#thread")).to_be_hidden()
    assert not any(text in visitor.page.content() for text in (*TEXTS, FORGED))


@pytest.mark.parametrize("case", BACK_LETTER_CASES, ids=str)
def test_the_way_back_shows_what_is_genuine_and_warns_above_it(
    scene: Scene, visitor: Visitor, case: Case
) -> None:
    alter(visitor.page, "**/back/open", lambda facts: case.does(scene, facts["letters"]))
    visitor.opens(scene.code)
    told(visitor.page, case.sentence)
    told(visitor.page, "Please call your team and tell them.")
    assert visitor.reads() == TEXTS[case.gone : case.shown]
    assert FORGED not in visitor.page.content()
    expect(visitor.page.get_by_label("Your answer", exact=True)).to_be_hidden()


def test_the_way_back_misses_a_letter_that_it_has_shown(scene: Scene, visitor: Visitor) -> None:
    case = BACK_HELD_CASE
    visitor.opens(scene.code)
    assert visitor.reads() == TEXTS
    visitor.page.get_by_label("Your answer", exact=True).fill("What I typed")
    alter(visitor.page, "**/back/open", lambda facts: case.does(scene, facts["letters"]))
    posts: list[str] = []
    visitor.page.on("request", lambda request: posts.append(request.url))
    for _ in range(2):  # it does not get used to it
        visitor.button("Look for news").click()
        told(visitor.page, case.sentence)
        expect(visitor.page.locator("#news")).to_contain_text("Something is wrong")
        assert visitor.reads() == TEXTS[case.gone : case.shown]
    visitor.button("Send securely").click()
    expect(visitor.page.locator("#answer-state")).to_contain_text("What you wrote is still here.")
    expect(visitor.page.get_by_label("Your answer", exact=True)).to_have_value("What I typed")
    assert not any("/back/envelopes" in url for url in posts)


def test_an_answer_is_not_sent_once_its_conversation_does_not_fit_together(
    scene: Scene, visitor: Visitor
) -> None:
    visitor.opens(scene.code)
    visitor.page.get_by_label("Your answer", exact=True).fill("What I typed")
    alter(visitor.page, "**/back/open", lambda facts: lies.writes_an_answer(scene, facts["letters"]))
    version = {"error": "version", "message": ""}
    visitor.page.route("**/back/envelopes", lambda route: route.fulfill(status=409, json=version))
    visitor.button("Send securely").click()
    told(visitor.page, NOT_THE_TEAM)
    expect(visitor.page.locator("#answer-state")).to_contain_text("Not sent", timeout=SLOW)
    expect(visitor.page.get_by_label("Your answer", exact=True)).to_have_value("What I typed")


# The desk


@pytest.mark.parametrize("case", DESK_CASES, ids=str)
def test_the_desk_opens_nothing_under_keys_that_are_not_the_teams(
    scene: Scene, lena: Clerk, case: Case
) -> None:
    for address in ("**/desk/me", "**/desk/passkey/login/verify"):
        alter(lena.page, address, lambda me: case.does(scene, inbox_in(me)))
    lena.comes_to(f"/desk/c/{scene.reference}")
    told(lena.page, case.sentence)
    expect(lena.page.get_by_role("heading", name="Not opened")).to_be_visible(timeout=SLOW)
    expect(lena.letters).to_have_count(0)
    expect(lena.field).to_have_count(0)


@pytest.mark.parametrize("case", DESK_LETTER_CASES, ids=str)
def test_the_desk_shows_what_is_genuine_and_warns_above_it(scene: Scene, lena: Clerk, case: Case) -> None:
    alter(lena.page, "**/desk/c/*/read", lambda facts: case.does(scene, facts["letters"]))
    lena.comes_to(f"/desk/c/{scene.reference}")
    told(lena.page, case.sentence)
    told(lena.page, "Do not answer before somebody has looked into it")
    assert lena.page.locator(".letter-text").all_inner_texts() == TEXTS[case.gone : case.shown]
    assert FORGED not in lena.page.content()
    expect(lena.field).to_have_count(0)


@pytest.mark.parametrize("case", DESK_WAY_CASES, ids=str)
def test_the_desk_opens_nothing_that_came_another_way(scene: Scene, lena: Clerk, case: Case) -> None:
    alter(lena.page, "**/desk/c/*/read", lambda facts: case.does(scene, facts))
    lena.comes_to(f"/desk/c/{scene.reference}")
    told(lena.page, case.sentence)
    expect(lena.letters).to_have_count(0)
    expect(lena.field).to_have_count(0)


def test_the_desk_misses_a_letter_that_it_has_shown(scene: Scene, lena: Clerk) -> None:
    case = DESK_HELD_CASE
    lena.comes_to_conversation(scene.reference)
    expect(lena.letters).to_have_count(4)
    looks_at_another(lena, scene)
    alter(lena.page, f"**/desk/c/{scene.reference}/read", lambda facts: case.does(scene, facts["letters"]))
    comes_back_to_it(lena, scene)
    told(lena.page, case.sentence)
    expect(lena.letters).to_have_count(case.shown)
    expect(lena.field).to_have_count(0)


def looks_at_another(lena: Clerk, scene: Scene) -> None:
    lena.goes_to("Open")
    lena.opens(scene.second)


def comes_back_to_it(lena: Clerk, scene: Scene) -> None:
    """Within the page, whose keys stay unlocked."""
    lena.goes_to("Waiting")
    lena.opens(scene.reference)


def test_a_reply_is_not_sent_once_its_conversation_does_not_fit_together(scene: Scene, lena: Clerk) -> None:
    """It is even said to be sent on what it was written on; the text is there again when all is well."""
    lena.comes_to_conversation(scene.reference)
    lena.writes("What I typed")
    alter(lena.page, "**/desk/c/*/read", lambda facts: lies.writes_an_answer(scene, facts["letters"]))
    posts: list[str] = []

    def outdated(route: Route) -> None:
        posts.append(route.request.url)
        route.fulfill(status=409, json={"error": "version", "message": "", "version": 99})

    lena.page.route("**/desk/c/*/letters", outdated)
    lena.sends()
    told(lena.page, NOT_BY_THEM)
    lena.is_told("Not sent. What you wrote is kept until somebody has looked into this.")
    assert len(posts) == 1
    expect(lena.field).to_have_count(0)
    lena.page.unroute_all()
    looks_at_another(lena, scene)
    comes_back_to_it(lena, scene)
    expect(lena.field).to_have_value("What I typed")
    lena.writes("")


def test_replies_are_sealed_to_the_key_within_the_seal_whatever_stands_outside(
    scene: Scene, lena: Clerk
) -> None:
    """The server cannot have answers sealed to itself: the patient's key is inside, where it cannot look."""
    alter(lena.page, "**/desk/c/*/read", lambda facts: lies.swaps_the_return_key(scene, facts["letters"]))
    lena.comes_to_conversation(scene.reference)
    sent: list[bytes] = []

    def keep(route: Route) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.abort()

    lena.page.route("**/desk/c/*/letters", keep)
    lena.writes("For the patient alone")
    lena.sends()
    told(lena.page, "Not sent. Your text is still here.")
    readers = take_apart(sent[0]).stanzas
    assert [each.key_id for each in readers if each.kind == RETURN] == [
        key_id_of(derive(scene.code).xwing_public)
    ]
    lena.writes("")


# The members page


@pytest.fixture
def newcomer(lena: Clerk, house: House, chromium: Browser) -> Iterator[str]:
    crew = Team(house, chromium)
    lena.comes_to("/desk/members")
    crew.member(lena.member, "Nia Newcomer")
    yield "Nia Newcomer"
    crew.close()


MEMBERS_ROUTE = f"**/desk/inboxes/{SLUG}/members"


@pytest.mark.parametrize("case", NEWCOMER_CASES, ids=str)
def test_nobody_is_let_in_in_a_newcomers_place(scene: Scene, lena: Clerk, newcomer: str, case: Case) -> None:
    alter(lena.page, MEMBERS_ROUTE, lambda facts: case.does(scene, facts))
    lena.comes_to("/desk/members")
    lena.member.requests.clear()
    lena.page.get_by_role("button", name=re.compile(f"^Let in {newcomer}")).first.click()
    told(lena.page, case.sentence)
    assert lena.member.asked(f"/desk/inboxes/{SLUG}/grants") == []


@pytest.mark.parametrize("case", MEMBERS_CASES, ids=str)
def test_the_members_page_says_where_the_server_lists_others_than_the_leads(
    scene: Scene, lena: Clerk, case: Case
) -> None:
    alter(lena.page, MEMBERS_ROUTE, lambda facts: case.does(scene, facts))
    lena.comes_to("/desk/members")
    told(lena.page, case.sentence)


def test_the_members_page_of_an_honest_server_has_no_warning(lena: Clerk) -> None:
    lena.comes_to("/desk/members")
    expect(lena.page.get_by_role("heading", name="At the desk")).to_be_visible()
    expect(lena.page.get_by_text("This is not the list that your leads signed")).to_have_count(0)


def test_new_keys_go_to_no_kit_but_the_roots(scene: Scene, lena: Clerk) -> None:
    alter(lena.page, MEMBERS_ROUTE, lambda facts: KIT_CASE.does(scene, facts))
    lena.comes_to("/desk/members")
    lena.page.get_by_role("checkbox", name="Sam Agent").check()
    lena.member.requests.clear()
    lena.member.button("Remove…").click()
    lena.member.button("Remove").click()
    lena.is_told(KIT_CASE.sentence)
    assert lena.member.asked(f"/desk/inboxes/{SLUG}/removals") == []


WARNINGS: dict[str, tuple[str, Lie]] = {
    "letters": ("**/desk/c/*/read", lambda scene, facts: lies.writes_an_answer(scene, facts["letters"])),
    "members": (MEMBERS_ROUTE, lies.lists_a_stranger),
    "keys": (
        "**/desk/{me,passkey/login/verify}",
        lambda scene, facts: lies.gives_old_keys(scene, inbox_in(facts)),
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_warnings_at_the_desk_are_readable_by_everybody(
    scene: Scene, lena: Clerk, look: Look, name: str
) -> None:
    address, lie = WARNINGS[name]
    alter(lena.page, address, lambda facts: lie(scene, facts))
    for device, size in (("phone", PHONE), ("desk", DESK_SIZE)):
        lena.page.set_viewport_size(size)
        lena.comes_to("/desk/members" if name == "members" else f"/desk/c/{scene.reference}")
        expect(lena.page.locator(".notice.alarm").first).to_be_visible(timeout=SLOW)
        for scheme in SCHEMES:
            lena.page.emulate_media(color_scheme=scheme)
            assert violations(lena.page) == [], (device, scheme)
            look.keep(lena.page, f"tampering-{name}-{device}-{scheme}")
        assert lena.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# The table


def test_the_threat_model_lists_the_same_lies_with_the_same_sentences() -> None:
    section = MODEL.read_text().split("## What a server that lies is caught at")[1].split("\n## ")[0]
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in section.splitlines()
        if line.startswith("|")
    ]
    assert rows[2:] == [(case.lie, case.seen_at, case.sentence) for case in CASES]
