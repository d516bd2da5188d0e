"""The labelled messages that the detector learns from, and those it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CORPUS = Path("widget/health/corpus")
LABELS = {"+ ": True, "- ": False}
CRISIS = "crisis"


@dataclass(frozen=True)
class Message:
    """`label`: whether it holds a health detail, or, in a file named crisis, tells of somebody in danger."""

    text: str
    label: bool
    source: str
    language: str


def health_messages(folder: Path = CORPUS) -> list[Message]:
    return [
        message for path in sorted(folder.glob("*.txt")) if CRISIS not in path.stem for message in read(path)
    ]


def crisis_messages(folder: Path = CORPUS) -> list[Message]:
    return [message for path in sorted(folder.glob("*.txt")) if CRISIS in path.stem for message in read(path)]


def read(path: Path) -> list[Message]:
    """The lines of a file `LANGUAGE-NAME.txt`: `+ text` or `- text`."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
    language = path.stem.partition("-")[0]
    return [Message(line[2:], LABELS[line[:2]], path.stem, language) for line in lines]
