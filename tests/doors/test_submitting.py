"""A patient's envelope goes in: what is stored, what is answered, and what happens when it comes again."""

from __future__ import annotations

from tests.doors.visitors import Door


def test_a_letter_is_accepted_with_a_receipt(door: Door) -> None:
    answer = door.post(door.draft().envelope())
    assert answer.status_code == 201
    assert answer.get_json().keys() == {"reference", "received_on", "readable_until", "answer_within_hours"}
