"""Epochs when somebody leaves: the running one is revoked, and all from now on are made anew."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, delete, exists, select, update

from widget.crypto import xwing
from widget.crypto.errors import SealError
from widget.crypto.statements import Epoch, Keys
from widget.records.founding import add_epoch
from widget.staff.errors import Invalid
from widget.staff.standing import Standing
from widget.store.models import epoch, letter, saved_reply

# Patients' browsers go by the new epoch at once, so it must not begin later than now, give or take a clock.
AHEAD_SECONDS = 60
BEHIND_SECONDS = 600


def kept(before: Keys, at: int) -> list[Epoch]:
    """Those that have begun, the running one revoked."""
    begun = [each for each in before.epochs if each.seal_from <= at]
    return [replace(each, revoked=each.revoked or each.takes_letters(at)) for each in begun]


def terms(before: Keys, at: int) -> list[tuple[int, int]]:
    """From when until when the new ones take letters: the rest of the running one's time, then as before."""
    running = [(at, each.seal_until) for each in before.epochs if each.takes_letters(at)]
    coming = [(each.seal_from, each.seal_until) for each in before.epochs if each.seal_from > at]
    return running[:1] + coming


def check(before: Standing, after: Keys) -> None:
    """Raises Invalid unless `after` changes what a removal changes, and nothing else."""
    at = after.issue.issued
    if not before.now - BEHIND_SECONDS <= at <= before.now + AHEAD_SECONDS:
        raise Invalid("Your device's clock is wrong. Set it and do it again.")
    old = kept(before.keys, at)
    made = new(before.keys, after)
    if [each for each in after.epochs if each not in made] != old or after.not_after < before.keys.not_after:
        raise Invalid("The new keys do not revoke the running epoch alone. Reload the page.")
    if [(each.seal_from, each.seal_until, each.revoked) for each in made] != [
        (*term, False) for term in terms(before.keys, at)
    ]:
        raise Invalid("The new epochs are not of the old ones' times. Reload the page.")
    _check_keys(before.keys, made)


def new(before: Keys, after: Keys) -> list[Epoch]:
    highest = max((each.n for each in before.epochs), default=0)
    return [each for each in after.epochs if each.n > highest]


def apply(connection: Connection, before: Standing, after: Keys) -> None:
    """The rows follow KEYS. What never began is gone, but for what a fast clock has sealed to already."""
    of_inbox = epoch.c.inbox_id == before.inbox.id
    listed = {each.n for each in after.epochs}
    gone = [each.n for each in before.keys.epochs if each.n not in listed]
    unused = [
        ~exists(select(each.c.id).where(each.c.epoch_id == epoch.c.id)) for each in (letter, saved_reply)
    ]
    connection.execute(delete(epoch).where(of_inbox, epoch.c.number.in_(gone), *unused))
    ended = [*gone, *(each.n for each in after.epochs if each.revoked)]
    these = (of_inbox, epoch.c.number.in_(ended), epoch.c.revoked_at.is_(None))
    connection.execute(update(epoch).where(*these).values(revoked_at=before.now))
    for each in new(before.keys, after):
        add_epoch(connection, before.inbox.id, each)


def _check_keys(before: Keys, made: list[Epoch]) -> None:
    """Each of its own, and such that something can be sealed to it."""
    every = [*before.epochs, *made]
    if len({each.n for each in every}) < len(every) or len({each.xwing_public for each in every}) < len(
        every
    ):
        raise Invalid("The new epochs have numbers or keys that are in use.")
    try:
        for each in made:
            xwing.encapsulate(each.xwing_public)
    except SealError:
        raise Invalid("Nothing can be sealed to one of the new epochs.") from None
