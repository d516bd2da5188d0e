"""Each step of the schema runs up and down with data in the tables, and ends at what the code expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from widget.store import Store, migrations
from widget.store.migrations import downgrade, is_current, upgrade
from widget.store.models import metadata

# A row for every table, in an order that foreign keys allow; written without the code's own tables, as those
# change with later steps and what an old step has must not.
ROWS: dict[str, dict[str, Any]] = {
    "root": {"id": 1, "fingerprint": b"f", "public_key": b"p"},
    "account": {"id": 1, "vendor": "webhook", "settings": "{}", "sealed_credentials": b"c"},
    "inbox": {
        "id": b"i" * 16,
        "slug": "riverside",
        "root_id": 1,
        "account_id": 1,
        "retention_days": 30,
        "test": False,
        "settings": "{}",
    },
    "inbox_site": {"inbox_id": b"i" * 16, "origin": "https://a.example"},
    "statement": {"inbox_id": b"i" * 16, "kind": "keys", "seq": 1, "bytes": b"b", "signature": b"s"},
    "epoch": {
        "id": 1,
        "inbox_id": b"i" * 16,
        "number": 1,
        "kem_public": b"k",
        "sign_public": b"s",
        "seal_from": 1,
        "seal_until": 2,
    },
    "holder": {"id": 1, "kind": "kit", "public_key": b"h"},
    "grant": {"epoch_id": 1, "holder_id": 1, "expiry_day": 20000, "sealed": b"g"},
    "conversation": {
        "id": b"c" * 16,
        "inbox_id": b"i" * 16,
        "reference": "7Q4M9ZTK2D",
        "locator": b"l",
        "token_hash": b"t",
        "patient_sign_public": b"p",
        "memo": b"m",
        "topic": "billing",
        "urgency": "normal",
        "language": "en",
        "state": "open",
        "version": 1,
        "last_at": 1,
    },
    "telling": {"conversation_id": b"c" * 16, "seq": 1, "sealed": b"s", "due_at": 1},
    "inbox_change": {"inbox_id": b"i" * 16, "number": 1},
    "letter": {
        "id": b"l" * 16,
        "conversation_id": b"c" * 16,
        "epoch_id": 1,
        "direction": 1,
        "seq": 1,
        "expiry_day": 20000,
        "sealed": b"s",
        "received_at": 1,
    },
    "submission": {
        "id": b"s" * 16,
        "conversation_id": b"c" * 16,
        "digest": b"d",
        "reference": "7Q4M9ZTK2D",
        "expires_at": 1,
    },
    "outbox": {
        "id": 1,
        "delivery_id": "d",
        "reference": "7Q4M9ZTK2D",
        "account_id": 1,
        "kind": "opened",
        "notice": "{}",
        "state": "waiting",
        "due_at": 1,
    },
    "ticket": {"reference": "7Q4M9ZTK2D", "account_id": 1, "external_id": "9"},
    "chain": {
        "seq": 1,
        "at": 1,
        "kind": "notice",
        "actor": "worker",
        "outcome": "sent",
        "body_digest": b"d",
        "prev": b"p",
        "hash": b"h",
    },
    "chain_body": {"seq": 1, "body": b"b", "expiry_day": 20000},
    "figure": {
        "inbox_id": b"i" * 16,
        "day": 20000,
        "topic": "billing",
        "assignee_id": b"",
        "kind": "opened",
        "span": 0,
        "count": 1,
        "minutes": 0,
    },
    "counted": {"day": 0},
    "job": {"name": "purge", "next_at": 1},
    "handover": {"conversation_id": b"c" * 16, "seq": 1, "record": b"r", "signature": b"s"},
    "member": {"id": b"m" * 16, "name": "Ines", "holder_id": 1, "sign_public": b"s", "created_at": 1},
    "membership": {
        "member_id": b"m" * 16,
        "inbox_id": b"i" * 16,
        "role": "agent",
        "state": "active",
        "since": 1,
    },
    "sample": {"conversation_id": b"c" * 16, "inbox_id": b"i" * 16, "drawn_at": 1, "chosen": True},
    "saved_reply": {
        "id": b"a" * 16,
        "inbox_id": b"i" * 16,
        "epoch_id": 1,
        "revision": 1,
        "sealed": b"s",
        "changed_at": 1,
    },
    "extension": {
        "id": b"x" * 16,
        "inbox_id": b"i" * 16,
        "member_id": b"m" * 16,
        "state": "asked",
        "asked_at": 1,
        "left": 0,
        "until": 2,
    },
    "digest": {
        "member_id": b"m" * 16,
        "address": "ines@riverside.example",
        "hour": 9,
        "zone": "Europe/Madrid",
        "next_at": 1,
    },
    "passkey": {
        "credential_id": b"c",
        "member_id": b"m" * 16,
        "public_key": b"p",
        "sign_count": 0,
        "label": "laptop",
        "created_at": 1,
        "last_at": 1,
    },
    "wrap": {"member_id": b"m" * 16, "credential": b"c" * 32, "sealed": b"s"},
    "invitation": {
        "id": b"v" * 16,
        "inbox_id": b"i" * 16,
        "role": "agent",
        "name": "Ines",
        "expires_at": 1,
    },
    "ceremony": {"challenge": b"c", "purpose": "login", "subject": b"", "expires_at": 1},
    "session": {
        "id": b"s" * 16,
        "token_hash": b"t",
        "member_id": b"m" * 16,
        "credential_id": b"c",
        "label": "Firefox",
        "created_at": 1,
        "last_at": 1,
        "touched_at": 1,
    },
    "reading": {
        "member_id": b"m" * 16,
        "inbox_id": b"i" * 16,
        "left": 1,
        "filled_at": 1,
        "day": 1,
        "count": 1,
    },
}


@pytest.fixture
def empty(databases: Any, tmp_path: Path) -> Iterator[Store]:
    """A database without tables."""
    store = Store(databases.url(tmp_path, empty=True))
    yield store
    store.close()


def steps() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    return list(reversed(found))


def tables(store: Store) -> set[str]:
    return set(store.read(lambda connection: inspect(connection).get_table_names())) - {"alembic_version"}


def fill(store: Store) -> None:
    """A row into every table that is there and empty."""

    def add(connection: Connection) -> None:
        for table, row in ROWS.items():
            if table in here and not connection.execute(text(f'SELECT 1 FROM "{table}"')).first():  # noqa: S608
                names = ", ".join(f'"{name}"' for name in row)
                values = ", ".join(f":{name}" for name in row)
                connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), row)  # noqa: S608

    here = tables(store)
    store.write(add)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    def of(connection: Connection, table: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]  # noqa: S608

    return {table: store.read(lambda connection, t=table: of(connection, t)) for table in tables(store)}


def kept(full: dict[str, list[dict[str, Any]]], now: dict[str, list[dict[str, Any]]]) -> Any:
    """Of what there was, the tables and columns that there are now."""
    return {
        table: [{name: row[name] for name in left[0]} for row in full[table]] for table, left in now.items()
    }


def test_a_row_is_known_for_every_table() -> None:
    assert set(ROWS) == set(metadata.tables)


def test_every_step_runs_up_and_down_with_data_in_the_tables(empty: Store) -> None:
    before = [tables(empty)]
    for step in steps():
        upgrade(empty, step)
        fill(empty)
        before.append(tables(empty))
    full = rows(empty)
    assert all(full.values())
    for step, left in zip(reversed(["base", *steps()[:-1]]), reversed(before[:-1]), strict=True):
        downgrade(empty, step)
        assert tables(empty) == left
        assert rows(empty) == kept(full, rows(empty))


def test_the_newest_schema_is_what_the_code_expects(empty: Store) -> None:
    upgrade(empty)
    assert is_current(empty)

    def differences(connection: Connection) -> Any:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    assert empty.read(differences) == []


def test_a_conversation_from_before_the_desk_is_due_a_day_after_it_came(empty: Store) -> None:
    upgrade(empty, "0004_chain")
    fill(empty)
    upgrade(empty)
    (conversation,) = rows(empty)["conversation"]
    assert (conversation["received_at"], conversation["due_at"]) == (1, 1 + 86400)


def test_upgrading_again_changes_nothing(empty: Store) -> None:
    upgrade(empty)
    fill(empty)
    before = rows(empty)
    upgrade(empty)
    assert rows(empty) == before


def test_a_database_that_is_behind_is_not_current(empty: Store) -> None:
    upgrade(empty, steps()[0])
    assert not is_current(empty)
