"""Takes a reply or a note, as far as it can be checked without a key, and stores it with what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from widget.crypto.rest import seal_at_rest
from widget.records import telling
from widget.staff import acts, fitting, sampling, states
from widget.staff.errors import Outdated
from widget.staff.finding import find
from widget.staff.fitting import Answer, Draft, Parsed
from widget.staff.repeating import stored_before
from widget.store import Overloaded, Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, letter

REPLY, NOTE = "reply", "note"


def answer(store: Store, keys: KeyFolder, draft: Draft, now: int) -> int:
    """The conversation's version with the letter in it, also for one that was stored before. Durable on
    return.

    Raises Malformed or WrongVersion for what is no letter, Gone, Outdated, Stale, Taken and Invalid.
    """
    parsed = fitting.parse(draft)
    earlier = store.read(lambda connection: _earlier(connection, keys, parsed))
    if earlier is not None:
        return earlier
    try:
        fits = store.read(lambda connection: fitting.check(connection, keys, parsed, now))
        arrival = _arrive(keys, fits, now)
        return store.write(lambda connection: _store(connection, arrival))
    except (Outdated, IntegrityError):
        # The same letter may just have come in by another request: of two, one is the first.
        earlier = store.read(lambda connection: _earlier(connection, keys, parsed))
        if earlier is None:
            raise
        return earlier


@dataclass(frozen=True)
class _Arrival:
    """An answer made ready outside the transaction, so that others wait for the database alone."""

    answer: Answer
    sealed: bytes
    now: int


def _arrive(keys: KeyFolder, given: Answer, now: int) -> _Arrival:
    day = given.stamp.expiry_day
    try:
        shred_key = keys.shred_key(day)
    except OSError as problem:  # made ahead as a rule; a full disk can keep a new one from being made
        raise Overloaded("the shred key cannot be made now") from problem
    sealed = seal_at_rest(shred_key, day, given.header.letter, given.draft.letter)
    return _Arrival(given, sealed, now)


def _store(connection: Connection, arrival: _Arrival) -> int:
    """Raises Outdated where somebody changed the conversation since it was looked at."""
    given = arrival.answer
    draft, header = given.draft, given.header
    if given.is_reply:
        telling.tell(connection, header.conversation, header.seq, arrival.now)
    this = (conversation.c.id == given.conversation.id, conversation.c.version == draft.version)
    changed = connection.execute(update(conversation).where(*this).values(_changes(arrival)))
    if changed.rowcount != 1:
        raise Outdated(find(connection, draft.by, draft.reference).version)
    row = {
        "id": header.letter,
        "conversation_id": header.conversation,
        "epoch_id": given.epoch_id,
        "direction": header.direction,
        "seq": header.seq,
        "expiry_day": given.stamp.expiry_day,
        "sealed": arrival.sealed,
        "received_at": given.stamp.received_at,
        "written_by": draft.by.member.id,
    }
    connection.execute(insert(letter).values(row))
    sampling.draw(connection, header.conversation, draft.state, arrival.now)
    _record(connection, arrival)
    return draft.version + 1


def _changes(arrival: _Arrival) -> dict[str, Any]:
    given, version = arrival.answer, arrival.answer.draft.version + 1
    if not given.is_reply:
        return {"version": version} | states.becoming(given.draft.state, arrival.now)
    row = given.conversation
    return {
        "version": version,
        "last_at": given.stamp.received_at,
        "answered_at": row.answered_at or given.stamp.received_at,
        "replied_at": given.stamp.received_at,
        "answers": given.header.seq,
        "assignee_id": row.assignee_id or given.draft.by.member.id,
    } | states.becoming(given.draft.state or states.WAITING, arrival.now)


def _record(connection: Connection, arrival: _Arrival) -> None:
    given = arrival.answer
    draft = given.draft
    kind = REPLY if given.is_reply else NOTE
    state = draft.state or (states.WAITING if given.is_reply else "kept")
    facts = {"inbox": given.inbox.id.hex(), "letter": given.header.letter.hex(), "version": draft.version + 1}
    actor = acts.actor(draft.by.member.id)
    acts.record(connection, kind, actor, state, facts, arrival.now, draft.reference)


def _earlier(connection: Connection, keys: KeyFolder, given: Parsed) -> int | None:
    """For a letter that is stored already, the version that this made; None for one that is not.

    A repetition says the version that it was written on, as the first time. Raises Taken where another letter
    has its id.
    """
    draft, letter_id = given.draft, given.header.letter
    row = stored_before(connection, keys, letter_id, draft.letter, draft.reference)
    return None if row is None else min(draft.version + 1, int(row.version))
