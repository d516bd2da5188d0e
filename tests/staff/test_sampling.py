"""Which conversations a reviewer sees: those that the dice chose, while they are closed, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import Instance
from tests.staff.cast import joins, keep
from widget.records.bundles import make_bundle
from widget.records.changing import change
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.staff import handling, joining, listing
from widget.staff.errors import Gone, Invalid
from widget.staff.finding import find
from widget.staff.handling import Change
from widget.staff.joining import Joining
from widget.staff.people import Membership
from widget.staff.reviewing import with_review
from widget.staff.sampling import REVIEWED, TO_REVIEW
from widget.staff.wanted import read_wanted
from widget.store.models import conversation, sample

HALF = 50


@pytest.fixture
def ada(instance: Instance) -> Membership:
    return joins(instance, "Ada")


@pytest.fixture
def rui(instance: Instance) -> Membership:
    return joins(instance, "Rui", "reviewer")


def reviews(instance: Instance, percent: int) -> None:
    given = {"percent": percent}
    instance.store.write(lambda c: change(c, "riverside", lambda found: with_review(found, given)))


def becomes(instance: Instance, by: Membership, reference: str, state: str) -> None:
    def work(connection: Any) -> None:
        wanted = Change(find(connection, by, reference).version, state)
        handling.change(connection, by, reference, wanted, instance.now)

    instance.store.write(work)


def sees(instance: Instance, me: Membership, **given: str) -> list[str]:
    return [each["reference"] for each in asks(instance, me, **given)["conversations"]]


def asks(instance: Instance, me: Membership, **given: str) -> dict[str, Any]:
    wanted = read_wanted(given, me.member.id, [me])
    return instance.store.read(lambda c: listing.answer(c, wanted, instance.now))


def samples(instance: Instance) -> list[dict[str, Any]]:
    return [dict(row) for row in instance.store.read(lambda c: c.execute(select(sample)).mappings().all())]


def lakeside(instance: Instance) -> bytes:
    """The id of another inbox."""
    topics = topics_from(("billing",), ("en",))
    charter = Charter("Lakeside", "lakeside", (), topics, ("en",), retention_days=1)
    other = make_bundle(instance.kit, charter, instance.now)
    instance.store.write(lambda c: add_bundle(c, instance.keys, other, account_id=None, now=instance.now))
    return other.inbox


def throws(monkeypatch: pytest.MonkeyPatch, *sides: int) -> None:
    """What the dice show, one after the other, and never again."""
    left = iter(sides)
    monkeypatch.setattr("secrets.randbelow", lambda _: next(left))


def scored(instance: Instance, reference: str) -> None:
    of = select(conversation.c.id).where(conversation.c.reference == reference).scalar_subquery()
    instance.store.write(
        lambda c: c.execute(update(sample).where(sample.c.conversation_id == of).values(scored_at=5))
    )


def test_a_reviewer_sees_what_was_drawn_and_nothing_else(
    instance: Instance, ada: Membership, rui: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews(instance, HALF)
    drawn, left_out, open_ = keep(instance), keep(instance), keep(instance)
    throws(monkeypatch, HALF - 1, HALF)
    for each in (drawn, left_out):
        becomes(instance, ada, each, "closed")
    assert sees(instance, rui) == [drawn]
    assert sees(instance, rui, state="open") == []
    for reference in (left_out, open_):
        with pytest.raises(Gone):
            instance.store.read(lambda c, of=reference: find(c, rui, of))
    assert instance.store.read(lambda c: find(c, rui, drawn)).reference == drawn


def test_about_as_many_are_drawn_as_the_inbox_says(instance: Instance, ada: Membership) -> None:
    """With all of them or none the dice have no part in it."""
    for percent, count in ((0, 0), (100, 12)):
        reviews(instance, percent)
        for _ in range(12):
            becomes(instance, ada, keep(instance), "closed")
        assert sum(row["chosen"] for row in samples(instance)) == count
    assert {row["inbox_id"] for row in samples(instance)} == {instance.bundle.inbox}


def test_the_dice_are_thrown_once_however_often_it_is_closed(
    instance: Instance, ada: Membership, rui: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews(instance, HALF)
    drawn, left_out = keep(instance), keep(instance)
    throws(monkeypatch, 0, 99, 99, 0)
    for _ in range(2):
        for each in (drawn, left_out):
            becomes(instance, ada, each, "closed")
            becomes(instance, ada, each, "open")
        assert sees(instance, rui) == []
    becomes_closed = {row["chosen"] for row in samples(instance)}
    assert becomes_closed == {True, False}
    monkeypatch.undo()
    becomes(instance, ada, drawn, "closed")
    becomes(instance, ada, left_out, "closed")
    assert sees(instance, rui) == [drawn]


def test_what_is_opened_again_is_no_reviewers_any_more(
    instance: Instance, ada: Membership, rui: Membership
) -> None:
    reviews(instance, 100)
    reference = keep(instance)
    becomes(instance, ada, reference, "closed")
    assert sees(instance, rui) == [reference]
    becomes(instance, ada, reference, "open")
    assert sees(instance, rui) == []
    with pytest.raises(Gone):
        instance.store.read(lambda c: find(c, rui, reference))


def test_what_goes_on_in_another_is_not_drawn_and_not_seen(
    instance: Instance, ada: Membership, rui: Membership
) -> None:
    reviews(instance, 100)
    one, lost, drawn_before = keep(instance), keep(instance), keep(instance)
    becomes(instance, ada, drawn_before, "closed")
    for join, reference, version in (
        (joining.merge, drawn_before, 2),
        (joining.replace, lost, 1),
    ):
        wanted = Joining(version, one)
        instance.store.write(
            lambda c, join=join, of=reference, wanted=wanted: join(c, ada, of, wanted, instance.now)
        )
    assert len(samples(instance)) == 1
    assert sees(instance, rui) == []
    # Closed once more as it is, it is still not one of its own.
    becomes(instance, ada, lost, "open")
    becomes(instance, ada, lost, "closed")
    assert len(samples(instance)) == 1


def test_an_inbox_that_it_was_handed_to_throws_its_own_dice(
    instance: Instance, ada: Membership, rui: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews(instance, HALF)
    reference = keep(instance)
    throws(monkeypatch, 0, 99)
    becomes(instance, ada, reference, "closed")
    scored(instance, reference)
    # As if the conversation had come from elsewhere since.
    elsewhere = update(sample).values(inbox_id=lakeside(instance))
    instance.store.write(lambda c: c.execute(elsewhere))
    assert sees(instance, rui) == []
    becomes(instance, ada, reference, "closed")
    (row,) = samples(instance)
    assert (row["inbox_id"], row["chosen"], row["scored_at"]) == (instance.bundle.inbox, False, None)


def test_the_list_tells_reviewers_and_leads_what_was_reviewed(
    instance: Instance, ada: Membership, rui: Membership
) -> None:
    lena = joins(instance, "Lena", "lead")
    reviews(instance, 100)
    new, done, never = keep(instance, last_at=3), keep(instance, last_at=2), keep(instance, last_at=1)
    for each in (new, done):
        becomes(instance, ada, each, "closed")
    scored(instance, done)
    for me in (rui, lena):
        assert sees(instance, me, review=TO_REVIEW) == [new]
        assert sees(instance, me, review=REVIEWED) == [done]
    rows = {row["reference"]: row["review"] for row in asks(instance, lena)["conversations"]}
    assert rows == {new: TO_REVIEW, done: REVIEWED, never: None}
    counts = asks(instance, rui)["counts"]
    assert {name: count for name, count in counts.items() if count} == {
        "closed": 2,
        TO_REVIEW: 1,
        REVIEWED: 1,
        "most": 500,
    }


def test_to_an_agent_the_list_says_nothing_of_reviews(instance: Instance, ada: Membership) -> None:
    reviews(instance, 100)
    becomes(instance, ada, keep(instance), "closed")
    answer = asks(instance, ada)
    assert "review" not in answer["conversations"][0]
    assert not {TO_REVIEW, REVIEWED} & set(answer["counts"])
    with pytest.raises(Invalid):
        asks(instance, ada, review=REVIEWED)


def test_a_review_that_cannot_be_asked_for_is_refused(instance: Instance, rui: Membership) -> None:
    with pytest.raises(Invalid):
        asks(instance, rui, review="good")


def test_a_conversation_that_goes_takes_its_draw_along(instance: Instance, ada: Membership) -> None:
    reviews(instance, 100)
    reference = keep(instance)
    becomes(instance, ada, reference, "closed")
    gone = conversation.delete().where(conversation.c.reference == reference)
    instance.store.write(lambda c: c.execute(gone))
    assert samples(instance) == []
