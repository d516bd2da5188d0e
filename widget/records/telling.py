"""Which patients are to be told by e-mail of an answer, and where their addresses are kept meanwhile.

An address is sealed to a key of the worker's, and again under the shred key of the day on which the letter
expires that it came with. A conversation has it in `notify`, which is emptied when it is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from widget.crypto.compartment import Compartment
from widget.crypto.rest import DAY, seal_at_rest
from widget.records.retention import ROWS_AT_ONCE, day_of
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import conversation, telling


@dataclass(frozen=True)
class Due:
    """A mail that is to be sent. `tries` have been made."""

    conversation_id: bytes
    reference: str
    language: str
    tries: int
    sealed: bytes = field(repr=False)


def row_id(conversation_id: bytes) -> bytes:
    """Longer than any letter's, so that neither can stand for the other."""
    return b"notify" + conversation_id


def seal(shred_key: bytes, day: int, conversation_id: bytes, given: Compartment) -> bytes:
    """What is stored of it; `day` is the letter's last."""
    return seal_at_rest(shred_key, day, row_id(conversation_id), given.sealed)


def tell(connection: Connection, conversation_id: bytes, seq: int, now: int) -> None:
    """The answer `seq` is to be told of, unless the patient was told of one that they have not seen.

    In the transaction that stores the answer, and before that changes the conversation: one that it closes is
    told of still.
    """
    this = select(conversation.c.notify).where(conversation.c.id == conversation_id).with_for_update()
    sealed = connection.scalar(this)
    if sealed is None:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"conversation_id": conversation_id, "seq": seq, "sealed": sealed, "due_at": now}
    added = dialect.insert(telling).values(row)
    connection.execute(
        added.on_conflict_do_update(index_elements=[telling.c.conversation_id], set_={"seq": seq})
    )


def seen(connection: Connection, conversation_id: bytes, newest: int) -> None:
    """The patient has opened the conversation, with the answers up to `newest`."""
    told = or_(telling.c.due_at.is_(None), telling.c.seq <= newest)
    connection.execute(delete(telling).where(telling.c.conversation_id == conversation_id, told))


def put(connection: Connection, conversation_id: bytes, sealed: bytes) -> None:
    """Another address, or none: the one before gets nothing any more, and the next answer is told of."""
    _set(connection, conversation_id, sealed)
    mine = telling.c.conversation_id == conversation_id
    connection.execute(delete(telling).where(mine, telling.c.due_at.is_(None)))
    connection.execute(update(telling).where(mine).values(sealed=sealed))


def quiet(connection: Connection, conversation_id: bytes) -> None:
    """The address is erased, and nothing is sent to it any more."""
    _set(connection, conversation_id, None)
    connection.execute(delete(telling).where(telling.c.conversation_id == conversation_id))


def next_due(connection: Connection, now: int) -> Due | None:
    """The mail that has been due for the longest."""
    row = connection.execute(
        select(telling, conversation.c.reference, conversation.c.language)
        .join(conversation)
        .where(telling.c.due_at <= now)
        .order_by(telling.c.due_at)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Due(row.conversation_id, row.reference, row.language, row.tries, row.sealed)


def take(connection: Connection, due: Due, now: int) -> bool:
    """Whether it is this caller's to send. From then on it counts as sent: a worker that dies in between
    leaves a gap, never two mails.
    """
    waits = (_mine(due), telling.c.sealed == due.sealed, telling.c.due_at <= now)
    taken = update(telling).where(*waits).values(due_at=None, sealed=None, tries=due.tries + 1)
    return connection.execute(taken).rowcount == 1


def again(connection: Connection, due: Due, at: int) -> None:
    """It surely was not sent. Nothing where the patient has come meanwhile, or put something else."""
    taken = (_mine(due), telling.c.due_at.is_(None), telling.c.tries == due.tries + 1)
    connection.execute(update(telling).where(*taken).values(due_at=at, sealed=due.sealed))


def give_up(connection: Connection, due: Due) -> None:
    """It was not sent, and the next answer is told of anew."""
    connection.execute(delete(telling).where(_mine(due), telling.c.due_at.is_(None)))


def erase(connection: Connection, due: Due) -> None:
    """There is no address, or it takes no mail. One that was put meanwhile stays."""
    this = (conversation.c.id == due.conversation_id, conversation.c.notify == due.sealed)
    connection.execute(update(conversation).where(*this).values(notify=None))
    gone = or_(telling.c.due_at.is_(None), telling.c.sealed == due.sealed)
    connection.execute(delete(telling).where(_mine(due), gone))


def end_expired(store: Store, _keys: KeyFolder, now: float) -> int:
    """Empties what nobody can open any more since its day's key was destroyed. Returns how many."""
    today = DAY.pack(day_of(now))  # what is stored begins with its day, and so compares as days do
    over = select(conversation.c.id).where(conversation.c.notify < today).limit(ROWS_AT_ONCE)
    total = 0
    while ids := store.read(lambda connection: connection.scalars(over).all()):
        total += store.write(partial(_empty, ids=ids, today=today))
    store.write(lambda connection: connection.execute(delete(telling).where(telling.c.sealed < today)))
    return total


def _empty(connection: Connection, ids: Any, today: bytes) -> int:
    this = (conversation.c.id.in_(ids), conversation.c.notify < today)
    return connection.execute(update(conversation).where(*this).values(notify=None)).rowcount


def _set(connection: Connection, conversation_id: bytes, sealed: bytes | None) -> None:
    this = conversation.c.id == conversation_id
    connection.execute(update(conversation).where(this).values(notify=sealed))


def _mine(due: Due) -> Any:
    return telling.c.conversation_id == due.conversation_id
