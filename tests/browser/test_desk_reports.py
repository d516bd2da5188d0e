"""A lead looks at what the team's work came to: charts that say in words and tables what they show."""

from __future__ import annotations

import csv
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.look import DESK, PHONE, SCHEMES, Look
from tests.browser.member import SLOW, Member, Team
from widget.records import counting
from widget.store import Store

SLUG = "kingfisher"
DAY = 86400
CHARTS = [
    "Volume",
    "Backlog",
    "Time to first answer",
    "Time to solve",
    "Lateness",
    "Whether it helped",
    "How long it took",
]
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1920, "height": 1000}


@pytest.fixture(scope="module")
def crew(house: House, chromium: Browser) -> Iterator[Team]:
    """At an inbox of its own, so that nobody else's letters are in its figures."""
    house.flask("inbox", "create", "Kingfisher Care", "--slug", SLUG, "--kit", str(house.kit), "--demo")
    crew = Team(house, chromium)
    yield crew
    crew.close()


@pytest.fixture(scope="module")
def first_lead(crew: Team, house: House) -> Member:
    lead = crew.lead("Lena Lead", SLUG)
    fill(house)
    return lead


@pytest.fixture
def lead(first_lead: Member) -> Iterator[Member]:
    """At the reports as they are at first, whatever a test before did."""
    first_lead.page.set_viewport_size(DESK)
    first_lead.comes_back("/desk/reports")
    first_lead.is_at("Reports")
    expect(chart(first_lead, "Volume")).to_be_visible()
    first_lead.problems.clear()
    yield first_lead
    assert first_lead.problems == []


def fill(house: House) -> None:
    """Half a year of conversations, counted, and gone but for what is not done, or was done of late."""
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as database, database:
        (inbox,) = database.execute("SELECT id FROM inbox WHERE slug = ?", (SLUG,)).fetchone()
        lead = database.execute("SELECT id FROM member WHERE name = 'Lena Lead'").fetchone()[0]
        other = add_member(database, "Bartholomew Featherstonehaugh-Montgomery")
        rows = list(some_conversations(inbox, [lead, lead, other, None]))
        names = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        database.executemany(f"INSERT INTO conversation ({names}) VALUES ({values})", rows)  # noqa: S608
        database.execute("UPDATE counted SET day = 0")
    store = Store(f"sqlite:///{house.instance / 'sotto.db'}")
    counting.count_days(store, None, time.time())  # type: ignore[arg-type]  it takes no key
    store.close()
    with closing(sqlite3.connect(house.instance / "sotto.db", timeout=30)) as database, database:
        done = (inbox, int(time.time()) - 7 * DAY)
        database.execute("DELETE FROM conversation WHERE inbox_id = ? AND closed_at < ?", done)


def add_member(database: sqlite3.Connection, name: str) -> bytes:
    public = b"another member of kingfisher's.."
    added = "INSERT INTO holder (kind, public_key) VALUES ('member', ?) RETURNING id"
    (number,) = database.execute(added, (public,)).fetchone()
    made = (b"b" * 16, name, number, public)
    database.execute(
        "INSERT INTO member (id, name, holder_id, sign_public, created_at) VALUES (?, ?, ?, ?, 1)", made
    )
    return made[0]


def some_conversations(inbox: bytes, agents: list[bytes | None]) -> Iterator[dict[str, Any]]:
    random, now = Random(3), int(time.time())
    for number in range(700):
        received = now - random.randrange(175 * DAY)
        answered = received + int(random.lognormvariate(9.2, 1.4)) + 60
        closed = answered + random.randrange(600, 5 * DAY)
        is_answered = random.random() < 0.92 and answered < now
        is_closed = closed < now  # some of them without an answer
        yield {
            "id": random.randbytes(16),
            "inbox_id": inbox,
            "reference": f"KF{number:08d}",
            "locator": random.randbytes(16),
            "token_hash": b"",
            "patient_sign_public": b"",
            "memo": b"",
            "topic": random.choice(["billing", "appointment", "appointment", "prescription", "technical"]),
            "urgency": "normal",
            "language": "en",
            "state": "closed" if is_closed else "open",
            "version": 1,
            "last_at": received,
            "received_at": received,
            "due_at": received + DAY,
            "assignee_id": random.choice(agents),
            "answered_at": answered if is_answered else None,
            "closed_at": closed if is_closed else None,
        }


def chart(member: Member, title: str) -> Locator:
    return member.page.get_by_role("region", name=title, exact=True)


def points(member: Member, title: str) -> Locator:
    return chart(member, title).locator(".point")


def table(member: Member, title: str) -> list[list[str]]:
    part = chart(member, title)
    if part.locator("details").get_attribute("open") is None:
        part.get_by_text("The same as a table").click()
    return [row.locator("th, td").all_inner_texts() for row in part.locator("tbody tr").all()]


def chooses(member: Member, label: str, option: str) -> None:
    member.page.get_by_label(label, exact=True).select_option(label=option)
    expect(member.page.locator(".report")).to_have_attribute("aria-busy", "false")


def fetched(member: Member) -> dict[str, Any]:
    """The figures of what the page shows, asked for once more."""
    href = member.page.get_by_role("link", name="Download as CSV").get_attribute("href") or ""
    address = href.replace(".csv", "")
    found: dict[str, Any] = member.page.evaluate("async (at) => (await fetch(at)).json()", address)
    return found


def is_within_the_window(member: Member) -> bool:
    script = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(member.page.evaluate(script))


def test_a_lead_sees_twelve_weeks_in_charts_and_the_same_in_tables(lead: Member) -> None:
    headings = lead.page.locator(".chart h2").all_inner_texts()
    assert headings == CHARTS
    figures = fetched(lead)
    assert len(figures["rows"]) == 12
    shown = table(lead, "Volume")
    assert [[row[1], row[2]] for row in shown] == [
        [str(row["opened"]), str(row["solved"]["count"])] for row in figures["rows"]
    ]
    for title in CHARTS:
        labels = [each.get_attribute("aria-label") or "" for each in points(lead, title).all()]
        for row, label in zip(table(lead, title), labels, strict=True):
            assert label.startswith(f"{row[0]}: ")
            values = label.removeprefix(f"{row[0]}: ").split(", ")
            assert [value.endswith(f" {cell}") for value, cell in zip(values, row[1:], strict=True)] == [
                True
            ] * len(values)
    assert sum(row["opened"] for row in figures["rows"]) > 250
    lead.sees("plain hours")
    lead.sees("Weeks are ISO weeks")


def test_tiles_say_what_all_came_to(lead: Member) -> None:
    total = fetched(lead)["total"]
    tiles = {
        tile.locator("dt").inner_text(): tile.locator("dd").first.inner_text()
        for tile in lead.page.locator(".tile").all()
    }
    due = total["timely"] + total["late"]
    assert tiles["Began"] == str(total["opened"])
    assert tiles["Not solved"] == str(total["backlog"])
    assert tiles["Late"] == f"{round(100 * total['late'] / due)} %"


def test_the_keyboard_goes_from_point_to_point_and_each_is_said(lead: Member) -> None:
    volume = points(lead, "Volume")
    readout = chart(lead, "Volume").locator(".readout")
    volume.last.focus()
    for key, index in (("ArrowLeft", 10), ("Home", 0), ("ArrowLeft", 0), ("ArrowRight", 1), ("End", 11)):
        lead.page.keyboard.press(key)
        expect(volume.nth(index)).to_be_focused()
        expect(readout).to_have_text(volume.nth(index).get_attribute("aria-label") or "")
    assert chart(lead, "Volume").locator(".point[tabindex='0']").count() == 1
    lead.page.keyboard.press("Tab")
    expect(chart(lead, "Volume").locator("summary")).to_be_focused()
    volume.nth(3).hover()
    expect(readout).to_have_text(volume.nth(3).get_attribute("aria-label") or "")


def test_a_window_of_another_width_keeps_the_place(lead: Member) -> None:
    points(lead, "Volume").last.focus()
    lead.page.keyboard.press("ArrowLeft")
    lead.page.set_viewport_size(NARROW)
    expect(chart(lead, "Volume").locator("svg.chart-drawing")).not_to_have_attribute("width", "")
    expect(points(lead, "Volume").nth(10)).to_be_focused()
    assert is_within_the_window(lead)


def test_topics_and_agents_are_reports_of_their_own_with_addresses(lead: Member) -> None:
    chooses(lead, "Figures", "By topic")
    expect(lead.page).to_have_url(re.compile(r"/desk/reports\?by=topic$"))
    assert {row[0] for row in table(lead, "Volume")} >= {"An appointment", "A prescription"}
    chooses(lead, "Figures", "By agent")
    names = [row[0] for row in table(lead, "Volume")]
    assert names == ["Bartholomew Featherstonehaugh-Montgomery", "Lena Lead", "Nobody"]
    lead.comes_back("/desk/reports?by=agent&weeks=26")
    expect(lead.page.get_by_label("Figures", exact=True)).to_have_value("agent")
    expect(lead.page.get_by_label("Days", exact=True)).to_have_value("26")
    assert sum(int(row[1]) for row in table(lead, "Volume")) == fetched(lead)["total"]["opened"] > 600


def test_days_of_ones_own_are_checked_before_they_are_asked_for(lead: Member) -> None:
    lead.page.get_by_label("Days", exact=True).select_option(label="Days of your own")
    to = lead.page.get_by_label("To", exact=True)
    to.fill("2020-01-01")
    to.blur()
    lead.sees("Choose two days, at most two years apart")
    assert violations(lead.page) == []
    lead.page.get_by_label("From", exact=True).fill("2019-12-30")
    expect(lead.page).to_have_url(re.compile(r"from=2019-12-30&to=2020-01-01$"))
    lead.sees("Nothing came in these days")
    expect(lead.page.locator(".chart")).to_have_count(0)


def test_the_file_says_what_the_page_says(lead: Member) -> None:
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="Download as CSV").click()
    assert re.fullmatch(rf"sotto-{SLUG}-week-[\d-]+\.csv", download.value.suggested_filename)
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [[row["opened"], row["answered"]] for row in rows] == [
        [str(row["opened"]), str(row["answered"]["count"])] for row in fetched(lead)["rows"]
    ]


def test_what_fails_is_said_and_the_figures_that_were_there_stay(lead: Member) -> None:
    lead.page.route("**/desk/reports/figures?*", lambda route: route.abort())
    lead.page.get_by_label("Figures", exact=True).select_option(label="By topic")
    lead.sees("The desk cannot be reached.")
    expect(chart(lead, "Volume")).to_be_visible()
    lead.page.unroute("**/desk/reports/figures?*")
    lead.problems.clear()  # of the request that was cut off


def test_reports_are_readable_by_everybody(lead: Member, look: Look) -> None:
    for device, size in (("phone", PHONE), ("desk", DESK), ("narrow", NARROW), ("wide", WIDE)):
        lead.page.set_viewport_size(size)  # type: ignore[arg-type]  # it has both sides
        for scheme in SCHEMES:
            lead.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for by in ("By week", "By topic", "By agent"):
                chooses(lead, "Figures", by)
                expect(points(lead, "Lateness").first).to_be_attached()
                assert violations(lead.page) == []
                assert is_within_the_window(lead), (device, by)
                keep(look, lead, f"reports-{device}-{scheme}-{by[3:]}")
    lead.page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # it has both sides
    chooses(lead, "Figures", "By week")
    chooses(lead, "Days", "Last 52 weeks")
    expect(points(lead, "Volume")).to_have_count(52)
    assert violations(lead.page) == []
    assert is_within_the_window(lead)
    keep(look, lead, "reports-narrow-year")
    lead.page.emulate_media(color_scheme="dark", forced_colors="active")
    assert violations(lead.page) == []
    keep(look, lead, "reports-forced")
    lead.page.emulate_media(color_scheme="light", forced_colors="none")


def keep(look: Look, member: Member, name: str) -> None:
    picture = look.keep(member.page, name)
    member.page.screenshot(path=picture, full_page=True, animations="disabled")


def test_auditors_look_at_reports_and_agents_have_none(crew: Team, lead: Member) -> None:
    lead.comes_back("/desk/members")
    lead.is_at("Members")
    links = {role: lead.invites(f"{role} Role", role) for role in ("Auditor", "Agent")}
    seats = {role: crew.newcomer() for role in links}
    for role, seat in seats.items():
        seat.joins(links[role])
    lead.comes_back("/desk/members")
    for role in links:
        lead.lets_in(f"{role} Role")
    auditor, agent = seats["Auditor"], seats["Agent"]
    auditor.signs_in("/desk/reports")
    expect(chart(auditor, "Volume")).to_be_visible(timeout=SLOW)
    agent.signs_in("/desk/reports")
    navigation = agent.page.get_by_role("navigation", name="Desk")
    expect(navigation.get_by_role("link", name="Conversations")).to_be_visible()
    expect(navigation.get_by_role("link", name="Reports")).to_have_count(0)
    expect(agent.page).not_to_have_url(re.compile("reports"))
    assert auditor.problems == agent.problems == []
