"""The inboxes as the doors know them, kept for seconds: most submissions read nothing before they write."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from widget.records import inboxes
from widget.records.inboxes import Epoch, Inbox
from widget.store import Store
from widget.store.models import account

KEPT_SECONDS = 3.0
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class KnownInbox:
    """`epochs` by the key id that letters name; `vendor` is None where nobody is told."""

    inbox: Inbox
    topics: frozenset[str]
    epochs: dict[bytes, Epoch]
    vendor: str | None
    statements: dict[str, Any]


class KnownInboxes:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, KnownInbox]] = {}

    def find(self, slug: str) -> KnownInbox | None:
        return self._fresh(slug) or self._read(slug)

    def _fresh(self, slug: str) -> KnownInbox | None:
        until, known = self._kept.get(slug, (0.0, None))
        return known if time.monotonic() < until else None

    def _read(self, slug: str) -> KnownInbox | None:
        if not SLUG.fullmatch(slug):
            return None
        with self._lock:  # of all who wait for one inbox, one asks the database
            known = self._fresh(slug) or self._store.read(lambda connection: _load(connection, slug))
            if known is None:
                self._kept.pop(slug, None)  # only those that exist are kept, so strangers cannot fill this
            else:
                self._kept[slug] = (time.monotonic() + KEPT_SECONDS, known)
            return known


def _load(connection: Connection, slug: str) -> KnownInbox | None:
    inbox = inboxes.find(connection, slug)
    if inbox is None:
        return None
    return KnownInbox(
        inbox=inbox,
        topics=frozenset(topic.code for topic in inbox.topics),
        epochs={epoch.key_id: epoch for epoch in inboxes.epochs(connection, inbox.id)},
        vendor=connection.scalar(select(account.c.vendor).where(account.c.id == inbox.account_id)),
        statements=inboxes.keys_answer(connection, inbox),
    )
