"""Vendor accounts: where notices go. Their credentials are sealed with a key of the key folder."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random
from sqlalchemy import Connection, func, insert, select, update

from widget.outbox.exchange import Limits
from widget.outbox.vendors.base import BadSettings, Vendor
from widget.outbox.vendors.registry import VENDORS, open_vendor
from widget.store.keyfolder import KeyFolder
from widget.store.models import account

NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
CHECK_SECONDS = 1.0


class UnknownAccount(LookupError):
    """There is no such account."""


@dataclass(frozen=True)
class Account:
    """One account at one vendor, with its credentials in the clear. `next_allowed_at` in Unix seconds."""

    id: int
    vendor: str
    settings: Mapping[str, Any]
    credentials: Mapping[str, str] = field(repr=False)
    next_allowed_at: int

    def open(self, limits: Limits, ends: float) -> Vendor:
        """The adapter, which sends until `ends` on the monotonic clock. Raises BadSettings."""
        return open_vendor(self.vendor, self.settings, self.credentials, limits, ends)


def create(
    connection: Connection,
    keys: KeyFolder,
    *,
    vendor: str,
    settings: Mapping[str, Any],
    credentials: Mapping[str, str],
) -> int:
    """The new account's id. Raises BadSettings where the vendor could not work with these."""
    open_vendor(vendor, settings, credentials, Limits.within(CHECK_SECONDS), time.monotonic())
    for name in settings.keys() - {"name", *VENDORS[vendor].setting_names}:
        raise BadSettings(f"{vendor} has no setting {name}.")
    text = json.dumps(settings, sort_keys=True)
    sealed = _seal(keys, vendor, text, credentials)
    values = {"vendor": vendor, "settings": text, "sealed_credentials": sealed}
    number = connection.execute(insert(account).values(values).returning(account.c.id)).scalar_one()
    return int(number)


def load(connection: Connection, keys: KeyFolder, account_id: int) -> Account:
    """Raises UnknownAccount, or BadSettings where the row is not one sealed with this key folder."""
    row = connection.execute(select(account).where(account.c.id == account_id)).one_or_none()
    if row is None:
        raise UnknownAccount
    credentials = _open(keys, row.vendor, row.settings, row.sealed_credentials)
    return Account(row.id, row.vendor, json.loads(row.settings), credentials, row.next_allowed_at)


def hold_off(connection: Connection, account_id: int, until: int) -> None:
    """No worker calls the account before `until` (Unix seconds); a later time already set stays."""
    later = func.max if connection.dialect.name == "sqlite" else func.greatest
    changed = {"next_allowed_at": later(account.c.next_allowed_at, until)}
    connection.execute(update(account).where(account.c.id == account_id).values(changed))


def _seal(keys: KeyFolder, vendor: str, settings: str, credentials: Mapping[str, str]) -> bytes:
    nonce = random(NONCE_BYTES)
    plain = json.dumps(credentials).encode()
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        plain, _bound(vendor, settings), nonce, keys.secret("accounts")
    )


def _open(keys: KeyFolder, vendor: str, settings: str, sealed: bytes) -> dict[str, str]:
    try:
        plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[NONCE_BYTES:], _bound(vendor, settings), sealed[:NONCE_BYTES], keys.secret("accounts")
        )
    except (CryptoError, ValueError):
        raise BadSettings("The account's credentials do not open with this key folder.") from None
    held: dict[str, str] = json.loads(plain)
    return held


def _bound(vendor: str, settings: str) -> bytes:
    """Bound to where they are sent: who can write to the database alone cannot point them at another host."""
    return f"sotto/1/account\0{vendor}\0{settings}".encode()
