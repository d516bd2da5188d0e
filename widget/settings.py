"""All settings: one frozen dataclass, read from the environment and checked before anything starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from widget.parsing import (
    LOOPBACK,
    MailServer,
    SettingsError,
    address,
    host,
    limit,
    limiter,
    mail_server,
    one_or_zero,
    path,
    text,
    whole,
)


def read(variable: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    """A field's source. A field left out of `repr` is a secret, and is read from `variable_FILE` too."""
    return {"variable": variable, "parse": parse}


@dataclass(frozen=True)
class Settings:
    """What an instance runs with. `from_environment` raises SettingsError with one clear sentence."""

    instance: Path = field(default=Path("instance"), metadata=read("SOTTO_INSTANCE", path))
    keys: Path = field(default=Path(), metadata=read("SOTTO_KEYS", path))
    database_url: str = field(default="", repr=False, metadata=read("DATABASE_URL", text))
    port: int = field(default=8000, metadata=read("SOTTO_PORT", whole(1, 65535)))
    demo_site_port: int = field(default=8001, metadata=read("SOTTO_DEMO_SITE_PORT", whole(1, 65535)))
    demo_vendor_port: int = field(default=8002, metadata=read("SOTTO_DEMO_VENDOR_PORT", whole(1, 65535)))
    patient_host: str = field(default="", metadata=read("SOTTO_PATIENT_HOST", host))
    desk_host: str = field(default="", metadata=read("SOTTO_DESK_HOST", host))
    proxies: int = field(default=0, metadata=read("SOTTO_PROXIES", whole(0, 10)))
    limiter_url: str = field(default="memory://", repr=False, metadata=read("SOTTO_LIMITER_URL", limiter))
    limiter_enabled: bool = field(default=True, metadata=read("SOTTO_LIMITER_ENABLED", one_or_zero))
    submission_limit: str = field(
        default="60 per minute;600 per hour", metadata=read("SOTTO_SUBMISSION_LIMIT", limit)
    )
    signing_in_limit: str = field(
        default="30 per minute;300 per hour", metadata=read("SOTTO_SIGNING_IN_LIMIT", limit)
    )
    return_limit: str = field(
        default="30 per minute;300 per hour", metadata=read("SOTTO_RETURN_LIMIT", limit)
    )
    read_limit: str = field(default="600 per minute", metadata=read("SOTTO_READ_LIMIT", limit))
    web_processes: int = field(default=1, metadata=read("SOTTO_WEB_PROCESSES", whole(1, 64)))
    web_threads: int = field(default=16, metadata=read("SOTTO_WEB_THREADS", whole(1, 256)))
    backup_days: int = field(default=7, metadata=read("SOTTO_BACKUP_DAYS", whole(0, 90)))
    form_minutes: int = field(default=120, metadata=read("SOTTO_FORM_MINUTES", whole(5, 1440)))
    desk_idle_minutes: int = field(default=30, metadata=read("SOTTO_DESK_IDLE_MINUTES", whole(5, 480)))
    desk_lock_minutes: int = field(default=10, metadata=read("SOTTO_DESK_LOCK_MINUTES", whole(1, 480)))
    desk_session_hours: int = field(default=12, metadata=read("SOTTO_DESK_SESSION_HOURS", whole(1, 24)))
    lease_seconds: int = field(default=60, metadata=read("SOTTO_LEASE_SECONDS", whole(4, 3600)))
    smtp: MailServer | None = field(default=None, repr=False, metadata=read("SOTTO_SMTP_URL", mail_server))
    mail_from: str = field(default="", metadata=read("SOTTO_MAIL_FROM", address))
    kit_passphrase_file: Path | None = field(default=None, metadata=read("SOTTO_KIT_PASSPHRASE_FILE", path))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        values = {known.name: _read(known, environment) for known in fields(cls)}
        settings = cls(**_with_places(values))
        settings._refuse_what_cannot_work()
        return settings

    @property
    def patient_origin(self) -> str:
        return _origin(self.patient_host)

    @property
    def desk_origin(self) -> str:
        return _origin(self.desk_host)

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def _refuse_what_cannot_work(self) -> None:
        if self.patient_host == self.desk_host:
            raise SettingsError(
                "SOTTO_PATIENT_HOST and SOTTO_DESK_HOST must differ: each door answers on its own host."
            )
        if (self.smtp is None) != (self.mail_from == ""):
            raise SettingsError(
                "SOTTO_SMTP_URL and SOTTO_MAIL_FROM go together: set both, or neither, and no mail is sent."
            )
        if self.web_processes > 1 and self.uses_sqlite:
            raise SettingsError(
                "SOTTO_WEB_PROCESSES above 1 needs PostgreSQL: set DATABASE_URL or use one process."
            )
        if self.web_processes > 1 and self.limiter_url.startswith("memory:"):
            raise SettingsError(
                "SOTTO_WEB_PROCESSES above 1 needs SOTTO_LIMITER_URL: memory limits are per process."
            )


def variables() -> dict[str, bool]:
    """Every variable that is read, and whether it is a secret (then its `_FILE` form is read too)."""
    return {known.metadata["variable"]: not known.repr for known in fields(Settings)}


def _read(known: Field[Any], environment: Mapping[str, str]) -> Any:
    variable, parse = known.metadata["variable"], known.metadata["parse"]
    given = _given(variable, environment, secret=not known.repr)
    if not given:
        assert known.default is not MISSING  # noqa: S101  every setting is given a default
        return known.default
    try:
        return parse(given)
    except ValueError as problem:
        raise SettingsError(f"{variable} {problem}.") from None


def _given(variable: str, environment: Mapping[str, str], *, secret: bool) -> str:
    named = environment.get(f"{variable}_FILE", "") if secret else ""
    if not named:
        return environment.get(variable, "").strip()
    if environment.get(variable):
        raise SettingsError(f"Set {variable} or {variable}_FILE, not both.")
    try:
        return Path(named).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise SettingsError(f"{variable}_FILE cannot be read: {problem.strerror}.") from None


def _with_places(values: dict[str, Any]) -> dict[str, Any]:
    """Defaults that follow from other settings: where things lie, and the hosts that the port gives."""
    instance = values["instance"].absolute()
    keys = values["keys"].absolute() if values["keys"] != Path() else instance / "keys"
    port = values["port"]
    return values | {
        "instance": instance,
        "keys": keys,
        "database_url": database_address(values["database_url"] or f"sqlite:///{instance / 'sotto.db'}"),
        "patient_host": values["patient_host"] or f"127.0.0.1:{port}",
        "desk_host": values["desk_host"] or f"desk.localhost:{port}",
    }


def database_address(url: str) -> str:
    """With the driver that PostgreSQL is reached by. Raises SettingsError."""
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    on_file = url.startswith("sqlite:///") and url.removeprefix("sqlite:///") not in ("", ":memory:")
    if not (on_file or url.startswith("postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must be sqlite:///FILE or postgresql://….")
    try:
        make_url(url)
    except ValueError:  # what it says quotes the address, and with it a password
        raise SettingsError("DATABASE_URL cannot be read: is its port a number?") from None
    except ArgumentError:
        raise SettingsError("DATABASE_URL cannot be read.") from None
    return url


def _origin(host: str) -> str:
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    loopback = name in LOOPBACK or name.endswith(".localhost")
    return f"{'http' if loopback else 'https'}://{host}"
