"""What an operator types first: the instance, its post key, the demo."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.operator import Operator
from widget.outbox import accounts
from widget.store.keyfolder import KeyFolder
from widget.store.migrations import is_current
from widget.store.models import account, inbox, inbox_site


def test_an_instance_is_made_closed_to_others(operator: Operator) -> None:
    operator.types("db", "upgrade")
    assert operator.store().read(lambda c: c.scalar(select(func.count()).select_from(inbox))) == 0
    assert is_current(operator.store())
    modes = {path.name: path.stat().st_mode & 0o777 for path in operator.instance.iterdir() if path.is_file()}
    assert set(modes.values()) == {0o600}
    assert operator.instance.stat().st_mode & 0o777 == 0o700


def test_making_it_again_changes_nothing(operator: Operator) -> None:
    operator.types("db", "upgrade")
    first = KeyFolder(operator.instance / "keys").post_keys
    operator.types("db", "upgrade")
    assert KeyFolder(operator.instance / "keys").post_keys == first


def test_a_new_post_key_waits_an_hour(operator: Operator) -> None:
    operator.types("db", "upgrade")
    said = operator.types("post-key", "rotate")
    old, new = KeyFolder(operator.instance / "keys").post_keys
    assert new.id.hex() in said
    assert new.use_from == new.published_at + 3600
    assert old.retire_at == new.use_from + 30 * 86400


def test_the_demo_can_be_made_any_number_of_times(operator: Operator) -> None:
    operator.types("db", "upgrade")
    operator.types("demo", "create")
    kit = (operator.instance / "demo.kit").read_bytes()
    before = operator.types("inbox", "snippet", "riverside")
    operator.types("demo", "create")
    assert (operator.instance / "demo.kit").read_bytes() == kit
    assert operator.types("inbox", "snippet", "riverside") == before
    counted = operator.store().read(lambda c: c.scalar(select(func.count()).select_from(account)))
    assert counted == 1


def test_the_demo_follows_its_ports(operator: Operator) -> None:
    operator.types("db", "upgrade")
    operator.types("demo", "create")
    operator.environment |= {"SOTTO_DEMO_SITE_PORT": "9001", "SOTTO_DEMO_VENDOR_PORT": "9002"}
    operator.types("demo", "create")
    store = operator.store()
    assert store.read(lambda c: c.scalars(select(inbox_site.c.origin)).all()) == ["http://localhost:9001"]
    number = store.read(lambda c: c.scalar(select(inbox.c.account_id)))
    keys = KeyFolder(operator.instance / "keys")
    assert (
        store.read(lambda c: accounts.load(c, keys, number)).settings["url"] == "http://127.0.0.1:9002/hooks"
    )


def test_without_tables_a_command_says_what_to_do(operator: Operator) -> None:
    operator.instance.mkdir()
    said = operator.fails("inbox", "snippet", "riverside")
    assert "flask db upgrade" in said


def test_a_database_that_does_not_answer_is_told(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    assert "The database cannot be reached now" in operator.fails("db", "upgrade")


def test_a_file_that_is_no_database_is_told(operator: Operator) -> None:
    operator.instance.mkdir()
    (operator.instance / "sotto.db").write_bytes(b"not a database, but long enough to be read as one" * 20)
    assert "The database does not answer as it should" in operator.fails("db", "upgrade")


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_accounts_keep_their_credentials_sealed(operator: Operator, backend: str, request) -> None:
    if backend == "postgresql":
        databases = request.getfixturevalue("postgres_databases")
        operator.environment["DATABASE_URL"] = databases.url(operator.instance)
    operator.types("db", "upgrade")
    made = (
        "account",
        "create",
        "Help desk",
        "--vendor",
        "rt",
        "--url",
        "https://rt.example",
        "--set",
        "queue=Care",
    )
    assert "Account 1 is there" in operator.types(*made, given="hunter2\n")
    assert operator.types("account", "list") == "1\trt\tHelp desk\n"
    row = operator.store().read(lambda c: c.execute(select(account)).one())
    assert b"hunter2" not in row.sealed_credentials
    assert json.loads(row.settings) == {"name": "Help desk", "queue": "Care", "url": "https://rt.example"}
    keys = KeyFolder(operator.instance / "keys")
    loaded = operator.store().read(lambda c: accounts.load(c, keys, 1))
    assert loaded.credentials == {"token": "hunter2"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--url", "http://rt.example"), "https"),
        (("--url", "https://rt.example", "--set", "queue"), "--set takes NAME=VALUE"),
        (("--url", "https://rt.example"), "queue"),
    ],
)
def test_an_account_that_cannot_work_is_refused(
    operator: Operator, more: tuple[str, ...], sentence: str
) -> None:
    operator.types("db", "upgrade")
    said = operator.fails("account", "create", "x", "--vendor", "rt", *more, given="hunter2\n")
    assert sentence in said
    assert "hunter2" not in said


def test_the_database_file_is_durable_from_the_start(operator: Operator) -> None:
    operator.types("db", "upgrade")
    with sqlite3.connect(operator.instance / "sotto.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_instance_folder_may_be_missing_with_its_parents(operator: Operator, tmp_path: Path) -> None:
    operator.environment["SOTTO_INSTANCE"] = str(tmp_path / "a" / "b")
    operator.types("db", "upgrade")
    assert (tmp_path / "a" / "b" / "sotto.db").exists()
