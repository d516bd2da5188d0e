"""Which vendors there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from widget.outbox.exchange import Limits
from widget.outbox.vendors.base import BadSettings, Vendor
from widget.outbox.vendors.roundup import Roundup
from widget.outbox.vendors.rt import RequestTracker
from widget.outbox.vendors.webhook import Webhook

VENDORS: dict[str, type[Vendor]] = {"webhook": Webhook, "roundup": Roundup, "rt": RequestTracker}


def open_vendor(
    vendor: str, settings: Mapping[str, Any], credentials: Mapping[str, str], limits: Limits, ends: float
) -> Vendor:
    """The account's adapter; it sends until `ends` on the monotonic clock. Raises BadSettings."""
    if vendor not in VENDORS:
        raise BadSettings(f"The vendor must be one of {', '.join(VENDORS)}.")
    return VENDORS[vendor](settings, credentials, limits, ends)
