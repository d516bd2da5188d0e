"""Opening and making kits: the one place that asks for their passphrase."""

from __future__ import annotations

from pathlib import Path

import click

from widget import files
from widget.commands.context import settings
from widget.crypto.errors import CannotOpen, SealError
from widget.crypto.kit import Kit
from widget.crypto.kitfile import is_demo, open_kit, pack_demo_kit, pack_kit

SHORTEST_PASSPHRASE = 16
PASSPHRASE_VARIABLE = "SOTTO_KIT_PASSPHRASE_FILE"  # noqa: S105  a variable's name


def opened_or_made(path: Path, *, demo: bool) -> Kit:
    """The kit in the file, or a new one in a new file. Raises ClickException."""
    if path.exists():
        return opened(path)
    if not path.absolute().parent.is_dir():  # before a passphrase is thought up for nothing
        raise click.ClickException(f"There is no folder {path.parent}.")
    kit = Kit.new()
    content = pack_demo_kit(kit) if demo else pack_kit(kit, _new_passphrase())
    try:
        files.create(path, content)
    except FileExistsError:
        raise click.ClickException(
            f"{path} was made by someone else just now: nothing was changed."
        ) from None
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be written: {problem.strerror}.") from None
    if not demo:
        click.echo(
            f"Made the kit {path}. Whoever has it and its passphrase can read every letter: keep it", err=True
        )
        click.echo(
            "offline, in two places. If it is lost, its inboxes can no longer be handed over.", err=True
        )
    return kit


def opened(path: Path) -> Kit:
    """Raises ClickException for a file that is no kit, and for a wrong passphrase."""
    try:
        content = path.read_bytes()
        if is_demo(content):
            return open_kit(content)
        return open_kit(content, _passphrase())
    except CannotOpen:
        raise click.ClickException("The passphrase is wrong, or the kit was damaged.") from None
    except SealError:
        raise click.ClickException(f"{path} is not a kit.") from None
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be read: {problem.strerror}.") from None


def _new_passphrase() -> str:
    passphrase = _from_file() or click.prompt(
        "New passphrase", hide_input=True, confirmation_prompt=True, err=True
    )
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise click.ClickException(f"The passphrase must have {SHORTEST_PASSPHRASE} characters or more.")
    return str(passphrase)


def _passphrase() -> str:
    return _from_file() or str(click.prompt("Passphrase", hide_input=True, err=True))


def _from_file() -> str | None:
    named = settings().kit_passphrase_file
    if named is None:
        return None
    try:
        passphrase = named.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"The file that {PASSPHRASE_VARIABLE} names cannot be read.") from None
    if not passphrase:
        raise click.ClickException(f"The file that {PASSPHRASE_VARIABLE} names is empty.")
    return passphrase
