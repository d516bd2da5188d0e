"""All commands of `flask`, with the settings that they run under."""

from __future__ import annotations

from flask import Flask

from widget.commands.accounts import account
from widget.commands.context import EXTENSION
from widget.commands.database import db
from widget.commands.demo import demo
from widget.commands.desk import desk
from widget.commands.inboxes import inbox
from widget.commands.letters import letters
from widget.commands.outbox import outbox
from widget.commands.postkey import post_key
from widget.commands.worker import worker
from widget.health.lines import scan_command
from widget.settings import Settings

COMMANDS = (account, db, demo, desk, inbox, letters, outbox, post_key, scan_command, worker)


def add_commands(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = settings
    for command in COMMANDS:
        app.cli.add_command(command)
