"""flask desk"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from widget.commands import kits
from widget.commands.context import key_folder, opened, settings
from widget.crypto.statements import ROLES
from widget.records import inboxes
from widget.staff import appointing, dismissing, people
from widget.staff.appointing import Link
from widget.staff.people import LEAD, Membership

FILE = click.Path(path_type=Path, dir_okay=False)
INBOX = click.option("--inbox", "slug", required=True, help="The inbox's name in links.")
KIT = click.option("--kit", "kit_path", type=FILE, required=True, help="The kit's file.")

desk = AppGroup("desk", help="Who works at the desk of an inbox.")


@desk.command("invite")
@click.argument("name")
@INBOX
@click.option("--role", type=click.Choice(ROLES), default=LEAD, show_default=True)
def invite(name: str, slug: str, role: str) -> None:
    """Print a link by which NAME joins within a day; it is shown once. Leads invite from the desk itself."""
    now = int(time.time())
    with opened() as store:
        found = store.read(lambda connection: inboxes.get(connection, slug))
        link = store.write(lambda connection: appointing.invite(connection, found, role, name, now))
    click.echo(link.to_text(settings().desk_origin))
    click.echo(
        f"Give it to {name} alone, and keep it until it was opened: flask desk appoint needs it.", err=True
    )


@desk.command("appoint")
@KIT
@INBOX
@click.option("--link", "text", help="The link that the newcomer used, of flask desk invite.")
def appoint(kit_path: Path, slug: str, text: str | None) -> None:
    """Let in who used --link, or make leads of those whom a lead has let in as such."""
    kit, now = kits.opened(kit_path), int(time.time())
    with opened() as store:
        link = None if text is None else Link.parse(text)
        keys = key_folder()
        chosen = store.write(lambda connection: appointing.appoint(connection, keys, kit, slug, link, now))
    for each in chosen:
        click.echo(f"{each.member.name} is {each.role} of {slug} now.")


@desk.command("members")
@INBOX
def members(slug: str) -> None:
    """Name, role and state of each, since when, and their id."""
    now = int(time.time())
    with opened() as store:
        found = store.read(lambda connection: inboxes.get(connection, slug))
        listed = store.read(lambda connection: people.members_of(connection, found.id, now))
    for each in listed:
        since = f"{datetime.fromtimestamp(each.since, UTC):%Y-%m-%d}"
        click.echo(f"{each.member.name}\t{each.role}\t{_state(each)}\t{since}\t{each.member.id.hex()}")
    if not listed:
        click.echo(f"The inbox {slug} has no members yet: flask desk invite NAME --inbox {slug}")


@desk.command("remove")
@click.argument("names", nargs=-1, required=True)
@KIT
@INBOX
def remove(names: tuple[str, ...], kit_path: Path, slug: str) -> None:
    """Remove members, leads among them, by name or id: new keys from now on, and no more sign-ins."""
    kit, now = kits.opened(kit_path), int(time.time())
    with opened() as store:
        keys = key_folder()
        gone = store.write(lambda connection: dismissing.dismiss(connection, keys, kit, slug, names, now))
    click.echo(f"Removed {', '.join(each.member.name for each in gone)} from {slug}; its keys are new.")


def _state(of: Membership) -> str:
    if of.role == LEAD and of.active and not of.appointed:
        return "waits to be appointed"
    return of.state
