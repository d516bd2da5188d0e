"""Lists of conversations: every page once, by due time or age, and filters that find what they name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Instance
from tests.staff.cast import joins, keep
from widget.staff import listing
from widget.staff.errors import Invalid
from widget.staff.people import Membership
from widget.staff.wanted import SORTS, read_wanted

HOUR = 3600


@pytest.fixture
def ada(instance: Instance) -> Membership:
    return joins(instance, "Ada")


def asks(instance: Instance, me: Membership, later: int = 0, **given: Any) -> dict[str, Any]:
    """The list, `later` seconds after the house was founded."""
    wanted = read_wanted({name: str(value) for name, value in given.items()}, me.member.id, [me])
    return instance.store.read(lambda c: listing.answer(c, wanted, instance.now + later))


def names(answer: dict[str, Any]) -> list[str]:
    return [each["reference"] for each in answer["conversations"]]


def leaf_through(instance: Instance, me: Membership, **given: Any) -> list[list[str]]:
    answer = asks(instance, me, **given)
    pages = [names(answer)]
    while answer["next"] is not None:
        answer = asks(instance, me, after=answer["next"], **given)
        pages.append(names(answer))
    return pages


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_fifty_hold_each_conversation_once_in_order(
    instance: Instance, ada: Membership, sort: str
) -> None:
    moments: dict[str, int] = {}
    for number in range(130):
        # Several share a moment, so that the id decides; several states share a page.
        moment, state = instance.now - number // 7 * HOUR, ["open", "waiting", "closed"][number % 3]
        reference = keep(instance, last_at=moment, due_at=moment + 5, state=state)
        moments[reference] = moment
    pages = leaf_through(instance, ada, sort=sort)
    assert [len(page) for page in pages] == [50, 50, 30]
    found = [reference for page in pages for reference in page]
    assert sorted(found) == sorted(moments)
    in_order = [moments[reference] for reference in found]
    assert in_order == sorted(in_order, reverse=SORTS[sort].descending)


def test_a_conversation_that_comes_meanwhile_neither_repeats_nor_hides_another(
    instance: Instance, ada: Membership
) -> None:
    old = [keep(instance, due_at=number) for number in range(60)]
    first = asks(instance, ada)
    keep(instance, due_at=10)
    second = asks(instance, ada, after=first["next"])
    assert [*names(first), *names(second)] == old


def test_a_full_last_page_has_no_next(instance: Instance, ada: Membership) -> None:
    for _ in range(50):
        keep(instance)
    assert asks(instance, ada)["next"] is None


def test_a_row_says_what_is_known_without_opening_anything(instance: Instance, ada: Membership) -> None:
    reference = keep(instance, topic="other", urgency="urgent", language="es", assignee_id=ada.member.id)
    (row,) = asks(instance, ada)["conversations"]
    assert row.pop("assignee") == asks(instance, ada)["members"][0]["id"]
    assert row == {
        "reference": reference,
        "inbox": "riverside",
        "topic": "other",
        "urgency": "urgent",
        "language": "es",
        "state": "open",
        "received": instance.now,
        "last": instance.now,
        "due": instance.now + 86400,
        "version": 1,
        "unread": True,
        "answered": False,
        "opened": False,
    }


@pytest.mark.parametrize(
    ("columns", "unread", "opened"),
    [
        ({"answers": 1, "replied_at": 50, "last_at": 50, "opened_seq": 0}, False, False),
        ({"answers": 1, "replied_at": 50, "last_at": 50, "opened_seq": 1}, False, True),
        ({"answers": 2, "replied_at": 50, "last_at": 50, "opened_seq": 1}, False, False),
        ({"answers": 1, "replied_at": 50, "last_at": 51, "opened_seq": 1}, True, True),
    ],
)
def test_who_wrote_last_and_whether_the_newest_answer_was_opened_show(
    instance: Instance, ada: Membership, columns: dict[str, int], unread: bool, opened: bool
) -> None:
    keep(instance, answered_at=1, **columns)
    (row,) = asks(instance, ada)["conversations"]
    assert (row["answered"], row["unread"], row["opened"]) == (True, unread, opened)


def test_filters_find_what_they_name(instance: Instance, ada: Membership) -> None:
    bea = joins(instance, "Bea")
    keep(instance)
    spanish = keep(instance, language="es", due_at=1)
    other = keep(instance, topic="other", assignee_id=bea.member.id, due_at=2)
    mine = keep(instance, urgency="urgent", assignee_id=ada.member.id, due_at=3)
    done = keep(instance, state="closed", due_at=4)
    ids = {each["name"]: each["id"] for each in asks(instance, ada)["members"]}
    assert names(asks(instance, ada, language="es")) == [spanish]
    assert names(asks(instance, ada, topic="other")) == [other]
    assert names(asks(instance, ada, urgency="urgent")) == [mine]
    assert names(asks(instance, ada, assignee="me")) == [mine]
    assert names(asks(instance, ada, assignee=ids["Bea"])) == [other]
    assert names(asks(instance, ada, state="closed")) == [done]
    assert names(asks(instance, ada, assignee="none", language="en", state="closed")) == [done]
    assert names(asks(instance, ada, topic="appointment")) == []
    assert len(names(asks(instance, ada, state="", topic="", inbox="riverside"))) == 5


def test_an_answer_that_was_not_opened_for_two_days_is_found(instance: Instance, ada: Membership) -> None:
    columns = {"answers": 1, "answered_at": instance.now, "replied_at": instance.now, "state": "waiting"}
    unseen = keep(instance, **columns)
    keep(instance, **columns, opened_seq=1)
    keep(instance)
    assert names(asks(instance, ada, later=48 * HOUR - 1, opened="unopened48")) == []
    assert names(asks(instance, ada, later=48 * HOUR, opened="unopened48")) == [unseen]


def test_a_snoozed_conversation_is_open_again_when_it_is_due(instance: Instance, ada: Membership) -> None:
    asleep = keep(instance, state="snoozed", snoozed_until=instance.now + HOUR, assignee_id=ada.member.id)
    before, after = ({"later": HOUR - 1}, {"later": HOUR})
    assert names(asks(instance, ada, **before, state="open")) == []
    assert names(asks(instance, ada, **before, state="snoozed")) == [asleep]
    assert asks(instance, ada, **before)["counts"]["mine"] == 0
    assert names(asks(instance, ada, **after, state="open")) == [asleep]
    assert names(asks(instance, ada, **after, state="snoozed")) == []
    answer = asks(instance, ada, **after)
    assert answer["conversations"][0]["state"] == "open"
    assert (answer["counts"]["open"], answer["counts"]["mine"], answer["counts"]["snoozed"]) == (1, 1, 0)


def test_counts_say_how_many_there_are(instance: Instance, ada: Membership) -> None:
    for state, count in {"open": 3, "waiting": 2, "closed": 4}.items():
        for _ in range(count):
            keep(instance, state=state)
    keep(instance, assignee_id=ada.member.id)
    keep(instance, state="closed", assignee_id=ada.member.id)
    counts = asks(instance, ada)["counts"]
    assert counts == {
        "open": 4,
        "waiting": 2,
        "snoozed": 0,
        "closed": 5,
        "mine": 1,
        "unassigned": 3,
        "most": 500,
    }


def test_counts_stop_at_their_limit(instance: Instance, ada: Membership) -> None:
    for _ in range(3):
        keep(instance, state="snoozed", snoozed_until=instance.now + 1)
    for _ in range(499):
        keep(instance)
    assert asks(instance, ada)["counts"]["open"] == 499
    # Those that come back count up to the same limit.
    assert asks(instance, ada, later=1)["counts"]["open"] == 500


def test_who_can_have_conversations_is_listed_by_name(instance: Instance, ada: Membership) -> None:
    joins(instance, "Lena", "lead")
    joins(instance, "Ann", "auditor")
    joins(instance, "Rui", "reviewer")
    joins(instance, "Wim", state="waiting")
    joins(instance, "Abe")
    assert [each["name"] for each in asks(instance, ada)["members"]] == ["Abe", "Ada", "Lena"]


@pytest.mark.parametrize(
    "given",
    [
        {"state": "lost"},
        {"sort": "random"},
        {"topic": "Billing"},
        {"topic": "a\x00"},
        {"language": "english"},
        {"urgency": "very urgent"},
        {"assignee": "you"},
        {"assignee": "A" * 23},
        {"opened": "yes"},
        {"inbox": "practice"},
        {"since": "-1"},
        {"since": "1e3"},
        {"since": "9" * 30},
        {"since": "9" * 5000},
        {"after": "A"},
        {"after": "A" * 34},
        {"after": "!" * 34},
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(
    instance: Instance, ada: Membership, given: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        asks(instance, ada, **given)


def test_a_cursor_goes_on_in_its_own_order_alone(instance: Instance, ada: Membership) -> None:
    for _ in range(51):
        keep(instance)
    cursor = asks(instance, ada, sort="due")["next"]
    with pytest.raises(Invalid):
        asks(instance, ada, sort="new", after=cursor)
