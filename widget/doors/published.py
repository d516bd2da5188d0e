"""The house's own keys, which browsers seal slips and addresses to. Letters are sealed to others within."""

from __future__ import annotations

from typing import Any

from widget.records.encoding import b64u
from widget.store.keyfolder import KeyFolder


def published(keys: KeyFolder, now: int) -> dict[str, Any]:
    """As JSON. Raises LookupError where there is none yet."""
    post_id, post_public = keys.published_post_key(now)
    notify = keys.published_notify_key(now)
    return {
        "post_key": {"id": b64u(post_id), "public": b64u(post_public)},
        "notify_key": {"id": b64u(notify.id), "public": b64u(notify.public)},
    }
