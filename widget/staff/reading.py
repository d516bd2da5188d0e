"""A conversation as its reader's browser opens it: sealed letters, oldest first, and the inbox's keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from widget.records import inboxes
from widget.records.encoding import b64u
from widget.staff import handing, joining, metering, people, scoring, states
from widget.staff.budget import Left, Spent
from widget.staff.finding import find
from widget.staff.handing import Past
from widget.staff.metering import Metered, Reader
from widget.staff.sampling import SEE_REVIEWS
from widget.staff.stored import counts, letter_facts, stored_letters
from widget.store import Store
from widget.store.keyfolder import KeyFolder


@dataclass(frozen=True)
class Opened:
    """One conversation. `letters` are (row, sealed letter) in the order in which they were written, `counts`
    how many there have been, `writers` the names of members who wrote any; `path` is empty unless it was
    handed over: then its inboxes' statements, for the browser to follow.
    """

    row: Row[Any]
    letters: tuple[tuple[Row[Any], bytes], ...]
    counts: dict[str, int]
    writers: Mapping[bytes, str]
    past: tuple[Past, ...]
    path: tuple[dict[str, Any], ...]

    def facts(self, now: int) -> dict[str, Any]:
        row = self.row
        return {
            "id": b64u(row.id),
            "inbox": b64u(row.inbox_id),
            "origin": b64u(row.origin_inbox_id or row.inbox_id),
            "path": list(self.path),
            "handovers": [each.facts() for each in self.past],
            "reference": row.reference,
            "topic": row.topic,
            "urgency": row.urgency,
            "language": row.language,
            "state": states.now_in(row, now),
            "assignee": None if row.assignee_id is None else b64u(row.assignee_id),
            "version": row.version,
            "received": row.received_at,
            "due": row.due_at,
            "letters": [_letter(of, sealed, self.writers) for of, sealed in self.letters],
            "counts": self.counts,
        }


@dataclass(frozen=True)
class Conversation:
    """What a reader gets: the conversation, those that go on in it as far as the budget reaches (`withheld`
    has the references of the others), and the reference of the one that it goes on in itself. `keys`: see
    keys_answer. `scores`: as JSON, for whom they are.
    """

    slug: str
    opened: Opened
    joined: tuple[Opened, ...]
    withheld: tuple[str, ...]
    goes_on_in: str | None
    scores: dict[str, Any]
    keys: dict[str, Any]
    left: Left
    now: int

    def facts(self) -> dict[str, Any]:
        return (
            self.opened.facts(self.now)
            | self.scores
            | {
                "slug": self.slug,
                "joined": [each.facts(self.now) for each in self.joined],
                "withheld": list(self.withheld),
                "goes_on_in": self.goes_on_in,
                "keys": self.keys,
                "budget": {"left": self.left.count, "limit": self.left.limit},
            }
        )


def read(store: Store, keys: KeyFolder, reader: Reader, now: int) -> Conversation:
    """On record and paid for before a letter is touched. Raises Gone, or Spent, of which an alarm tells."""
    try:
        metered = store.write(lambda connection: metering.meter(connection, reader, now))
    except Spent as spent:
        told = spent
        store.write(lambda connection: metering.alarm(connection, reader, told, now))
        raise
    return store.read(lambda connection: _conversation(connection, keys, reader, metered, now))


def _conversation(
    connection: Connection, keys: KeyFolder, reader: Reader, metered: Metered, now: int
) -> Conversation:
    row = find(connection, reader.membership, reader.reference)
    slug = reader.membership.slug
    joined = [each for each in joining.joined(connection, row.id) if each.inbox_id == row.inbox_id]
    return Conversation(
        slug=slug,
        opened=_opened(connection, keys, row),
        joined=tuple(_opened(connection, keys, each) for each in joined if each.id in metered.opened),
        withheld=tuple(each.reference for each in joined if each.id not in metered.opened),
        goes_on_in=joining.goes_on(connection, row),
        scores=_scores(connection, keys, reader, row),
        keys=inboxes.keys_answer(connection, inboxes.get(connection, slug)),
        left=metered.left,
        now=now,
    )


def _opened(connection: Connection, keys: KeyFolder, row: Row[Any]) -> Opened:
    past = tuple(handing.past(connection, row.id))
    way = handing.way(connection, row, past) if past else []
    path = tuple(handing.inbox_facts(connection, each) for each in way)
    letters = tuple(stored_letters(connection, keys, row.id))
    writers = people.names(connection, (of.written_by for of, _ in letters))
    return Opened(row, letters, counts(connection, row.id), writers, past, path)


def _scores(connection: Connection, keys: KeyFolder, reader: Reader, row: Row[Any]) -> dict[str, Any]:
    """Each reviewer's newest score, and the count that the next one has; of others' roles nothing."""
    mine = reader.membership
    if mine.acts_as not in SEE_REVIEWS:
        return {}
    scores = list(scoring.newest(connection, keys, row))
    names = people.names(connection, (of.written_by for of, _ in scores))
    facts = [_letter(of, sealed, names) | {"mine": of.written_by == mine.member.id} for of, sealed in scores]
    return {"scores": facts, "next_score": scoring.next_seq(connection, row.id)}


def _letter(row: Row[Any], sealed: bytes, writers: Mapping[bytes, str]) -> dict[str, Any]:
    """With the name of the member who wrote it. That is the server's word: a team signs with one key."""
    name = writers.get(row.written_by)
    return letter_facts(row, sealed) | ({} if name is None else {"by": name})
