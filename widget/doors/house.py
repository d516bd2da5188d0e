"""What the doors of one application share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from widget.doors.built import Built
from widget.doors.formtoken import FormTokens
from widget.doors.known import KnownInboxes
from widget.doors.limits import Limits
from widget.doors.readiness import Readiness
from widget.settings import Settings
from widget.store import Store
from widget.store.keyfolder import KeyFolder

NAME = "sotto"


@dataclass(frozen=True)
class House:
    """`clock` gives Unix seconds."""

    settings: Settings
    clock: Callable[[], float]
    store: Store
    keys: KeyFolder
    inboxes: KnownInboxes
    limits: Limits
    tokens: FormTokens
    desk_tokens: FormTokens
    built: Built
    readiness: Readiness


def build(app: Flask, settings: Settings, clock: Callable[[], float]) -> House:
    """Also reachable as `house()` while the application serves a request."""
    store = Store(settings.database_url)
    keys = KeyFolder(settings.keys, clock)
    made = House(
        settings=settings,
        clock=clock,
        store=store,
        keys=keys,
        inboxes=KnownInboxes(store),
        limits=Limits(app, settings, keys, clock),
        tokens=FormTokens(keys, settings.form_minutes * 60, clock),
        desk_tokens=FormTokens(keys, settings.desk_session_hours * 3600, clock),
        built=Built(),
        readiness=Readiness(settings, store, keys, clock),
    )
    app.extensions[NAME] = made
    return made


def house() -> House:
    found: House = current_app.extensions[NAME]
    return found
