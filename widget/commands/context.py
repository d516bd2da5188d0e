"""What every command starts from, and how it says that something cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError

from widget import files
from widget.crypto.errors import SealError
from widget.health.own import BadTerm
from widget.parsing import SettingsError
from widget.records.bundles import BundleError
from widget.records.charter import CharterError
from widget.records.crisis import BadContact
from widget.records.hours import BadHours
from widget.records.inboxes import NoInbox
from widget.records.zones import BadZone
from widget.settings import Settings
from widget.staff.errors import Invalid
from widget.staff.limits import BadLimit
from widget.store import Store, StoreError
from widget.store.errors import passes
from widget.store.keyfolder import KeyFolder

EXTENSION = "sotto-settings"
# Each is one sentence that says what cannot be.
MISTAKES = (
    BadContact,
    BadHours,
    BadLimit,
    BadTerm,
    BadZone,
    BundleError,
    CharterError,
    Invalid,
    NoInbox,
    SettingsError,
)


def settings() -> Settings:
    found: Settings = current_app.extensions[EXTENSION]
    return found


@contextmanager
def opened(url: str | None = None) -> Iterator[Store]:
    """The instance's store, or the one at `url`; closed at the end."""
    store = Store(url or settings().database_url)
    try:
        with told():
            yield store
    finally:
        store.close()


@contextmanager
def told() -> Iterator[None]:
    """A mistake, a full disk or a missing file ends the command with one sentence."""
    try:
        yield
    except MISTAKES as problem:
        raise click.ClickException(str(problem)) from None
    except StoreError as problem:
        raise click.ClickException(f"The database cannot be used now: {problem}.") from None
    except DBAPIError as problem:
        if passes(problem):
            raise click.ClickException("The database cannot be reached now, or takes no writes.") from None
        advice = "is its address right, and did flask db upgrade run?"
        raise click.ClickException(f"The database does not answer as it should: {advice}") from None
    except SealError as problem:
        raise click.ClickException(f"It cannot be opened ({problem.code}).") from None
    except OSError as problem:
        raise click.ClickException(f"{problem.filename or 'A file'}: {problem.strerror}.") from None


def key_folder() -> KeyFolder:
    """Made where there is none."""
    files.private_folder(settings().instance)
    folder = KeyFolder(settings().keys)
    folder.create()
    return folder
