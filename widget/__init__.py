"""Sotto: patients write to support, and the ticketing vendor hears only that they did."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from widget import doors
from widget.cli import add_commands
from widget.settings import Settings

ROOT = Path(__file__).parent.parent


def create_app(settings: Settings | None = None, clock: Callable[[], float] = time.time) -> Flask:
    """The web application; settings come from the environment unless given. Raises SettingsError.

    Nothing is opened yet: the store and the key folder are when they are first used.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask("widget", root_path=str(ROOT), static_folder=None)
    doors.open_doors(app, settings, clock)
    add_commands(app, settings)
    if settings.proxies:
        # Proxies pass the browser's Host on as it is; X-Forwarded-Host is what anybody may have written.
        trusted = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask's documentation has it
    return app
