"""The offline reader as it is typed: here, or on copies."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.cast import Instance
from tests.operator import Operator
from widget.crypto.kit import Kit
from widget.crypto.kitfile import pack_demo_kit
from widget.records import activity
from widget.store.models import chain, letter


@pytest.fixture
def typist(instance: Instance, kit: Kit, tmp_path: Path) -> Operator:
    """An operator in the instance, with its kit at hand."""
    (tmp_path / "kit").write_bytes(pack_demo_kit(kit))
    url = instance.store.engine.url.render_as_string(hide_password=False)
    return Operator(tmp_path, {"DATABASE_URL": url})


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def opens(typist: Operator, *words: str) -> list[dict[str, Any]]:
    return lines(typist.types("letters", "open", "--kit", str(typist.instance / "kit"), *words))


def test_every_letter_is_a_line_of_json(instance: Instance, typist: Operator) -> None:
    letters = instance.writes("Hello\nwith two lines and a “quote” 🌊")
    letters.hears("And an answer")
    first, second = opens(typist)
    assert first["text"] == "Hello\nwith two lines and a “quote” 🌊"
    assert first["name"] == "Ana Núñez"
    assert (second["direction"], second["text"]) == ("staff", "And an answer")
    assert "error" not in first
    assert "error" not in second


def test_one_conversation_can_be_asked_for(instance: Instance, typist: Operator) -> None:
    instance.writes("one", reference="AAAAAAAAAA")
    instance.writes("two", reference="BBBBBBBBBB")
    assert [line["text"] for line in opens(typist, "AAAAAAAAAA")] == ["one"]


def test_a_letter_that_cannot_be_opened_is_a_line_and_a_failure_at_the_end(
    instance: Instance, typist: Operator
) -> None:
    instance.writes("one", reference="AAAAAAAAAA")
    instance.writes("two", reference="BBBBBBBBBB")
    bad = instance.store.read(lambda c: c.scalars(select(letter.c.id)).all())[0]
    instance.store.write(lambda c: c.execute(update(letter).where(letter.c.id == bad).values(sealed=b"x")))
    printed, said = typist.prints_and_fails("letters", "open", "--kit", str(typist.instance / "kit"))
    assert sorted("error" in line for line in lines(printed)) == [False, True]
    assert said.strip() == "Error: 1 of 2 letters could not be opened and checked."


def test_reading_is_on_record(instance: Instance, typist: Operator) -> None:
    instance.writes("one")
    opens(typist)
    instance.store.read(activity.verify)
    entry = instance.store.read(lambda c: c.execute(select(chain)).one())
    assert (entry.kind, entry.actor, entry.outcome) == ("letters-open", "kit", "1 letters")


def test_a_copy_that_is_no_copy_is_on_record_too(instance: Instance, typist: Operator) -> None:
    instance.writes("one")
    url = instance.store.engine.url.render_as_string(hide_password=False)
    opens(typist, "--database", url)
    assert instance.store.read(lambda c: c.scalar(select(chain.c.kind))) == "letters-open"


def test_what_a_stranger_wrote_cannot_steer_the_terminal(instance: Instance, typist: Operator) -> None:
    instance.writes("a\x1b[31m\x9b31m\u2028b\x85c\u202ed\x7f")
    printed = typist.types("letters", "open", "--kit", str(typist.instance / "kit"))
    assert len(printed.splitlines()) == 1
    assert all(" " <= character <= "~" for character in printed.rstrip("\n"))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # PostgreSQL's own tools copy it
def test_copies_are_read_elsewhere_and_stay_as_they_are(
    instance: Instance, typist: Operator, tmp_path: Path
) -> None:
    instance.writes("one")
    copies = tmp_path / "copies"
    copies.mkdir()
    with sqlite3.connect(tmp_path / "sotto.db") as connection:
        connection.execute("VACUUM INTO ?", (str(copies / "copy.db"),))
    shutil.copytree(tmp_path / "keys", copies / "keys")
    elsewhere = Operator(tmp_path / "elsewhere")
    before = (copies / "copy.db").read_bytes(), sorted((copies / "keys").rglob("*"))
    kit = str(typist.instance / "kit")
    given = ("--database", str(copies / "copy.db"), "--keys", str(copies / "keys"))
    assert [line["text"] for line in lines(elsewhere.types("letters", "open", "--kit", kit, *given))] == [
        "one"
    ]
    assert ((copies / "copy.db").read_bytes(), sorted((copies / "keys").rglob("*"))) == before
    assert not elsewhere.instance.exists()


def test_without_letters_nothing_is_printed(typist: Operator) -> None:
    assert opens(typist) == []


def test_mistakes_are_told_in_one_sentence(instance: Instance, typist: Operator, tmp_path: Path) -> None:
    instance.writes("one")
    kit = str(tmp_path / "kit")
    (tmp_path / "other").write_bytes(pack_demo_kit(Kit.new()))
    (tmp_path / "broken").write_bytes(b'{"kind": "kit", "v": 1, "demo": true}')
    mistakes = {
        "There is no conversation 0000000000.": (kit, "0000000000"),
        "No keys here are sealed to this kit": (str(tmp_path / "other"),),
        "is not a kit": (str(tmp_path / "broken"),),
        "cannot be read: No such file": (str(tmp_path / "nowhere"),),
        "There is no file": (kit, "--database", str(tmp_path / "no.db")),
        "DATABASE_URL must be sqlite": (kit, "--database", "mysql://x/y"),
        "No keys here": (kit, "--keys", str(tmp_path / "nowhere")),
    }
    for sentence, words in mistakes.items():
        assert sentence in typist.fails("letters", "open", "--kit", *words)
