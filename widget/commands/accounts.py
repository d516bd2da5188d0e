"""flask account"""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from widget.commands.context import key_folder, opened
from widget.outbox import accounts
from widget.outbox.vendors.base import BadSettings
from widget.outbox.vendors.registry import VENDORS
from widget.store.models import account as table

account = AppGroup("account", help="Ticketing vendors that are told that a letter is there.")


@account.command("create")
@click.argument("name")
@click.option("--vendor", type=click.Choice(list(VENDORS)), required=True)
@click.option("--url", required=True, help="The vendor's address.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Another setting of this vendor.")
def create(name: str, vendor: str, url: str, pairs: tuple[str, ...]) -> None:
    """Make an account; its credentials are asked for, or read from standard input, one a line."""
    chosen = {"name": name, "url": url} | dict(_pair(pair) for pair in pairs)
    with opened() as store:
        keys, credentials = key_folder(), {each: _asked(each) for each in VENDORS[vendor].credential_names}
        try:
            number = store.write(
                lambda connection: accounts.create(
                    connection, keys, vendor=vendor, settings=chosen, credentials=credentials
                )
            )
        except BadSettings as problem:
            raise click.ClickException(str(problem)) from None
    click.echo(f"Account {number} is there: flask inbox create takes it as --account {number}.")


@account.command("list")
def list_command() -> None:
    """Number, vendor and name of each account."""
    with opened() as store:
        rows = store.read(lambda connection: connection.execute(select(table).order_by(table.c.id)).all())
    for row in rows:
        click.echo(f"{row.id}\t{row.vendor}\t{json.loads(row.settings).get('name', '')}")


def _pair(given: str) -> tuple[str, str | float]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise click.ClickException(f"--set takes NAME=VALUE, not {given}.")
    return name, float(value) if value.replace(".", "", 1).isdecimal() else value


def _asked(name: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(name.capitalize(), hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
