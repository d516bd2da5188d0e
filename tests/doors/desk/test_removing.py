"""A member leaves: everything is over for them at once, and nothing new is sealed to what they held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from tests.doors.desk.seats import Seat, Staff, appoint, asked, newcomer, refusal
from tests.doors.visitors import Door
from widget.crypto.encoding import from_base64url, to_base64url
from widget.crypto.signed import Signed
from widget.crypto.statements import Epoch, Keys, follow, pin_of
from widget.records import inboxes
from widget.records.reader import Reader
from widget.staff import dismissing
from widget.store.models import conversation, epoch, letter, member, membership

PATH = "/desk/inboxes/riverside/removals"
Facts = dict[str, Any]


def removal(desk: Staff, *leaving: Seat, **otherwise: Any) -> Facts:
    kit = desk.lead.members()["kit"]
    return desk.lead.lead_desk.removal([each.id for each in leaving], kit, **otherwise)


def test_a_member_who_is_removed_is_out_at_once(desk: Staff) -> None:
    assert asked(desk.lead.removes(desk.agent)) == {}
    assert refusal(desk.agent.get("/desk/me")) == (401, "signed_out")
    assert refusal(desk.agent.signs_in()) == (401, "signed_out")
    for table in ("passkey", "wrap", "session", "membership"):
        assert desk.agent.member not in [row["member_id"] for row in desk.door.rows(table)]
    holder = next(row["holder_id"] for row in desk.door.rows("member") if row["id"] == desk.agent.member)
    assert holder not in [row["holder_id"] for row in desk.door.rows("grant")]


def test_their_name_stays_for_the_record(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.removes(sqlite_desk.agent)
    assert "Ada Agent" in [row["name"] for row in sqlite_desk.door.rows("member")]
    entry = sqlite_desk.door.rows("chain")[-1]
    actor = f"member:{sqlite_desk.lead.member.hex()}"
    assert (entry["kind"], entry["actor"], entry["outcome"]) == ("remove", actor, "members 1")


def test_patients_seal_to_the_new_epoch_and_who_stayed_reads_it(desk: Staff) -> None:
    before = desk.reviewer.desk.granted
    desk.lead.removes(desk.agent)
    reached = followed(desk.door)
    assert reached.n == 14
    granted = desk.reviewer.desk.granted
    assert granted[14].xwing_public == reached.xwing_public
    assert granted[1] == before[1]  # what was written before stays readable
    assert desk.unappointed.desk.granted[14] == granted[14]


def followed(door: Door) -> Epoch:
    """The epoch that a patient's browser seals to now."""
    answer = door.get("/f/riverside/keys").get_json()
    statements = (Signed.from_json(answer[kind]) for kind in ("authority", "keys"))
    pins = [pin_of(door.bundle().root_public)]
    return follow(pins, "riverside", from_base64url(answer["root"], 32), *statements, answer["now"]).epoch


def test_the_revoked_epoch_takes_no_letters_and_those_to_come_are_made_anew(desk: Staff) -> None:
    ahead = {row["number"] for row in desk.door.rows("epoch") if row["inbox_id"] == desk.door.bundle().inbox}
    assert ahead == set(range(1, 14))
    desk.lead.removes(desk.agent)
    rows = {
        row["number"]: row for row in desk.door.rows("epoch") if row["inbox_id"] == desk.door.bundle().inbox
    }
    assert set(rows) == {1, *range(14, 27)}
    assert rows[1]["revoked_at"] == desk.door.clock.now
    assert [rows[number]["revoked_at"] for number in range(14, 27)] == [None] * 13
    assert rows[14]["seal_from"] == desk.door.clock.now
    assert rows[14]["seal_until"] == rows[1]["seal_until"]
    ids = {row["id"] for row in rows.values()}
    assert {row["epoch_id"] for row in desk.door.rows("grant")} - ids == of_practice(
        desk
    )  # nothing is left of what was replaced


def of_practice(desk: Staff) -> set[int]:
    inbox = desk.door.bundle("practice").inbox
    return {row["id"] for row in desk.door.rows("epoch") if row["inbox_id"] == inbox}


def test_the_kit_holds_the_new_epochs_though_a_lead_made_them(desk: Staff) -> None:
    desk.lead.removes(desk.agent)
    house = desk.door.house
    opened = house.store.read(Reader(desk.kit, house.keys).epochs)
    rows = {row["id"]: row for row in desk.door.rows("epoch")}
    held = {rows[number]["number"]: halves for number, halves in opened.items()}
    assert set(held) >= {1, *range(14, 27)}
    assert all(opened[number].xwing_public == rows[number]["kem_public"] for number in opened)


def test_a_second_removal_goes_on_from_there(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.removes(sqlite_desk.agent)
    sqlite_desk.door.clock.now += 30
    assert sqlite_desk.lead.removes(sqlite_desk.reviewer).status_code == 200
    assert followed(sqlite_desk.door).n == 27
    numbers = [each.n for each in sqlite_desk.lead.desk.keys.epochs]
    assert numbers == [1, 14, *range(27, 40)]
    assert set(sqlite_desk.lead.lead_desk.granted) == set(numbers)


def test_several_leave_together(sqlite_desk: Staff) -> None:
    leaving = (sqlite_desk.agent, sqlite_desk.reviewer, sqlite_desk.auditor)
    assert sqlite_desk.lead.removes(*leaving).status_code == 200
    roster = sqlite_desk.lead.desk.roster
    assert roster is not None
    assert {each.id for each in roster.members} == {sqlite_desk.lead.member, sqlite_desk.unappointed.member}


def test_a_newcomer_is_let_in_afterwards_with_all_that_there_is(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.removes(sqlite_desk.agent)
    sqlite_desk.lead.lets_in(sqlite_desk.waiting)
    assert set(sqlite_desk.waiting.desk.granted) == {1, 14}


def test_a_lead_is_removed_with_the_kit_alone(desk: Staff) -> None:
    desk.appoint()
    answer = desk.lead.post(PATH, removal(desk, desk.unappointed))
    assert refusal(answer) == (403, "forbidden")
    assert "flask desk remove" in answer.get_json()["message"]
    answer = desk.lead.post(PATH, removal(desk, desk.lead))
    assert refusal(answer) == (403, "forbidden")


def test_a_lead_who_was_not_appointed_yet_is_removed_like_others(sqlite_desk: Staff) -> None:
    assert sqlite_desk.lead.removes(sqlite_desk.unappointed).status_code == 200


def test_what_a_member_offered_is_withdrawn_and_what_was_theirs_is_free(desk: Staff) -> None:
    desk.appoint()
    later = desk.unappointed
    later.invites("agent", "Nia Newcomer")
    reference = begun(desk.door, later.member)
    kits_removal(desk, "Lee Later")
    assert "Nia Newcomer" not in [each["name"] for each in desk.lead.members()["invitations"]]
    (row,) = [row for row in desk.door.rows("conversation") if row["reference"] == reference]
    assert (row["assignee_id"], row["version"]) == (None, 2)


def kits_removal(desk: Staff, *names: str) -> None:
    house, now = desk.door.house, int(desk.door.clock.now)
    house.store.write(lambda c: dismissing.dismiss(c, house.keys, desk.kit, "riverside", names, now))


def begun(door: Door, assignee: bytes) -> str:
    """A conversation in riverside that a member has taken."""
    reference: str = door.post(door.draft().envelope()).get_json()["reference"]
    taken = update(conversation).where(conversation.c.reference == reference)
    door.house.store.write(lambda c: c.execute(taken.values(assignee_id=assignee)))
    return reference


def test_who_is_a_member_elsewhere_keeps_signing_in(desk: Staff) -> None:
    """Enrolling makes a member for each inbox; the tables allow for more."""
    practice = desk.door.bundle("practice").inbox
    row = {
        "member_id": desk.agent.member,
        "inbox_id": practice,
        "role": "agent",
        "state": "waiting",
        "since": 0,
    }
    desk.door.house.store.write(lambda c: c.execute(insert(membership).values(row)))
    desk.lead.removes(desk.agent)
    assert refusal(desk.agent.get("/desk/me")) == (401, "signed_out")
    assert desk.agent.signs_in().status_code == 200
    assert [each["slug"] for each in desk.agent.signed_in["inboxes"]] == ["practice"]


def test_an_epoch_to_come_that_a_fast_clock_has_sealed_to_stays_for_the_kit(sqlite_desk: Staff) -> None:
    door = sqlite_desk.door
    reference = begun(door, sqlite_desk.agent.member)
    second = select(epoch.c.id).where(epoch.c.number == 2, epoch.c.inbox_id == door.bundle().inbox)
    of = select(conversation.c.id).where(conversation.c.reference == reference).scalar_subquery()
    moved = update(letter).where(letter.c.conversation_id == of).values(epoch_id=second.scalar_subquery())
    door.house.store.write(lambda c: c.execute(moved))
    sqlite_desk.lead.removes(sqlite_desk.agent)
    kept = [
        row for row in door.rows("epoch") if row["number"] == 2 and row["inbox_id"] == door.bundle().inbox
    ]
    assert [row["revoked_at"] for row in kept] == [door.clock.now]


def keys_with(desk: Staff, given: Facts, change: Callable[[Keys], Keys]) -> Facts:
    keys = change(Keys.parse(Signed.from_json(given["keys"]).data))
    return given | {"keys": keys.sign(desk.lead.keyring.keys.sign_seed).to_json()}


def epochs_with(desk: Staff, given: Facts, at: int, **changes: Any) -> Facts:
    def change(keys: Keys) -> Keys:
        listed = list(keys.epochs)
        listed[at] = replace(listed[at], **changes)
        return replace(keys, epochs=tuple(listed))

    return keys_with(desk, given, change)


def issue_with(desk: Staff, given: Facts, **changes: Any) -> Facts:
    return keys_with(desk, given, lambda keys: replace(keys, issue=replace(keys.issue, **changes)))


def first_grants(given: Facts, grants: list[Facts]) -> Facts:
    return given | {"epochs": [given["epochs"][0] | {"grants": grants}, *given["epochs"][1:]]}


def swapped(given: Facts, key: str) -> Facts:
    """The first two grants of the first epoch, each with the other's letter or holder."""
    one, other, *rest = given["epochs"][0]["grants"]
    return first_grants(given, [one | {key: other[key]}, other | {key: one[key]}, *rest])


def another_epochs_grant(given: Facts) -> Facts:
    letter_of_second = given["epochs"][1]["grants"][0]["letter"]
    first = given["epochs"][0]["grants"][0]
    return first_grants(given, [first | {"letter": letter_of_second}, *given["epochs"][0]["grants"][1:]])


LATE = 61
WRONG: dict[str, Callable[[Staff, Facts], Facts]] = {
    "nobody": lambda _, given: given | {"members": []},
    "a stranger": lambda _, given: given | {"members": [to_base64url(bytes(16))]},
    "a member more than the roster leaves out": lambda desk, given: (
        given | {"members": [*given["members"], desk.reviewer.id]}
    ),
    "another roster": lambda desk, given: given | {"roster": removal(desk, desk.reviewer)["roster"]},
    "a roster's signature": lambda _, given: (
        given | {"roster": given["roster"] | {"signature": to_base64url(bytes(64))}}
    ),
    "a key's signature": lambda _, given: (
        given | {"keys": given["keys"] | {"signature": to_base64url(bytes(64))}}
    ),
    "the same place in line": lambda desk, given: issue_with(desk, given, seq=desk.lead.desk.keys.issue.seq),
    "another before it": lambda desk, given: issue_with(desk, given, prev=bytes(32)),
    "another lead's word": lambda desk, given: issue_with(desk, given, lead=bytes(8)),
    "an older authority": lambda desk, given: issue_with(desk, given, authority_version=1),
    "another inbox": lambda desk, given: issue_with(desk, given, inbox=desk.door.bundle("practice").inbox),
    "a clock that is ahead": lambda desk, given: issue_with(desk, given, issued=desk.door.clock.now + LATE),
    "a clock that is behind": lambda desk, given: issue_with(desk, given, issued=desk.door.clock.now - 601),
    "an end that comes sooner": lambda desk, given: keys_with(
        desk, given, lambda keys: replace(keys, not_after=keys.not_after - 1)
    ),
    "a running epoch that runs on": lambda desk, given: epochs_with(desk, given, 0, revoked=False),
    "an old epoch with another key": lambda desk, given: epochs_with(desk, given, 0, sign_public=bytes(32)),
    "a new epoch that is revoked": lambda desk, given: epochs_with(desk, given, 1, revoked=True),
    "a new epoch that begins later": lambda desk, given: epochs_with(
        desk, given, 1, seal_from=desk.door.clock.now + 5
    ),
    "a new epoch that ends sooner": lambda desk, given: epochs_with(
        desk, given, 1, seal_until=desk.door.clock.now + 5
    ),
    "a number that is in use": lambda desk, given: epochs_with(desk, given, 1, n=2),
    "a key that is in use": lambda desk, given: epochs_with(
        desk, given, 1, xwing_public=desk.door.epoch().xwing_public
    ),
    "a key that nothing can be sealed to": lambda desk, given: epochs_with(
        desk, given, 1, xwing_public=b"\xff" * 1216
    ),
    "an epoch left out": lambda desk, given: keys_with(
        desk, given, lambda keys: replace(keys, epochs=keys.epochs[:-1])
    ),
    "the old keys": lambda desk, given: given | {"keys": desk.lead.desk.keys_signed.to_json()},
    "no grants": lambda _, given: given | {"epochs": []},
    "an epoch without grants": lambda _, given: given | {"epochs": given["epochs"][:-1]},
    "an epoch twice": lambda _, given: given | {"epochs": [*given["epochs"], given["epochs"][0]]},
    "no grant to the kit": lambda _, given: first_grants(given, given["epochs"][0]["grants"][:-1]),
    "a grant to nobody": lambda _, given: first_grants(
        given,
        [
            *given["epochs"][0]["grants"],
            given["epochs"][0]["grants"][0] | {"holder": to_base64url(bytes(16))},
        ],
    ),
    "a holder twice": lambda _, given: first_grants(
        given, [*given["epochs"][0]["grants"], given["epochs"][0]["grants"][0]]
    ),
    "letters that are another's": lambda _, given: swapped(given, "letter"),
    "holders that are another's": lambda _, given: swapped(given, "holder"),
    "a grant of another epoch": lambda _, given: another_epochs_grant(given),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(
    sqlite_desk: Staff, wrong: str
) -> None:
    given = WRONG[wrong](sqlite_desk, removal(sqlite_desk, sqlite_desk.agent))
    before = sqlite_desk.door.digest()
    answer = sqlite_desk.lead.post(PATH, given)
    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["message"].endswith(".")
    assert sqlite_desk.door.digest() == before


def test_clocks_may_differ_a_little(sqlite_desk: Staff) -> None:
    for seconds, seat in ((-500, sqlite_desk.agent), (55, sqlite_desk.reviewer)):
        desk = replace(sqlite_desk.lead.lead_desk, now=sqlite_desk.door.clock.now + seconds)
        given = desk.removal([seat.id], sqlite_desk.lead.members()["kit"])
        assert sqlite_desk.lead.post(PATH, given).status_code == 200


def test_letting_in_and_removing_go_on_in_turn(sqlite_desk: Staff) -> None:
    lead = sqlite_desk.lead
    for number in range(3):
        seat = newcomer(lead, "agent", f"Newcomer {number}")
        lead.lets_in(seat)
        assert lead.removes(seat).status_code == 200
    assert lead.desk.roster is not None
    assert lead.desk.roster.issue.seq == 2 + 6
    names = sqlite_desk.door.house.store.read(lambda c: c.scalars(select(member.c.name)).all())
    assert len(names) == len(sqlite_desk.seats()) - 1 + 3


def test_the_kit_appoints_after_a_lead_has_made_epochs(sqlite_desk: Staff) -> None:
    sqlite_desk.lead.removes(sqlite_desk.agent)
    appoint(sqlite_desk.door, sqlite_desk.kit, "riverside")
    later = sqlite_desk.unappointed.lead_desk
    assert set(later.granted) == {1, *range(14, 27)}
    found = sqlite_desk.door.house.store.read(lambda c: inboxes.epochs(c, sqlite_desk.door.bundle().inbox))
    assert [later.granted[each.number].xwing_public for each in found] == [each.kem_public for each in found]
