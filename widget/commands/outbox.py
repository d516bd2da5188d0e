"""flask outbox"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from widget.commands.context import opened
from widget.outbox import status as outbox_status
from widget.outbox.queue import State
from widget.outbox.status import Stuck

outbox = AppGroup("outbox", help="Notices on their way to vendors.")


@outbox.command("status")
def status() -> None:
    """How many notices are in each state, and why those that were tried have not arrived."""
    with opened() as store:
        counts = store.read(outbox_status.counts)
        stuck = store.read(outbox_status.stuck)
    click.echo("  ".join(f"{state} {count}" for state, count in counts.items()))
    for line in _lines(stuck):
        click.echo(line)


@outbox.command("retry")
@click.argument("reference", required=False)
def retry(reference: str | None) -> None:
    """Put parked notices back, or the one of REFERENCE; the vendor is asked first whether it has a ticket."""
    with opened() as store:
        count = store.write(lambda connection: outbox_status.retry(connection, int(time.time()), reference))
    if reference is not None and not count:
        raise click.ClickException(f"There is no parked notice {reference}.")
    click.echo(f"{count} put back.")


def _lines(stuck: Sequence[Stuck]) -> list[str]:
    return [
        f"{each.reference}  {each.state}  {each.vendor} (account {each.account_id})"
        f"  tries {each.tries}{_next(each)}  {each.reason or '-'}: {each.advice}"
        for each in stuck
    ]


def _next(each: Stuck) -> str:
    if each.state not in (State.WAITING, State.UNCERTAIN):
        return ""
    return f"  next {datetime.fromtimestamp(each.due_at, UTC):%Y-%m-%d %H:%M:%S} UTC"
