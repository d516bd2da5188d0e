"""What the first page of the desk's list costs with a thousand conversations, and with a hundred thousand."""

from __future__ import annotations

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, text

from tests.conftest import Databases
from tests.databases import PostgresDatabases, SQLiteDatabases
from widget.crypto.kit import Kit
from widget.records.bundles import make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.staff import listing
from widget.staff.people import ACTIVE, AGENT, Member, Membership
from widget.staff.wanted import read_wanted
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, holder, member, membership

ROOT = Path(__file__).parents[2]
SIZES = (1_000, 100_000)
ROUNDS = 200
WARM_UP = 20
MOST = 1.5  # what the larger may cost, in times of the smaller
NOW = 1_795_176_000
AGENTS = 8
# Of a hundred conversations; most of a team's are done.
STATES = {"open": 20, "waiting": 15, "snoozed": 5, "closed": 60}
QUESTIONS: dict[str, dict[str, str]] = {
    "first page, all": {},
    "first page, open": {"state": "open"},
    "first page, mine": {"state": "open", "assignee": "me"},
    "first page, newest": {"sort": "new"},
    "poll, unchanged": {"since": "?"},
}


@dataclass
class Desk:
    """One database with `size` conversations, and a member who looks at them."""

    store: Store
    me: Membership

    def asks(self, question: dict[str, str]) -> Callable[[], Any]:
        """Something to be timed. `?` stands for the number that the list has now."""
        if question.get("since"):
            wanted = read_wanted({}, self.me.member.id, [self.me])
            number = self.store.read(lambda c: listing.answer(c, wanted, NOW))["changed"]
            question = {"since": str(number)}
        wanted = read_wanted(question, self.me.member.id, [self.me])
        return lambda: self.store.read(lambda c: listing.answer(c, wanted, NOW))


def compare() -> bool:
    """Prints medians of both sizes, asked for in turn, on SQLite and on PostgreSQL. Returns whether the
    larger one cost at most MOST times the smaller, whatever was asked.
    """
    # Beside the sources, because a temporary folder may lie in memory.
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder, ExitStack() as stack:
        ratios = []
        for databases in (SQLiteDatabases(_within(folder, "sqlite")), PostgresDatabases()):
            stack.callback(databases.close)
            desks = [stack.enter_context(_desk(databases, size, folder)) for size in SIZES]
            print(
                f"{databases.kind}: {SIZES[0]} and {SIZES[1]} conversations, {ROUNDS} times in turn, medians"
            )
            for name, question in QUESTIONS.items():
                small, large = (1000 * each for each in _medians(desks, question))
                ratios.append(large / small)
                print(f"  {name:20} {small:6.2f} ms {large:6.2f} ms   {large / small:.2f} times")
    return max(ratios) <= MOST


def _medians(desks: list[Desk], question: dict[str, str]) -> list[float]:
    """In seconds."""
    asked = [desk.asks(question) for desk in desks]
    times: list[list[float]] = [[] for _ in desks]
    for number in range(WARM_UP + ROUNDS):
        for ask, taken in zip(asked, times, strict=True):
            began = time.perf_counter()
            ask()
            if number >= WARM_UP:
                taken.append(time.perf_counter() - began)
    return [statistics.median(taken) for taken in times]


@contextmanager
def _desk(databases: Databases, size: int, folder: str) -> Iterator[Desk]:
    place = _within(folder, f"{databases.kind}-{size}")
    store = Store(databases.url(place))
    keys = KeyFolder(place / "keys", lambda: NOW)
    keys.create()
    me = store.write(lambda connection: _people(connection, keys))
    rows = list(_rows(size, me))
    for start in range(0, size, 5000):
        part = rows[start : start + 5000]
        store.write(lambda connection, part=part: connection.execute(insert(conversation), part))  # type: ignore[misc]  # a lambda has no types
    _look_over(store)
    yield Desk(store, me)
    store.close()


def _people(connection: Connection, keys: KeyFolder) -> Membership:
    charter = Charter("Riverside", "riverside", (), topics_from((), ("en", "es")), retention_days=1)
    bundle = make_bundle(Kit.new(), charter, NOW)
    add_bundle(connection, keys, bundle, account_id=None, now=NOW)
    for number in range(AGENTS):
        mine = bytes([number]) * 16
        public = secrets.token_bytes(32)
        holder_id = connection.execute(
            insert(holder).values(kind="member", public_key=public).returning(holder.c.id)
        ).scalar_one()
        row = {"id": mine, "name": f"Agent {number}", "holder_id": holder_id, "sign_public": public}
        connection.execute(insert(member).values(**row, created_at=NOW))
        here = {"member_id": mine, "inbox_id": bundle.inbox, "role": AGENT, "state": ACTIVE, "since": NOW}
        connection.execute(insert(membership).values(here))
    first = Member(bytes(16), "Agent 0", 0, b"", b"")
    return Membership(first, bundle.inbox, "riverside", AGENT, ACTIVE, NOW, appointed=False)


def _rows(size: int, me: Membership) -> Iterator[dict[str, Any]]:
    random = Random(size)  # noqa: S311  the same each time
    for number in range(size):
        (state,) = random.choices(list(STATES), list(STATES.values()))
        received = NOW - random.randrange(90 * 86400)
        snoozed = NOW + random.randrange(-86400, 5 * 86400) if state == "snoozed" else None
        answered = None if state == "open" else received + 3600
        yield {
            "id": random.randbytes(16),
            "inbox_id": me.inbox_id,
            "reference": f"{number:010d}",
            "locator": random.randbytes(16),
            "token_hash": random.randbytes(32),
            "patient_sign_public": random.randbytes(32),
            "memo": random.randbytes(147),
            "topic": random.choice(["billing", "appointment", "prescription", "other"]),
            "urgency": random.choice(["normal", "soon", "urgent"]),
            "language": random.choice(["en", "es"]),
            "state": state,
            "version": 1,
            "last_at": answered or received,
            "received_at": received,
            "due_at": received + 86400,
            "assignee_id": random.choice([None, *(bytes([each]) * 16 for each in range(AGENTS))]),
            "snoozed_until": snoozed,
            "answered_at": answered,
            "replied_at": answered,
            "answers": 0 if answered is None else 1,
            "opened_seq": random.choice([0, 1]),
        }


def _look_over(store: Store) -> None:
    """What PostgreSQL does by itself after a while, and SQLite's log does not keep from being read."""
    store.checkpoint()
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _within(folder: str, name: str) -> Path:
    path = Path(folder) / name
    path.mkdir()
    return path
