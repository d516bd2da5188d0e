"""flask demo"""

from __future__ import annotations

import base64
import json
import time
from functools import partial

import click
from flask.cli import AppGroup
from sqlalchemy import Connection, delete, insert, select, update

from widget.commands import kits
from widget.commands.context import key_folder, opened, settings
from widget.outbox import accounts
from widget.records.bundles import make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.settings import Settings
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import account, inbox, inbox_site

SLUG = "riverside"
LANGUAGES = ("en", "es")

demo = AppGroup("demo", help="An instance to try things out with.")


@demo.command("create")
def create() -> None:
    """Make the demo's kit, vendor account and inbox, or fit them to changed ports; any number of times."""
    keys = key_folder()
    with opened() as store:
        account_id = store.write(partial(_account, keys=keys, url=_vendor_url(settings())))
        if store.read(_inbox_id) is None:
            _found(store, keys, account_id)
        store.write(partial(_fit, account_id=account_id, site=_site(settings())))
    click.echo(f"The demo inbox {SLUG} is there; its kit is {settings().instance / 'demo.kit'}.")


def _found(store: Store, keys: KeyFolder, account_id: int) -> None:
    kit = kits.opened_or_made(settings().instance / "demo.kit", demo=True)
    charter = Charter(
        name="Riverside Telehealth",
        slug=SLUG,
        sites=(_site(settings()),),
        topics=topics_from((), LANGUAGES),
        languages=LANGUAGES,
        other_help={"phone": "+1 555 0100", "text": "Call us on weekdays from 8 to 18."},
    )
    now = time.time()
    bundle = make_bundle(kit, charter, now)
    store.write(lambda connection: add_bundle(connection, keys, bundle, account_id=account_id, now=now))


def _account(connection: Connection, keys: KeyFolder, url: str) -> int:
    """The demo vendor's account; another address takes another account, as it is sealed with the secret."""
    chosen = {"name": "demo vendor", "url": url}
    for row in connection.execute(select(account).where(account.c.vendor == "webhook")):
        if json.loads(row.settings) == chosen:
            return int(row.id)
    secret = "whsec_" + base64.b64encode(keys.secret("demo-vendor")).decode()
    return accounts.create(
        connection, keys, vendor="webhook", settings=chosen, credentials={"secret": secret}
    )


def _fit(connection: Connection, account_id: int, site: str) -> None:
    found = _inbox_id(connection)
    connection.execute(update(inbox).where(inbox.c.id == found).values(account_id=account_id))
    connection.execute(delete(inbox_site).where(inbox_site.c.inbox_id == found))
    connection.execute(insert(inbox_site).values(inbox_id=found, origin=site))


def _inbox_id(connection: Connection) -> bytes | None:
    return connection.scalar(select(inbox.c.id).where(inbox.c.slug == SLUG))


def _site(of: Settings) -> str:
    return f"http://localhost:{of.demo_site_port}"


def _vendor_url(of: Settings) -> str:
    return f"http://127.0.0.1:{of.demo_vendor_port}/hooks"
