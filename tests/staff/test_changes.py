"""Whether anything changed: nothing that changes a list is missed, and asking costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, update

from tests.cast import Instance
from tests.staff.cast import joins, keep
from widget.crypto.kit import Kit
from widget.records.bundles import make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.staff import listing
from widget.staff.people import Membership
from widget.staff.wanted import read_wanted
from widget.store import Store
from widget.store.models import conversation, inbox_change

HOUR = 3600


@pytest.fixture
def ada(instance: Instance) -> Membership:
    return joins(instance, "Ada")


def asks(instance: Instance, me: Membership, later: int = 0, **given: Any) -> dict[str, Any]:
    wanted = read_wanted({name: str(value) for name, value in given.items()}, me.member.id, [me])
    return instance.store.read(lambda c: listing.answer(c, wanted, instance.now + later))


CHANGES: dict[str, Callable[[Any], Any]] = {
    "one comes": lambda _: None,
    "its state": lambda this: update(conversation).where(this).values(state="closed"),
    "who has it": lambda this: update(conversation).where(this).values(assignee_id=bytes(16)),
    "the patient opened it": lambda this: update(conversation).where(this).values(opened_seq=1),
    "one goes": lambda this: delete(conversation).where(this),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_shows_at_the_next_look(instance: Instance, ada: Membership, what: str) -> None:
    reference = keep(instance)
    before = asks(instance, ada)["changed"]
    assert asks(instance, ada, since=before) == {"changed": before}
    made = CHANGES[what](conversation.c.reference == reference)
    if made is None:
        keep(instance)
    else:
        instance.store.write(lambda connection: connection.execute(made))
    answer = asks(instance, ada, since=before)
    assert answer["changed"] != before
    assert "conversations" in answer


def test_what_was_not_committed_has_not_changed_anything(instance: Instance, ada: Membership) -> None:
    keep(instance)
    before = asks(instance, ada)["changed"]

    def fail(connection: Connection) -> None:
        connection.execute(update(conversation).values(state="closed"))
        raise LookupError

    with pytest.raises(LookupError):
        instance.store.write(fail)
    assert asks(instance, ada, since=before) == {"changed": before}


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_change_that_is_committed_late_is_not_missed(instance: Instance, ada: Membership) -> None:
    """The earlier of two writes can be the later one to show. On SQLite there is one at a time."""
    slow, quick = keep(instance), keep(instance)
    with instance.store.engine.begin() as connection:
        connection.execute(update(conversation).where(conversation.c.reference == slow).values(version=2))
        later = update(conversation).where(conversation.c.reference == quick).values(version=2)
        instance.store.write(lambda other: other.execute(later))  # is not kept waiting
        between = asks(instance, ada)["changed"]
    assert asks(instance, ada, since=between)["changed"] != between


def test_another_inboxs_changes_are_none_of_this_ones(instance: Instance, ada: Membership, kit: Kit) -> None:
    charter = Charter(
        "Lakeside", "lakeside", (), topics_from(("billing",), ("en",)), ("en",), retention_days=1
    )
    other = make_bundle(kit, charter, instance.now)
    instance.store.write(lambda c: add_bundle(c, instance.keys, other, account_id=None, now=instance.now))
    before = asks(instance, ada)["changed"]
    reference = keep(instance, inbox_id=other.inbox)
    assert asks(instance, ada, since=before) == {"changed": before}
    handed = update(conversation).where(conversation.c.reference == reference)
    instance.store.write(lambda c: c.execute(handed.values(inbox_id=ada.inbox_id)))
    assert asks(instance, ada)["changed"] != before
    there = select(inbox_change.c.number).where(inbox_change.c.inbox_id == other.inbox)
    assert instance.store.read(lambda c: c.scalar(there)) == 2


def test_a_snoozed_conversation_that_comes_back_is_a_change(instance: Instance, ada: Membership) -> None:
    keep(instance, state="snoozed", snoozed_until=instance.now + HOUR)
    keep(instance, state="snoozed", snoozed_until=instance.now + 2 * HOUR)
    seen = [asks(instance, ada, later=later)["changed"] for later in (0, HOUR - 1, HOUR, HOUR + 1, 2 * HOUR)]
    assert seen[0] == seen[1]
    assert seen[2] == seen[3]
    assert len(set(seen)) == 3


def test_answers_that_stay_unopened_are_looked_for_every_few_minutes(
    instance: Instance, ada: Membership
) -> None:
    before = asks(instance, ada, opened="unopened48")["changed"]
    assert asks(instance, ada, later=300, opened="unopened48")["changed"] != before
    assert asks(instance, ada, later=300)["changed"] == asks(instance, ada)["changed"]


def test_another_list_is_another_number_and_a_later_page_is_never_left_out(
    instance: Instance, ada: Membership
) -> None:
    for _ in range(60):
        keep(instance)
    everything = asks(instance, ada)
    number, cursor = everything["changed"], everything["next"]
    for given in ({"state": "open"}, {"topic": "billing"}, {"sort": "new"}, {"assignee": "me"}):
        assert "conversations" in asks(instance, ada, since=number, **given)
    assert len(asks(instance, ada, since=number, after=cursor)["conversations"]) == 10
    assert "conversations" in asks(instance, joins(instance, "Bea"), since=number)


def test_looking_again_is_one_statement_that_reads_no_conversation(
    instance: Instance, ada: Membership
) -> None:
    for _ in range(5):
        keep(instance)
    number = asks(instance, ada)["changed"]
    with noted(instance.store) as statements:
        asks(instance, ada, since=number)
    assert len(statements) == 1


@contextmanager
def noted(store: Store) -> Iterator[list[str]]:
    """The statements that are read with. SQLite's driver is told to begin by one."""
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            found.append(statement)

    event.listen(store._readers, "before_cursor_execute", note)
    yield found
    event.remove(store._readers, "before_cursor_execute", note)
