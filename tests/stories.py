"""Conversations as they go in a team's life, lived day by day, and what they come to, counted plainly.

The plain count looks at the stories and at nothing that the house keeps or knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from tests.cast import Instance
from widget.records import counting, retention
from widget.store.models import conversation, letter

DAY, HOUR = 86400, 3600
ANSWER_WITHIN = 24 * HOUR
QUARTERS_OF_HOURS_AND_MORE = (15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10080, 20160, 43200)
TOPICS = ("billing", "appointment", "prescription", "other")
SAID = ("no", "partly", "yes")


@dataclass
class Story:
    """Moments in Unix seconds. `closings`: when it was closed, and when it was opened again, if it was.

    `gone`: when its patient deleted it, or else when it was purged. `rated`: when they said whether it
    helped, and what, as the place in SAID.
    """

    topic: str
    assignee: bytes | None
    received: int
    gone: int
    deleted: bool
    answered: int | None = None
    closings: list[tuple[int, int | None]] = field(default_factory=list)
    rated: tuple[int, int] | None = None
    id: bytes = b""

    def moments(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """What is written of it, and when; None is its end by its patient."""
        if self.answered is not None:
            yield self.answered, {"answered_at": self.answered}
        for closed, reopened in self.closings:
            yield closed, {"closed_at": closed, "state": "closed"}
            if reopened is not None:
                yield reopened, {"closed_at": None, "state": "open"}
        if self.rated is not None:
            at, said = self.rated
            yield at, {"rated_at": at, "rating": said + 1}
        if self.deleted:
            yield self.gone, None

    def is_solved(self, at: int) -> bool:
        return any(closed < at and (again is None or again >= at) for closed, again in self.closings)


def some_stories(random: Random, count: int, first_day: int, days: int, agents: list[bytes]) -> list[Story]:
    """Of a retention of thirty days."""
    return [_story(random, first_day * DAY + random.randrange(days * DAY), agents) for _ in range(count)]


def _story(random: Random, received: int, agents: list[bytes]) -> Story:
    deleted = random.random() < 0.3
    purged = (received // DAY + 31) * DAY + 600
    gone = received + random.randrange(HOUR, 12 * DAY) if deleted else purged
    story = Story(
        random.choice(TOPICS),
        random.choice([None, *agents]),
        received,
        gone,
        deleted,
        id=random.randbytes(16),
    )
    at = received + int(random.lognormvariate(9.5, 1.6)) + 60
    if random.random() < 0.85 and at < gone:
        story.answered = at
    at += random.randrange(60, 4 * DAY)
    if random.random() < 0.8 and at < gone:
        again = at + random.randrange(DAY + 1, 5 * DAY)
        reopens = random.random() < 0.2 and again < gone
        story.closings.append((at, again if reopens else None))
        at = again + random.randrange(HOUR, 3 * DAY)
        if reopens and at < gone:
            story.closings.append((at, None))
    if story.closings and random.random() < 0.5:
        at = story.closings[-1][0] + random.randrange(60, 2 * DAY)
        story.rated = (at, random.randrange(len(SAID))) if at < gone else None
    return story


@dataclass
class Life:
    """A house that lives through stories. `now` is the time in it; `agents` are names by id."""

    instance: Instance
    stories: list[Story]
    now: int
    agents: dict[bytes, str] = field(default_factory=dict)

    def until(self, moment: int, *, nightly: bool = True) -> None:
        """Lives on; each night, ten minutes after midnight, what is due is counted and purged."""
        while nightly and (self.now // DAY + 1) * DAY + 600 <= moment:
            night = (self.now // DAY + 1) * DAY + 600
            self._write(night)
            self.night()
        self._write(moment)

    def night(self) -> None:
        self.count()
        retention.purge(self.instance.store, self.instance.keys, self.now)

    def count(self) -> int:
        return counting.count_days(self.instance.store, self.instance.keys, self.now)

    def delete(self, story: Story) -> None:
        """As the patient's own deletion has to."""
        self.instance.store.write(lambda c: self._delete(c, story))

    def change(self, story: Story, **values: Any) -> None:
        this = update(conversation).where(conversation.c.id == story.id).values(values)
        self.instance.store.write(lambda c: c.execute(this))

    def _write(self, until: int) -> None:
        happened = [
            (story.received, number, story, {"received_at": story.received})
            for number, story in enumerate(self.stories)
        ]
        happened += [
            (at, number, story, values)
            for number, story in enumerate(self.stories)
            for at, values in story.moments()
        ]
        due = sorted(
            (each for each in happened if self.now <= each[0] < until), key=lambda each: (each[0], each[1])
        )
        self.instance.store.write(lambda connection: self._write_all(connection, due))
        self.now = until

    def _write_all(self, connection: Connection, due: Iterable[tuple[int, int, Story, Any]]) -> None:
        for at, number, story, values in due:
            self.now = at
            if values is None:
                self._delete(connection, story)
            elif "received_at" in values:
                self._begin(connection, story, number)
            else:
                this = conversation.c.id == story.id
                connection.execute(update(conversation).where(this).values(values))

    def _delete(self, connection: Connection, story: Story) -> None:
        counting.count_departing(connection, [story.id], self.now)
        connection.execute(delete(conversation).where(conversation.c.id == story.id))

    def _begin(self, connection: Connection, story: Story, number: int) -> None:
        row = {
            "id": story.id,
            "inbox_id": self.instance.bundle.inbox,
            "reference": f"{number:010d}",
            "locator": story.id,
            "token_hash": b"",
            "patient_sign_public": b"",
            "memo": b"",
            "topic": story.topic,
            "urgency": "normal",
            "language": "en",
            "state": "open",
            "version": 1,
            "last_at": story.received,
            "received_at": story.received,
            "due_at": story.received + ANSWER_WITHIN,
            "assignee_id": story.assignee,
        }
        first = {
            "id": story.id,
            "conversation_id": story.id,
            "epoch_id": self.instance.epoch.id,
            "direction": 1,
            "seq": 1,
            "expiry_day": story.received // DAY + 30,
            "sealed": b"",
            "received_at": story.received,
        }
        connection.execute(insert(conversation).values(row))
        connection.execute(insert(letter).values(first))


@dataclass
class Plain:
    """What a part of the stories came to."""

    counts: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    said: Counter[str] = field(default_factory=Counter)

    def facts(self) -> dict[str, Any]:
        """As a row of a report has them, but for its names."""
        counts: dict[str, Any] = {kind: self.counts[kind] for kind in ("opened", "timely", "late", "backlog")}
        counts["rated"] = {said: self.said[said] for said in SAID}
        return counts | {kind: spread(self.took[kind]) for kind in ("answered", "solved")}


def plainly(stories: Iterable[Story], first: int, last: int, now: int) -> Plain:
    """Of the days from `first` to `last`, at a moment within the last or after it."""
    found, end = Plain(), min((last + 1) * DAY, now)
    for story in stories:
        timed = [("opened", story.received), ("late", late_at(story))]
        timed += [("timely", story.answered)] if story.answered and late_at(story) is None else []
        found.counts.update(kind for kind, at in timed if at is not None and first * DAY <= at < end)
        solved = [closed for closed, _ in story.closings]
        for kind, moments in (("answered", [story.answered]), ("solved", solved)):
            within = [at for at in moments if at is not None and first * DAY <= at < end]
            found.took[kind] += [(at - story.received) // 60 for at in within]
        if story.rated is not None and first * DAY <= story.rated[0] < end:
            found.said[SAID[story.rated[1]]] += 1
        if story.received < end <= story.gone and not story.is_solved(end):
            found.counts["backlog"] += 1
    return found


def late_at(story: Story) -> int | None:
    due = story.received + ANSWER_WITHIN
    in_time = story.answered is not None and story.answered <= due
    needless = story.answered is None and any(closed <= due for closed, _ in story.closings)
    return None if in_time or needless or story.gone <= due else due


def spread(took: list[int]) -> dict[str, Any]:
    counts = Counter(bisect_left(QUARTERS_OF_HOURS_AND_MORE, minutes) for minutes in took)
    return {
        "count": len(took),
        "median": within(took, 50),
        "mean": round(sum(took) / len(took)) if took else None,
        "nine_of_ten": within(took, 90),
        "spans": [counts[span] for span in range(len(QUARTERS_OF_HOURS_AND_MORE) + 1)],
    }


def within(took: list[int], percent: int) -> int | None:
    """Of those in one span with the one in that place, from the mean and what lies evenly around it."""
    if not took:
        return None
    place = -(-percent * len(took) // 100) - 1
    span = bisect_left(QUARTERS_OF_HOURS_AND_MORE, sorted(took)[place])
    ends = [0, *QUARTERS_OF_HOURS_AND_MORE, 10**9]
    alike = [each for each in took if bisect_left(QUARTERS_OF_HOURS_AND_MORE, each) == span]
    mean = sum(alike) / len(alike)
    place -= sum(bisect_left(QUARTERS_OF_HOURS_AND_MORE, each) < span for each in took)
    reach = min(mean - ends[span], ends[span + 1] - mean)
    first, step = mean - reach + reach / len(alike), 2 * reach / len(alike)
    return round(first + place * step)
