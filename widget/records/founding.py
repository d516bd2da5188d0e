"""Bringing a new inbox into the database."""

from __future__ import annotations

import json

from sqlalchemy import Connection, insert, select

from widget.crypto.statements import Epoch, root_hash
from widget.records import grants, statements
from widget.records.bundles import Bundle, BundleError, describe
from widget.records.inboxes import GRACE_SECONDS
from widget.records.retention import day_of, make_shred_keys_until
from widget.store.keyfolder import KeyFolder
from widget.store.models import account, epoch, holder, inbox, inbox_site, root


def add_bundle(
    connection: Connection, keys: KeyFolder, bundle: Bundle, *, account_id: int | None, now: float
) -> None:
    """Raises BundleError: a bundle that does not hold, an inbox that is there, an account that is not."""
    bundle.check(now)
    _refuse(connection, bundle, account_id)
    _add_inbox(connection, bundle, _root_id(connection, bundle), account_id)
    holder_id = _holder_id(connection, bundle)
    retention = bundle.charter.retention_days
    make_shred_keys_until(keys, now, last_day(bundle.epochs[-1], retention))
    for public, letter in zip(bundle.epochs, bundle.grants, strict=True):
        epoch_id = add_epoch(connection, bundle.inbox, public)
        day = last_day(public, retention)
        grants.put(connection, keys, epoch_id, holder_id, day, letter)


def last_day(of: Epoch, retention_days: int) -> int:
    """The last day on which a letter of this epoch can still be there to be read."""
    return day_of(of.seal_until + GRACE_SECONDS - 1) + retention_days


def _refuse(connection: Connection, bundle: Bundle, account_id: int | None) -> None:
    slug = bundle.charter.slug
    if connection.scalar(select(inbox.c.id).where(inbox.c.slug == slug)) is not None:
        raise BundleError(f"There is an inbox {slug} already.")
    if connection.scalar(select(inbox.c.id).where(inbox.c.id == bundle.inbox)) is not None:
        raise BundleError("This inbox is there already, under another slug.")
    if account_id is not None and not connection.scalar(
        select(account.c.id).where(account.c.id == account_id)
    ):
        raise BundleError(f"There is no account {account_id}: make it with flask account create.")


def _root_id(connection: Connection, bundle: Bundle) -> int:
    fingerprint = root_hash(bundle.root_public)
    found = connection.scalar(select(root.c.id).where(root.c.fingerprint == fingerprint))
    if found is not None:
        return int(found)
    added = insert(root).values(fingerprint=fingerprint, public_key=bundle.root_public).returning(root.c.id)
    return int(connection.execute(added).scalar_one())


def _holder_id(connection: Connection, bundle: Bundle) -> int:
    found = connection.scalar(select(holder.c.id).where(holder.c.public_key == bundle.holder_public))
    if found is not None:
        return int(found)
    added = insert(holder).values(kind="kit", public_key=bundle.holder_public).returning(holder.c.id)
    return int(connection.execute(added).scalar_one())


def _add_inbox(connection: Connection, bundle: Bundle, root_id: int, account_id: int | None) -> None:
    row = {
        "id": bundle.inbox,
        "slug": bundle.charter.slug,
        "root_id": root_id,
        "account_id": account_id,
        "retention_days": bundle.charter.retention_days,
        "test": bundle.charter.test,
        "settings": json.dumps(describe(bundle)),
    }
    connection.execute(insert(inbox).values(row))
    for site in sorted(set(bundle.charter.sites)):
        connection.execute(insert(inbox_site).values(inbox_id=bundle.inbox, origin=site))
    statements.add(connection, bundle.inbox, statements.AUTHORITY, 1, bundle.authority)
    statements.add(connection, bundle.inbox, statements.KEYS, 1, bundle.keys)


def add_epoch(connection: Connection, inbox_id: bytes, public: Epoch) -> int:
    """Its row's number."""
    row = {
        "inbox_id": inbox_id,
        "number": public.n,
        "kem_public": public.xwing_public,
        "sign_public": public.sign_public,
        "seal_from": public.seal_from,
        "seal_until": public.seal_until,
    }
    return int(connection.execute(insert(epoch).values(row).returning(epoch.c.id)).scalar_one())
