"""A member's daily summary by e-mail: to which address and when, and that the address is theirs.

An address counts once a code that was sent there came back, so that nobody gets mail who did not ask for it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from widget.parsing import is_address
from widget.records.retention import day_of
from widget.records.zones import BadZone, next_hour, zone
from widget.staff.errors import Invalid
from widget.store.keyfolder import KeyFolder
from widget.store.models import digest

OFF, ASKED, ON, REFUSED = "off", "asked", "on", "refused"
CODE_DIGITS = 6
CODE_SECONDS = 15 * 60
CODE_TRIES = 5
CODES_A_DAY = 5
# Between the hours of two summaries to one member, whatever they change: a day, with room for clocks that do.
APART_SECONDS = 20 * 3600


@dataclass(frozen=True)
class Choice:
    """What a member asks for: `hour` (0 to 23) of the day in `zone`.

    Raises Invalid when made with what cannot be.
    """

    address: str
    hour: int
    zone: str

    def __post_init__(self) -> None:
        if not is_address(self.address):
            raise Invalid("This is no e-mail address. One reads like ines@example.org.")
        if not 0 <= self.hour <= 23:
            raise Invalid("The hour must be one of the day.")
        try:
            zone(self.zone)
        except BadZone as problem:
            raise Invalid(str(problem)) from None


def facts(connection: Connection, member_id: bytes) -> dict[str, Any]:
    """DIGEST: `state` is off, on, asked (the code has not come back yet) or refused (it takes no mail)."""
    found = _row(connection, member_id)
    if found is None or not found.address:
        return {"state": OFF}
    unconfirmed = REFUSED if found.code_hash is None else ASKED
    state = unconfirmed if found.next_at is None else ON
    return {"state": state, "address": found.address, "hour": found.hour, "zone": found.zone}


def ask(connection: Connection, keys: KeyFolder, member_id: bytes, choice: Choice, now: int) -> str | None:
    """The code that has to come back from the address; None where the address is confirmed already.

    Raises Invalid for one code too many.
    """
    before = _lock(connection, member_id)
    wanted = {"address": choice.address, "hour": choice.hour, "zone": choice.zone}
    if before.next_at is not None and before.address == choice.address:
        _set(connection, member_id, **wanted, next_at=first_at(choice.hour, choice.zone, before.sent_at, now))
        return None
    today = day_of(now)
    sent = before.codes_sent if before.codes_day == today else 0
    if sent >= CODES_A_DAY:
        raise Invalid("No more codes are sent today. Try again tomorrow.")
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    asked = {"code_hash": _hash(keys, member_id, choice.address, code), "code_until": now + CODE_SECONDS}
    counted = {"code_tries": 0, "codes_day": today, "codes_sent": sent + 1}
    _set(connection, member_id, **wanted, **asked, **counted, next_at=None)
    return code


def confirm(connection: Connection, keys: KeyFolder, member_id: bytes, code: str, now: int) -> bool:
    """Whether it is the code; each try counts, so that what is written stays even where it is not."""
    found = _lock(connection, member_id)
    if found.code_hash is None or found.code_until <= now or found.code_tries >= CODE_TRIES:
        return False
    if not secrets.compare_digest(found.code_hash, _hash(keys, member_id, found.address, code)):
        _set(connection, member_id, code_tries=found.code_tries + 1)
        return False
    begins = first_at(found.hour, found.zone, found.sent_at, now)
    _set(connection, member_id, code_hash=None, code_until=None, next_at=begins)
    return True


def stop(connection: Connection, member_id: bytes) -> None:
    """The address is forgotten."""
    _set(connection, member_id, address="", next_at=None, code_hash=None, code_until=None)


def first_at(hour: int, zone_name: str, sent_at: int | None, now: int) -> int:
    """When the next one is due: at that hour, and a day after the one before (whose hour was `sent_at`)."""
    return next_hour(zone_name, hour, max(now, (sent_at or 0) + APART_SECONDS))


def _row(connection: Connection, member_id: bytes) -> Row[Any] | None:
    return connection.execute(select(digest).where(digest.c.member_id == member_id)).one_or_none()


def _lock(connection: Connection, member_id: bytes) -> Row[Any]:
    """The member's row, made where there is none, until the transaction ends."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    empty = {"member_id": member_id, "address": "", "hour": 0, "zone": "UTC"}
    connection.execute(dialect.insert(digest).values(empty).on_conflict_do_nothing())
    return connection.execute(select(digest).where(digest.c.member_id == member_id).with_for_update()).one()


def _set(connection: Connection, member_id: bytes, **columns: Any) -> None:
    connection.execute(update(digest).where(digest.c.member_id == member_id).values(columns))


def _hash(keys: KeyFolder, member_id: bytes, address: str, code: str) -> bytes:
    """Keyed: a million codes are tried in a second by whoever has the database alone."""
    text = member_id + f"{address}\0{code}".encode()
    return hashlib.blake2b(text, key=keys.secret("digest-code"), digest_size=32).digest()
