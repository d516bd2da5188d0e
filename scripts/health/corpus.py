"""The labelled messages that the detector learns from, and those it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CORPUS = Path("widget/health/corpus")
# English messages that tests hold the detector to.
CASES = Path("tests/health/cases")
HEALTH_CASES = {"health": True, "ordinary": False}
CRISIS_CASES = {"crisis": True, "calm": False}
LABELS = {"+ ": True, "- ": False}
CRISIS = "crisis"
# What a message weighs that a test asks for.
CASE_WEIGHT = 8.0


@dataclass(frozen=True)
class Message:
    """`label`: whether it holds a health detail, or, where danger is learned, tells of somebody in danger."""

    text: str
    label: bool
    source: str
    language: str
    weight: float = 1.0


def health_messages(folder: Path = CORPUS) -> list[Message]:
    paths = (path for path in sorted(folder.glob("*.txt")) if CRISIS not in path.stem)
    return [*cases(HEALTH_CASES), *(message for path in paths for message in read(path))]


def crisis_messages(folder: Path = CORPUS) -> list[Message]:
    paths = (path for path in sorted(folder.glob("*.txt")) if CRISIS in path.stem)
    return [*cases(CRISIS_CASES), *(message for path in paths for message in read(path))]


def read(path: Path) -> list[Message]:
    """The lines of a file `LANGUAGE-NAME.txt`: `+ text` or `- text`."""
    language = path.stem.partition("-")[0]
    return [Message(line[2:], LABELS[line[:2]], path.stem, language) for line in lines(path)]


def cases(labels: dict[str, bool]) -> list[Message]:
    return [
        Message(line, label, name, "en", CASE_WEIGHT)
        for name, label in labels.items()
        for line in lines(CASES / f"{name}.txt")
    ]


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
