"""Changing an inbox after it was made: one setting at a time, all others stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from widget.records import inboxes
from widget.records.inboxes import Inbox
from widget.store.models import inbox


def change(connection: Connection, slug: str, work: Callable[[Inbox], Mapping[str, Any]]) -> Inbox:
    """The inbox after `work` was asked for new values of its settings; what is None is taken out.

    Raises NoInbox, and what `work` raises: then nothing is changed.
    """
    # Locked, so that of two commands at once neither undoes the other; SQLite has one writer anyway.
    connection.execute(select(inbox.c.id).where(inbox.c.slug == slug).with_for_update())
    found = inboxes.get(connection, slug)
    kept = connection.scalars(select(inbox.c.settings).where(inbox.c.id == found.id)).one()
    changed = json.loads(kept) | work(found)
    text = json.dumps({name: value for name, value in changed.items() if value is not None})
    connection.execute(update(inbox).where(inbox.c.id == found.id).values(settings=text))
    return inboxes.get(connection, slug)
