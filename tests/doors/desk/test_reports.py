"""Reports at the staff door: for those who look back on an inbox, as figures and as a table to take along."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.doors.letters import Draft
from tests.doors.visitors import PATIENT, Door
from widget.crypto.deletion import sign_deletion
from widget.crypto.encoding import to_base64url
from widget.crypto.returncode import derive
from widget.doors.desk.sheets import harmless
from widget.records import counting, retention
from widget.store.models import conversation, member

DAY, HOUR = 86400, 3600
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def address(ending: str = "", **query: str) -> str:
    given = {"inbox": "riverside", "by": "week", **NOVEMBER, **query}
    return f"/desk/reports/figures{ending}?" + "&".join(f"{name}={value}" for name, value in given.items())


def figures(seat: Seat, **query: str) -> dict[str, Any]:
    return asked(seat.get(address(**query)))


def table(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def writes(door: Door) -> Draft:
    draft = door.draft()
    assert door.post(draft.envelope()).status_code == 201
    return draft


def changes(door: Door, **values: Any) -> None:
    door.house.store.write(lambda c: c.execute(update(conversation).values(values)))


def deletes(door: Door, draft: Draft) -> None:
    """With the return code, as the patient's page does."""
    keys, now = derive(draft.code), int(door.clock.now)
    facts = {
        "locator": to_base64url(keys.locator),
        "token": to_base64url(keys.token),
        "at": now,
        "signature": to_base64url(sign_deletion(keys.sign_seed, draft.conversation, now)),
    }
    headers = {"Origin": PATIENT, "Sec-Fetch-Site": "same-origin"}
    answer = door.client.post("/back/delete", base_url=PATIENT, json=facts, headers=headers)
    assert answer.status_code == 200, answer.text


def passes(desk: Staff, seconds: int) -> None:
    """Time, with what the worker does in it; whoever looks signs in anew."""
    house, clock = desk.door.house, desk.door.clock
    clock.now += seconds
    counting.count_days(house.store, house.keys, clock.now)
    retention.purge(house.store, house.keys, clock.now)
    desk.lead.signs_in()


@pytest.mark.parametrize("ending", ["", ".csv"])
def test_leads_and_auditors_of_the_inbox_get_reports_and_nobody_else(desk: Staff, ending: str) -> None:
    allowed = {kind for kind, seat in desk.seats().items() if seat.get(address(ending)).status_code == 200}
    assert allowed == {"lead", "auditor"}
    assert refusal(desk.agent.get(address(ending))) == (403, "forbidden")
    assert refusal(desk.outsider.get(address(ending))) == (401, "signed_out")


def test_a_lead_elsewhere_gets_none_of_this_inbox_nor_of_one_that_is_not_there(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead
    assert refusal(lead.get(address(inbox="practice"))) == (403, "forbidden")
    assert refusal(lead.get(address(inbox="nowhere"))) == (403, "forbidden")
    assert figures(sqlite_desk.other, inbox="practice")["inbox"] == "practice"


@pytest.mark.parametrize("query", [{"inbox": ""}, {"by": "patient"}, {"from": "soon"}, {"to": "2026-10-31"}])
def test_what_makes_no_sense_is_refused_in_a_sentence(sqlite_desk: Staff, query: dict[str, str]) -> None:
    answer = sqlite_desk.lead.get(address(**query))
    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["message"].startswith("A report ")


def test_a_report_says_what_came_and_what_was_done(desk: Staff) -> None:
    writes(desk.door)
    writes(desk.door)
    now = int(desk.door.clock.now)
    changes(desk.door, answered_at=now + HOUR, assignee_id=desk.agent.member, closed_at=now + 2 * HOUR)
    writes(desk.door)
    passes(desk, 3 * HOUR)
    found = figures(desk.lead)
    assert (found["by"], found["to"], found["answer_within_hours"]) == ("week", "2026-11-20", 24)
    assert [row["key"] for row in found["rows"]] == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    total = found["total"]
    assert found["rows"][-1] == found["rows"][-1] | total
    assert [total[kind] for kind in ("opened", "timely", "late", "backlog")] == [3, 2, 0, 1]
    assert [total[kind]["count"] for kind in ("answered", "solved")] == [2, 2]
    assert (total["answered"]["median"], total["solved"]["mean"]) == (60, 120)
    (topic, *_) = figures(desk.lead, by="topic")["rows"]
    assert (topic["key"], topic["label"], topic["opened"]) == ("billing", "Billing or insurance", 3)
    agents = figures(desk.lead, by="agent")["rows"]
    assert [(row["label"], row["opened"]) for row in agents] == [("Ada Agent", 2), ("Nobody", 1)]


def test_figures_outlive_the_purge_and_what_patients_delete(desk: Staff) -> None:
    """One is deleted after its day was counted, one before, and one expires."""
    drafts = [writes(desk.door) for _ in range(3)]
    deletes(desk.door, drafts[0])
    passes(desk, DAY)
    deletes(desk.door, drafts[1])
    found = figures(desk.lead)["total"]
    assert (found["opened"], found["backlog"]) == (3, 1)
    passes(desk, 40 * DAY)
    assert desk.door.house.store.read(lambda c: c.execute(select(conversation.c.id)).all()) == []
    later = figures(desk.lead)
    assert (later["total"]["opened"], later["rows"][-1]["backlog"]) == (3, 1)
    assert later["total"]["late"] == 1


def test_the_table_opens_as_the_figures_say(desk: Staff) -> None:
    writes(desk.door)
    changes(desk.door, answered_at=int(desk.door.clock.now) + 90 * 60)
    passes(desk, 2 * HOUR)
    answer = desk.lead.get(address(".csv"))
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="sotto-riverside-week-2026-11-01-2026-11-20.csv"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    rows = table(answer)
    assert [row["week"] for row in rows] == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    last = rows[-1]
    assert (last["from"], last["to"], last["opened"], last["backlog"]) == (
        "2026-11-16",
        "2026-11-20",
        "1",
        "1",
    )
    assert (last["answered"], last["first_answer_median_minutes"], last["solve_mean_minutes"]) == (
        "1",
        "90",
        "",
    )


@pytest.mark.parametrize("by", ["week", "topic", "agent"])
def test_a_table_without_anything_in_it_has_its_columns(sqlite_desk: Staff, by: str) -> None:
    text = sqlite_desk.lead.get(address(".csv", by=by)).data.decode("utf-8-sig")
    (columns, *rows) = csv.reader(io.StringIO(text))
    assert columns[0] == by
    assert len(columns) == len(set(columns))
    assert len(rows) == {"week": 4, "topic": 5, "agent": 0}[by]
    assert all(len(row) == len(columns) for row in rows)


def test_a_name_is_no_formula_and_stays_one_cell(sqlite_desk: Staff) -> None:
    name = '=HYPERLINK("https://elsewhere.example";"Núñez, Ada")'
    writes(sqlite_desk.door)
    changes(sqlite_desk.door, assignee_id=sqlite_desk.agent.member)
    house = sqlite_desk.door.house
    this = update(member).where(member.c.id == sqlite_desk.agent.member).values(name=name)
    house.store.write(lambda c: c.execute(this))
    answer = sqlite_desk.lead.get(address(".csv", by="agent"))
    (row,) = table(answer)
    assert row["agent"] == "'" + name
    for line in answer.data.decode("utf-8-sig").splitlines():
        assert line.startswith('"')


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_whatever_starts_a_formula_is_shown_as_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"a{start}1") == f"a{start}1"


def test_nothing_of_a_patient_is_in_a_report(sqlite_desk: Staff) -> None:
    writes(sqlite_desk.door)
    reference = sqlite_desk.door.house.store.read(lambda c: c.scalar(select(conversation.c.reference)))
    for by in ("week", "topic", "agent"):
        for ending in ("", ".csv"):
            assert reference.encode() not in sqlite_desk.lead.get(address(ending, by=by)).data


def test_the_page_of_reports_is_the_desks_own(sqlite_desk: Staff) -> None:
    assert sqlite_desk.outsider.get("/desk/reports").data == sqlite_desk.outsider.get("/desk/").data
