"""What a day's conversations were is counted once, whatever becomes of them and whenever the worker runs."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from tests.cast import Instance
from tests.stories import DAY, HOUR, Life, Story
from widget.records import counting, retention
from widget.records.counting import KEPT_DAYS, SETTLE_SECONDS
from widget.records.figures import span_of
from widget.store.models import conversation, figure

MINUTE = 60


@pytest.fixture
def life(instance: Instance) -> Life:
    """It is noon of the first day, and nobody has written yet."""
    return Life(instance, [], instance.now)


def writes(life: Life, **otherwise: Any) -> Story:
    """A patient, now; the story ends by itself after a month."""
    number = len(life.stories)
    usual = {"topic": "billing", "assignee": None, "received": life.now, "gone": life.now + 31 * DAY}
    story = Story(**usual | {"deleted": False, "id": bytes([number]) * 16} | otherwise)
    life.stories.append(story)
    life.until(life.now + 1, nightly=False)
    return story


def night(life: Life, days: int = 1) -> int:
    """That many midnights later, when the day can be counted. Returns the day that has ended."""
    life.until((life.now // DAY + days) * DAY + SETTLE_SECONDS, nightly=False)
    life.count()
    return life.now // DAY - 1


def figures(life: Life, *names: str) -> Counter[Any]:
    """Numbers by kind, or by the columns that are named."""
    columns = [figure.c[name] for name in names or ("kind",)]
    rows = life.instance.store.read(lambda c: c.execute(select(*columns, figure.c.count)).all())
    found: Counter[Any] = Counter()
    for *key, count in rows:
        found[key[0] if len(key) == 1 else tuple(key)] += count
    return found


def test_a_day_is_counted_when_it_is_over_and_its_last_writes_have_come(life: Life) -> None:
    writes(life)
    midnight = (life.now // DAY + 1) * DAY
    life.until(midnight + SETTLE_SECONDS - 1, nightly=False)
    life.count()
    assert figures(life) == {}
    life.until(midnight + SETTLE_SECONDS, nightly=False)
    life.count()
    assert figures(life) == {"opened": 1, "backlog": 1}


def test_counting_again_changes_nothing(life: Life) -> None:
    writes(life)
    night(life)
    before = figures(life)
    assert [life.count(), life.count()] == [0, 0]
    assert figures(life) == before


def test_what_is_deleted_later_stays_counted(life: Life) -> None:
    story = writes(life)
    first = night(life)
    life.delete(story)
    night(life)
    assert figures(life, "kind", "day") == {("opened", first): 1, ("backlog", first): 1}


def test_what_is_deleted_on_the_day_that_it_came_is_counted_and_left_nothing_to_do(life: Life) -> None:
    life.delete(writes(life))
    assert figures(life) == {"opened": 1}
    night(life)
    assert figures(life) == {"opened": 1}


def test_an_answer_on_the_day_of_the_deletion_is_counted(life: Life) -> None:
    story = writes(life)
    night(life)
    life.change(story, answered_at=story.received + 20 * HOUR)
    life.until(story.received + 21 * HOUR, nightly=False)
    life.delete(story)
    night(life)
    assert figures(life) == {"opened": 1, "backlog": 1, "answered": 1, "timely": 1}


def test_what_is_deleted_before_the_worker_counted_its_days_is_counted_with_them(life: Life) -> None:
    story = writes(life)
    life.until(life.now + 2 * DAY, nightly=False)
    life.delete(story)
    life.delete(story)  # is not there any more
    night(life)
    day = story.received // DAY
    assert figures(life, "kind", "day") == {
        ("opened", day): 1,
        ("backlog", day): 1,
        ("backlog", day + 1): 1,
        ("late", day + 1): 1,
    }


def test_what_expires_while_the_worker_is_behind_is_counted_as_it_is_purged(life: Life) -> None:
    story = writes(life)
    life.change(story, answered_at=story.received + HOUR)
    life.until(story.received + 40 * DAY, nightly=False)
    assert retention.purge(life.instance.store, life.instance.keys, life.now)
    life.count()
    kinds = figures(life)
    assert (kinds["opened"], kinds["answered"], kinds["timely"], kinds["late"]) == (1, 1, 1, 0)


def test_a_past_day_stays_as_it_was_when_a_conversation_is_opened_again_or_changes_hands(life: Life) -> None:
    ada, bo = b"a" * 16, b"b" * 16
    story = writes(life, assignee=ada)
    life.change(story, answered_at=story.received + HOUR, closed_at=story.received + 2 * HOUR)
    day = night(life)
    life.change(story, closed_at=None, assignee_id=bo)
    night(life)
    life.change(story, closed_at=life.now)
    night(life)
    assert figures(life, "kind", "day", "assignee_id") == {
        ("opened", day, ada): 1,
        ("answered", day, ada): 1,
        ("timely", day, ada): 1,
        ("solved", day, ada): 1,
        ("backlog", day + 1, bo): 1,
        ("solved", day + 2, bo): 1,
    }


def test_an_answer_is_late_from_the_day_on_that_it_was_due(life: Life) -> None:
    story = writes(life)
    night(life, days=4)
    life.change(story, answered_at=life.now)
    night(life)
    late = [day for kind, day in figures(life, "kind", "day") if kind == "late"]
    assert late == [(story.received + 24 * HOUR) // DAY]
    assert figures(life)["timely"] == 0


def test_what_is_closed_without_an_answer_before_one_was_due_is_not_late(life: Life) -> None:
    story = writes(life)
    life.change(story, closed_at=story.received + 23 * HOUR)
    night(life, days=3)
    assert figures(life) == {"opened": 1, "backlog": 1, "solved": 1}


def test_what_goes_on_in_another_conversation_is_neither_solved_nor_left(life: Life) -> None:
    story = writes(life)
    life.change(story, closed_at=story.received + HOUR, merged_into=b"o" * 16)
    night(life, days=3)
    assert figures(life) == {"opened": 1}


def test_times_are_counted_by_span_with_their_minutes(life: Life) -> None:
    for minutes in (0, 15, 16, 90, 60 * 24 * 60):
        story = writes(life)
        life.change(story, answered_at=story.received + minutes * MINUTE)
    night(life, days=62)
    with_minutes = select(figure.c.span, figure.c.count, figure.c.minutes).where(figure.c.kind == "answered")
    rows = life.instance.store.read(lambda c: sorted(map(tuple, c.execute(with_minutes))))
    assert rows == [(0, 2, 15), (1, 1, 16), (3, 1, 90), (13, 1, 60 * 24 * 60)]
    assert [span_of(minutes) for minutes in (15, 16, 43200, 43201)] == [0, 1, 12, 13]


def test_figures_go_after_two_years(life: Life) -> None:
    life.delete(writes(life))
    night(life)
    day = life.now // DAY - 1
    life.until((day + KEPT_DAYS - 1) * DAY + HOUR, nightly=False)
    life.count()
    assert figures(life) == {"opened": 1}
    night(life)
    assert figures(life) == {}


def test_a_count_waits_for_a_deletion_that_has_begun(life: Life) -> None:
    story, _ = writes(life), writes(life)
    life.until((life.now // DAY + 1) * DAY + SETTLE_SECONDS, nightly=False)
    begun = threading.Event()

    def delete_slowly(connection: Connection) -> None:
        counting.count_departing(connection, [story.id], life.now)
        begun.set()
        time.sleep(0.3)
        connection.execute(delete(conversation).where(conversation.c.id == story.id))

    with ThreadPoolExecutor(2) as hands:
        deletion = hands.submit(life.instance.store.write, delete_slowly)
        begun.wait()
        count = hands.submit(life.count)
    assert (deletion.result(), count.result()) == (None, 1)
    assert figures(life) == {"opened": 2, "backlog": 2}


def test_a_deletion_waits_for_a_count_that_has_begun(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    story, _ = writes(life), writes(life)
    life.until((life.now // DAY + 1) * DAY + SETTLE_SECONDS, nightly=False)
    begun, tally = threading.Event(), counting.tally

    def tally_slowly(*given: Any) -> Any:
        found = tally(*given)
        begun.set()
        time.sleep(0.3)
        return found

    with ThreadPoolExecutor(2) as hands, monkeypatch.context() as patch:
        patch.setattr(counting, "tally", tally_slowly)
        count = hands.submit(life.count)
        begun.wait()
        deletion = hands.submit(life.delete, story)
    assert (deletion.result(), count.result()) == (None, 1)
    assert figures(life) == {"opened": 2, "backlog": 2}


def test_a_conversation_from_before_there_were_times_is_no_burden(life: Life) -> None:
    story = writes(life)
    life.instance.store.write(lambda c: c.execute(update(conversation).values(received_at=0)))
    life.delete(story)
    assert sum(figures(life).values()) <= KEPT_DAYS


def test_other_inboxes_are_counted_apart(life: Life) -> None:
    writes(life)
    night(life)
    assert set(figures(life, "inbox_id")) == {life.instance.bundle.inbox}
    days = range(life.now // DAY - 1, life.now // DAY + 1)
    elsewhere = conversation.c.inbox_id == b"x" * 16
    assert life.instance.store.read(lambda c: counting.tally(c, days, life.now, elsewhere)) == {}
