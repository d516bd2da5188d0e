"""Sends the summaries that are due: how many letters wait in a member's inboxes, and the desk's address.

Counts alone: no reference, topic or name of a patient or member, so that mail servers on the way learn no
more than that. One that may have been sent is never sent again, and each try is on record before it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from widget.outbox import mail
from widget.outbox.mail import Mail, MailError, NotTaken, Refused, Unsure
from widget.records import inboxes
from widget.records.zones import last_hour
from widget.settings import Settings
from widget.staff import acts, people, tallies
from widget.staff.digests import first_at
from widget.staff.people import AGENT, LEAD, Membership
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import digest

EVERY_SECONDS = 60
AT_ONCE = 20  # then the house's other jobs have their turn
RETRY_SECONDS = 1800
RETRIES_END_SECONDS = 4 * 3600  # after the hour that was asked for; tomorrow's is near enough then
KIND = "digest"
TRYING = "trying"
SUBJECT = "Sotto: letters are waiting"
OUTCOMES: dict[type[MailError], str] = {NotTaken: "failed", Refused: "refused", Unsure: "unsure"}


@dataclass(frozen=True)
class Count:
    """Of one inbox. `late` are those of the open ones that are due; `mine` are the member's own."""

    inbox: str
    open: int
    late: int
    mine: int


@dataclass(frozen=True)
class Due:
    """A summary that nobody else sends, which was due at `hour`; the member gets the next at `next_at`."""

    member_id: bytes
    address: str
    hour: int
    next_at: int
    counts: Sequence[Count]


def send_due(settings: Settings, store: Store, _keys: KeyFolder, now: float) -> None:
    """Nothing is sent where nothing waits."""
    if settings.smtp is None:
        return
    for _ in range(AT_ONCE):
        due = store.write(lambda connection: _claim(connection, int(now)))
        if due is None:
            return
        if due.counts:
            _send(settings, store, due, int(now))


def counts_of(connection: Connection, member_id: bytes, now: int) -> list[Count]:
    """Of the inboxes where they answer and something is open."""
    mine = [each for each in people.memberships_of(connection, member_id, now) if each.active]
    found = [_count(connection, each, now) for each in mine if each.role in (AGENT, LEAD)]
    return [each for each in found if each.open]


def _claim(connection: Connection, now: int) -> Due | None:
    """Put off until tomorrow before it is sent: a worker that dies in between leaves a gap, never two."""
    waiting = select(digest).where(digest.c.next_at <= now).order_by(digest.c.next_at).limit(1)
    row = connection.execute(waiting.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    counts = counts_of(connection, row.member_id, now)
    hour = last_hour(row.zone, row.hour, now)
    sent_at = hour if counts else row.sent_at
    due = Due(row.member_id, row.address, hour, first_at(row.hour, row.zone, sent_at, now), counts)
    this = digest.c.member_id == row.member_id
    connection.execute(update(digest).where(this).values(next_at=due.next_at, sent_at=sent_at))
    if counts:
        _record(connection, due.member_id, TRYING, "", now)
    return due


def _send(settings: Settings, store: Store, due: Due, now: int) -> None:
    outcome, why = "sent", ""
    try:
        mail.send(settings, Mail(due.address, SUBJECT, text(settings, due.counts)))
    except MailError as problem:
        outcome, why = OUTCOMES[type(problem)], str(problem)
    store.write(lambda connection: _ended(connection, due, outcome, why, now))


def text(settings: Settings, counts: Sequence[Count]) -> str:
    lines = [
        f"{each.inbox}: open {each.open}, late {each.late}, waiting for you {each.mine}" for each in counts
    ]
    return "\n".join(
        [
            *lines,
            "",
            f"Open the desk: {settings.desk_origin}/desk/",
            "",
            "You get this because you asked for it on your account's page at the desk. Turn it off there.",
            "",
        ]
    )


def _ended(connection: Connection, due: Due, outcome: str, why: str, now: int) -> None:
    """`next_at` stays where the member has changed it meanwhile."""
    this = (digest.c.member_id == due.member_id, digest.c.next_at == due.next_at)
    if outcome == OUTCOMES[NotTaken]:
        again = now + RETRY_SECONDS
        if again < due.hour + RETRIES_END_SECONDS:
            connection.execute(update(digest).where(*this).values(next_at=again))
    if outcome == OUTCOMES[Refused]:
        connection.execute(update(digest).where(*this).values(next_at=None))
    _record(connection, due.member_id, outcome, why, now)


def _count(connection: Connection, of: Membership, now: int) -> Count:
    found = tallies.counts(connection, [of], of.member.id, now)
    late = tallies.late(connection, of, now)
    return Count(inboxes.by_id(connection, of.inbox_id).name, found["open"], late, found["mine"])


def _record(connection: Connection, member_id: bytes, outcome: str, why: str, now: int) -> None:
    """Without the address."""
    acts.record(connection, KIND, acts.actor(member_id), outcome, {"why": why} if why else {}, now)
