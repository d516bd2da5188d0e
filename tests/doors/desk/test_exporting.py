"""A copy of one conversation, and that there is no way to get several at once."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.doors.desk.correspondence import Correspondence
from tests.doors.desk.routes import routes
from tests.doors.desk.seats import Staff, asked, refusal
from widget.records.changing import change
from widget.records.encoding import b64u
from widget.staff.limits import with_limits

ROOT = Path(__file__).parents[3]
# What takes letters out of the store, and what asks it to.
TAKES = "stored_letters"


def test_a_copy_is_what_a_reading_is_with_a_touch_and_an_entry_of_its_own(desk: Staff) -> None:
    case = Correspondence.begun(desk.door, "Where is my refill?")
    copy = asked(desk.agent.post(f"{case.address}/export"))
    assert copy["letters"] == asked(case.asks(desk.agent))["letters"]
    entries = [(row["kind"], row["outcome"]) for row in desk.door.rows("chain") if row["reference"]]
    assert entries[-2:] == [("export", "read"), ("read", "again")]
    desk.door.clock.now += 61
    assert refusal(desk.agent.post(f"{case.address}/export")) == (403, "touch")
    desk.agent.touches()
    assert desk.agent.post(f"{case.address}/export").status_code == 200


def test_copies_are_paid_for(desk: Staff) -> None:
    desk.door.house.store.write(
        lambda c: change(c, "riverside", lambda found: with_limits(found, {"burst": 1, "hourly": 6}))
    )
    cases = [Correspondence.begun(desk.door) for _ in range(2)]
    answers = [desk.agent.post(f"{case.address}/export") for case in cases]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "letters" not in answers[1].get_json()
    alarms = [row for row in desk.door.rows("chain") if row["kind"] == "budget"]
    assert [row["reference"] for row in alarms] == [cases[1].reference]


def test_no_route_serves_letters_of_several_conversations(sqlite_desk: Staff) -> None:
    """Each is asked as the desk's page asks it. Merged conversations are read as one, and each of them is
    metered alone: test_reading.py has that.
    """
    cases = [Correspondence.begun(sqlite_desk.door) for _ in range(3)]
    letters = {case.reference: [b64u(sealed) for _, sealed in case.stored()] for case in cases}
    serving = set()
    for route in routes(sqlite_desk.door.app):
        answer = route.ask(sqlite_desk.lead, cases[0].reference).text
        served = {name for name, sealed in letters.items() if any(each in answer for each in sealed)}
        if served:
            serving.add(route.endpoint)
            assert served == {cases[0].reference}
            assert route.rule.count("<reference>") == 1
        if route.endpoint == "desk.sign_out":
            sqlite_desk.lead.signs_in()
    assert serving == {"desk.read", "desk.export"}


def test_at_the_desk_letters_are_taken_from_the_store_by_reading_alone() -> None:
    """So that a new route that wants letters has to go by the meter. (A hand-over seals them anew, and
    answers with a number.)
    """
    taking = {
        path.relative_to(ROOT / "widget").as_posix()
        for room in ("doors/desk", "staff")
        for path in (ROOT / "widget" / room).rglob("*.py")
        if TAKES in _called(path)
    }
    assert taking == {"staff/reading.py", "staff/handing.py"}


def _called(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {func.id for func in calls if isinstance(func, ast.Name)}
