"""Well-made boxes with hostile slips and hostile letters: strategies of (envelope, the code to answer)."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.doors.hostile import COMPARTMENT, LETTER, SLIP, Cases, Genuine, byte, ids, noise, not_zero, put

# Places within the slip; each text, and the memo, is its length and a field.
SLIP_INBOX, SLIP_CONVERSATION, TOPIC, URGENCY, LANGUAGE, MEMO = 0, 16, 112, 145, 162, 168
# Places within the letter.
DIRECTION, LETTER_INBOX, LETTER_CONVERSATION, SEQ, PREV = 3, 4, 20, 52, 56
COUNT, FIRST_STANZA, STANZA_BYTES = 120, 121, 1185
STAFF = 2
LESS_THAN_A_STEP = 1023  # from a letter's size to the next

TOPICS = ("appointment", "prescription", "billing", "technical", "other")
URGENCIES = ("normal", "soon", "urgent")
LANGUAGES = ("en", "es")


def slips_out_of_form(genuine: Genuine) -> Cases:
    slip = genuine.draft.slip()
    texts = [(TOPIC, 32, slip.topic), (URGENCY, 16, slip.urgency), (LANGUAGE, 5, slip.language)]
    cases: list[Cases] = [
        st.integers(343, 65535).map(lambda size: (genuine.with_slip(MEMO, size.to_bytes(2)), "malformed")),
        st.tuples(st.integers(len(slip.memo), 341), not_zero).map(
            lambda d: (genuine.with_slip(MEMO + 2 + d[0], bytes([d[1]])), "malformed")
        ),
    ]
    for at, size, text in texts:
        cases += [
            _too_long_a_text(genuine, at, size),
            _filled(genuine, at, size, text),
            _no_letter(genuine, at),
        ]
    return st.one_of(cases)


def _too_long_a_text(genuine: Genuine, at: int, size: int) -> Cases:
    return st.integers(size + 1, 255).map(
        lambda length: (genuine.with_slip(at, bytes([length])), "malformed")
    )


def _filled(genuine: Genuine, at: int, size: int, text: str) -> Cases:
    """Something else than zeros after the text."""
    places = st.integers(len(text), size - 1)
    return st.tuples(places, not_zero).map(
        lambda d: (genuine.with_slip(at + 1 + d[0], bytes([d[1]])), "malformed")
    )


def _no_letter(genuine: Genuine, at: int) -> Cases:
    """A text that does not begin as texts do."""
    wrong = byte.filter(lambda value: not ord("a") <= value <= ord("z"))
    return wrong.map(lambda value: (genuine.with_slip(at + 1, bytes([value])), "malformed"))


def words_of_other_vocabularies(genuine: Genuine) -> Cases:
    """Well formed, and not the inbox's."""
    slip = genuine.draft.slip
    topics = st.from_regex("[a-z][a-z0-9-]{0,31}", fullmatch=True).filter(lambda said: said not in TOPICS)
    urgencies = st.from_regex("[a-z]{1,16}", fullmatch=True).filter(lambda said: said not in URGENCIES)
    languages = st.from_regex("[a-z]{2}(-[A-Z]{2})?", fullmatch=True).filter(
        lambda said: said not in LANGUAGES
    )
    said = st.one_of(
        topics.map(lambda topic: slip(topic=topic)),
        urgencies.map(lambda urgency: slip(urgency=urgency)),
        languages.map(lambda language: slip(language=language)),
    )
    return said.map(lambda changed: (genuine.with_slip(0, changed.pack()), "slip"))


def ids_that_do_not_fit(genuine: Genuine) -> Cases:
    """The slip's or the letter's inbox or conversation is another."""
    draft = genuine.draft
    others = ids.filter(lambda drawn: drawn not in (draft.inbox, draft.conversation))
    in_slip = st.tuples(st.sampled_from([SLIP_INBOX, SLIP_CONVERSATION]), others).map(
        lambda d: (genuine.with_slip(*d), "slip")
    )
    in_letter = st.tuples(st.sampled_from([LETTER_INBOX, LETTER_CONVERSATION]), others).map(
        lambda d: (genuine.with_letter(*d), "slip")
    )
    both = others.map(lambda inbox: (draft.boxed(_in_both(genuine.inner, inbox)), "slip"))
    return st.one_of(in_slip, in_letter, both)


def headers_of_other_letters(genuine: Genuine) -> Cases:
    """A reply, a second letter, a follow-up; and what no letter is."""
    directions = byte.filter(lambda value: value != 1).map(
        lambda value: (
            genuine.with_letter(DIRECTION, bytes([value])),
            "slip" if value == STAFF else "malformed",
        )
    )
    seqs = (
        st.integers(0, 2**32 - 1)
        .filter(lambda seq: seq != 1)
        .map(lambda seq: (genuine.with_letter(SEQ, seq.to_bytes(4)), "slip" if seq else "malformed"))
    )
    prevs = (
        st.binary(min_size=32, max_size=32)
        .filter(any)
        .map(lambda prev: (genuine.with_letter(PREV, prev), "slip"))
    )
    return st.one_of(directions, seqs, prevs)


def letters_out_of_form(genuine: Genuine) -> Cases:
    counts = byte.filter(lambda count: count != 2).map(
        lambda count: (genuine.with_letter(COUNT, bytes([count])), "malformed")
    )
    longer = st.tuples(st.integers(1, LESS_THAN_A_STEP), byte).map(
        lambda d: (genuine.draft.boxed(genuine.inner + noise(d[1], d[0])), "malformed")
    )
    marks = (
        st.binary(min_size=2, max_size=2)
        .filter(lambda mark: mark != b"SL")
        .map(lambda mark: (genuine.with_letter(0, mark), "malformed"))
    )
    return st.one_of(counts, longer, marks, _kinds(genuine, 0, 1), _kinds(genuine, 1, 2))


def _kinds(genuine: Genuine, stanza: int, own: int) -> Cases:
    at = FIRST_STANZA + stanza * STANZA_BYTES
    return byte.filter(lambda kind: kind != own).map(
        lambda kind: (genuine.with_letter(at, bytes([kind])), "malformed")
    )


def epochs_that_nobody_knows(genuine: Genuine) -> Cases:
    return ids.map(lambda key_id: (genuine.with_letter(FIRST_STANZA + 1, key_id), "stale"))


def compartments_out_of_form(genuine: Genuine) -> Cases:
    """A mode that is none, or one that leaves what was never put; and a key that nobody has."""
    modes = byte.filter(lambda mode: mode != 1).map(
        lambda mode: (genuine.with_inner(COMPARTMENT, bytes([mode])), "malformed")
    )
    known = genuine.inner[COMPARTMENT + 1 : COMPARTMENT + 9]
    key_ids = st.binary(min_size=8, max_size=8).filter(lambda drawn: drawn != known)
    strangers = key_ids.map(lambda key_id: (genuine.with_inner(COMPARTMENT + 1, key_id), "stale"))
    return st.one_of(modes, strangers)


def _in_both(inner: bytes, inbox: bytes) -> bytes:
    return put(put(inner, SLIP + SLIP_INBOX, inbox), LETTER + LETTER_INBOX, inbox)
