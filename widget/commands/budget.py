"""flask inbox budget"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from widget.commands.context import opened
from widget.records import inboxes
from widget.records.changing import change
from widget.staff.limits import limits_in, with_limits, without_limits


@click.command("budget")
@click.argument("slug")
@click.option("--hourly", type=int, help="What a member may read in an hour.")
@click.option("--burst", type=int, help="What a member may read at once, after a pause.")
@click.option("--member-day", type=int, help="What a member may read in a day (UTC).")
@click.option("--inbox-day", type=int, help="What all members together may read in a day.")
@click.option("--reset", is_flag=True, help="Ours again.")
@with_appcontext
def budget(
    slug: str,
    hourly: int | None,
    burst: int | None,
    member_day: int | None,
    inbox_day: int | None,
    reset: bool,
) -> None:
    """Show or change how many conversations members may read."""
    given = {"hourly": hourly, "burst": burst, "member_day": member_day, "inbox_day": inbox_day}
    changes = {name: value for name, value in given.items() if value is not None}
    if reset and changes:
        raise click.ClickException("--reset brings ours back: leave it or the others out.")
    with opened() as store:
        if reset:
            inbox = store.write(lambda c: change(c, slug, lambda _: without_limits()))
        elif changes:
            inbox = store.write(lambda c: change(c, slug, lambda found: with_limits(found, changes)))
        else:
            inbox = store.read(lambda c: inboxes.get(c, slug))
    limits = limits_in(inbox.settings)
    click.echo(f"A member reads up to {limits.hourly} conversations an hour, {limits.burst} of them at once,")
    click.echo(f"and {limits.member_day} a day; all members together {limits.inbox_day} a day.")
