"""Where a conversation goes on: in another inbox, or in another conversation of the same patient."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import FOUNDED
from tests.doors.desk.correspondence import Correspondence, Opened, score
from tests.doors.desk.seats import Seat, Staff, asked, first_lead, refusal
from widget.crypto.encoding import to_base64url
from widget.crypto.handover import Handover, sign_handover
from widget.crypto.header import INBOX, RETURN, Place
from widget.crypto.kit import KitEpoch
from widget.crypto.layout import take_apart
from widget.crypto.letter import _unwrap, _wrap, letter_hash, open_letter
from widget.crypto.returncode import derive
from widget.crypto.statements import Keys, Signed
from widget.crypto.statements import running as running_epoch
from widget.records.bundles import make_bundle
from widget.records.changing import change
from widget.records.charter import Charter, topics_from
from widget.records.encoding import from_b64u
from widget.records.founding import add_bundle
from widget.records.reader import Reader
from widget.records.retention import day_of
from widget.staff.reviewing import with_review


@pytest.fixture
def care(desk: Staff) -> Seat:
    """The lead of the care team, an inbox under the same root."""
    charter = Charter(
        "Care team", "care-team", ("https://one.example",), topics_from((), ("en",)), ("en",), 30
    )
    bundle = make_bundle(desk.kit, charter, FOUNDED)
    door = desk.door
    door.house.store.write(lambda c: add_bundle(c, door.house.keys, bundle, account_id=None, now=FOUNDED))
    desk.door.bundles = (*door.bundles, bundle)
    return first_lead(door, desk.kit, "care-team", "Cleo Care")


def running(seat: Seat) -> KitEpoch:
    of = seat.desk
    return of.granted[running_epoch(of.keys, of.now).n]


def target_epoch(targets: dict[str, Any], slug: str, now: int) -> bytes:
    entry = next(each for each in targets["inboxes"] if each["slug"] == slug)
    return running_epoch(Keys.parse(Signed.from_json(entry["keys"]).data), now).xwing_public


def handing(talk: Correspondence, seat: Seat, read: Opened, to: str = "care-team") -> dict[str, Any]:
    """What the browser of a member makes of what was read."""
    now = int(talk.door.clock.now)
    targets = asked(seat.get(f"{talk.address}/targets"))
    public = target_epoch(targets, to, now)
    entry = next(each for each in targets["inboxes"] if each["slug"] == to)
    halves, inbox = running(seat), seat.desk.inbox
    letters = [(each["id"], from_b64u(each["letter"])) for each in read.facts["letters"]]
    last = [
        sealed
        for (_, sealed), opened in zip(letters, read.letters, strict=True)
        if opened.header.direction < 3
    ]
    record = Handover(
        from_b64u(read.facts["id"]),
        from_b64u(read.facts["origin"]),
        inbox,
        from_b64u(entry["id"]),
        len(read.facts["handovers"]) + 1,
        now,
        halves.n,
        letter_hash(last[-1]),
    ).pack()
    return {
        "version": read.version,
        "to": to,
        "record": to_base64url(record),
        "signature": to_base64url(sign_handover(halves.sign_seed, record)),
        "letters": [
            {"id": name, "stanza": to_base64url(stanza(sealed, halves, public))} for name, sealed in letters
        ],
    }


def stanza(letter: bytes, halves: KitEpoch, public: bytes) -> bytes:
    layout = take_apart(letter)
    content_key = _unwrap(layout, INBOX, halves.xwing_seed)
    return _wrap(layout.bound, INBOX, public, content_key).pack()


def test_a_conversation_that_is_handed_over_is_the_other_inboxs(desk: Staff, care: Seat) -> None:
    talk = Correspondence.begun(desk.door)
    read = talk.read_by(desk.agent)
    answer = desk.agent.post(f"{talk.address}/handover", handing(talk, desk.agent, read))
    assert (answer.status_code, answer.get_json()) == (200, {"version": read.version + 1})
    assert refusal(talk.asks(desk.agent)) == (404, "gone")
    facts = asked(talk.asks(care))
    assert [each["slug"] for each in facts["path"]] == ["riverside", "care-team"]
    assert facts["origin"] == facts["path"][0]["id"]
    (letter,) = facts["letters"]
    sealed, place = from_b64u(letter["letter"]), Place(from_b64u(facts["origin"]), from_b64u(facts["id"]))
    opened = open_letter(sealed, INBOX, running(care).xwing_seed, sign_public=None, place=place)
    assert b"When is my refill due?" in opened.payload
    # The patient reads it as before.
    open_letter(sealed, RETURN, derive(talk.draft.code).xwing_seed, sign_public=None, place=place)


def test_a_handed_conversation_is_handed_back(desk: Staff, care: Seat) -> None:
    talk = Correspondence.begun(desk.door)
    desk.agent.post(f"{talk.address}/handover", handing(talk, desk.agent, talk.read_by(desk.agent)))
    facts = asked(talk.asks(care))
    first = from_b64u(facts["letters"][0]["letter"])
    place = Place(from_b64u(facts["origin"]), from_b64u(facts["id"]))
    opened = open_letter(first, INBOX, running(care).xwing_seed, sign_public=None, place=place)
    back = handing(talk, care, Opened(facts, [opened]), "riverside")
    assert care.post(f"{talk.address}/handover", back).status_code == 200
    again = talk.read_by(desk.agent)
    assert again.texts == ["When is my refill due?"]
    assert [each["slug"] for each in again.facts["path"]] == ["riverside", "care-team", "riverside"]


def test_an_inbox_under_the_same_root_is_a_target_and_a_test_inbox_is_none(desk: Staff, care: Seat) -> None:
    assert care.name == "Cleo Care"
    talk = Correspondence.begun(desk.door)
    targets = asked(desk.agent.get(f"{talk.address}/targets"))
    assert [each["slug"] for each in targets["inboxes"]] == ["care-team"]


def test_a_hand_over_that_does_not_fit_changes_nothing(desk: Staff, care: Seat) -> None:
    assert care.name == "Cleo Care"
    talk = Correspondence.begun(desk.door)
    read = talk.read_by(desk.agent)
    good = handing(talk, desk.agent, read)
    before = desk.door.rows("conversation"), desk.door.rows("letter")
    record = from_b64u(good["record"])
    halves = running(desk.agent)

    def signed(**changes: Any) -> dict[str, Any]:
        packed = replace(Handover.parse(record), **changes).pack()
        signature = sign_handover(halves.sign_seed, packed)
        return {"record": to_base64url(packed), "signature": to_base64url(signature)}

    for what, changes, code in (
        ("another version", {"version": read.version + 1}, "version"),
        ("no such inbox", {"to": "nowhere"}, "invalid"),
        ("a test inbox", {"to": "practice"}, "invalid"),
        ("another's signature", {"signature": to_base64url(bytes(64))}, "invalid"),
        ("to another inbox than was signed", signed(to_inbox=bytes(16)), "invalid"),
        ("of another conversation", signed(conversation=bytes(16)), "invalid"),
        ("out of turn", signed(seq=2), "invalid"),
        ("long ago", signed(at=FOUNDED - 601), "invalid"),
        ("with another newest letter", signed(last=bytes(32)), "invalid"),
        ("without a letter", {"letters": []}, "invalid"),
        (
            "with a stanza for another",
            {"letters": [good["letters"][0] | {"stanza": to_base64url(bytes(1185))}]},
            "stale",
        ),
    ):
        answer = desk.agent.post(f"{talk.address}/handover", good | changes)
        assert answer.get_json()["error"] == code, what
    assert (desk.door.rows("conversation"), desk.door.rows("letter")) == before


def test_what_is_no_hand_over_is_refused(sqlite_desk: Staff) -> None:
    talk = Correspondence.begun(sqlite_desk.door)
    for facts in (
        {},
        {"version": 1, "to": 5},
        {"version": 1, "to": "x", "record": "A", "signature": None, "letters": 3},
    ):
        for path in ("handover", "merge", "replacement"):
            answer = sqlite_desk.agent.post(f"{talk.address}/{path}", facts)
            assert answer.status_code in (400, 422), (path, facts)


@pytest.mark.parametrize("version", [2**31 - 1, 2**31, 2**53 - 1])
def test_a_version_that_no_conversation_can_have_is_a_mistake_of_the_page(desk: Staff, version: int) -> None:
    talk = Correspondence.begun(desk.door)
    for path, facts in (
        ("state", {"state": "closed"}),
        ("merge", {"other": None}),
        ("replacement", {"other": None}),
    ):
        answer = desk.agent.post(f"{talk.address}/{path}", facts | {"version": version})
        assert answer.status_code in (400, 422), path


def test_what_is_no_reference_names_nothing(desk: Staff) -> None:
    talk = Correspondence.begun(desk.door)
    for path in ("merge", "replacement"):
        for other in ("\0", "7q4m9ztk2d", "é" * 10):
            answer = desk.agent.post(f"{talk.address}/{path}", {"version": 1, "other": other})
            assert refusal(answer) == (404, "gone")
    assert refusal(desk.agent.post("/desk/c/%00/read")) == (404, "gone")
    assert refusal(desk.agent.get("/desk/c/%00/targets")) == (404, "gone")


def test_a_second_conversation_of_the_same_patient_is_merged_and_taken_back(desk: Staff) -> None:
    one, two = Correspondence.begun(desk.door, "First"), Correspondence.begun(desk.door, "Second")
    read = two.read_by(desk.agent)
    merging = {"version": read.version, "other": one.reference}
    assert desk.agent.post(f"{two.address}/merge", merging).status_code == 200
    facts = asked(one.asks(desk.agent))
    assert [each["reference"] for each in facts["joined"]] == [two.reference]
    assert len(facts["joined"][0]["letters"]) == 1
    ended = asked(two.asks(desk.agent))
    assert (ended["state"], ended["goes_on_in"]) == ("closed", one.reference)
    back = {"version": read.version + 1, "other": None}
    assert desk.agent.post(f"{two.address}/merge", back).status_code == 200
    assert asked(one.asks(desk.agent))["joined"] == []


def test_a_conversation_goes_on_in_no_circle_nor_in_anothers(desk: Staff) -> None:
    one, two = Correspondence.begun(desk.door, "First"), Correspondence.begun(desk.door, "Second")
    foreign = Correspondence.begun(desk.door, "Elsewhere", "practice")
    version = two.read_by(desk.agent).version

    def merge(of: Correspondence, other: str, at: int) -> tuple[int, str]:
        return refusal(desk.agent.post(f"{of.address}/merge", {"version": at, "other": other}))

    assert merge(two, two.reference, version) == (422, "invalid")
    assert merge(two, foreign.reference, version) == (404, "gone")
    assert merge(two, "NOWHERE000", version) == (404, "gone")
    assert merge(two, one.reference, version + 3) == (409, "version")
    merging = {"version": version, "other": one.reference}
    assert desk.agent.post(f"{two.address}/merge", merging).status_code == 200
    first = one.read_by(desk.agent).version
    assert merge(one, two.reference, first) == (422, "invalid")


def test_a_lost_code_opens_nothing_once_it_is_replaced(desk: Staff) -> None:
    lost, anew = Correspondence.begun(desk.door, "First"), Correspondence.begun(desk.door, "I lost my code")
    version = lost.read_by(desk.agent).version
    facts = {"version": version, "other": anew.reference}
    desk.door.clock.now += 61
    assert refusal(desk.agent.post(f"{lost.address}/replacement", facts)) == (403, "touch")
    desk.agent.touches()
    assert desk.agent.post(f"{lost.address}/replacement", facts).status_code == 200
    (row,) = [each for each in desk.door.rows("conversation") if each["reference"] == lost.reference]
    assert row["locator"] != derive(lost.draft.code).locator
    assert row["state"] == "closed"
    assert [each["reference"] for each in asked(anew.asks(desk.agent))["joined"]] == [lost.reference]
    again = facts | {"version": version + 1}
    assert refusal(desk.agent.post(f"{lost.address}/replacement", again)) == (422, "invalid")


def test_whoever_did_it_is_on_record(desk: Staff) -> None:
    lost, anew = Correspondence.begun(desk.door, "First"), Correspondence.begun(desk.door, "I lost my code")
    facts = {"version": lost.read_by(desk.agent).version, "other": anew.reference}
    desk.agent.post(f"{lost.address}/replacement", facts)
    entries = [row for row in desk.door.rows("chain") if row["kind"] == "replacement"]
    assert [(row["reference"], row["outcome"]) for row in entries] == [
        (lost.reference, f"by {anew.reference}")
    ]
    assert entries[0]["actor"] == f"member:{desk.agent.member.hex()}"


def test_reviews_stay_with_the_team_that_was_reviewed(desk: Staff, care: Seat) -> None:
    review = {"percent": 100}
    for slug in ("riverside", "care-team"):
        desk.door.house.store.write(
            lambda c, slug=slug: change(c, slug, lambda found: with_review(found, review))
        )
    talk = Correspondence.begun(desk.door)
    assert talk.changes(desk.agent, version=1, state="closed").status_code == 200
    letter = score(desk.reviewer, talk.read_by(desk.reviewer), 2)
    assert talk.scored_by(desk.reviewer, letter).status_code == 201
    read = talk.read_by(desk.agent)
    answer = desk.agent.post(f"{talk.address}/handover", handing(talk, desk.agent, read))
    assert answer.status_code == 200, answer.text
    facts = asked(talk.asks(care))
    assert (facts["scores"], facts["next_score"]) == ([], 2)
    # The other inbox throws its own dice.
    assert refusal(talk.asks(desk.reviewer)) == (404, "gone")
    assert talk.changes(care, version=facts["version"], state="closed").status_code == 200
    (row,) = desk.door.rows("sample")
    assert (row["inbox_id"], row["scored_at"]) == (care.desk.inbox, None)


@pytest.mark.usefixtures("care")
def test_the_kit_opens_what_was_handed_over(desk: Staff) -> None:
    talk = Correspondence.begun(desk.door)
    talk.answered_by(desk.agent, "On Monday.")
    read = talk.read_by(desk.agent)
    assert desk.agent.post(f"{talk.address}/handover", handing(talk, desk.agent, read)).status_code == 200
    house = desk.door.house
    reader = Reader(desk.kit, house.keys)
    today = day_of(desk.door.clock.now)
    lines = house.store.read(lambda connection: list(reader.read(connection, today, talk.reference)))
    assert [(line.get("error"), line["text"]) for line in lines] == [
        (None, "When is my refill due?"),
        (None, "On Monday."),
    ]
