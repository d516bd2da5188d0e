"""Making inboxes: with a kit, on one machine or over two, never at the cost of what is there."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.operator import Operator
from widget.crypto.kitfile import is_demo, open_kit
from widget.crypto.statements import pin_of
from widget.records import inboxes
from widget.records.calendar import months
from widget.records.inboxes import Inbox

PASSPHRASE = "correct horse battery staple"
SITE = ("--site", "https://www.riverside.example")


@pytest.fixture
def kit(operator: Operator, tmp_path: Path) -> Path:
    """Where the kit will be; its passphrase is in a file, as scripts have it."""
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    operator.environment["SOTTO_KIT_PASSPHRASE_FILE"] = str(tmp_path / "passphrase")
    return tmp_path / "riverside.kit"


@pytest.fixture
def house(operator: Operator) -> Operator:
    operator.types("db", "upgrade")
    return operator


def found(operator: Operator, slug: str) -> Inbox:
    inbox = operator.store().read(lambda connection: inboxes.find(connection, slug))
    assert inbox is not None
    return inbox


def test_an_inbox_and_its_kit_are_made(house: Operator, kit: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit), *SITE, "--retention-days", "45")
    inbox = found(house, "riverside")
    assert (inbox.name, inbox.sites, inbox.retention_days) == ("Riverside", (SITE[1],), 45)
    assert kit.stat().st_mode & 0o777 == 0o600
    opened = open_kit(kit.read_bytes(), PASSPHRASE)
    assert pin_of(inbox.root_public) == pin_of(opened.root_public)
    assert opened.root_seed.hex().encode() not in kit.read_bytes()


def test_a_kit_that_is_there_is_used_again_and_stays_as_it_is(house: Operator, kit: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit), "--demo")
    before = kit.read_bytes()
    house.types("inbox", "create", "Lakeside", "--kit", str(kit), "--demo")
    assert kit.read_bytes() == before
    assert found(house, "riverside").root_public == found(house, "lakeside").root_public


def test_the_passphrase_is_asked_for_twice(house: Operator, kit: Path) -> None:
    del house.environment["SOTTO_KIT_PASSPHRASE_FILE"]
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    house.types("inbox", "create", "Riverside", "--kit", str(kit), given=typed)
    assert open_kit(kit.read_bytes(), PASSPHRASE)


def test_a_demo_kit_needs_none(house: Operator, tmp_path: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(tmp_path / "demo.kit"), "--demo")
    assert is_demo((tmp_path / "demo.kit").read_bytes())


def test_a_test_inbox_keeps_nothing_beyond_the_day(house: Operator, kit: Path) -> None:
    house.types("inbox", "create", "Practice", "--kit", str(kit), "--demo", "--test")
    inbox = found(house, "practice")
    assert (inbox.test, inbox.retention_days) == (True, 0)


def test_everything_about_it_can_be_said(house: Operator, kit: Path) -> None:
    house.types(
        *("inbox", "create", "Riverside Care", "--kit", str(kit), "--demo", "--slug", "care", *SITE),
        *("--site", "https://app.riverside.example/", "--language", "en", "--topic", "billing"),
        *("--topic", "refill=A refill|Request", "--answer-hours", "8"),
        *("--help-phone", "+1 555 0100", "--help-text", "Call us."),
    )
    inbox = found(house, "care")
    assert inbox.sites == ("https://app.riverside.example", "https://www.riverside.example")
    assert [(t.code, t.vendor_label) for t in inbox.topics] == [("billing", "Billing"), ("refill", "Request")]
    assert inbox.languages == ("en",)
    assert inbox.settings["answer_within_hours"] == 8
    assert inbox.settings["other_help"] == {"phone": "+1 555 0100", "text": "Call us."}


def test_an_inbox_made_offline_is_brought_in_over_a_bundle(
    house: Operator, kit: Path, tmp_path: Path
) -> None:
    offline = Operator(tmp_path / "elsewhere", dict(house.environment))
    bundle = tmp_path / "riverside.json"
    offline.types("inbox", "create", "Riverside", "--kit", str(kit), *SITE, "--bundle", str(bundle))
    assert not offline.instance.exists()
    house.types("inbox", "add", str(bundle))
    assert found(house, "riverside").sites == (SITE[1],)
    opened = open_kit(kit.read_bytes(), PASSPHRASE)
    assert found(house, "riverside").root_public == opened.root_public


def test_a_bundle_is_brought_in_once(house: Operator, kit: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "riverside.json"
    house.types("inbox", "create", "Riverside", "--kit", str(kit), "--demo", "--bundle", str(bundle))
    house.types("inbox", "add", str(bundle))
    assert "There is an inbox riverside already." in house.fails("inbox", "add", str(bundle))


def test_a_bundle_that_was_changed_is_refused(house: Operator, kit: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "riverside.json"
    house.types("inbox", "create", "Riverside", "--kit", str(kit), "--demo", "--bundle", str(bundle))
    bundle.write_text(json.dumps(json.loads(bundle.read_text()) | {"root": "A" * 43}))
    assert "do not hold" in house.fails("inbox", "add", str(bundle))


def test_no_file_is_ever_overwritten(house: Operator, kit: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"something else")
    assert "is not a kit" in house.fails("inbox", "create", "Riverside", "--kit", str(kept))
    made = ("inbox", "create", "Riverside", "--kit", str(kit), "--bundle", str(kept))
    assert "is there already: nothing was changed" in house.fails(*made)
    assert kept.read_bytes() == b"something else"
    assert not kit.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--site", "riverside.example"), "riverside.example is not an origin"),
        (("--site", "http://riverside.example"), "is not an origin"),
        (("--topic", "nothing"), "nothing is no topic of ours"),
        (("--retention-days", "0"), "Retention must be"),
        (("--slug", "A"), "give --slug"),
        (("--account", "7"), "There is no account 7"),
        (("--language", "fr"), "has no label in fr"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    house: Operator, kit: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in house.fails("inbox", "create", "Riverside", "--kit", str(kit), "--demo", *words)
    assert house.store().read(inboxes.every) == []


def test_a_slug_that_is_taken_is_told_before_a_kit_is_made(house: Operator, kit: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit.with_name("demo")), "--demo")
    assert "There is an inbox riverside already." in house.fails(
        "inbox", "create", "Riverside", "--kit", str(kit)
    )
    assert not kit.exists()


@pytest.mark.parametrize("typed", ["short\nshort\n", "", "one passphrase here\n"])
def test_a_passphrase_that_will_not_do_makes_no_kit(house: Operator, kit: Path, typed: str) -> None:
    del house.environment["SOTTO_KIT_PASSPHRASE_FILE"]
    house.fails("inbox", "create", "Riverside", "--kit", str(kit), given=typed)
    assert not kit.exists()


def test_a_wrong_passphrase_is_told_without_saying_more(house: Operator, kit: Path, tmp_path: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit))
    (tmp_path / "passphrase").write_text("not the right passphrase")
    said = house.fails("inbox", "create", "Lakeside", "--kit", str(kit))
    assert said.strip() == "Error: The passphrase is wrong, or the kit was damaged."


def test_a_passphrase_file_that_is_not_there_is_told(house: Operator, kit: Path, tmp_path: Path) -> None:
    house.environment["SOTTO_KIT_PASSPHRASE_FILE"] = str(tmp_path / "nowhere")
    assert "SOTTO_KIT_PASSPHRASE_FILE" in house.fails("inbox", "create", "Riverside", "--kit", str(kit))


def test_a_folder_that_is_not_there_is_told(house: Operator, kit: Path) -> None:
    said = house.fails("inbox", "create", "Riverside", "--kit", str(kit.parent / "no" / "kit"))
    assert "There is no folder" in said


def test_the_snippet_names_the_inboxes_that_there_are(house: Operator, kit: Path) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit), "--demo")
    said = house.types("inbox", "snippet", "riverside")
    assert "http://127.0.0.1:8000/f/riverside#" in said
    assert "  script-src http://127.0.0.1:8000/embed.js\n  frame-src http://127.0.0.1:8000\n" in said
    assert "there are: riverside" in house.fails("inbox", "snippet", "lakeside")


def test_keys_are_renewed_with_the_kit(house: Operator, kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house.types("inbox", "create", "Riverside", "--kit", str(kit))
    renewing = ("inbox", "renew", "riverside", "--kit", str(kit))
    assert house.types(*renewing).startswith("All monthly keys of riverside are there: ")
    later = months(time.time(), 3)[2][0] + 86400
    monkeypatch.setattr(time, "time", lambda: later)
    until = f"{datetime.fromtimestamp(months(later, 13)[-1][1], UTC):%Y-%m-%d}"
    said = house.types(*renewing)
    assert said == f"Added 2 to the monthly keys of riverside: patients can write until {until}.\n"
    assert "there are: riverside" in house.fails("inbox", "renew", "lakeside", "--kit", str(kit))
