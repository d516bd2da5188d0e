"""The headers of what the desk's scripts are answered: all of them the strictest, whoever asks."""

from __future__ import annotations

import pytest

from tests.doors.desk.routes import a_conversation, routes
from tests.doors.desk.seats import Staff
from tests.doors.test_headers import CLOSED, JSON, fixed
from widget.doors.policies import POLICIES

OTHER_KINDS = {"desk.figures_csv": "text/csv; charset=utf-8"}
# Said where there is something to say.
NOW_AND_THEN = ("Set-Cookie", "Retry-After", "Content-Disposition", "Vary")


@pytest.mark.parametrize("kind", ["lead", "outsider"])
def test_each_answer_has_exactly_these(sqlite_desk: Staff, kind: str) -> None:
    reference = a_conversation(sqlite_desk.door)
    for route in routes(sqlite_desk.door.app):
        if not POLICIES[route.endpoint].scripts:
            continue
        answer = route.ask(sqlite_desk.seats()[kind], reference)
        found = {name: value for name, value in fixed(answer).items() if name not in NOW_AND_THEN}
        other = answer.status_code == 200 and OTHER_KINDS.get(route.endpoint)
        expected = CLOSED | {"Content-Type": other} if other else JSON
        assert found == expected, route.rule
        if route.endpoint == "desk.sign_out" and kind == "lead":
            sqlite_desk.lead.signs_in()


def test_a_cookie_is_set_by_signing_in_and_taken_back_by_signing_out(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead
    for route in routes(sqlite_desk.door.app):
        if route.endpoint != "desk.sign_out":
            assert "Set-Cookie" not in route.ask(lead, "7Q4M9ZTK2D").headers, route.rule
    assert "Set-Cookie" in lead.signs_in().headers
    assert "__Host-sotto-desk=;" in lead.post("/desk/sign-out").headers["Set-Cookie"]
