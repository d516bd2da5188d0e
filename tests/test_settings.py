"""Settings are checked before anything starts, and every one is in the operator's table."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from widget.parsing import MailServer, SettingsError
from widget.settings import Settings, variables

OPERATING = Path(__file__).parent.parent / "docs" / "operating.md"


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read(**environment)
    return str(refused.value)


def documented() -> dict[str, str]:
    """Variable -> default, from the table."""
    rows = re.findall(r"^\| `([A-Z_]+)` \|([^|]*)\|", OPERATING.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: default.strip().strip("`") for name, default in rows}


def test_every_variable_is_documented_and_no_other() -> None:
    assert set(documented()) == set(variables())


def test_the_documented_defaults_are_the_defaults() -> None:
    told = {name: default for name, default in documented().items() if not default.startswith("(")}
    assert read(**{name: default for name, default in told.items() if default}) == read()


def test_everything_has_a_default() -> None:
    settings = read()
    assert settings.instance == Path("instance").absolute()
    assert settings.keys == settings.instance / "keys"
    assert settings.database_url == f"sqlite:///{settings.instance}/sotto.db"
    assert (settings.patient_origin, settings.desk_origin) == (
        "http://127.0.0.1:8000",
        "http://desk.localhost:8000",
    )


def test_the_port_moves_both_hosts() -> None:
    settings = read(SOTTO_PORT="9000")
    assert (settings.patient_host, settings.desk_host) == ("127.0.0.1:9000", "desk.localhost:9000")


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("care.example.org", "https://care.example.org"),
        ("Care.Example.org:8443", "https://care.example.org:8443"),
        ("localhost:8000", "http://localhost:8000"),
        ("a.localhost", "http://a.localhost"),
        ("127.0.0.1", "http://127.0.0.1"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("notlocalhost", "https://notlocalhost"),
        ("localhost.example.org", "https://localhost.example.org"),
    ],
)
def test_only_this_machine_is_reached_without_tls(host: str, origin: str) -> None:
    assert read(SOTTO_PATIENT_HOST=host).patient_origin == origin


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////srv/s.db", "sqlite:////srv/s.db"),
    ],
)
def test_databases(given: str, url: str) -> None:
    assert read(DATABASE_URL=given).database_url == url


@pytest.mark.parametrize(
    "environment",
    [
        {"SOTTO_PORT": "0"},
        {"SOTTO_PORT": "٣"},
        {"SOTTO_PORT": "http"},
        {"SOTTO_PATIENT_HOST": "https://care.example.org"},
        {"SOTTO_DESK_HOST": "a b"},
        {"SOTTO_LIMITER_ENABLED": "yes"},
        {"SOTTO_SUBMISSION_LIMIT": "many"},
        {"SOTTO_LIMITER_URL": "mysql://h"},
        {"SOTTO_BACKUP_DAYS": "-1"},
        {"DATABASE_URL": "mysql://h/d"},
        {"DATABASE_URL": "postgresql://h:port/d"},
        {"DATABASE_URL": "sqlite://"},
        {"DATABASE_URL": "sqlite:///:memory:"},
        {"SOTTO_PATIENT_HOST": "care.example.org", "SOTTO_DESK_HOST": "care.example.org"},
        {"SOTTO_SMTP_URL": "smtp://mail.example.org"},
        {"SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_MAIL_FROM": "Desk <desk@example.org>", "SOTTO_SMTP_URL": "smtp://mail.example.org"},
        {"SOTTO_SMTP_URL": "mail.example.org", "SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_SMTP_URL": "http://mail.example.org:25", "SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_SMTP_URL": "smtp://ines@mail.example.org", "SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_SMTP_URL": "smtp://mail.example.org:port", "SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_SMTP_URL": "smtp://mail.example.org/path", "SOTTO_MAIL_FROM": "desk@example.org"},
        {"SOTTO_WEB_PROCESSES": "2"},
        {"SOTTO_WEB_PROCESSES": "2", "DATABASE_URL": "postgresql://h/d"},
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence_that_names_it(environment: dict[str, str]) -> None:
    sentence = refusal(**environment)
    assert next(iter(environment)) in sentence
    assert sentence.endswith((".", "?"))


def test_several_processes_need_a_database_and_a_limiter_that_they_share() -> None:
    shared = {"DATABASE_URL": "postgresql://h/d", "SOTTO_LIMITER_URL": "redis://h"}
    assert read(SOTTO_WEB_PROCESSES="4", **shared).web_processes == 4


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://u:hunter2@h/d\n")
    settings = read(DATABASE_URL_FILE=str(tmp_path / "url"))
    assert settings.database_url == "postgresql+psycopg://u:hunter2@h/d"
    assert "not both" in refusal(DATABASE_URL_FILE=str(tmp_path / "url"), DATABASE_URL="postgresql://h/d")
    assert "DATABASE_URL_FILE cannot be read" in refusal(DATABASE_URL_FILE=str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, tls=False)),
        ("smtp://127.0.0.1:25", MailServer("127.0.0.1", 25, tls=False)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, tls=True)),
        (
            "smtps://desk%40example.org:p%2Fss%3A@mail.example.org:2465/",
            MailServer("mail.example.org", 2465, tls=True, user="desk@example.org", password="p/ss:"),
        ),
    ],
)
def test_mail_servers(url: str, server: MailServer) -> None:
    settings = read(SOTTO_SMTP_URL=url, SOTTO_MAIL_FROM="desk@example.org")
    assert settings.smtp == server


def test_a_mail_server_that_cannot_be_read_is_not_quoted() -> None:
    told = refusal(SOTTO_SMTP_URL="smtp://ines:hunter2@h:port", SOTTO_MAIL_FROM="desk@example.org")
    assert "hunter2" not in told


def test_secrets_do_not_show_in_text() -> None:
    settings = read(
        DATABASE_URL="postgresql://u:hunter2@h/d",
        SOTTO_LIMITER_URL="redis://:hunter3@h",
        SOTTO_SMTP_URL="smtp://ines:hunter4@h",
        SOTTO_MAIL_FROM="desk@example.org",
        SOTTO_WEB_PROCESSES="2",
    )
    assert "hunter" not in repr(settings)


def test_nothing_can_be_changed_later() -> None:
    with pytest.raises(FrozenInstanceError):
        read().port = 1
