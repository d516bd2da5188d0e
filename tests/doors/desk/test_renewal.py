"""The kit renews an inbox's keys: before they end, after they ended, and what nobody gets by it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests.doors.desk.seats import Staff, asked, newcomer
from widget.crypto.errors import Expired
from widget.crypto.following import follow
from widget.crypto.handover import Handover
from widget.crypto.kit import Kit
from widget.crypto.statements import Authority, Keys, pin_of
from widget.records import inboxes, statements
from widget.records.calendar import months
from widget.staff.errors import Invalid
from widget.staff.renewing import Renewed, renew
from widget.store.models import handover

DAY = 86_400


def renewed(desk: Staff, kit: Kit | None = None) -> Renewed:
    house, now = desk.door.house, int(desk.door.clock.now)
    return house.store.write(lambda c: renew(c, house.keys, kit or desk.kit, "riverside", now))


def listed(desk: Staff) -> Keys:
    def newest(kind: str) -> bytes:
        house = desk.door.house
        return house.store.read(lambda c: statements.get(c, inboxes.get(c, "riverside").id, kind).data)

    return Keys.parse(newest("keys"))


def test_what_is_all_there_stays_as_it_is(desk: Staff) -> None:
    before = desk.door.digest()
    done = renewed(desk)
    assert (done.added, done.until) == (0, listed(desk).not_after)
    assert desk.door.digest() == before


def test_after_months_the_next_ones_are_added_and_granted_to_all_who_read(desk: Staff) -> None:
    before = listed(desk)
    desk.door.clock.now = before.epochs[4].seal_from + DAY
    assert renewed(desk) == Renewed(4, months(desk.door.clock.now, 13)[-1][1])
    after = listed(desk)
    assert [each.n for each in after.epochs] == list(range(3, 18))  # of the first two nothing is kept
    assert after.epochs[:11] == before.epochs[2:]
    desk.agent.signs_in()
    assert desk.agent.signed_in["inboxes"][0]["keys_until"] == after.not_after
    assert set(desk.agent.desk.granted) == {3, 4, 5}  # those to come have not begun
    desk.lead.signs_in()
    assert set(desk.lead.lead_desk.granted) == set(range(3, 18))
    assert desk.auditor.signs_in().get_json()["inboxes"][0]["grants"] == []


def test_patients_go_on_where_keys_had_ended(desk: Staff) -> None:
    """A year and a half later, with nothing running: what comes next begins with this month."""
    last = listed(desk).epochs[-1]
    desk.door.clock.now = last.seal_until + 100 * DAY
    with pytest.raises(Expired):
        followed(desk)
    assert renewed(desk).added == 13
    assert followed(desk) == months(desk.door.clock.now, 13)[-1][1]
    [*_, newest] = [each for each in listed(desk).epochs if each.takes_letters(int(desk.door.clock.now))]
    assert newest.n == last.n + 1


def followed(desk: Staff) -> int:
    """What a patient's browser makes of it: until when, for the epoch of a year later."""
    house, now = desk.door.house, int(desk.door.clock.now)
    inbox = house.store.read(lambda c: inboxes.get(c, "riverside"))
    signed = house.store.read(
        lambda c: [statements.get(c, inbox.id, kind) for kind in (statements.AUTHORITY, statements.KEYS)]
    )
    follow([pin_of(inbox.root_public)], "riverside", inbox.root_public, *signed, now)
    return min(Authority.parse(signed[0].data).not_after, Keys.parse(signed[1].data).not_after)


def test_letters_before_and_after_are_read_by_the_same_member(desk: Staff) -> None:
    desk.door.clock.now = listed(desk).epochs[12].seal_from + DAY
    early = asked_for(desk)
    renewed(desk)
    desk.door.clock.now = listed(desk).epochs[-12].seal_from + DAY
    desk.agent.signs_in()
    assert asked(desk.agent.post(f"/desk/c/{early}/read"))["letters"]
    held = desk.agent.desk.granted
    assert {13, 14} <= set(held)


def asked_for(desk: Staff) -> str:
    door = desk.door
    door.house.keys.rotate_post_key(door.clock.now - 2 * 3600)
    answer = door.post(door.draft().envelope())
    assert answer.status_code == 201, answer.text
    reference: str = answer.get_json()["reference"]
    return reference


def test_a_lead_lets_somebody_in_after_it(desk: Staff) -> None:
    desk.door.clock.now = listed(desk).epochs[3].seal_from
    renewed(desk)
    desk.lead.signs_in()
    late = newcomer(desk.lead, "agent", "Nia Newcomer")
    desk.lead.lets_in(late)
    desk.agent.signs_in()
    assert late.desk.granted == desk.agent.desk.granted


def test_another_kit_renews_nothing(desk: Staff) -> None:
    desk.door.clock.now = listed(desk).epochs[3].seal_from
    before = desk.door.digest()
    with pytest.raises(Invalid, match="not the kit"):
        renewed(desk, Kit.new())
    assert desk.door.digest() == before


def test_it_is_on_record(desk: Staff) -> None:
    desk.door.clock.now = listed(desk).epochs[1].seal_from
    renewed(desk)
    entry = desk.door.rows("chain")[-1]
    assert (entry["kind"], entry["actor"], entry["outcome"]) == ("renew", "kit", "epochs 1")


def test_keys_that_a_hand_over_is_checked_with_stay(desk: Staff) -> None:
    asked_for(desk)
    (row,) = desk.door.rows("conversation")
    to = desk.door.bundle("practice").inbox
    record = Handover(row["id"], row["inbox_id"], row["inbox_id"], to, 1, 1, 1, bytes(32)).pack()
    values = {"conversation_id": row["id"], "seq": 1, "record": record, "signature": b""}
    desk.door.house.store.write(lambda c: c.execute(insert(handover).values(values)))
    desk.door.clock.now = listed(desk).epochs[4].seal_from
    renewed(desk)
    assert [each.n for each in listed(desk).epochs][:3] == [1, 3, 4]
