"""Handing a conversation over: the signed record, and the stanza that each letter gets."""

from __future__ import annotations

import pytest

from tests.crypto.cast import Conversation
from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto.errors import Malformed
from widget.crypto.handover import Handover, sign_handover, verify_handover
from widget.crypto.header import INBOX
from widget.crypto.kit import KitEpoch
from widget.crypto.layout import MOST_STANZAS, Stanza, parse_stanza, take_apart, with_stanza
from widget.crypto.letter import key_id_of, letter_hash


@each("handover")
def test_a_record(vector: Vector) -> None:
    def read() -> Handover:
        handover = Handover.parse(data(vector["record"]))
        verify_handover(data(vector["sign_public"]), data(vector["record"]), data(vector["signature"]))
        return handover

    found, handover = outcome(read)
    assert found == vector["outcome"]
    if handover is not None:
        expected = vector["expected"]
        ids = (handover.conversation, handover.origin, handover.from_inbox, handover.to_inbox, handover.last)
        assert ids == tuple(data(expected[name]) for name in ("conversation", "origin", "from", "to", "last"))
        numbers = (handover.seq, handover.at, handover.epoch)
        assert numbers == (expected["seq"], expected["at"], expected["epoch"])
        assert handover.pack() == data(vector["record"])
        assert sign_handover(data(vector["sign_seed"]), handover.pack()) == data(vector["signature"])


def stanza_to(name: bytes) -> Stanza:
    """Of the right shape; the server that adds it cannot tell more."""
    return Stanza(INBOX, key_id_of(name), bytes(1120), bytes(48))


def test_a_stanza_is_added_and_nothing_else_changes() -> None:
    talk = Conversation()
    letter = talk.first()
    added = parse_stanza(stanza_to(KitEpoch.new(2).xwing_public).pack())
    handed = with_stanza(letter, added)
    assert letter_hash(handed) == letter_hash(letter)
    assert take_apart(handed).stanzas == (*take_apart(letter).stanzas, added)
    assert talk.opened_by_inbox(handed).payload == talk.opened_by_patient(handed).payload


def test_in_a_full_letter_the_second_inbox_gives_way_and_the_first_and_the_patient_stay() -> None:
    talk = Conversation()
    letter = talk.first()
    names = [bytes([number]) * 8 for number in range(4)]
    for name in names:
        letter = with_stanza(letter, stanza_to(name))
    stanzas = take_apart(letter).stanzas
    assert len(stanzas) == MOST_STANZAS
    kept = [key_id_of(talk.epoch.xwing_public), key_id_of(talk.patient.xwing_public)]
    assert [stanza.key_id for stanza in stanzas] == [*kept, *map(key_id_of, names[2:])]
    assert talk.opened_by_patient(letter)


def test_no_stanza_is_added_twice_nor_one_that_a_letter_may_not_have() -> None:
    letter = Conversation().first()
    added = stanza_to(b"care team")
    with pytest.raises(Malformed):
        with_stanza(with_stanza(letter, added), added)
    with pytest.raises(Malformed):
        with_stanza(letter, Stanza(3, key_id_of(b"somebody"), bytes(1120), bytes(48)))
    with pytest.raises(Malformed):
        parse_stanza(added.pack()[:-1])
