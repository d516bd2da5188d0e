"""flask inbox"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from widget import files
from widget.commands import kits
from widget.commands.budget import budget
from widget.commands.context import key_folder, opened, settings, told
from widget.commands.crisis import crisis
from widget.commands.hours import hours
from widget.commands.review import review
from widget.commands.terms import terms
from widget.records import inboxes
from widget.records.bundles import Bundle, make_bundle
from widget.records.charter import Charter, slug_of, topics_from
from widget.records.founding import add_bundle
from widget.records.snippet import policy, snippet
from widget.staff import renewing

FILE = click.Path(path_type=Path, dir_okay=False)

inbox = AppGroup("inbox", help="A support team's postbox, with its own keys.")
for command in (budget, crisis, hours, review, terms):
    inbox.add_command(command)


@inbox.command("create")
@click.argument("name")
@click.option("--kit", "kit_path", type=FILE, required=True, help="The kit's file; made where there is none.")
@click.option("--slug", default="", help="Its name in links. [from NAME]")
@click.option("--site", "sites", multiple=True, help="An origin that may show the form; repeat for more.")
@click.option(
    "--topic", "topics", multiple=True, help="A topic of ours, or CODE=LABEL|LABEL; repeat for more."
)
@click.option("--language", "languages", multiple=True, default=("en", "es"), show_default=True)
@click.option("--retention-days", type=int, default=90, show_default=True)
@click.option(
    "--answer-hours", type=int, default=24, show_default=True, help="By when patients hear from you."
)
@click.option("--help-phone", default="", help="Another way to get help: a telephone number.")
@click.option("--help-text", default="", help="Another way to get help, in words.")
@click.option("--test", is_flag=True, help="A test inbox: banner, TEST notices, emptied daily.")
@click.option("--account", "account_id", type=int, help="The vendor account that is told.")
@click.option(
    "--bundle", "bundle_path", type=FILE, help="Write the inbox to this file and touch no database."
)
@click.option("--demo", is_flag=True, help="A new kit is not protected by a passphrase: for demonstrations.")
def create(
    name: str,
    kit_path: Path,
    slug: str,
    sites: tuple[str, ...],
    topics: tuple[str, ...],
    languages: tuple[str, ...],
    retention_days: int,
    answer_hours: int,
    help_phone: str,
    help_text: str,
    test: bool,
    account_id: int | None,
    bundle_path: Path | None,
    demo: bool,
) -> None:
    """Make an inbox and its keys; what opens letters leaves this machine only sealed to the kit."""
    with told():
        charter = Charter(
            name=name,
            slug=slug or slug_of(name),
            sites=tuple(site.rstrip("/") for site in sites),
            topics=topics_from(topics, languages),
            languages=languages,
            retention_days=0 if test else retention_days,
            test=test,
            answer_within_hours=answer_hours,
            other_help={"phone": help_phone, "text": help_text},
        )
        if bundle_path is not None:
            _write(bundle_path, charter, kit_path, demo=demo)
            return
    _refuse_taken(charter.slug)
    _add(make_bundle(kits.opened_or_made(kit_path, demo=demo), charter, time.time()), account_id)


@inbox.command("add")
@click.argument("bundle_path", metavar="BUNDLE", type=FILE)
@click.option("--account", "account_id", type=int, help="The vendor account that is told.")
def add(bundle_path: Path, account_id: int | None) -> None:
    """Bring in an inbox that was made on another machine with --bundle."""
    with told():
        bundle = Bundle.parse(bundle_path.read_bytes())
    _add(bundle, account_id)


@inbox.command("renew")
@click.argument("slug")
@click.option("--kit", "kit_path", type=FILE, required=True, help="The kit's file.")
def renew(slug: str, kit_path: Path) -> None:
    """Make keys for the months to come, so that the running one and twelve more are there; once a year."""
    kit, now = kits.opened(kit_path), int(time.time())
    with opened() as store:
        keys = key_folder()
        done = store.write(lambda connection: renewing.renew(connection, keys, kit, slug, now))
    until = f"{datetime.fromtimestamp(done.until, UTC):%Y-%m-%d}"
    if done.added:
        click.echo(f"Added {done.added} to the monthly keys of {slug}: patients can write until {until}.")
    else:
        click.echo(f"All monthly keys of {slug} are there: patients can write until {until}.")


@inbox.command("snippet")
@click.argument("name")
def show_snippet(name: str) -> None:
    """Print what a site pastes, and what its content security policy has to allow."""
    with opened() as store:
        found = store.read(lambda connection: inboxes.get(connection, name))
    origin = settings().patient_origin
    click.echo(snippet(found, origin))
    click.echo("If the site has a Content-Security-Policy, it has to allow:")
    for line in policy(origin).split("; "):
        click.echo(f"  {line}")


def _write(path: Path, charter: Charter, kit_path: Path, *, demo: bool) -> None:
    if path.exists():
        raise click.ClickException(f"{path} is there already: nothing was changed.")
    bundle = make_bundle(kits.opened_or_made(kit_path, demo=demo), charter, time.time())
    with told():
        files.create(path, bundle.pack())
    click.echo(f"Wrote {path}. Bring it in with: flask inbox add {path.name}")


def _refuse_taken(slug: str) -> None:
    """Before a kit is made for nothing."""
    with opened() as store:
        if store.read(lambda connection: inboxes.find(connection, slug)) is not None:
            raise click.ClickException(f"There is an inbox {slug} already.")


def _add(bundle: Bundle, account_id: int | None) -> None:
    with opened() as store:
        keys, now = key_folder(), time.time()
        store.write(lambda connection: add_bundle(connection, keys, bundle, account_id=account_id, now=now))
    slug = bundle.charter.slug
    click.echo(f"The inbox {slug} is there. What a site pastes: flask inbox snippet {slug}")
