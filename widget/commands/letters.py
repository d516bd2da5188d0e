"""flask letters"""

from __future__ import annotations

import json
import time
from pathlib import Path

import click
from flask.cli import AppGroup

from widget.commands import kits
from widget.commands.context import opened, settings, told
from widget.records import activity
from widget.records.reader import Line, Reader
from widget.records.retention import day_of
from widget.settings import database_address
from widget.store import Store
from widget.store.keyfolder import KeyFolder

PATH = click.Path(path_type=Path)

letters = AppGroup("letters", help="What patients and staff wrote.")


@letters.command("open")
@click.option("--kit", "kit_path", type=PATH, required=True, help="The kit's file.")
@click.option("--database", help="A copy of the database: a file of SQLite, or an address.")
@click.option("--keys", "keys_path", type=PATH, help="A copy of the key folder.")
@click.argument("reference", required=False)
def open_letters(kit_path: Path, database: str | None, keys_path: Path | None, reference: str | None) -> None:
    """Open stored letters with the kit, here or from copies: one JSON object a line."""
    kit = kits.opened(kit_path)
    keys = KeyFolder(keys_path or settings().keys)
    with told(), opened(address := _address(database)) as store:
        lines = _read(store, Reader(kit, keys), reference)
        if address in (None, settings().database_url):
            _record(store, reference, len(lines))
    for line in lines:
        # In ASCII alone: what a stranger wrote can neither steer the terminal nor break a line in two.
        click.echo(json.dumps(line))
    closed = sum("error" in line for line in lines)
    if closed:
        raise click.ClickException(f"{closed} of {len(lines)} letters could not be opened and checked.")


def _read(store: Store, reader: Reader, reference: str | None) -> list[Line]:
    if not store.read(reader.epochs):
        raise click.ClickException("No keys here are sealed to this kit: is it the right kit and key folder?")
    today = day_of(time.time())
    lines = store.read(lambda connection: list(reader.read(connection, today, reference)))
    if reference is not None and not lines:
        raise click.ClickException(f"There is no conversation {reference}.")
    return lines


def _record(store: Store, reference: str | None, count: int) -> None:
    """Whatever is read is on record before it is shown."""
    outcome, today = f"{count} letters", day_of(time.time())
    store.write(lambda c: activity.append(c, "letters-open", reference, "kit", outcome, b"", today))


def _address(database: str | None) -> str | None:
    if database is None or "://" in database:
        return None if database is None else database_address(database)
    if not Path(database).is_file():
        raise click.ClickException(f"There is no file {database}.")
    return f"sqlite:///{Path(database).absolute()}"
