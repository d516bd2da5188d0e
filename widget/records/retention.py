"""How long things are kept. A letter's last day is fixed when it is received, and with it its shred key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from widget.records import counting
from widget.records.inboxes import Inbox
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import (
    chain_body,
    conversation,
    grant,
    inbox,
    letter,
    outbox,
    saved_reply,
    submission,
)

DAY_SECONDS = 86400
# Longer than any post key lives (a week in use, 30 days after, an hour ahead): until then a copied envelope
# could be opened again, and only this row keeps it from making a second conversation.
SUBMISSION_SECONDS = 45 * DAY_SECONDS
AHEAD_DAYS = 2
ROWS_AT_ONCE = 500  # other writers wait meanwhile


def day_of(moment: float) -> int:
    """The UTC day (days since 1970) of a Unix time."""
    return int(moment) // DAY_SECONDS


def expiry_day(of: Inbox, received_at: float) -> int:
    """The last UTC day on which a letter can be read."""
    return day_of(received_at) + of.kept_days


def readable_until(last_day: int, backup_days: int) -> date:
    """The last day on which one with a backup of the key folder could read it: what patients are told."""
    return datetime.fromtimestamp((last_day + backup_days) * DAY_SECONDS, UTC).date()


def submission_expires_at(received_at: float) -> int:
    return int(received_at) + SUBMISSION_SECONDS


def make_shred_keys(store: Store, keys: KeyFolder, now: float) -> None:
    """All days' keys that letters received until tomorrow can need: no commit then waits for a new file."""
    make_shred_keys_until(keys, now, day_of(now) + longest_kept_days(store))


def longest_kept_days(store: Store) -> int:
    """From now until the last day of any letter that is received until tomorrow."""
    longest = store.read(lambda connection: connection.scalar(select(func.max(inbox.c.retention_days)))) or 0
    return longest + AHEAD_DAYS


def make_shred_keys_until(keys: KeyFolder, now: float, last_day: int) -> None:
    for day in range(day_of(now), last_day + 1):
        keys.shred_key(day)


def purge(store: Store, keys: KeyFolder, now: float) -> int:
    """Ends what has expired: first its keys, so that nothing can be read whatever comes, then its rows.

    Returns how many rows were deleted or emptied.
    """
    today = day_of(now)
    keys.destroy_shred_keys(today)
    rows = sum(_end(store, expired, now) for expired in _expired(today, int(now)))
    store.checkpoint()
    return rows


def _expired(today: int, now: int) -> Iterable[tuple[Any, Select[Any]]]:
    """Each table's column and the values of it to delete, in an order that foreign keys allow."""
    left = select(letter.c.id).where(
        letter.c.conversation_id == conversation.c.id, letter.c.expiry_day >= today
    )
    yield conversation.c.id, select(conversation.c.id).where(~left.exists())
    yield letter.c.id, select(letter.c.id).where(letter.c.expiry_day < today, letter.c.sealed != b"")
    yield outbox.c.id, select(outbox.c.id).where(outbox.c.state.in_(("sent", "parked")), _NO_CONVERSATION)
    yield submission.c.id, select(submission.c.id).where(submission.c.expires_at <= now)
    yield grant.c.epoch_id, select(grant.c.epoch_id).where(grant.c.expiry_day < today)
    yield saved_reply.c.id, select(saved_reply.c.id).where(_NO_GRANT)
    yield chain_body.c.seq, select(chain_body.c.seq).where(chain_body.c.expiry_day < today)


# The kit's is the last to go: then nobody can open what is sealed to the epoch.
_NO_GRANT = ~select(grant.c.epoch_id).where(grant.c.epoch_id == saved_reply.c.epoch_id).exists()
_NO_CONVERSATION = ~select(conversation.c.id).where(conversation.c.reference == outbox.c.reference).exists()


def _end(store: Store, expired: tuple[Any, Select[Any]], now: float) -> int:
    column, chosen = expired

    def some(connection: Connection) -> int:
        going = chosen.limit(ROWS_AT_ONCE)
        if column.table is conversation:
            going = _counted(connection, going, now)
        if column.table is letter:  # that it was there counts on, for as long as others follow it
            return connection.execute(update(letter).where(column.in_(going)).values(sealed=b"")).rowcount
        return connection.execute(delete(column.table).where(column.in_(going))).rowcount

    total = ended = store.write(some)
    while ended >= ROWS_AT_ONCE:
        ended = store.write(some)
        total += ended
    return total


def _counted(connection: Connection, going: Select[Any], now: float) -> Any:
    """The ids of conversations, once what they say of days that are not counted yet is counted."""
    ids = connection.scalars(going.with_for_update(of=conversation)).all()
    counting.count_departing(connection, ids, now)
    return ids
