"""`flask scan` and `npm run --silent scan`, started as a person starts them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.health.texts import odd_texts

FLASK = [str(Path(sys.executable).with_name("flask")), "scan"]
NPM = ["npm", "run", "--silent", "scan"]
BAD_LINES = [
    b"",
    b"no json",
    b"[]",
    b"null",
    b'{"text": 1}',
    b'{"txt": "a"}',
    b'{"text": "\xff"}',
    b'{"text": NaN}',
]
BOTH = pytest.mark.parametrize("command", [FLASK, NPM], ids=["flask", "npm"])


def answers(command: list[str], lines: bytes) -> list[bytes]:
    """With no instance, settings or database: there is nothing in the environment but the path."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SOTTO_INSTANCE": "/nowhere/instance",
    }
    done = subprocess.run(command, input=lines, capture_output=True, check=True, env=env)
    return done.stdout.splitlines()


def line(text: str) -> bytes:
    return json.dumps({"text": text}).encode() + b"\n"


@BOTH
def test_offsets_count_code_points(command: list[str]) -> None:
    [answer] = answers(command, line("\U0001f600 asthma"))
    assert json.loads(answer) == {
        "health": True,
        "identifier": False,
        "crisis": False,
        "findings": [{"start": 2, "end": 8, "kind": "condition"}],
    }


@BOTH
def test_a_bad_line_gets_an_error_and_stops_nothing(command: list[str]) -> None:
    found = [
        json.loads(answer) for answer in answers(command, b"\n".join(BAD_LINES) + b"\n" + line("asthma"))
    ]
    assert [list(answer) for answer in found[:-1]] == [["error"]] * len(BAD_LINES)
    assert found[-1]["health"]


@BOTH
def test_a_last_line_without_its_end_is_read(command: list[str]) -> None:
    assert len(answers(command, line("asthma") + line("asthma").rstrip())) == 2


def test_both_give_the_same_bytes_for_5000_texts() -> None:
    lines = b"".join(line(text) for text in odd_texts(5000, seed=20))
    ours, theirs = answers(FLASK, lines), answers(NPM, lines)
    assert len(ours) == 5000
    assert [pair for pair in zip(lines.splitlines(), ours, theirs, strict=True) if pair[1] != pair[2]] == []
    kinds = {finding["kind"] for answer in ours for finding in json.loads(answer)["findings"]}
    assert len(kinds) == 17, "the texts must reach every kind"
