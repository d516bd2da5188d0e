"""The stage and the cast that tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.databases import PostgresDatabases, SQLiteDatabases
from widget.store import Store
from widget.store.keyfolder import KeyFolder

Databases = SQLiteDatabases | PostgresDatabases


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SQLiteDatabases:
    return SQLiteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    databases = PostgresDatabases()
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Either kind: a test that asks for this, or for `store`, runs on both."""
    name = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    found: Databases = request.getfixturevalue(name)
    return found


@pytest.fixture
def store(databases: Databases, tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated store, on SQLite and on PostgreSQL."""
    store = Store(databases.url(tmp_path))
    yield store
    store.close()


@pytest.fixture
def sqlite_store(sqlite_databases: SQLiteDatabases, tmp_path: Path) -> Iterator[Store]:
    store = Store(sqlite_databases.url(tmp_path))
    yield store
    store.close()


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    """A key folder with a post key in use."""
    folder = KeyFolder(tmp_path / "keys")
    folder.create()
    return folder


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for the whole run: a second could not start beside it."""
    with sync_playwright() as playwright:
        yield playwright
