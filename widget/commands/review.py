"""flask inbox review"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from widget.commands.context import opened
from widget.records import inboxes
from widget.records.changing import change
from widget.staff.reviewing import review_in, with_review, without_review


@click.command("review")
@click.argument("slug")
@click.option(
    "--percent", type=int, help="So many of a hundred closed conversations are reviewed; 0 is none."
)
@click.option("--hourly", type=int, help="What a reviewer may read in an hour.")
@click.option("--burst", type=int, help="What a reviewer may read at once, after a pause.")
@click.option("--day", type=int, help="What a reviewer may read in a day (UTC).")
@click.option("--reset", is_flag=True, help="Ours again.")
@with_appcontext
def review(
    slug: str, percent: int | None, hourly: int | None, burst: int | None, day: int | None, reset: bool
) -> None:
    """Show or change how many closed conversations are reviewed, and how many reviewers may read."""
    given = {"percent": percent, "hourly": hourly, "burst": burst, "day": day}
    changes = {name: value for name, value in given.items() if value is not None}
    if reset and changes:
        raise click.ClickException("--reset brings ours back: leave it or the others out.")
    with opened() as store:
        if reset:
            inbox = store.write(lambda c: change(c, slug, lambda _: without_review()))
        elif changes:
            inbox = store.write(lambda c: change(c, slug, lambda found: with_review(found, changes)))
        else:
            inbox = store.read(lambda c: inboxes.get(c, slug))
    found = review_in(inbox.settings)
    share = f"{found.percent} of a hundred" if found.percent else "No"
    click.echo(f"{share} closed conversations are drawn for review.")
    speed = f"up to {found.hourly} an hour, {found.burst} of them at once, and {found.day} a day"
    click.echo(f"A reviewer reads {speed}.")
