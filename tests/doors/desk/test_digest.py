"""A member's daily summary: for an address that is theirs, as a code shows, and as long as they want it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Databases
from tests.doors.conftest import OpenDoor
from tests.doors.desk.conftest import Teams
from tests.doors.desk.seats import Seat, Staff, asked, refusal
from tests.outbox.postoffice import HANG_UP, PostOffice
from widget.staff.digests import CODE_SECONDS, CODE_TRIES, CODES_A_DAY

ADDRESS = "ada@riverside.example"
WANTED: dict[str, Any] = {"address": ADDRESS, "hour": 8, "zone": "Europe/Madrid"}
WRONG = "no code"
DAY = 86400
# The team was founded at 12:00 UTC, 13:00 in Madrid; tomorrow's summary is due at 7:00 UTC.
TOMORROW_MORNING = 19 * 3600


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def staff(
    teams: Teams, databases: Databases, open_door: OpenDoor, tmp_path: Path, office: PostOffice
) -> Staff:
    """At a desk that sends mail, on SQLite and PostgreSQL."""

    def with_mail(url: str, **options: Any) -> Any:
        return open_door(url, **options, **office.settings())

    return teams.copy(databases, with_mail, tmp_path)


@pytest.fixture
def ada(staff: Staff) -> Seat:
    staff.agent.touches()
    return staff.agent


def digest(seat: Seat) -> dict[str, Any]:
    return asked(seat.get("/desk/digest"))


def asks(seat: Seat, **otherwise: Any) -> dict[str, Any]:
    return asked(seat.post("/desk/digest", WANTED | otherwise))


def confirms(seat: Seat, code: str) -> Any:
    return seat.post("/desk/digest/confirm", {"code": code})


def code_in(office: PostOffice) -> str:
    """Of the newest mail."""
    found = re.search(r"Your code is ([0-9]{6})\.", office.deliveries[-1].text)
    assert found
    return found[1]


def row(seat: Seat) -> dict[str, Any]:
    (found,) = seat.door.rows("digest")
    return found


def test_an_address_counts_once_the_code_came_back(office: PostOffice, ada: Seat) -> None:
    assert digest(ada) == {"state": "off", "available": True}
    assert asks(ada) == WANTED | {"state": "asked", "available": True}
    assert row(ada)["next_at"] is None
    (delivery,) = office.deliveries
    assert delivery.to == ADDRESS
    assert code_in(office) not in str(delivery.message["Subject"])
    code = code_in(office)
    assert asked(confirms(ada, f"{code[:3]} {code[3:]}")) == WANTED | {"state": "on", "available": True}
    assert digest(ada)["state"] == "on"
    assert row(ada)["next_at"] == ada.door.clock.now + TOMORROW_MORNING


def test_a_code_counts_once(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    asked(confirms(ada, code_in(office)))
    assert refusal(confirms(ada, code_in(office))) == (422, "invalid")
    assert digest(ada)["state"] == "on"


def test_a_code_is_good_for_a_quarter_of_an_hour(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    ada.door.clock.now += CODE_SECONDS
    assert refusal(confirms(ada, code_in(office))) == (422, "invalid")
    assert digest(ada)["state"] == "asked"


def test_guessing_uses_the_code_up(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    for _ in range(CODE_TRIES):
        assert refusal(confirms(ada, WRONG)) == (422, "invalid")
    assert refusal(confirms(ada, code_in(office))) == (422, "invalid")


def test_a_further_code_takes_the_place_of_the_one_before(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    first = code_in(office)
    asks(ada)
    if first != code_in(office):  # one pair in a million is the same
        assert refusal(confirms(ada, first)) == (422, "invalid")
    assert asked(confirms(ada, code_in(office)))["state"] == "on"


def test_nobody_has_many_codes_sent(office: PostOffice, ada: Seat) -> None:
    for number in range(CODES_A_DAY):
        asks(ada, address=f"number{number}@riverside.example")
        asked(ada.post("/desk/digest/off"))
    assert refusal(ada.post("/desk/digest", WANTED)) == (422, "invalid")
    assert len(office.deliveries) == CODES_A_DAY
    ada.door.clock.now += DAY
    ada.signs_in()
    ada.touches()
    asks(ada)
    assert len(office.deliveries) == CODES_A_DAY + 1


def test_a_code_is_for_one_member_and_one_address(office: PostOffice, staff: Staff, ada: Seat) -> None:
    asks(ada)
    code = code_in(office)
    staff.lead.touches()
    asks(staff.lead, address="lena@riverside.example")
    assert refusal(confirms(staff.lead, code if code != code_in(office) else WRONG)) == (422, "invalid")
    asked(confirms(ada, code))


def test_another_hour_needs_no_code_and_another_address_does(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    asked(confirms(ada, code_in(office)))
    assert asks(ada, hour=9) == WANTED | {"hour": 9, "state": "on", "available": True}
    assert row(ada)["next_at"] == ada.door.clock.now + TOMORROW_MORNING + 3600
    assert len(office.deliveries) == 1
    assert asks(ada, address="else@riverside.example")["state"] == "asked"
    assert row(ada)["next_at"] is None


def test_it_can_be_ended_at_any_time(office: PostOffice, ada: Seat) -> None:
    asks(ada)
    asked(confirms(ada, code_in(office)))
    for _ in range(2):
        assert asked(ada.post("/desk/digest/off")) == {"state": "off", "available": True}
    assert (row(ada)["address"], row(ada)["next_at"]) == ("", None)
    assert refusal(confirms(ada, code_in(office))) == (422, "invalid")


def test_asking_needs_a_fresh_touch_and_ending_does_not(office: PostOffice, ada: Seat) -> None:
    ada.door.clock.now += 61
    assert refusal(ada.post("/desk/digest", WANTED)) == (403, "touch")
    asked(ada.post("/desk/digest/off"))
    assert office.deliveries == []


@pytest.mark.parametrize(
    "odd",
    [
        {"address": "ada"},
        {"address": "ada@riverside.example\r\nBcc: all@riverside.example"},
        {"address": "ada@riverside.example, eve@riverside.example"},
        {"address": "=?utf-8?q?eve=40riverside.example=2C?=@riverside.example"},
        {"address": "=?x?q?a=0Abcc?=@riverside.example"},
        {"address": None},
        {"address": ["ada@riverside.example"]},
        {"hour": 24},
        {"hour": -1},
        {"hour": "8"},
        {"hour": True},
        {"zone": "Madrid"},
        {"zone": "../../etc/passwd"},
        {"zone": None},
    ],
)
def test_what_is_no_address_hour_or_zone_sends_nothing(
    office: PostOffice, ada: Seat, odd: dict[str, Any]
) -> None:
    assert refusal(ada.post("/desk/digest", WANTED | odd)) == (422, "invalid")
    assert office.deliveries == []


@pytest.mark.parametrize("answers", [{"RCPT": "550 who?"}, {"greeting": HANG_UP}, {".": HANG_UP}])
def test_a_code_that_could_not_be_sent_is_told(
    office: PostOffice, ada: Seat, answers: dict[str, str]
) -> None:
    office.answers = answers
    answer = ada.post("/desk/digest", WANTED)
    assert refusal(answer) == (422, "invalid")
    assert "could not be sent" in answer.get_json()["message"]
    assert digest(ada)["state"] == "asked"


def test_a_desk_without_a_mail_server_says_so(sqlite_desk: Staff) -> None:
    assert digest(sqlite_desk.agent) == {"state": "off", "available": False}
    answer = sqlite_desk.agent.post("/desk/digest", WANTED)
    assert refusal(answer) == (422, "invalid")
    assert "not set up" in answer.get_json()["message"]


def test_neither_address_nor_code_is_in_the_record_or_the_log(
    office: PostOffice, ada: Seat, capfd: pytest.CaptureFixture[str]
) -> None:
    asks(ada)
    asked(confirms(ada, code_in(office)))
    entries = [each for each in ada.door.rows("chain") if each["kind"] == "digest"]
    assert [(each["actor"], each["outcome"]) for each in entries] == [(f"member:{ada.member.hex()}", "code")]
    kept = repr(ada.door.rows("chain_body")) + capfd.readouterr().out
    assert ADDRESS not in kept
    assert code_in(office) not in kept
    assert code_in(office).encode() not in repr(row(ada)).encode()


def test_signing_out_keeps_it_and_leaving_the_team_ends_it(
    office: PostOffice, staff: Staff, ada: Seat
) -> None:
    asks(ada)
    asked(confirms(ada, code_in(office)))
    asked(ada.post("/desk/sign-out"))
    assert row(ada)["address"] == ADDRESS
    staff.lead.touches()
    assert staff.lead.removes(ada).status_code == 200
    assert ada.door.rows("digest") == []
