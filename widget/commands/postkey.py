"""flask post-key"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from widget.commands.context import key_folder, told

post_key = AppGroup("post-key", help="The keys that envelopes are sealed to.")


@post_key.command("rotate")
def rotate() -> None:
    """Publish a new post key, in use in an hour; old ones are kept for 30 days."""
    with told():
        made = key_folder().rotate_post_key(time.time())
    begins = datetime.fromtimestamp(made.use_from, UTC)
    click.echo(f"Post key {made.id.hex()} is in use from {begins:%Y-%m-%d %H:%M} UTC.")
