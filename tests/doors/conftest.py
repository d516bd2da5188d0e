"""A door to knock at: the application on a real store, with the inbox `riverside` and the test inbox
`practice`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from tests.databases import SQLiteDatabases
from tests.doors.visitors import Clock, Door
from widget import create_app
from widget.crypto.kit import Kit
from widget.doors.house import NAME
from widget.records.bundles import Bundle, make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.settings import Settings
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import account

SITES = ("https://www.riverside.example", "http://localhost:8001")
PATIENT_HOST = "127.0.0.1:8000"
DESK_HOST = "desk.localhost:8000"


@dataclass(frozen=True)
class Founded:
    """Made once: two inboxes, and a key folder with all keys that they need."""

    bundles: tuple[Bundle, ...]
    keys: Path
    at: int


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    folder = tmp_path_factory.mktemp("founded")
    now = int(time.time())
    kit = Kit.new()
    charters = (
        Charter("Riverside support", "riverside", SITES, topics_from((), ("en", "es")), retention_days=30),
        Charter("Practice", "practice", (), topics_from((), ("en", "es")), retention_days=0, test=True),
    )
    bundles = tuple(make_bundle(kit, charter, now) for charter in charters)
    keys = KeyFolder(folder / "keys", lambda: now)
    keys.create()
    keys.rotate_post_key(now)
    databases = SQLiteDatabases(folder)
    store = Store(databases.url(folder))
    add_all(store, keys, bundles, now)
    store.close()
    return Founded(bundles, folder / "keys", now)


def add_all(store: Store, keys: KeyFolder, bundles: tuple[Bundle, ...], now: int) -> None:
    def add(connection: Any) -> None:
        row = {"vendor": "webhook", "settings": "{}", "sealed_credentials": b""}
        number = connection.execute(insert(account).values(row).returning(account.c.id)).scalar_one()
        for bundle in bundles:
            add_bundle(connection, keys, bundle, account_id=number, now=now)

    store.write(add)


OpenDoor = Callable[..., Door]


@pytest.fixture
def open_door(founded: Founded, tmp_path: Path) -> Iterator[OpenDoor]:
    """Opens doors on a database; settings may differ by their variables."""
    opened: list[Door] = []
    shutil.copytree(founded.keys, tmp_path / "keys")

    def open_(url: str, *, empty: bool = False, **variables: str) -> Door:
        environment = {
            "SOTTO_INSTANCE": str(tmp_path),
            "DATABASE_URL": url,
            "SOTTO_PATIENT_HOST": PATIENT_HOST,
            "SOTTO_DESK_HOST": DESK_HOST,
        }
        clock = Clock(founded.at)
        app = create_app(Settings.from_environment(environment | variables), clock)
        door = Door(app, app.extensions[NAME], clock, founded.bundles)
        opened.append(door)
        if not empty:
            add_all(door.house.store, door.house.keys, founded.bundles, founded.at)
        return door

    yield open_
    for door in opened:
        door.house.store.close()


@pytest.fixture
def door(open_door: OpenDoor, databases: Any, tmp_path: Path) -> Door:
    """On SQLite and on PostgreSQL."""
    return open_door(databases.url(tmp_path))


@pytest.fixture
def sqlite_door(open_door: OpenDoor, sqlite_databases: SQLiteDatabases, tmp_path: Path) -> Door:
    return open_door(sqlite_databases.url(tmp_path))
