"""Inboxes: one support team's postbox each, with its own keys, topics, sites and retention."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from widget.crypto.xwing import key_hash
from widget.records import statements
from widget.records.encoding import b64u
from widget.store.models import epoch, inbox, inbox_site, root

KEY_ID_BYTES = 16
# Clocks of phones differ from ours: a letter is taken for a day before its epoch begins and after it ends.
GRACE_SECONDS = 86400


class NoInbox(LookupError):
    """An inbox that is not there; `known` are those that are."""

    def __init__(self, slug: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no inbox {slug}; there are: {', '.join(known) or 'none'}.")
        self.slug = slug
        self.known = known


@dataclass(frozen=True)
class Topic:
    """`label` is what patients read, by language; `vendor_label` is what the vendor is told."""

    code: str
    label: Mapping[str, str]
    vendor_label: str


@dataclass(frozen=True)
class Inbox:
    """`settings` holds the rest: `answer_within_hours`, `other_help` (`phone`, `text`) and `spare_pin`; and
    where the inbox has them, its own `terms` for the detector, `crisis`, whom to call, and office `hours`.
    """

    id: bytes
    slug: str
    name: str
    root_public: bytes
    sites: tuple[str, ...]
    topics: tuple[Topic, ...]
    languages: tuple[str, ...]
    retention_days: int
    test: bool
    account_id: int | None
    settings: Mapping[str, Any]

    @property
    def kept_days(self) -> int:
        """For how many days after its receipt a letter can be read. A test inbox is emptied daily."""
        return 0 if self.test else self.retention_days


@dataclass(frozen=True)
class Epoch:
    """One month's keys. Letters are sealed to it from `seal_from` until `seal_until` (Unix seconds)."""

    id: int
    number: int
    key_id: bytes  # what a letter's stanza names it by
    kem_public: bytes
    sign_public: bytes
    seal_from: int
    seal_until: int
    revoked_at: int | None

    def runs(self, now: float) -> bool:
        """Whether browsers seal to it now."""
        return self.revoked_at is None and self.seal_from <= now < self.seal_until

    def takes_letters(self, now: float) -> bool:
        in_time = self.seal_from - GRACE_SECONDS <= now < self.seal_until + GRACE_SECONDS
        return self.revoked_at is None and in_time


def find(connection: Connection, slug: str) -> Inbox | None:
    found = connection.execute(_INBOXES.where(inbox.c.slug == slug)).one_or_none()
    return None if found is None else _inbox(connection, found)


def get(connection: Connection, slug: str) -> Inbox:
    """Raises NoInbox."""
    found = find(connection, slug)
    if found is None:
        raise NoInbox(slug, [each.slug for each in every(connection)])
    return found


def by_id(connection: Connection, inbox_id: bytes) -> Inbox:
    """Of one that is there, as whatever refers to it says."""
    return _inbox(connection, connection.execute(_INBOXES.where(inbox.c.id == inbox_id)).one())


def every(connection: Connection) -> list[Inbox]:
    """By slug."""
    return [_inbox(connection, row) for row in connection.execute(_INBOXES.order_by(inbox.c.slug))]


def epochs(connection: Connection, inbox_id: bytes) -> tuple[Epoch, ...]:
    """By number."""
    rows = connection.execute(select(epoch).where(epoch.c.inbox_id == inbox_id).order_by(epoch.c.number))
    return tuple(_epoch(row) for row in rows)


def keys_answer(connection: Connection, of: Inbox) -> dict[str, Any]:
    """What a browser follows from a pin to the inbox's keys: the newest statements, as they were signed."""
    return {
        "inbox": b64u(of.id),
        "root": b64u(of.root_public),
        "authority": statements.get(connection, of.id, statements.AUTHORITY).to_json(),
        "keys": statements.get(connection, of.id, statements.KEYS).to_json(),
    }


def keys_until(connection: Connection, inbox_id: bytes) -> int:
    """When the last of its epochs ends: patients cannot write from then on. In Unix seconds."""
    last = select(func.max(epoch.c.seal_until)).where(
        epoch.c.inbox_id == inbox_id, epoch.c.revoked_at.is_(None)
    )
    return int(connection.scalars(last).one())


_INBOXES = select(inbox, root.c.public_key.label("root_public")).join(root, inbox.c.root_id == root.c.id)


def _inbox(connection: Connection, row: Row[Any]) -> Inbox:
    settings = json.loads(row.settings)
    sites = select(inbox_site.c.origin).where(inbox_site.c.inbox_id == row.id).order_by(inbox_site.c.origin)
    return Inbox(
        id=row.id,
        slug=row.slug,
        name=settings.pop("name"),
        root_public=row.root_public,
        sites=tuple(connection.scalars(sites)),
        topics=_topics(settings.pop("topics")),
        languages=tuple(settings.pop("languages")),
        retention_days=row.retention_days,
        test=row.test,
        account_id=row.account_id,
        settings=settings,
    )


def _topics(stored: Sequence[Mapping[str, Any]]) -> tuple[Topic, ...]:
    return tuple(Topic(topic["code"], topic["label"], topic["vendor_label"]) for topic in stored)


def _epoch(row: Row[Any]) -> Epoch:
    return Epoch(
        id=row.id,
        number=row.number,
        key_id=key_hash(row.kem_public)[:KEY_ID_BYTES],
        kem_public=row.kem_public,
        sign_public=row.sign_public,
        seal_from=row.seal_from,
        seal_until=row.seal_until,
        revoked_at=row.revoked_at,
    )
