"""The stage and the cast that tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.cast import Instance
from tests.databases import PostgresDatabases, SQLiteDatabases
from tests.operator import Operator
from tests.trackers.fixtures import roundup, rt
from widget.crypto.kit import Kit
from widget.records.bundles import Bundle, make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle, last_day
from widget.records.retention import make_shred_keys_until
from widget.store import Store
from widget.store.keyfolder import KeyFolder

__all__ = ["roundup", "rt"]  # fixtures that live elsewhere

# 2026-11-20 12:00 UTC
FOUNDED = 1_795_176_000

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
    folder = KeyFolder(tmp_path / "keys")
    folder.create()
    return folder


# What a page has to show, it has to show in the end: how long a busy machine takes is no failure.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for the whole run: a second could not start beside it."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit.new()


@pytest.fixture(scope="session")
def bundle(kit: Kit) -> Bundle:
    charter = Charter(
        name="Riverside",
        slug="riverside",
        sites=("https://www.riverside.example",),
        topics=topics_from((), ("en", "es")),
        retention_days=30,
    )
    return make_bundle(kit, charter, FOUNDED)


@pytest.fixture(scope="session")
def filled_key_folder(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With all shred keys that `bundle` needs: making them takes longer than a test."""
    folder = tmp_path_factory.mktemp("filled") / "keys"
    keys = KeyFolder(folder, lambda: FOUNDED)
    keys.create()
    keys.rotate_post_key(FOUNDED)
    keys.rotate_notify_key(FOUNDED)
    make_shred_keys_until(keys, FOUNDED, last_day(bundle.epochs[-1], bundle.charter.retention_days))
    return folder


@pytest.fixture
def instance(store: Store, kit: Kit, bundle: Bundle, filled_key_folder: Path, tmp_path: Path) -> Instance:
    """A house with the inbox `riverside`, on SQLite and on PostgreSQL; its clock stands still."""
    shutil.copytree(filled_key_folder, tmp_path / "keys")
    keys = KeyFolder(tmp_path / "keys", lambda: FOUNDED)
    store.write(lambda connection: add_bundle(connection, keys, bundle, account_id=None, now=FOUNDED))
    return Instance(store, keys, kit, bundle, FOUNDED)


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    """Has typed nothing yet."""
    operator = Operator(tmp_path / "instance")
    yield operator
    operator.leaves()


@pytest.fixture
def riverside(operator: Operator, tmp_path: Path) -> Operator:
    """The operator of an instance with the inbox riverside."""
    operator.types("db", "upgrade")
    operator.types("inbox", "create", "Riverside", "--kit", str(tmp_path / "demo.kit"), "--demo")
    return operator
