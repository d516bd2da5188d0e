"""flask inbox terms"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from widget.commands.context import opened
from widget.health.own import OWN_KINDS
from widget.records import inboxes
from widget.records.changing import change
from widget.records.ownterms import terms_of, with_changes


@click.command(
    "terms",
    help=f"List or change what the health detector marks for this inbox alone.\n\nKIND is one "
    f"of {', '.join(OWN_KINDS)}; an exception is never marked.",
)
@click.argument("slug")
@click.option("--add", "added", nargs=2, multiple=True, metavar="KIND TERM", help="Repeat for more.")
@click.option("--remove", "removed", multiple=True, metavar="TERM", help="Repeat for more.")
@with_appcontext
def terms(slug: str, added: tuple[tuple[str, str], ...], removed: tuple[str, ...]) -> None:
    with opened() as store:
        if added or removed:
            inbox = store.write(lambda c: change(c, slug, lambda found: with_changes(found, removed, added)))
        else:
            inbox = store.read(lambda c: inboxes.get(c, slug))
    found = terms_of(inbox)
    for kind, term in sorted(found):
        click.echo(f"{kind:<19}  {term}")
    if not found:
        click.echo(f"The inbox {slug} has no terms of its own.")
