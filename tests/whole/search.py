"""Where what somebody wrote could have gone: all that is searched for it."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from tests.browser.house import House
from tests.whole.proxy import RecordingProxy
from tests.whole.traces import files

NOTICE_WITHIN = 30  # seconds


def wait_for_notice(house: House, reference: str) -> bytes:
    """All that the vendor got, once the notice of this reference is there."""
    last = time.monotonic() + NOTICE_WITHIN
    while time.monotonic() < last:
        received = json.dumps(house.received()).encode()
        if reference.encode() in received:
            return received
        time.sleep(0.2)
    raise AssertionError(f"no notice within {NOTICE_WITHIN} s: {house.log('worker').read_text()[-2000:]}")


def places(house: House, proxy: RecordingProxy, notices: bytes) -> dict[str, bytes]:
    """Everything that is searched, by name.

    The house's folder holds the instance (database, WAL, keys, kit) and the logs of all programs.
    """
    return {
        "what the browser sent": proxy.sent(),
        "what the browser was answered": proxy.received(),
        "what the vendor got": notices,
        "the cells of the database": cells(house.instance / "sotto.db"),
        **files(house.folder),
    }


def cells(database: Path) -> bytes:
    """Every value of every table: a page of the file could cut one in two."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = [row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
    connection.close()
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
