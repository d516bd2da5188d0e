"""The schema's steps; `upgrade` brings a database to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from widget.store import Store


def upgrade(store: Store, revision: str = "head") -> None:
    with store.alone(), store.engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    with store.alone(), store.engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def is_current(store: Store) -> bool:
    newest = ScriptDirectory.from_config(_config(None)).get_current_head()
    return (
        store.read(lambda connection: MigrationContext.configure(connection).get_current_revision()) == newest
    )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
