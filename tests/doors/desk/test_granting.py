"""Letting newcomers in: what a lead's browser signs and grants is taken whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.doors.desk.seats import Seat, Staff, asked, newcomer, refusal
from tests.memberkit import Desk
from widget.crypto.encoding import from_base64url, to_base64url, to_json
from widget.crypto.header import GRANT, HOLDER, NO_LETTER, NOTE, Header
from widget.crypto.kit import KitEpoch
from widget.crypto.labels import random_bytes
from widget.crypto.letter import seal_letter
from widget.crypto.signed import Signed
from widget.crypto.statements import Roster
from widget.records.bundles import NO_CONVERSATION

PATH = "/desk/inboxes/riverside/grants"
Facts = dict[str, Any]


def waiting(desk: Staff) -> list[Facts]:
    return [each for each in desk.lead.members()["members"] if each["state"] == "waiting"]


def test_a_newcomer_reads_from_the_moment_that_they_are_let_in(desk: Staff) -> None:
    assert asked(desk.lead.post(PATH, desk.lead.lead_desk.admission(waiting(desk)))) == {}
    granted = desk.waiting.desk.granted
    assert granted[1] == desk.agent.desk.granted[1]
    (inbox,) = asked(desk.waiting.get("/desk/me"))["inboxes"]
    assert inbox["state"] == "active"
    assert "mac" not in next(each for each in desk.lead.members()["members"] if each["id"] == desk.waiting.id)


def test_all_epochs_are_granted_and_each_is_kept_until_its_last_letter_expires(desk: Staff) -> None:
    desk.lead.lets_in(desk.waiting)
    holders = {row["id"]: row["holder_id"] for row in desk.door.rows("member")}
    of_kit = [row for row in desk.door.rows("grant") if row["holder_id"] not in holders.values()]
    theirs = [row for row in desk.door.rows("grant") if row["holder_id"] == holders[desk.waiting.member]]
    assert len(theirs) == 13
    days = {row["epoch_id"]: row["expiry_day"] for row in of_kit}
    assert {row["epoch_id"]: row["expiry_day"] for row in theirs}.items() <= days.items()


def test_the_stored_grants_are_not_what_was_posted(sqlite_desk: Staff) -> None:
    admission = sqlite_desk.lead.lead_desk.admission(waiting(sqlite_desk))
    sqlite_desk.lead.post(PATH, admission)
    letter = from_base64url(admission["members"][0]["grants"][0], 2370)
    held = repr(sqlite_desk.door.rows("grant"))
    assert repr(letter)[2:60] not in held


def test_an_auditor_is_let_in_without_keys(sqlite_desk: Staff) -> None:
    seat = newcomer(sqlite_desk.lead, "auditor", "Al Auditor")
    listed = [each for each in waiting(sqlite_desk) if each["id"] == seat.id]
    admission = sqlite_desk.lead.lead_desk.admission(listed)
    assert admission["members"][0]["grants"] == []
    asked(sqlite_desk.lead.post(PATH, admission))
    roster = sqlite_desk.lead.desk.roster
    assert roster is not None
    assert [each.role for each in roster.members if each.id == seat.member] == ["auditor"]


def test_several_are_let_in_together(sqlite_desk: Staff) -> None:
    seats = [newcomer(sqlite_desk.lead, "agent", name) for name in ("Nia", "Nora", "Ned")]
    sqlite_desk.lead.lets_in(*seats)
    assert all(seat.desk.granted for seat in seats)


def signed_by(desk: Desk, seat: Seat) -> Desk:
    """With everything as the lead has it, and another's key."""
    return replace(desk, keyring=seat.keyring)


def another_signature(_desk: Staff, given: Facts) -> Facts:
    return given | {"roster": given["roster"] | {"signature": to_base64url(bytes(64))}}


def an_unappointed_lead(desk: Staff, _given: Facts) -> Facts:
    return signed_by(desk.lead.lead_desk, desk.unappointed).admission(waiting(desk))


def another_lead(desk: Staff, _given: Facts) -> Facts:
    desk.appoint()
    return signed_by(desk.lead.lead_desk, desk.unappointed).admission(waiting(desk))


def the_same_place_in_line(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), seq=1)


def a_place_left_out(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), seq=4)


def another_before_it(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), prev=bytes(32))


def an_older_authority(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), authority_version=1)


def another_inbox(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), inbox=desk.door.bundle("practice").inbox)


def a_time_to_come(desk: Staff, _given: Facts) -> Facts:
    return desk.lead.lead_desk.admission(waiting(desk), issued=desk.door.clock.now + 2 * 86_400)


def roster_with(desk: Staff, given: Facts, change: Callable[[Roster], tuple[Any, ...]]) -> Facts:
    roster = Roster.parse(Signed.from_json(given["roster"]).data)
    signed = replace(roster, members=change(roster)).sign(desk.lead.keyring.keys.sign_seed)
    return given | {"roster": signed.to_json()}


def a_member_left_out(desk: Staff, given: Facts) -> Facts:
    return roster_with(desk, given, lambda roster: roster.members[1:])


def a_stranger_in_it(desk: Staff, given: Facts) -> Facts:
    return roster_with(
        desk, given, lambda roster: (*roster.members, replace(roster.members[0], id=random_bytes(16)))
    )


def another_role(desk: Staff, given: Facts) -> Facts:
    return roster_with(
        desk, given, lambda roster: (replace(roster.members[0], role="auditor"), *roster.members[1:])
    )


def another_key(desk: Staff, given: Facts) -> Facts:
    other = random_bytes(32)
    return roster_with(
        desk, given, lambda roster: (*roster.members[:-1], replace(roster.members[-1], sign_public=other))
    )


def nobody(_desk: Staff, given: Facts) -> Facts:
    return given | {"members": []}


def one_who_is_in_already(desk: Staff, given: Facts) -> Facts:
    return given | {"members": [{"member": desk.agent.id, "grants": []}]}


def one_who_is_not_there(_desk: Staff, given: Facts) -> Facts:
    return given | {"members": [given["members"][0] | {"member": to_base64url(bytes(16))}]}


def one_twice(_desk: Staff, given: Facts) -> Facts:
    return given | {"members": given["members"] * 2}


def one_of_another_inbox(desk: Staff, given: Facts) -> Facts:
    return given | {"members": [given["members"][0] | {"member": desk.other.id}]}


def with_grants(given: Facts, grants: list[Any]) -> Facts:
    return given | {"members": [given["members"][0] | {"grants": grants}]}


def an_epoch_left_out(_desk: Staff, given: Facts) -> Facts:
    return with_grants(given, given["members"][0]["grants"][1:])


def no_grants(_desk: Staff, given: Facts) -> Facts:
    return with_grants(given, [])


def an_epoch_twice(_desk: Staff, given: Facts) -> Facts:
    grants = given["members"][0]["grants"]
    return with_grants(given, [*grants, grants[0]])


def an_epoch_that_nobody_knows(desk: Staff, given: Facts) -> Facts:
    grant = sealed(desk, KitEpoch.new(99))
    return with_grants(given, [*given["members"][0]["grants"], grant])


def sealed(desk: Staff, halves: KitEpoch, **otherwise: Any) -> str:
    """A grant to the newcomer, with another header or reader."""
    inbox = otherwise.get("inbox", desk.door.bundle().inbox)
    conversation = otherwise.get("conversation", NO_CONVERSATION)
    header = Header(GRANT, inbox, conversation, random_bytes(16), halves.n, otherwise.get("prev", NO_LETTER))
    reader = otherwise.get("reader", desk.waiting.keyring.keys.xwing_public)
    letter = seal_letter(header, to_json(halves.to_json()), [(HOLDER, reader)], random_bytes(32))
    return to_base64url(letter)


def a_grant_to_another_key(desk: Staff, given: Facts) -> Facts:
    other = sealed(desk, KitEpoch.new(1), reader=desk.agent.keyring.keys.xwing_public)
    return with_grants(given, [other, *given["members"][0]["grants"][1:]])


def a_grant_of_another_inbox(desk: Staff, given: Facts) -> Facts:
    other = sealed(desk, KitEpoch.new(1), inbox=desk.door.bundle("practice").inbox)
    return with_grants(given, [other, *given["members"][0]["grants"][1:]])


def a_grant_in_a_conversation(desk: Staff, given: Facts) -> Facts:
    other = sealed(desk, KitEpoch.new(1), conversation=random_bytes(16))
    return with_grants(given, [other, *given["members"][0]["grants"][1:]])


def a_letter_that_is_no_grant(desk: Staff, given: Facts) -> Facts:
    header = Header(NOTE, desk.door.bundle().inbox, NO_CONVERSATION, random_bytes(16), 1, NO_LETTER)
    letter = seal_letter(header, b"{}", [(1, desk.door.epoch().xwing_public)], random_bytes(32))
    return with_grants(given, [to_base64url(letter), *given["members"][0]["grants"][1:]])


def bytes_that_are_no_letter(_desk: Staff, given: Facts) -> Facts:
    return with_grants(given, [to_base64url(bytes(2370)), *given["members"][0]["grants"][1:]])


WRONG = (
    another_signature,
    an_unappointed_lead,
    another_lead,
    the_same_place_in_line,
    a_place_left_out,
    another_before_it,
    an_older_authority,
    another_inbox,
    a_time_to_come,
    a_member_left_out,
    a_stranger_in_it,
    another_role,
    another_key,
    nobody,
    one_who_is_in_already,
    one_who_is_not_there,
    one_twice,
    one_of_another_inbox,
    an_epoch_left_out,
    no_grants,
    an_epoch_twice,
    an_epoch_that_nobody_knows,
    a_grant_to_another_key,
    a_grant_of_another_inbox,
    a_grant_in_a_conversation,
    a_letter_that_is_no_grant,
    bytes_that_are_no_letter,
)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_what_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(
    sqlite_desk: Staff, wrong: Callable[[Staff, Facts], Facts]
) -> None:
    given = wrong(sqlite_desk, sqlite_desk.lead.lead_desk.admission(waiting(sqlite_desk)))
    before = sqlite_desk.door.digest()
    answer = sqlite_desk.lead.post(PATH, given)
    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["message"].endswith(".")
    assert sqlite_desk.door.digest() == before
    assert (
        asked(sqlite_desk.lead.post(PATH, sqlite_desk.lead.lead_desk.admission(waiting(sqlite_desk)))) == {}
    )


def test_of_two_rosters_at_once_the_second_is_told_that_the_inbox_has_changed(desk: Staff) -> None:
    desk.appoint()
    given = [seat.lead_desk.admission(waiting(desk)) for seat in (desk.lead, desk.unappointed)]
    with ThreadPoolExecutor(2) as pool:
        pairs = zip((desk.lead, desk.unappointed), given, strict=True)
        answers = list(pool.map(lambda pair: pair[0].post(PATH, pair[1]), pairs))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert len([row for row in desk.door.rows("statement") if row["kind"] == "roster"]) >= 3


def test_grants_of_epochs_whose_letters_have_expired_are_not_asked_for(sqlite_desk: Staff) -> None:
    """Neither are they kept, if a browser that is a little behind sends them."""
    lead, clock = sqlite_desk.lead, sqlite_desk.door.clock
    early = lead.lead_desk.granted
    clock.now = sqlite_desk.door.epochs()[0].seal_until + 40 * 86_400
    sqlite_desk.door.house.keys.destroy_shred_keys(clock.now // 86_400)
    lead.signs_in()
    now = lead.lead_desk
    assert 1 not in now.granted
    seat = newcomer(lead, "agent", "Nia Newcomer")
    listed = [each for each in lead.members()["members"] if each["id"] == seat.id]
    asked(lead.post(PATH, replace(now, granted=early).admission(listed)))
    assert 1 not in seat.desk.granted
    assert 3 in seat.desk.granted
