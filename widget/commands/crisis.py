"""flask inbox crisis"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from flask.cli import with_appcontext

from widget.commands.context import opened
from widget.records import inboxes
from widget.records.changing import change
from widget.records.crisis import Contact, contacts_of, ours_in, with_contacts, without_contacts
from widget.records.inboxes import Inbox

OURS_NOTE = "ours, for the United States"


@click.command("crisis")
@click.argument("slug")
@click.option("--language", metavar="CODE", help="The language whose list is replaced.")
@click.option(
    "--contact",
    "contacts",
    nargs=3,
    multiple=True,
    metavar="ADDRESS NAME PURPOSE",
    help='Such as tel:112 "Call 112" "in an emergency"; repeat for more, in the order to show them in.',
)
@click.option("--reset", is_flag=True, help="Our list again, in --language or in all languages.")
@with_appcontext
def crisis(slug: str, language: str | None, contacts: tuple[tuple[str, str, str], ...], reset: bool) -> None:
    """Show or change whom patients are told to call when their words sound like danger."""
    _refuse_halves(language, contacts, reset)

    def changes(found: Inbox) -> Mapping[str, Any]:
        if reset or language is None:
            return without_contacts(found, language)
        given = [Contact(address, name.strip(), purpose.strip()) for address, name, purpose in contacts]
        return with_contacts(found, language, given)

    with opened() as store:
        if reset or contacts:
            inbox = store.write(lambda c: change(c, slug, changes))
        else:
            inbox = store.read(lambda c: inboxes.get(c, slug))
    _show(inbox)


def _refuse_halves(language: str | None, contacts: tuple[tuple[str, str, str], ...], reset: bool) -> None:
    if reset and contacts:
        raise click.ClickException("--reset brings our list back: leave it or --contact out.")
    if contacts and language is None:
        raise click.ClickException("Say whose list it is: --language en, or es.")
    if language is not None and not contacts and not reset:
        raise click.ClickException("Say whom to call: --contact ADDRESS NAME PURPOSE.")


def _show(inbox: Inbox) -> None:
    ours = ours_in(inbox)
    for language, contacts in contacts_of(inbox).items():
        click.echo(f"{language} ({OURS_NOTE})" if language in ours else language)
        for contact in contacts:
            said = f"{contact.name}, {contact.purpose}" if contact.purpose else contact.name
            click.echo(f"  {contact.address:<20}  {said}")
    if 0 < len(ours) < len(inbox.languages):
        click.echo(
            f"Patients who read {', '.join(ours)} are still shown the numbers of the United States.", err=True
        )
