"""flask db"""

from __future__ import annotations

import os
import time

import click
from flask.cli import AppGroup
from sqlalchemy import make_url

from widget.commands.context import key_folder, opened, settings, told
from widget.store.migrations import upgrade

db = AppGroup("db", help="The database's tables.")


@db.command("upgrade")
def upgrade_command() -> None:
    """Make the instance where there is none, and bring its tables up to date."""
    with told():
        keys = key_folder()
        if not keys.post_keys:
            keys.rotate_post_key(time.time())
        if not keys.notify_keys:
            keys.rotate_notify_key(time.time())
        _close_to_others()
    with opened() as store:
        upgrade(store)
    click.echo("The database is up to date.")


def _close_to_others() -> None:
    """SQLite gives its log the database file's mode, so the file is made first, and closed to others."""
    url = make_url(settings().database_url)
    if settings().uses_sqlite and url.database:
        os.close(os.open(url.database, os.O_CREAT | os.O_WRONLY, 0o600))
