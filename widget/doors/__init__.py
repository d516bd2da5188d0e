"""The doors: an entrance for patients and one for staff, each with rules of its own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from widget import logs
from widget.doors import access, back, desk, errors, files, headers, health, house, patient
from widget.settings import Settings


def open_doors(app: Flask, settings: Settings, clock: Callable[[], float]) -> None:
    app.config["TRUSTED_HOSTS"] = [_name(settings.patient_host), _name(settings.desk_host)]
    # A redirect to another spelling of an address would be one more answer to guard.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    logs.log_requests(app)
    access.guard(app, settings)
    headers.add_to_every_answer(app, settings)
    errors.answer_plainly(app)
    house.build(app, settings, clock)
    for door in (patient.door, back.door, desk.door, files.door, health.door):
        app.register_blueprint(door)


def _name(host: str) -> str:
    """Without the port, which TRUSTED_HOSTS does not look at; `access` does."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host
