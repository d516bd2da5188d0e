"""`flask scan`: reads JSON Lines {"text": …} and writes what the detector finds, line by line."""

import json
import sys
from typing import Any, BinaryIO, NoReturn

import click

from .detector import NoData, Scan, scan

NO_TEXT = {"error": 'the line is no JSON object with a "text"'}


@click.command("scan")
def scan_command() -> None:
    """Scan JSON Lines {"text": ...} on standard input; needs no instance, settings or database."""
    try:
        scan("")
        scan_lines(sys.stdin.buffer, sys.stdout.buffer)
    except NoData as error:
        raise click.ClickException(str(error)) from None


def scan_lines(lines: BinaryIO, answers: BinaryIO) -> None:
    """One answer a line; a line that holds no text gets {"error": …} and stops nothing."""
    for line in lines:
        text = _text_of(line)
        answer = NO_TEXT if text is None else _as_json(scan(text))
        answers.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
        answers.flush()


def _text_of(line: bytes) -> str | None:
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON has not."""
    raise ValueError(name)


def _as_json(found: Scan) -> dict[str, Any]:
    return {
        "health": found.health,
        "identifier": found.identifier,
        "crisis": found.crisis,
        "findings": [{"start": f.start, "end": f.end, "kind": f.kind} for f in found.findings],
    }
