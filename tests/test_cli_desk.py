"""An inbox's first lead, further ones, and those who leave, from a terminal beside the kit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.doors.desk.seats import Seat, asked, newcomer, refusal
from tests.doors.visitors import Clock, Door
from tests.operator import Operator
from widget import create_app, logs
from widget.crypto.encoding import to_base64url
from widget.crypto.statements import Authority, Keys, Roster, Signed, pin_of
from widget.doors.house import NAME
from widget.records import inboxes, statements
from widget.staff.appointing import Link
from widget.store.models import holder, invitation, member, membership, statement

INBOX = ("--inbox", "riverside")


@pytest.fixture
def kit(riverside: Operator, tmp_path: Path) -> tuple[str, str]:
    assert riverside
    return "--kit", str(tmp_path / "demo.kit")


@pytest.fixture
def door(riverside: Operator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Opened on the operator's instance. What a web process logs is not in the operator's terminal."""
    monkeypatch.setattr(logs.lines, "add", lambda _line: None)
    riverside.environment["SOTTO_SIGNING_IN_LIMIT"] = "1000 per minute"
    app = create_app(riverside.settings())
    door = Door(app, app.extensions[NAME], Clock(int(time.time())), ())
    yield door
    door.house.store.close()


@pytest.fixture
def lead(riverside: Operator, door: Door, kit: tuple[str, str]) -> Seat:
    """Invited at the terminal, joined, and appointed."""
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    seat = Seat(door)
    assert seat.joins(Link.parse(text)).status_code == 201
    said = riverside.types("desk", "appoint", *kit, *INBOX, "--link", text)
    assert said == "Lena Lead is lead of riverside now.\n"
    seat.signs_in()
    return seat


def newest(operator: Operator, kind: str) -> Signed:
    found = operator.store().read(lambda c: statements.newest(c, inboxes.get(c, "riverside").id, kind))
    assert found is not None
    return found


def test_the_link_is_printed_once_and_its_secret_is_nowhere(riverside: Operator) -> None:
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    origin, _, fragment = text.partition("#")
    assert origin == "http://desk.localhost:8000/desk/enrol"
    invited, secret, pin = fragment.split(".")
    assert pin == pin_of(riverside.inbox("riverside").root_public)
    assert (len(invited), len(secret)) == (22, 43)
    (database,) = riverside.instance.glob("*.db")
    for path in (database, database.with_name(database.name + "-wal")):
        content = path.read_bytes() if path.exists() else b""
        assert secret.encode() not in content
        assert Link.parse(text).secret not in content


def test_the_operator_is_told_what_the_link_is_needed_for(riverside: Operator) -> None:
    said = riverside.remarks("desk", "invite", "Lena Lead", *INBOX)
    assert "Give it to Lena Lead alone" in said
    assert "flask desk appoint" in said


def test_the_first_lead_reads_and_leads(lead: Seat) -> None:
    assert lead.desk.granted
    assert len(lead.lead_desk.granted) == 13
    agent = newcomer(lead, "agent", "Ada Agent")
    lead.lets_in(agent)
    assert agent.desk.granted == lead.desk.granted
    assert [row["name"] for row in lead.members()["members"]] == ["Ada Agent", "Lena Lead"]


def test_the_statements_go_on_from_those_before(
    riverside: Operator, door: Door, kit: tuple[str, str]
) -> None:
    before = {kind: newest(riverside, kind) for kind in ("authority", "keys")}
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    seat = Seat(door)
    seat.joins(Link.parse(text))
    riverside.types("desk", "appoint", *kit, *INBOX, "--link", text)
    old, new = (
        Authority.parse(signed.data) for signed in (before["authority"], newest(riverside, "authority"))
    )
    assert (new.version, new.prev) == (2, before["authority"].hash)
    assert (new.kit, new.not_after, new.slug) == (old.kit, old.not_after, old.slug)
    assert [lead.public for lead in new.leads] == [
        old.leads[0].public,
        seat.keyring.keys.sign_public,
    ]
    keys = Keys.parse(newest(riverside, "keys").data)
    assert (keys.issue.seq, keys.issue.prev) == (2, before["keys"].hash)
    assert keys.epochs == Keys.parse(before["keys"].data).epochs
    roster = Roster.parse(newest(riverside, "roster").data)
    assert (roster.issue.seq, [each.role for each in roster.members]) == (1, ["lead"])
    assert roster.issue.lead == keys.issue.lead == old.leads[0].id


def test_a_lead_whom_a_lead_let_in_is_appointed_without_a_link(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    later = newcomer(lead, "lead", "Lee Later")
    lead.lets_in(later)
    assert refusal(later.get("/desk/inboxes/riverside/members")) == (403, "forbidden")
    assert riverside.types("desk", "appoint", *kit, *INBOX) == "Lee Later is lead of riverside now.\n"
    assert later.members()
    assert "No lead waits" in riverside.fails("desk", "appoint", *kit, *INBOX)


def test_another_role_can_be_invited_from_a_terminal_too(
    riverside: Operator, door: Door, kit: tuple[str, str]
) -> None:
    text = riverside.types("desk", "invite", "Ada Agent", *INBOX, "--role", "agent").strip()
    seat = Seat(door)
    seat.joins(Link.parse(text))
    said = riverside.types("desk", "appoint", *kit, *INBOX, "--link", text)
    assert said == "Ada Agent is agent of riverside now.\n"
    seat.signs_in()
    assert seat.desk.granted
    assert len(Authority.parse(newest(riverside, "authority").data).leads) == 1


def test_a_link_has_to_be_used_first(riverside: Operator, kit: tuple[str, str]) -> None:
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    said = riverside.fails("desk", "appoint", *kit, *INBOX, "--link", text)
    assert "Nobody waits who used this link." in said


@pytest.mark.parametrize(
    "text", ["", "x", "a.b.c", "http://desk.localhost:8000/desk/enrol#A.B", "#" + ".".join(["A" * 43] * 3)]
)
def test_what_is_no_link_is_told(riverside: Operator, kit: tuple[str, str], text: str) -> None:
    assert "not an invitation's link" in riverside.fails("desk", "appoint", *kit, *INBOX, "--link", text)


def test_a_link_is_used_up_once_its_newcomer_is_in(
    riverside: Operator, door: Door, kit: tuple[str, str]
) -> None:
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    Seat(door).joins(Link.parse(text))
    riverside.types("desk", "appoint", *kit, *INBOX, "--link", text)
    assert "Nobody waits" in riverside.fails("desk", "appoint", *kit, *INBOX, "--link", text)


def test_keys_that_were_put_in_the_newcomers_place_are_found_out(
    riverside: Operator, door: Door, kit: tuple[str, str]
) -> None:
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    Seat(door).joins(Link.parse(text))
    forged = update(member).values(sign_public=bytes(32))
    riverside.store().write(lambda c: c.execute(forged))
    said = riverside.fails("desk", "appoint", *kit, *INBOX, "--link", text)
    assert "The keys of Lena Lead are not those that this link was used for." in said
    assert Authority.parse(newest(riverside, "authority").data).version == 1


def test_a_mac_of_another_secret_is_found_out(riverside: Operator, door: Door, kit: tuple[str, str]) -> None:
    text = riverside.types("desk", "invite", "Lena Lead", *INBOX).strip()
    Seat(door).joins(Link.parse(text))
    riverside.store().write(lambda c: c.execute(update(invitation).values(mac=bytes(32))))
    assert "are not those" in riverside.fails("desk", "appoint", *kit, *INBOX, "--link", text)


def test_a_lead_whom_only_the_database_let_in_is_not_appointed(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    newcomer(lead, "lead", "Mallory")
    riverside.store().write(lambda c: c.execute(update(membership).values(state="active")))
    said = riverside.fails("desk", "appoint", *kit, *INBOX)
    assert "not those whom the inbox's leads have signed for" in said


def test_a_members_key_that_was_exchanged_is_granted_nothing(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    agent, later = newcomer(lead, "agent", "Ada Agent"), newcomer(lead, "lead", "Lee Later")
    lead.lets_in(agent, later)
    other = Seat(lead.door).keyring.keys.xwing_public
    theirs = holder.c.public_key == agent.keyring.keys.xwing_public
    riverside.store().write(lambda c: c.execute(update(holder).where(theirs).values(public_key=other)))
    assert "signed for" in riverside.fails("desk", "appoint", *kit, *INBOX)


@pytest.mark.usefixtures("lead")
def test_statements_that_were_altered_are_told(riverside: Operator, kit: tuple[str, str]) -> None:
    of_roster = statement.c.kind == "roster"
    riverside.store().write(
        lambda c: c.execute(update(statement).where(of_roster).values(signature=bytes(64)))
    )
    said = riverside.fails("desk", "remove", "Lena Lead", *kit, *INBOX)
    assert "do not hold (bad_signature)" in said


@pytest.mark.usefixtures("lead")
def test_another_kit_appoints_nobody(riverside: Operator, tmp_path: Path) -> None:
    other = ("--kit", str(tmp_path / "other.kit"))
    riverside.types("inbox", "create", "Lakeside", *other, "--demo")
    text = riverside.types("desk", "invite", "Ann", *INBOX).strip()
    assert "This is not the kit of the inbox riverside." in riverside.fails("desk", "appoint", *other, *INBOX)
    said = riverside.fails("desk", "appoint", *other, "--inbox", "lakeside", "--link", text)
    assert "The link is of another kit" in said


def test_members_are_listed(riverside: Operator, lead: Seat) -> None:
    later = newcomer(lead, "lead", "Lee Later")
    lead.lets_in(later)
    newcomer(lead, "agent", "Wim Waiting")
    lines = [line.split("\t") for line in riverside.types("desk", "members", *INBOX).splitlines()]
    assert [line[:3] for line in lines] == [
        ["Lee Later", "lead", "waits to be appointed"],
        ["Lena Lead", "lead", "active"],
        ["Wim Waiting", "agent", "waiting"],
    ]
    assert lines[1][4] == lead.member.hex()


def test_an_inbox_without_members_says_what_to_do(riverside: Operator) -> None:
    assert "flask desk invite NAME" in riverside.types("desk", "members", *INBOX)
    assert "there are: riverside" in riverside.fails("desk", "members", "--inbox", "lakeside")


def test_a_lead_is_removed_and_named_no_longer(riverside: Operator, lead: Seat, kit: tuple[str, str]) -> None:
    later, agent = newcomer(lead, "lead", "Lee Later"), newcomer(lead, "agent", "Ada Agent")
    lead.lets_in(later, agent)
    riverside.types("desk", "appoint", *kit, *INBOX)
    before = agent.desk.granted
    said = riverside.types("desk", "remove", "Lena Lead", *kit, *INBOX)
    assert said == "Removed Lena Lead from riverside; its keys are new.\n"
    assert refusal(lead.get("/desk/me")) == (401, "signed_out")
    authority = Authority.parse(newest(riverside, "authority").data)
    assert lead.keyring.keys.sign_public not in [each.public for each in authority.leads]
    assert later.keyring.keys.sign_public in [each.public for each in authority.leads]
    now = agent.desk.granted
    assert set(now) == {1, 14}
    assert now[1] == before[1]  # signed anew, as the lead who signed it is named no longer
    newest_ = newcomer(later, "agent", "Nia Newcomer")
    later.lets_in(newest_)
    assert newest_.desk.granted == now


def test_anybody_can_be_removed_with_the_kit_and_several_at_once(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    agent, waiting = newcomer(lead, "agent", "Ada Agent"), newcomer(lead, "agent", "Wim Waiting")
    lead.lets_in(agent)
    riverside.types("desk", "remove", "Ada Agent", waiting.member.hex(), *kit, *INBOX)
    assert [each["name"] for each in lead.members()["members"]] == ["Lena Lead"]
    assert refusal(agent.get("/desk/me")) == (401, "signed_out")
    assert refusal(waiting.signs_in()) == (401, "signed_out")


def test_a_name_that_two_have_is_not_guessed_at(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    seats = [newcomer(lead, "agent", "Ada Agent") for _ in range(2)]
    said = riverside.fails("desk", "remove", "Ada Agent", *kit, *INBOX)
    assert all(seat.member.hex() in said for seat in seats)
    assert "there are: Ada Agent" in riverside.fails("desk", "remove", "Nobody", *kit, *INBOX)
    riverside.types("desk", "remove", seats[0].member.hex(), *kit, *INBOX)
    assert seats[1].get("/desk/me").status_code == 200


def test_letters_open_with_the_kit_after_all_that(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    """The kit was granted the new epochs by a lead's browser, and after that by itself."""
    agent, other = newcomer(lead, "agent", "Ada Agent"), newcomer(lead, "agent", "Al Agent")
    lead.lets_in(agent, other)
    assert lead.removes(agent).status_code == 200
    riverside.types("desk", "remove", "Al Agent", *kit, *INBOX)
    assert riverside.types("letters", "open", *kit) == ""


def test_what_is_done_at_a_terminal_is_on_record(
    riverside: Operator, lead: Seat, kit: tuple[str, str]
) -> None:
    riverside.types("desk", "remove", "Lena Lead", *kit, *INBOX)
    entries = [(row["kind"], row["actor"]) for row in lead.door.rows("chain")]
    assert [entry for entry in entries if entry[1] == "kit"] == [
        ("invite", "kit"),
        ("appoint", "kit"),
        ("remove", "kit"),
    ]


def test_odd_names_are_refused(riverside: Operator) -> None:
    for name in ("", " Lena", "a\nb", "x" * 81):
        assert "printable characters" in riverside.fails("desk", "invite", name, *INBOX)


def test_a_link_says_where_it_leads(lead: Seat) -> None:
    link = lead.invites("agent", "Ada Agent")
    assert Link.parse(link.to_text("http://desk.localhost:8000")) == link
    assert asked(lead.post("/desk/enrol/options", {"invite": to_base64url(link.id)}))["name"] == "Ada Agent"
