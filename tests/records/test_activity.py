"""The chain shows when it was altered, and lets its bodies be erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, insert, select, update

from widget.records import activity
from widget.records.activity import ChainBroken, Head
from widget.store import Store
from widget.store.models import chain, chain_body


def add(store: Store, count: int = 3) -> None:
    for number in range(count):
        store.write(
            lambda c, n=number: activity.append(
                c, "notice", "7Q4M9ZTK2D", "worker", "sent", b"b%d" % n, 30, at=n
            )
        )


def verify(store: Store, known: Head | None = None) -> Head:
    return store.read(lambda connection: activity.verify(connection, known))


def test_an_empty_chain_holds(store: Store) -> None:
    assert verify(store).seq == 0


def test_entries_are_numbered_and_hold(store: Store) -> None:
    add(store)
    assert verify(store).seq == 3


def test_entries_appended_at_once_form_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(add, store, 1)
    assert verify(store).seq == 40


@pytest.mark.parametrize(
    "column", [chain.c.at, chain.c.kind, chain.c.reference, chain.c.actor, chain.c.outcome, chain.c.hash]
)
def test_an_altered_entry_shows(store: Store, column) -> None:
    add(store)
    value = 99 if column is chain.c.at else bytes(32) if column is chain.c.hash else "x"
    store.write(lambda c: c.execute(update(chain).where(chain.c.seq == 2).values({column.name: value})))
    with pytest.raises(ChainBroken, match="entry 2 of the chain was altered"):
        verify(store)


def test_a_missing_entry_shows(store: Store) -> None:
    add(store)
    store.write(lambda c: c.execute(delete(chain_body)))
    store.write(lambda c: c.execute(delete(chain).where(chain.c.seq == 2)))
    with pytest.raises(ChainBroken, match="entry 3 of the chain does not follow"):
        verify(store)


def test_another_body_shows_and_an_erased_one_does_not(store: Store) -> None:
    add(store)
    store.write(lambda c: c.execute(delete(chain_body).where(chain_body.c.seq == 1)))
    assert verify(store).seq == 3
    store.write(lambda c: c.execute(update(chain_body).where(chain_body.c.seq == 2).values(body=b"x" * 20)))
    with pytest.raises(ChainBroken, match="entry 2 of the chain has another body"):
        verify(store)


def test_a_chain_cut_short_or_made_anew_shows_to_one_who_noted_its_head(store: Store) -> None:
    add(store)
    noted = verify(store)
    assert verify(store, noted) == noted
    with pytest.raises(ChainBroken, match="is not the one that was noted"):
        verify(store, Head(2, noted.hash))
    with pytest.raises(ChainBroken, match="is missing"):
        verify(store, Head(4, noted.hash))


def test_a_body_comes_back_as_it_was_given_and_its_digest_is_salted(store: Store) -> None:
    for _ in range(2):
        store.write(lambda c: activity.append(c, "k", None, "a", "o", b"same", 30))
    bodies = store.read(lambda c: c.scalars(select(chain_body.c.body)).all())
    assert [activity.body_of(body) for body in bodies] == [b"same", b"same"]
    digests = store.read(lambda c: c.scalar(select(func.count(chain.c.body_digest.distinct()))))
    assert digests == 2


def test_an_inserted_entry_shows(store: Store) -> None:
    add(store)
    row = {"at": 1, "kind": "k", "actor": "a", "outcome": "o", "body_digest": b"", "prev": b"", "hash": b""}
    store.write(lambda c: c.execute(insert(chain).values(seq=4, **row)))
    with pytest.raises(ChainBroken, match="entry 4 of the chain does not follow"):
        verify(store)
