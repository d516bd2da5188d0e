"""Vendor accounts: checked when they are made, and sealed to this house's key folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.outbox.office import SECRET, Office
from widget.outbox import accounts
from widget.outbox.vendors.base import BadSettings
from widget.store import Store
from widget.store.keyfolder import KeyFolder
from widget.store.models import account

PASSWORD = "correct horse battery"
ROUNDUP = {"url": "https://tickets.example.org/support/", "name": "Help desk", "lookup_after": 5.0}
SIGN_IN = {"user": "sotto", "password": PASSWORD}


@pytest.fixture
def office(store: Store, keys: KeyFolder) -> Office:
    return Office(store, keys)


def load(office: Office, number: int, keys: KeyFolder | None = None) -> accounts.Account:
    return office.store.read(lambda connection: accounts.load(connection, keys or office.keys, number))


def change(office: Office, **values: Any) -> None:
    office.store.write(lambda connection: connection.execute(update(account).values(values)))


def test_an_account_comes_back_as_it_was_made(office: Office) -> None:
    found = load(office, office.account("roundup", ROUNDUP, SIGN_IN))
    assert (found.vendor, found.settings, found.credentials) == ("roundup", ROUNDUP, SIGN_IN)
    assert found.next_allowed_at == 0
    assert PASSWORD not in repr(found)


def test_the_database_does_not_hold_the_password(office: Office) -> None:
    office.account("roundup", ROUNDUP, SIGN_IN)
    row = office.store.read(lambda connection: connection.execute(select(account)).one())
    assert PASSWORD.encode() not in row.sealed_credentials
    assert PASSWORD not in row.settings


@pytest.mark.parametrize(
    "changed",
    [
        {"settings": '{"url": "https://evil.example.org/"}'},
        {"vendor": "webhook"},
        {"sealed_credentials": b"too short"},
        {"sealed_credentials": bytes(80)},
    ],
    ids=["settings", "vendor", "short", "zeros"],
)
def test_who_can_write_to_the_database_cannot_point_the_password_elsewhere(
    office: Office, changed: dict[str, Any]
) -> None:
    number = office.account("roundup", ROUNDUP, SIGN_IN)
    change(office, **changed)
    with pytest.raises(BadSettings):
        load(office, number)


def test_another_key_folder_opens_nothing(office: Office, tmp_path: Path) -> None:
    number = office.account("roundup", ROUNDUP, SIGN_IN)
    other = KeyFolder(tmp_path / "other")
    other.create()
    with pytest.raises(BadSettings):
        load(office, number, other)


def test_an_account_that_is_not_there_is_unknown(office: Office) -> None:
    with pytest.raises(accounts.UnknownAccount):
        load(office, 17)


@pytest.mark.parametrize(
    ("vendor", "settings", "credentials"),
    [
        ("mail", {"url": "https://a.example/"}, {}),
        ("webhook", {}, {"secret": SECRET}),
        ("webhook", {"url": "http://a.example/"}, {"secret": SECRET}),
        ("webhook", {"url": "http://127.0.0.1.evil.example/"}, {"secret": SECRET}),
        ("webhook", {"url": "ftp://a.example/"}, {"secret": SECRET}),
        ("webhook", {"url": "https://user:pass@a.example/"}, {"secret": SECRET}),
        ("webhook", {"url": "https://a.example/?key=1"}, {"secret": SECRET}),
        ("webhook", {"url": "https://a.example/#x"}, {"secret": SECRET}),
        ("webhook", {"url": "https:///path"}, {"secret": SECRET}),
        ("webhook", {"url": "https://a.example/ x"}, {"secret": SECRET}),
        ("webhook", {"url": "https://a.example:port/"}, {"secret": SECRET}),
        ("webhook", {"url": 7}, {"secret": SECRET}),
        ("webhook", {"url": "https://a.example/", "urgency": "high"}, {"secret": SECRET}),
        ("roundup", {"url": "https://a.example/"}, {"user": PASSWORD}),
        ("roundup", {"url": "https://a.example/"}, {"user": "sotto-user", "password": "two\nlines"}),
        ("roundup", {"url": "https://a.example/", "lookup_after": -1}, SIGN_IN),
        ("roundup", {"url": "https://a.example/", "lookup_after": True}, SIGN_IN),
        ("roundup", {"url": "https://a.example/", "lookup_after": "soon"}, SIGN_IN),
        ("rt", {"url": "https://a.example/"}, {"token": PASSWORD}),
        ("rt", {"url": "https://a.example/", "queue": "a' OR id > 0 OR 'a"}, {"token": PASSWORD}),
        ("rt", {"url": "https://a.example/", "queue": "support"}, {"token": ""}),
    ],
)
def test_an_account_that_could_not_work_is_not_made(
    office: Office, vendor: str, settings: dict[str, Any], credentials: dict[str, str]
) -> None:
    with pytest.raises(BadSettings) as raised:
        office.account(vendor, settings, credentials)
    assert not any(secret and secret in str(raised.value) for secret in credentials.values())
    assert office.store.read(lambda connection: connection.execute(select(account)).all()) == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8002/", "http://localhost:1/", "http://desk.localhost/", "http://[::1]:8/"]
)
def test_on_this_machine_plain_http_will_do(office: Office, url: str) -> None:
    assert load(office, office.webhook(url)).settings == {"url": url}


def test_the_latest_time_that_a_vendor_asked_for_stays(office: Office) -> None:
    number = office.webhook("https://vendor.example.org/")
    for until in (100, 300, 200):
        office.store.write(lambda connection, until=until: accounts.hold_off(connection, number, until))
    assert office.next_allowed_at(number) == 300
