"""Office hours: an answer is due when so much of them has passed, whatever clocks do meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Instance
from widget.records.expectation import expected_at
from widget.records.hours import BadHours, Hours, hours_in, week_from
from widget.records.zones import BadZone, last_hour, next_hour, zone

MADRID = "Europe/Madrid"
OFFICE = Hours(MADRID, week_from([("mon-fri", "9-17")]))
HOUR = 3600


def at(text: str, name: str = MADRID) -> int:
    """Of a moment on the wall there."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(name)).timestamp())


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2026-11-18T10:00", 4, "2026-11-18T14:00"),
        ("2026-11-18T15:00", 4, "2026-11-19T11:00"),
        ("2026-11-18T09:00", 8, "2026-11-18T17:00"),
        ("2026-11-18T07:30", 2, "2026-11-18T11:00"),
        ("2026-11-18T20:00", 2, "2026-11-19T11:00"),
        ("2026-11-20T16:00", 2, "2026-11-23T10:00"),  # a Friday
        ("2026-11-21T12:00", 1, "2026-11-23T10:00"),
        ("2026-11-20T16:00", 24, "2026-11-25T16:00"),
        ("2026-11-18T16:59", 1, "2026-11-19T09:59"),
    ],
)
def test_only_hours_count_in_which_the_team_is_there(received: str, hours: int, due: str) -> None:
    assert OFFICE.after(at(received), hours * HOUR) == at(due)


# Clocks in Madrid go forward on 2027-03-28 at 2:00, and back on 2026-10-25 at 3:00; both are Sundays.
ALL_DAY = Hours(MADRID, week_from([("mon-sun", "0-24")]))
AT_NIGHT = Hours(MADRID, week_from([("mon-sun", "1-4")]))


@pytest.mark.parametrize(
    ("of", "received", "hours", "due"),
    [
        (OFFICE, "2027-03-26T16:00", 2, "2027-03-29T10:00"),
        (OFFICE, "2026-10-23T16:00", 2, "2026-10-26T10:00"),
        (ALL_DAY, "2027-03-27T12:00", 24, "2027-03-28T13:00"),
        (ALL_DAY, "2026-10-24T12:00", 24, "2026-10-25T11:00"),
        (AT_NIGHT, "2027-03-28T00:00", 2, "2027-03-28T04:00"),
        (AT_NIGHT, "2026-10-25T00:00", 4, "2026-10-25T04:00"),
    ],
)
def test_the_day_on_which_clocks_change_has_an_hour_more_or_less(
    of: Hours, received: str, hours: int, due: str
) -> None:
    assert of.after(at(received), hours * HOUR) == at(due)


def test_an_hour_that_the_clock_leaves_out_is_no_time() -> None:
    only_then = Hours(MADRID, week_from([("mon-sat", "9-10"), ("sun", "2-3")]))
    assert only_then.after(at("2027-03-27T12:00"), HOUR) == at("2027-03-29T10:00")


def test_a_lunch_break_counts_for_nothing_and_a_day_can_end_at_midnight() -> None:
    of = Hours(MADRID, week_from([("mon-fri", "9:30-13"), ("mon-fri", "14-24")]))
    assert of.after(at("2026-11-18T12:00"), 2 * HOUR) == at("2026-11-18T15:00")
    assert of.after(at("2026-11-18T23:00"), HOUR) == at("2026-11-19T00:00")


def test_hours_survive_being_stored() -> None:
    assert hours_in({"hours": OFFICE.facts()}) == OFFICE
    assert hours_in({}) is None


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ("mon-fri", "17-9"),
        ("mon-fri", "9-25"),
        ("mon-fri", "9-9"),
        ("mon-fri", "9:60-12"),
        ("mon-fri", "nine-five"),
        ("fri-mon", "9-17"),
        ("monday", "9-17"),
        ("", "9-17"),
        ("mon", "9-13"),  # four hours a week
    ],
)
def test_what_are_no_hours_is_refused(days: str, span: str) -> None:
    with pytest.raises(BadHours):
        Hours(MADRID, week_from([(days, span)]))


def test_hours_of_a_day_do_not_overlap() -> None:
    with pytest.raises(BadHours, match="overlap"):
        week_from([("mon-fri", "9-13"), ("wed", "12-17")])


@pytest.mark.parametrize(
    "name", ["", "Europe", "Madrid", "../../etc/passwd", "/etc/passwd", "Europe/Madrid\0", "x" * 99]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadZone):
        zone(name)


def test_an_inbox_without_hours_counts_every_one(instance: Instance) -> None:
    assert expected_at(instance.inbox, 1000) == 1000 + 24 * HOUR
    with_hours = replace(instance.inbox, settings={"hours": OFFICE.facts(), "answer_within_hours": 2})
    assert expected_at(with_hours, at("2026-11-20T16:00")) == at("2026-11-23T10:00")


@pytest.mark.parametrize(
    ("now", "hour", "last", "next_"),
    [
        ("2026-11-18T09:30", 9, "2026-11-18T09:00", "2026-11-19T09:00"),
        ("2026-11-18T09:00", 9, "2026-11-18T09:00", "2026-11-19T09:00"),
        ("2026-11-18T08:59", 9, "2026-11-17T09:00", "2026-11-18T09:00"),
        ("2027-03-28T09:30", 9, "2027-03-28T09:00", "2027-03-29T09:00"),
        ("2026-10-25T09:30", 9, "2026-10-25T09:00", "2026-10-26T09:00"),
        ("2027-03-27T12:00", 2, "2027-03-27T02:00", "2027-03-28T03:00"),  # 2:00 is left out
    ],
)
def test_an_hour_of_the_day_comes_once_a_day(now: str, hour: int, last: str, next_: str) -> None:
    assert last_hour(MADRID, hour, at(now)) == at(last)
    assert next_hour(MADRID, hour, at(now)) == at(next_)
