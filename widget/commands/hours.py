"""flask inbox hours"""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from flask.cli import with_appcontext

from widget.commands.context import opened
from widget.records import inboxes
from widget.records.changing import change
from widget.records.expectation import MOST_HOURS, answer_within_hours, expected_at, with_answer_hours
from widget.records.hours import DAYS, hours_in, with_hours, without_hours
from widget.records.inboxes import Inbox

MOMENT = "%a %Y-%m-%d %H:%M"


@click.command("hours")
@click.argument("slug")
@click.option("--zone", default="", help="The team's time zone, such as Europe/Madrid.")
@click.option(
    "--open", "spans", nargs=2, multiple=True, help="Days and hours: mon-fri 9-17; repeat for more."
)
@click.option(
    "--answer-hours",
    type=click.IntRange(1, MOST_HOURS),
    help="By when patients hear from you, in these hours.",
)
@click.option("--reset", is_flag=True, help="Every hour counts again, nights and weekends too.")
@with_appcontext
def hours(
    slug: str, zone: str, spans: tuple[tuple[str, str], ...], answer_hours: int | None, reset: bool
) -> None:
    """Show or change which hours count until an answer is due."""
    if reset and (zone or spans):
        raise click.ClickException("--reset takes the hours away: leave it or the others out.")
    with opened() as store:
        if zone or spans:
            store.write(lambda c: change(c, slug, lambda found: with_hours(found, zone, spans)))
        if reset:
            store.write(lambda c: change(c, slug, lambda _: without_hours()))
        if answer_hours is not None:
            store.write(lambda c: change(c, slug, lambda _: with_answer_hours(answer_hours)))
        inbox = store.read(lambda c: inboxes.get(c, slug))
    _show(inbox, int(time.time()))


def _show(inbox: Inbox, now: int) -> None:
    found, within = hours_in(inbox.settings), answer_within_hours(inbox)
    if found is None:
        click.echo(f"Every hour counts, nights and weekends too. Answers are due within {within} hours.")
        return
    for name, spans in zip(DAYS, found.week, strict=True):
        click.echo(
            f"{name}  {', '.join(f'{_clock(start)}-{_clock(end)}' for start, end in spans) or 'closed'}"
        )
    due = datetime.fromtimestamp(expected_at(inbox, now), ZoneInfo(found.zone))
    click.echo(f"Answers are due within {within} of these hours, {found.zone}:")
    click.echo(f"a letter that comes in now by {due.strftime(MOMENT)}.")


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}"
