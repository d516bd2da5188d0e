"""A door to knock at: the application on a real store, with `riverside` and the test inbox `practice`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from tests.conftest import FOUNDED, Databases
from tests.databases import SQLiteDatabases
from tests.doors.visitors import Clock, Door
from widget import create_app, logs
from widget.crypto.kit import Kit
from widget.doors.house import NAME
from widget.records.bundles import Bundle, make_bundle
from widget.records.charter import Charter, topics_from
from widget.records.founding import add_bundle
from widget.settings import Settings
from widget.store.models import account

OpenDoor = Callable[..., Door]
SITES = ("https://one.example", "https://two.example")


@pytest.fixture(scope="session")
def practice(kit: Kit) -> Bundle:
    topics = topics_from(("billing",), ("es",))
    return make_bundle(
        kit, Charter("Practice", "practice", SITES, topics, ("es",), retention_days=0, test=True), FOUNDED
    )


@pytest.fixture(autouse=True)
def bugs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What the application did not foresee. It answers as if overloaded; a test that takes nothing from this
    list fails with what is on it."""
    found: list[BaseException] = []
    log_bug = logs.log_bug

    def note(problem: BaseException) -> None:
        found.append(problem)
        log_bug(problem)

    monkeypatch.setattr(logs, "log_bug", note)
    yield found
    assert not found


@pytest.fixture
def open_door(
    bundle: Bundle, practice: Bundle, filled_key_folder: Path, tmp_path: Path
) -> Iterator[OpenDoor]:
    """Opens doors on a database. Settings may differ, by their variables."""
    opened: list[Door] = []
    shutil.copytree(filled_key_folder, tmp_path / "keys")

    def open_(url: str, *, again: bool = False, **variables: str) -> Door:
        door = door_on(url, tmp_path, (bundle, practice), variables, again=again)
        opened.append(door)
        return door

    yield open_
    for door in opened:
        door.house.store.close()
    logs.lines.flush()  # into this test's output rather than the next one's


@pytest.fixture
def door(open_door: OpenDoor, databases: Databases, tmp_path: Path) -> Door:
    """On SQLite and on PostgreSQL."""
    return open_door(databases.url(tmp_path))


@pytest.fixture
def sqlite_url(sqlite_databases: SQLiteDatabases, tmp_path: Path) -> str:
    return sqlite_databases.url(tmp_path)


@pytest.fixture
def sqlite_door(open_door: OpenDoor, sqlite_url: str) -> Door:
    """For what no database has a part in."""
    return open_door(sqlite_url)


def door_on(
    url: str, folder: Path, bundles: tuple[Bundle, ...], variables: dict[str, str], *, again: bool = False
) -> Door:
    """`folder` has the key folder. With `again`, the database has the inboxes already."""
    environment = {
        "SOTTO_INSTANCE": str(folder),
        "SOTTO_PORT": "8000",
        "SOTTO_PATIENT_HOST": "127.0.0.1:8000",
        "SOTTO_DESK_HOST": "desk.localhost:8000",
        "DATABASE_URL": url,
        "SOTTO_SIGNING_IN_LIMIT": "10000 per minute",  # a whole team signs in within a second
    }
    clock = Clock(FOUNDED)
    app = create_app(Settings.from_environment(environment | variables), clock)
    door = Door(app, app.extensions[NAME], clock, bundles)
    if not again:
        door.house.store.write(lambda connection: _found(connection, door))
    return door


def _found(connection: Connection, door: Door) -> None:
    row: dict[str, Any] = {"vendor": "webhook", "settings": "{}", "sealed_credentials": b""}
    number = connection.execute(insert(account).values(row).returning(account.c.id)).scalar_one()
    for each in door.bundles:
        add_bundle(connection, door.house.keys, each, account_id=number, now=FOUNDED)
