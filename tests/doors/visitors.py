"""Who comes to the doors in tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.doors.letters import Draft
from widget.crypto.statements import Epoch, Keys
from widget.doors.house import House
from widget.records.bundles import Bundle
from widget.store.models import metadata

PATIENT = "http://127.0.0.1:8000"
DESK = "http://desk.localhost:8000"


@dataclass
class Clock:
    now: int

    def __call__(self) -> float:
        return self.now


@dataclass
class Door:
    """The application, and a browser that behaves; `post` and `get` take what should be otherwise."""

    app: Flask
    house: House
    clock: Clock
    bundles: tuple[Bundle, ...]

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, *, origin: str = PATIENT, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=origin, headers=named(headers))

    def post(
        self,
        envelope: bytes,
        *,
        inbox: str = "riverside",
        base: str = PATIENT,
        environ: dict[str, Any] | None = None,
        **headers: str | None,
    ) -> TestResponse:
        """As the form posts. A header set to None is left out."""
        usual: dict[str, str | None] = {
            "Content_Type": "application/octet-stream",
            "Origin": PATIENT,
            "Sec_Fetch_Site": "same-origin",
            "X_Form_Token": self.token(inbox),
        }
        return self.app.test_client().post(
            f"/f/{inbox}/envelopes",
            base_url=base,
            data=envelope,
            headers=named(usual | headers),
            environ_overrides=environ,
        )

    def token(self, inbox: str = "riverside") -> str:
        return self.house.tokens.issue(inbox)

    def draft(self, inbox: str = "riverside") -> Draft:
        """A patient's letter, not yet sealed."""
        _, post_public = self.house.keys.published_post_key(self.clock.now)
        notify_public = self.house.keys.published_notify_key(self.clock.now).public
        return Draft(self.bundle(inbox).inbox, self.epoch(inbox).xwing_public, post_public, notify_public)

    def bundle(self, inbox: str = "riverside") -> Bundle:
        return next(bundle for bundle in self.bundles if bundle.charter.slug == inbox)

    def epochs(self, inbox: str = "riverside") -> tuple[Epoch, ...]:
        return Keys.parse(self.bundle(inbox).keys.data).epochs

    def epoch(self, inbox: str = "riverside") -> Epoch:
        """The running one."""
        return next(e for e in self.epochs(inbox) if e.seal_from <= self.clock.now < e.seal_until)

    def rows(self, table: str) -> list[dict[str, Any]]:
        query = select(metadata.tables[table])
        return self.house.store.read(lambda c: [dict(row) for row in c.execute(query).mappings()])

    def digest(self) -> str:
        """Of all rows of all tables."""
        every = [(name, sorted(repr(row) for row in self.rows(name))) for name in sorted(metadata.tables)]
        return hashlib.sha256(repr(every).encode()).hexdigest()


def named(headers: dict[str, Any]) -> dict[str, Any]:
    """Python's names as headers have them."""
    return {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
