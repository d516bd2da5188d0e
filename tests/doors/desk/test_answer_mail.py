"""An e-mail tells a patient of an answer: a fixed text, once until they have looked, none after the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Databases
from tests.doors.conftest import OpenDoor
from tests.doors.desk.conftest import Teams
from tests.doors.desk.correspondence import Correspondence, note
from tests.doors.desk.seats import Seat, Staff, asked
from tests.doors.returning import Returning, code_facts, post
from tests.outbox.postoffice import HANG_UP, PostOffice
from widget.crypto.compartment import PUT, key_id_in, seal_compartment
from widget.crypto.encoding import from_json
from widget.crypto.rest import day_of, open_at_rest
from widget.outbox.answermail import PAUSES_SECONDS, AnswerMail
from widget.outbox.answerwords import ENGLISH, SPANISH, words_in
from widget.records import activity, telling
from widget.settings import Settings
from widget.staff import states

ADDRESS = "ana@patients.example"
OTHER = "ana@work.example"
DAY = 86400


@dataclass
class Patient:
    """Whoever wrote with an address, as the server sees them."""

    talk: Correspondence
    back: Returning

    def looks(self) -> None:
        self.back.opens()

    def says(self, path: str) -> None:
        assert post(self.back.door, path, code_facts(self.back.draft.code)).status_code == 200

    def writes(self, **otherwise: Any) -> None:
        stored = self.back.door.rows("letter")
        mine = [row for row in stored if row["direction"] == 1]
        draft = self.back.next_letter("And this?", **otherwise)
        answer = self.back.sends(self.back.envelope(draft, seq=len(mine) + 1))
        assert answer.status_code == 201, answer.text

    @property
    def row(self) -> dict[str, Any]:
        return self.back.row


@dataclass
class Round:
    """The desk, the worker's hand and a mail server."""

    staff: Staff
    office: PostOffice

    @property
    def worker(self) -> AnswerMail:
        house = self.staff.door.house
        settings = Settings.from_environment(
            self.office.settings() | {"SOTTO_MAIL_FROM": "sotto@mail.example"}
        )
        return AnswerMail(settings, house.store, house.keys, house.clock)

    @property
    def agent(self) -> Seat:
        return self.staff.agent

    def patient(self, notify: str = ADDRESS, **slip: Any) -> Patient:
        door = self.staff.door
        draft = door.draft().but(notify=notify)
        answer = door.post(draft.envelope(slip=draft.slip(memo=bytes(131), **slip)))
        reference = answer.get_json()["reference"]
        return Patient(Correspondence(door, draft, reference), Returning(door, draft, reference))

    def answers(self, patient: Patient, state: str | None = None) -> None:
        self.staff.door.clock.now += 60
        patient.talk.answered_by(self.agent, "It is on its way.", state)

    def works(self) -> int:
        """Until nothing is due. How many mails there have been."""
        while self.worker.step():
            pass
        return len(self.office.deliveries)

    def outcomes(self) -> list[str]:
        self.staff.door.house.store.read(activity.verify)
        return [row["outcome"] for row in self.staff.door.rows("chain") if row["kind"] == "answer-mail"]

    @property
    def queue(self) -> list[dict[str, Any]]:
        return self.staff.door.rows("telling")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def house(
    teams: Teams, databases: Databases, open_door: OpenDoor, tmp_path: Path, office: PostOffice
) -> Round:
    """On SQLite and PostgreSQL."""
    return Round(teams.copy(databases, open_door, tmp_path), office)


@pytest.fixture
def ana(house: Round) -> Patient:
    return house.patient()


def test_an_answer_is_told_of_in_one_fixed_text(house: Round, ana: Patient) -> None:
    assert house.works() == 0
    house.answers(ana)
    assert house.works() == 1
    (delivery,) = house.office.deliveries
    assert delivery.to == ADDRESS
    assert delivery.message["Subject"] == "You have an answer"
    assert delivery.text == ENGLISH.text.format(address="http://127.0.0.1:8000/back")
    assert house.outcomes() == ["trying", "sent"]


def test_the_text_is_in_the_patients_language(house: Round) -> None:
    luz = house.patient(language="es")
    house.answers(luz)
    house.works()
    (delivery,) = house.office.deliveries
    assert delivery.message["Subject"] == "Tiene una respuesta"
    assert delivery.text == SPANISH.text.format(address="http://127.0.0.1:8000/back")


@pytest.mark.parametrize(("language", "words"), [("es-MX", SPANISH), ("en-US", ENGLISH), ("pt", ENGLISH)])
def test_a_language_that_it_does_not_speak_gets_the_nearest(language: str, words: object) -> None:
    assert words_in(language) == words


def test_it_says_nothing_of_whom_and_what_it_is_about(house: Round) -> None:
    ana = house.patient(topic="prescription", urgency="urgent")
    house.answers(ana)
    house.works()
    data = house.office.deliveries[0].data.decode().lower()
    for word in (ana.talk.reference, "riverside", "prescription", "urgent", "agent", "#"):
        assert word.lower() not in data


def test_a_second_answer_is_told_of_once_the_patient_has_seen_the_first(house: Round, ana: Patient) -> None:
    house.answers(ana)
    house.answers(ana)
    assert house.works() == 1
    house.answers(ana)
    assert house.works() == 1
    ana.looks()
    assert house.works() == 1
    house.answers(ana)
    assert house.works() == 2
    assert {delivery.to for delivery in house.office.deliveries} == {ADDRESS}


def test_who_looks_before_the_mail_left_gets_none(house: Round, ana: Patient) -> None:
    house.answers(ana)
    ana.looks()
    assert house.works() == 0
    assert house.queue == []


def test_an_answer_that_came_while_the_patient_looked_is_told_of(house: Round, ana: Patient) -> None:
    house.answers(ana)
    house.answers(ana)
    store, conversation = house.staff.door.house.store, ana.back.draft.conversation
    store.write(lambda connection: telling.seen(connection, conversation, newest=1))
    assert house.works() == 1


def test_notes_are_nothing_to_tell_of(house: Round, ana: Patient) -> None:
    opened = ana.talk.read_by(house.agent)
    sealed = note(house.agent, opened, "Ask Lena")
    assert ana.talk.sends(house.agent, sealed, opened.version).status_code == 201
    assert house.queue == []


def test_who_gave_no_address_gets_nothing_and_is_not_on_record(house: Round) -> None:
    nobody = house.patient(notify="")
    assert nobody.row["notify"] is not None
    house.answers(nobody)
    assert house.works() == 0
    assert (house.queue, nobody.row["notify"], house.outcomes()) == ([], None, [])


@pytest.mark.parametrize(
    "notify", ["no address", "a@b", "ana@example.org\r\nBcc: eve@example.org", "a" * 254]
)
def test_what_is_no_address_counts_as_none(house: Round, notify: str) -> None:
    somebody = house.patient(notify=notify)
    house.answers(somebody)
    assert house.works() == 0
    assert house.office.commands == []
    assert somebody.row["notify"] is None


def test_a_follow_up_leaves_the_address_what_it_was(house: Round, ana: Patient) -> None:
    before = ana.row["notify"]
    ana.writes()
    assert ana.row["notify"] == before
    house.answers(ana)
    assert house.works() == 1


@pytest.mark.parametrize(("notify", "told"), [(OTHER, [OTHER]), ("", [])])
def test_a_follow_up_can_put_another_address_or_none(
    house: Round, ana: Patient, notify: str, told: list[str]
) -> None:
    ana.writes(mode=PUT, notify=notify)
    house.answers(ana)
    house.works()
    assert [delivery.to for delivery in house.office.deliveries] == told


def test_an_address_that_is_put_while_a_mail_waits_gets_it(house: Round, ana: Patient) -> None:
    house.answers(ana)
    door, draft = house.staff.door, ana.back.draft
    day = day_of(ana.row["notify"])
    given = seal_compartment(draft.notify_public, PUT, OTHER)
    sealed = telling.seal(door.house.keys.shred_key(day), day, draft.conversation, given)
    door.house.store.write(lambda connection: telling.put(connection, draft.conversation, sealed))
    assert house.works() == 1
    assert house.office.deliveries[0].to == OTHER


def test_closing_erases_it_and_nothing_is_sent_when_it_is_opened_again(house: Round, ana: Patient) -> None:
    opened = ana.talk.read_by(house.agent)
    asked(ana.talk.changes(house.agent, version=opened.version, state="closed"))
    assert ana.row["notify"] is None
    ana.writes()
    house.answers(ana)
    assert house.works() == 0
    assert house.queue == []


@pytest.mark.parametrize("state", states.STATES)
def test_it_is_closing_alone_that_erases_it(state: str) -> None:
    assert ("notify" in states.becoming(state, 1)) == (state == states.CLOSED)
    assert states.becoming(state, 1).get("notify") is None


def test_an_answer_that_closes_the_conversation_is_told_of_still(house: Round, ana: Patient) -> None:
    house.answers(ana, "closed")
    assert ana.row["notify"] is None
    assert house.works() == 1
    assert [row["sealed"] for row in house.queue] == [None]


@pytest.mark.parametrize("path", ["/back/state", "/back/quiet"])
def test_the_patient_ends_it(house: Round, ana: Patient, path: str) -> None:
    house.answers(ana)
    ana.says(path)
    assert (ana.row["notify"], house.queue) == (None, [])
    assert house.works() == 0
    ana.looks()
    house.answers(ana)
    assert house.works() == 0


def test_a_wrong_code_ends_nobodys(house: Round, ana: Patient) -> None:
    house.answers(ana)
    stranger = house.staff.door.draft()
    assert post(house.staff.door, "/back/quiet", code_facts(stranger.code)).status_code == 200
    assert ana.row["notify"] is not None
    assert house.works() == 1


@pytest.mark.parametrize("act", ["merge", "replacement"])
def test_what_goes_on_elsewhere_is_told_of_no_more(house: Round, ana: Patient, act: str) -> None:
    house.answers(ana)
    other = house.patient(notify=OTHER)
    opened = ana.talk.read_by(house.agent)
    house.agent.touches()
    facts = {"version": opened.version, "other": other.talk.reference}
    asked(house.agent.post(f"{ana.talk.address}/{act}", facts))
    assert (ana.row["notify"], house.queue) == (None, [])
    assert other.row["notify"] is not None
    assert house.works() == 0


def test_it_is_gone_with_the_conversation(house: Round, ana: Patient) -> None:
    house.answers(ana)
    answer = post(house.staff.door, "/back/delete", code_facts(ana.back.draft.code) | ana.back.wish())
    assert answer.status_code == 200
    assert house.queue == []
    assert house.works() == 0


def test_a_mail_that_was_not_taken_is_tried_again_with_growing_pauses(house: Round, ana: Patient) -> None:
    house.office.answers["DATA"] = "451 later"
    house.answers(ana)
    for number, pause in enumerate(PAUSES_SECONDS):
        assert house.worker.step() is False
        assert house.outcomes() == ["trying", "failed"] * (number + 1)
        assert house.worker.step() is False
        house.staff.door.clock.now += pause - 1
        assert house.worker.step() is False
        assert len(house.outcomes()) == 2 * (number + 1)
        house.staff.door.clock.now += 1
    del house.office.answers["DATA"]
    assert house.works() == 1
    assert house.outcomes()[-1] == "sent"


def test_in_the_end_it_is_given_up_and_the_next_answer_is_told_of(house: Round, ana: Patient) -> None:
    house.office.answers["greeting"] = HANG_UP
    house.answers(ana)
    for pause in (0, *PAUSES_SECONDS):
        house.staff.door.clock.now += pause
        house.worker.step()
    assert (house.queue, house.outcomes()) == ([], ["trying", "failed"] * (1 + len(PAUSES_SECONDS)))
    del house.office.answers["greeting"]
    assert house.works() == 0
    house.agent.signs_in()
    house.answers(ana)
    assert house.works() == 1


def test_a_server_that_takes_nothing_is_left_alone_until_the_next_round(house: Round, ana: Patient) -> None:
    other = house.patient(notify=OTHER)
    house.office.answers["MAIL"] = "421 too much"
    house.answers(ana)
    house.answers(other)
    assert house.worker.step() is False
    assert house.outcomes() == ["trying", "failed"]


def test_an_address_that_takes_no_mail_is_erased(house: Round, ana: Patient) -> None:
    house.office.answers["RCPT"] = "550 no such user ana@patients.example"
    house.answers(ana)
    assert house.works() == 0
    assert house.outcomes() == ["trying", "refused"]
    assert (ana.row["notify"], house.queue) == (None, [])


def test_a_mail_that_may_have_been_sent_is_not_sent_twice(house: Round, ana: Patient) -> None:
    house.office.answers["."] = HANG_UP
    house.answers(ana)
    house.works()
    del house.office.answers["."]
    house.staff.door.clock.now += DAY
    assert house.works() == 1
    assert house.outcomes() == ["trying", "unsure"]


def test_a_worker_that_dies_while_it_sends_leaves_a_gap_and_not_two(
    house: Round, ana: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.answers(ana)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("widget.outbox.mail.send", dies)
        with pytest.raises(KeyboardInterrupt):
            house.worker.step()
    assert house.works() == 0
    assert house.outcomes() == ["trying"]
    ana.looks()
    house.answers(ana)
    assert house.works() == 1


def test_of_two_workers_one_sends(house: Round, ana: Patient) -> None:
    house.answers(ana)
    store, now = house.staff.door.house.store, house.staff.door.clock.now
    due = store.read(lambda connection: telling.next_due(connection, now))
    assert due is not None
    assert [store.write(lambda connection: telling.take(connection, due, now)) for _ in range(2)] == [
        True,
        False,
    ]


@pytest.mark.parametrize("meanwhile", ["looks", "quiets"])
def test_what_ended_while_it_was_sent_is_not_tried_again(house: Round, ana: Patient, meanwhile: str) -> None:
    house.answers(ana)
    store, now = house.staff.door.house.store, house.staff.door.clock.now
    due = store.read(lambda connection: telling.next_due(connection, now))
    assert due is not None
    assert store.write(lambda connection: telling.take(connection, due, now))
    if meanwhile == "looks":
        ana.looks()
    else:
        ana.says("/back/quiet")
    store.write(lambda connection: telling.again(connection, due, now))
    assert house.queue == []
    assert house.works() == 0


def test_without_a_key_to_it_the_address_is_kept_and_tried_again(house: Round, ana: Patient) -> None:
    door = house.staff.door
    (secret,) = (door.house.settings.keys / "notify" / "private").iterdir()
    away = secret.rename(secret.with_suffix(".away"))
    house.answers(ana)
    assert house.works() == 0
    assert house.outcomes() == ["trying", "failed"]
    away.rename(secret)
    door.clock.now += PAUSES_SECONDS[0]
    assert house.works() == 1


def test_it_is_stored_for_no_longer_than_its_letter(house: Round, ana: Patient) -> None:
    door = house.staff.door
    stored = ana.row["notify"]
    (first,) = door.rows("letter")
    assert day_of(stored) == first["expiry_day"]
    house.answers(ana)
    door.clock.now = (first["expiry_day"] + 1) * DAY
    door.house.keys.destroy_shred_keys(first["expiry_day"] + 1)
    assert telling.end_expired(door.house.store, door.house.keys, door.clock.now) == 1
    assert (ana.row["notify"], house.queue) == (None, [])
    assert house.works() == 0


def test_what_has_expired_is_not_opened_although_its_row_is_there(house: Round, ana: Patient) -> None:
    door = house.staff.door
    (first,) = door.rows("letter")
    house.answers(ana)
    door.house.keys.destroy_shred_keys(first["expiry_day"] + 1)
    assert house.works() == 0
    assert house.queue == []


def test_the_address_of_one_conversation_is_not_anothers(house: Round, ana: Patient) -> None:
    stored = ana.row["notify"]
    key = house.staff.door.house.keys.kept_shred_key(day_of(stored))
    mine = telling.row_id(ana.back.draft.conversation)
    assert key_id_in(open_at_rest(key, mine, stored)) == house.staff.door.house.keys.notify_keys[0].id
    other = house.patient(notify=OTHER)
    other.back.becomes(notify=stored)
    house.answers(other)
    assert house.works() == 0


def test_no_mail_server_is_a_mail_that_is_not_taken(house: Round, ana: Patient) -> None:
    door = house.staff.door
    house.answers(ana)
    worker = AnswerMail(Settings.from_environment({}), door.house.store, door.house.keys, door.house.clock)
    assert worker.step() is False
    assert house.outcomes() == ["trying", "failed"]
    bodies = [activity.body_of(row["body"]) for row in door.rows("chain_body")]
    assert any(b"No mail server is set." in body for body in bodies)


def test_neither_record_nor_text_has_the_address(
    house: Round, ana: Patient, capsys: pytest.CaptureFixture[str]
) -> None:
    house.office.answers["RCPT"] = f"450 {ADDRESS} is busy"
    house.answers(ana)
    house.works()
    del house.office.answers["RCPT"]
    house.staff.door.clock.now += PAUSES_SECONDS[0]
    assert house.works() == 1
    rows = [
        house.staff.door.rows(table) for table in ("chain", "chain_body", "telling", "conversation", "outbox")
    ]
    due = telling.Due(b"", "7Q4M9ZTK2D", "en", 0, ADDRESS.encode())
    told = repr(rows) + repr(due) + repr(ana.back.draft) + capsys.readouterr().err
    assert ADDRESS not in told


def test_the_records_name_what_was_tried(house: Round, ana: Patient) -> None:
    house.answers(ana)
    house.works()
    entries = [row for row in house.staff.door.rows("chain") if row["kind"] == "answer-mail"]
    assert {(row["reference"], row["actor"]) for row in entries} == {(ana.talk.reference, "worker")}
    bodies = {row["seq"]: row["body"] for row in house.staff.door.rows("chain_body")}
    assert [from_json(activity.body_of(bodies[row["seq"]])) for row in entries] == [{}, {}]
