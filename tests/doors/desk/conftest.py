"""A desk with a team: `desk` on SQLite and PostgreSQL, `sqlite_desk` for what no database has a part in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Databases
from tests.databases import SQLiteDatabases
from tests.doors.conftest import OpenDoor, door_on
from tests.doors.desk.seats import Staff, found_staff
from widget.crypto.kit import Kit
from widget.records.bundles import Bundle


@dataclass
class Teams:
    """Joined once for each kind of database; every test gets a copy, as joining takes a second."""

    kit: Kit
    bundles: tuple[Bundle, ...]
    folder: Path
    founded: dict[str, tuple[str, Staff]] = field(default_factory=dict)

    def of(self, databases: Databases) -> tuple[str, Staff]:
        """The address of the database that they joined in, and they."""
        if databases.kind not in self.founded:
            url = databases.url(self.folder)
            door = door_on(url, self.folder, self.bundles, {})
            staff = found_staff(door, self.kit)
            door.house.store.checkpoint()
            door.house.store.close()
            self.founded[databases.kind] = (url, staff)
        return self.founded[databases.kind]

    def copy(self, databases: Databases, open_door: OpenDoor, folder: Path) -> Staff:
        url, staff = self.of(databases)
        return staff.at(open_door(databases.copy_of(url, folder), again=True))


@pytest.fixture(scope="session")
def teams(
    kit: Kit,
    bundle: Bundle,
    practice: Bundle,
    filled_key_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Teams:
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(filled_key_folder, folder / "keys")
    return Teams(kit, (bundle, practice), folder)


@pytest.fixture
def desk(teams: Teams, databases: Databases, open_door: OpenDoor, tmp_path: Path) -> Staff:
    return teams.copy(databases, open_door, tmp_path)


@pytest.fixture
def sqlite_desk(
    teams: Teams, sqlite_databases: SQLiteDatabases, open_door: OpenDoor, tmp_path: Path
) -> Staff:
    return teams.copy(sqlite_databases, open_door, tmp_path)
