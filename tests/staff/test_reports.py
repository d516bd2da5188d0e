"""Reports of hundreds of conversations say what a plain count says, long after the conversations are gone."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Instance
from tests.staff.cast import joins
from tests.stories import DAY, TOPICS, Life, Story, plainly, some_stories
from widget.staff.errors import Invalid
from widget.staff.periods import name_of_week, read_asked, week_of
from widget.staff.reports import report
from widget.store.models import conversation

STORIES = 400
DAYS = 40  # so that the first are purged before the last came
NAMES = ("Ada Agent", "Bo Nunez", "Cleo")


@pytest.fixture
def life(instance: Instance) -> Life:
    agents = {joins(instance, name).member.id: name for name in NAMES}
    first = instance.now // DAY
    stories = some_stories(Random(5), STORIES, first, DAYS, list(agents))
    return Life(instance, stories, first * DAY, agents)


def written(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(day)).isoformat()


def asked(life: Life, by: str, first: int, last: int) -> dict[str, Any]:
    wanted = read_asked({"by": by, "from": written(first), "to": written(last)})
    inbox = life.instance.inbox
    return life.instance.store.read(lambda c: report(c, inbox, wanted, life.now))


def figures(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("key", "label", "from", "to")}


def in_parts(life: Life, by: str) -> dict[str, list[Story]]:
    """The stories by the names that rows of topics or agents have."""
    names: dict[bytes | None, str] = {None: "Nobody", **life.agents}
    found: dict[str, list[Story]] = {topic: [] for topic in TOPICS} if by == "topic" else {}
    for story in life.stories:
        part = story.topic if by == "topic" else names[story.assignee]
        found.setdefault(part, []).append(story)
    return found


def conversations(life: Life) -> int:
    return life.instance.store.read(lambda c: c.scalar(select(func.count()).select_from(conversation))) or 0


def test_weeks_topics_and_agents_come_to_what_their_stories_say(life: Life) -> None:
    first, last = life.now // DAY, life.now // DAY + DAYS + 2
    life.until(last * DAY + DAY // 2)
    everything = plainly(life.stories, first, last, life.now).facts()
    for by, key in (("topic", "key"), ("agent", "label")):
        found = asked(life, by, first, last)
        assert {row[key]: figures(row) for row in found["rows"] if row["opened"]} == {
            name: plainly(stories, first, last, life.now).facts()
            for name, stories in in_parts(life, by).items()
        }
        assert found["total"] == everything
    weeks = asked(life, "week", first, last)
    for row, week in zip(weeks["rows"], range(week_of(first), last + 1, 7), strict=True):
        begins, ends = max(week, first), min(week + 6, last)
        assert (row["key"], row["from"], row["to"]) == (name_of_week(week), written(begins), written(ends))
        assert figures(row) == plainly(life.stories, begins, ends, life.now).facts()
    assert weeks["total"] == everything
    assert weeks["total"]["backlog"] == weeks["rows"][-1]["backlog"] > 0


def test_each_days_figures_stand_as_it_told_them_when_everything_is_gone(life: Life) -> None:
    first, last = life.now // DAY, life.now // DAY + DAYS - 1
    life.until((last + 1) * DAY + 600)
    told = asked(life, "week", first, last)
    assert conversations(life) > 50
    life.until(life.now + 40 * DAY)
    assert conversations(life) == 0
    assert asked(life, "week", first, last) == told
    assert told["total"] == plainly(life.stories, first, last, life.now).facts()


def test_a_worker_that_was_down_for_weeks_counts_the_same(life: Life) -> None:
    first, last = life.now // DAY, life.now // DAY + DAYS - 1
    life.until((last + 1) * DAY + DAY // 2, nightly=False)
    before = asked(life, "topic", first, last)
    assert before["total"]["opened"] == STORIES
    life.night()
    assert asked(life, "topic", first, last) == before


def test_a_report_ends_today(life: Life) -> None:
    first = life.now // DAY
    life.until(first * DAY + 3 * DAY + 60)
    found = asked(life, "week", first, first + 100)
    assert (found["from"], found["to"]) == (written(first), written(first + 3))
    assert found["rows"][-1]["to"] == written(first + 3)


def test_without_conversations_weeks_and_topics_are_there_with_nothing_in_them(life: Life) -> None:
    first = life.now // DAY - 21
    weeks, topics = asked(life, "week", first, first + 20), asked(life, "topic", first, first + 20)
    assert len(weeks["rows"]) == 4
    assert {row["key"] for row in topics["rows"]} >= set(TOPICS)
    nothing = plainly([], first, first, 0).facts()
    assert all(figures(row) == nothing for row in [*weeks["rows"], *topics["rows"]])
    assert asked(life, "agent", first, first + 20)["rows"] == []


def test_what_has_not_begun_has_no_weeks(life: Life) -> None:
    assert asked(life, "week", life.now // DAY + 30, life.now // DAY + 60)["rows"] == []


def test_a_topic_that_the_inbox_gave_up_keeps_its_figures(life: Life) -> None:
    life.stories[0].topic = "formerly"
    life.until(life.now + (DAYS + 2) * DAY)
    rows = asked(life, "topic", life.now // DAY - 60, life.now // DAY)["rows"]
    (row,) = [row for row in rows if row["key"] == "formerly"]
    assert (row["label"], row["opened"]) == ("formerly", 1)


def test_weeks_are_those_of_iso_8601() -> None:
    def week(text: str) -> str:
        return name_of_week(week_of((date.fromisoformat(text) - date(1970, 1, 1)).days))

    assert week("2026-11-22") == "2026-W47"  # a Sunday
    assert week("2026-11-23") == "2026-W48"
    assert week("2027-01-03") == "2026-W53"
    assert week("2024-12-30") == "2025-W01"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"from": "2026-11-01", "to": "2026-11-30"},
        {"from": "2026-11-01", "to": "2026-11-30", "by": "patient"},
        {"from": "2026-11-30", "to": "2026-11-01", "by": "week"},
        {"from": "2020-11-01", "to": "2026-11-01", "by": "week"},
        {"from": "20261101", "to": "2026-11-30", "by": "week"},
        {"from": "2026-11-31", "to": "2026-12-30", "by": "week"},
        {"from": "1969-12-31", "to": "1970-01-01", "by": "week"},
        {"from": "2026-11-01", "to": "later", "by": "week"},
    ],
)
def test_what_makes_no_sense_is_not_reported(given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        read_asked(given)
