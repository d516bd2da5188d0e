"""The same submission comes again: it is stored once, and answered as the first time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from tests.doors.letters import Draft
from tests.doors.visitors import Door
from widget.doors import reading
from widget.doors.accepting import accept, new_reference
from widget.store.models import conversation, letter

ALL_AT_ONCE = 12
Change = Callable[[Draft], Draft]


def test_the_same_envelope_again_gets_the_same_answer_and_stores_nothing(door: Door) -> None:
    envelope = door.draft().envelope()
    first = door.post(envelope)
    before = door.digest()
    again = door.post(envelope)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    assert door.digest() == before


def test_the_answer_stays_the_same_days_later(door: Door) -> None:
    draft = door.draft()
    first = door.post(draft.envelope())
    door.clock.now += 2 * 86400
    assert door.post(draft.envelope()).get_json() == first.get_json()


def test_a_submission_sealed_anew_is_the_same_submission(door: Door) -> None:
    draft = door.draft()
    first = door.post(draft.envelope())
    again = door.post(draft.but(letter=bytes(16)).envelope())
    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    assert len(door.rows("letter")) == 1


def test_a_late_repetition_does_not_revive_what_has_expired(door: Door) -> None:
    envelope = door.draft().envelope()
    first = door.post(envelope)
    door.house.store.write(lambda connection: connection.execute(delete(letter)))
    door.house.store.write(lambda connection: connection.execute(delete(conversation)))
    again = door.post(envelope)
    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    assert door.rows("conversation") == door.rows("letter") == []


def other_content(first: Draft) -> Draft:
    return first.but(digest=bytes(32))


def same_conversation(first: Draft) -> Draft:
    return first.anew().but(conversation=first.conversation)


def same_letter(first: Draft) -> Draft:
    return first.anew().but(letter=first.letter)


def same_return_code(first: Draft) -> Draft:
    return first.anew().but(code=first.code)


@pytest.mark.parametrize("second", [other_content, same_conversation, same_letter, same_return_code])
def test_ids_that_stand_for_something_else_are_a_conflict(door: Door, second: Change) -> None:
    draft = door.draft()
    assert door.post(draft.envelope()).status_code == 201
    before = door.digest()
    answer = door.post(second(draft).envelope())
    assert (answer.status_code, answer.get_json()["error"]) == (409, "conflict")
    assert door.digest() == before


def test_a_submission_to_one_inbox_is_not_answered_for_another(door: Door) -> None:
    draft = door.draft()
    door.post(draft.envelope())
    other = door.draft("practice").but(submission=draft.submission, digest=draft.digest)
    answer = door.post(other.envelope(slip=other.slip(language="es")), inbox="practice")
    assert answer.status_code == 409


def test_many_at_once_make_one_conversation(door: Door) -> None:
    envelope, token = door.draft().envelope(), door.token()
    with ThreadPoolExecutor(ALL_AT_ONCE) as pool:
        answers = list(pool.map(lambda _: door.post(envelope, X_Form_Token=token), range(ALL_AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] * (ALL_AT_ONCE - 1) + [201]
    assert len({answer.data for answer in answers}) == 1
    for table in ("submission", "conversation", "letter", "outbox"):
        assert len(door.rows(table)) == 1


def test_a_reference_that_is_taken_is_made_again(door: Door) -> None:
    taken = door.post(door.draft().envelope()).get_json()["reference"]
    known = door.house.inboxes.find("riverside")
    assert known is not None
    given = reading.read(door.draft().envelope(), known, door.house.keys, door.clock.now)
    references = iter([taken, "0123456789"])
    receipt, new = accept(door.house, known, given, door.clock.now, lambda: next(references))
    assert (receipt.reference, new) == ("0123456789", True)


def test_references_are_ten_symbols_at_random() -> None:
    made = {new_reference() for _ in range(1000)}
    assert len(made) == 1000
    assert set("".join(made)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert {len(reference) for reference in made} == {10}
