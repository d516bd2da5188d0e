"""The kit renews an inbox's keys: the running month and a year are there again, granted to all who read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.statements import Epoch, Keys
from widget.records.bundles import EPOCHS_AHEAD
from widget.records.calendar import months
from widget.records.founding import last_day
from widget.records.retention import make_shred_keys_until
from widget.staff import acts
from widget.staff.handing import epochs_signed_with
from widget.staff.kitwork import After, halves_of, look_with, sign_anew
from widget.store.keyfolder import KeyFolder


@dataclass(frozen=True)
class Renewed:
    """How many epochs were added, none where all were there; and until when patients can write now."""

    added: int
    until: int


def renew(connection: Connection, keys: KeyFolder, kit: Kit, slug: str, now: int) -> Renewed:
    """Raises NoInbox, or Invalid. Keys that have ended are renewed as well."""
    before = look_with(connection, kit, slug, now, ended=True)
    made = _coming(before.keys, now)
    if not made:
        return Renewed(0, before.keys.not_after)
    public = tuple(Epoch(each.n, each.xwing_public, each.sign_public, *term) for each, term in made)
    until = public[-1].seal_until
    # Of the others nothing is kept that they open or sign. They would be in every answer to a patient's page.
    needed = before.open_numbers() | epochs_signed_with(connection, before.inbox.id)
    after = After(
        leads=tuple(replace(each, not_after=until) for each in before.authority.leads),
        members=before.active,
        epochs=(*(each for each in before.keys.epochs if each.n in needed), *public),
        halves=halves_of(connection, keys, kit, before) | {each.n: each for each, _ in made},
        not_after=until,
    )
    make_shred_keys_until(keys, now, last_day(public[-1], before.inbox.retention_days))
    sign_anew(connection, keys, kit, before, after)
    facts = {"inbox": before.inbox.id.hex(), "until": until}
    acts.record(connection, "renew", acts.KIT, f"epochs {len(made)}", facts, now)
    return Renewed(len(made), until)


def _coming(before: Keys, now: int) -> list[tuple[KitEpoch, tuple[int, int]]]:
    """The months that have no keys yet, each with its private halves; the first begins where those before
    end, or began.
    """
    end = max((each.seal_until for each in before.epochs), default=0)
    terms = [(max(begin, end), until) for begin, until in months(now, EPOCHS_AHEAD) if until > end]
    first = max((each.n for each in before.epochs), default=0) + 1
    return [(KitEpoch.new(first + place), term) for place, term in enumerate(terms)]
