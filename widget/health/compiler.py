"""Builds the data file that both detectors read from the readable lists: `python -m widget.health.compiler`.

The same lists give the same bytes.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from .checks import CHECKS
from .detector import DATA
from .fingerprints import pack
from .folding import Folding
from .listfiles import BadList, facts_of, fold_table, lines_of, term_of
from .sections import PARTS, Points, TermList, section

LISTS = Path(__file__).with_name("lists")
HEALTH_KINDS = (
    "condition",
    "symptom",
    "medicine",
    "procedure",
    "measurement",
    "mental_health",
    "sexual_reproductive",
)
IDENTIFIER_KINDS = (
    "ssn",
    "mrn",
    "insurance_id",
    "date_of_birth",
    "card",
    "bank",
    "phone",
    "email",
    "address",
    "password",
)
LONGEST_SENTENCE = 600
# Size of the number that a word of a plain list has: one word in some hundreds is taken for one of them.
WORD_BITS = 16
# Of those that no name of a medicine or condition may be taken for.
NAME_WORD_BITS = 21
SPECIAL_KINDS = ("exception", "none")
# Words and pairs of words that only add to a sentence's points: of health, of danger.
POINT_KINDS = ("hint", "alarm")
# Syntax whose meaning differs between Python's and JavaScript's regular expressions.
UNSHARED_SYNTAX = re.compile(r"\\[a-mo-qs-zA-Z0-9]|(?<!\\)\(\?[^:!=]")
# Of a dot they agree only where it is escaped or in a class: JavaScript's does not match U+2028.
ESCAPES_AND_CLASSES = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")


def build(lists: Path = LISTS) -> dict[str, Any]:
    """The data as one JSON-able object. Raises BadList."""
    fold = fold_table(lists / "folding.txt")
    folding = Folding(fold)
    rules = tomllib.loads((lists / "patterns.toml").read_text("utf-8"))
    abbreviations = _words(lists / "abbreviations.txt")
    sections = {
        folder.name: _language(folder, folding, rules["spelling"]["sounds"])
        for folder in sorted(lists.iterdir())
        if folder.is_dir()
    }
    for name in ("end", "joins"):
        _check_dots(rules["sentence"][name])
    return {
        "version": 6,
        **{part: {name: section[part] for name, section in sections.items()} for part in PARTS},
        "kinds": [*HEALTH_KINDS, *IDENTIFIER_KINDS],
        "identifiers": list(IDENTIFIER_KINDS),
        **tomllib.loads((lists / "points.toml").read_text("utf-8")),
        "fold": fold,
        "spoken": {
            word: str(digit) for digit, said in enumerate(rules["spoken"]["digits"]) for word in said.split()
        },
        "sentence": {**rules["sentence"], "abbreviations": abbreviations, "longest": LONGEST_SENTENCE},
        "spelling": {**rules["spelling"], "ordinary": _words(lists / "ordinary.txt", NAME_WORD_BITS)},
        "patterns": [_pattern(entry) for entry in rules["pattern"]],
        "facts": {
            **rules["facts"],
            "desks": _words(lists / "desks.txt"),
            "talk": _words(lists / "talk.txt"),
        },
    }


def as_bytes(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _words(path: Path, bits: int = WORD_BITS) -> dict[str, Any]:
    return pack(((line, 0) for line in lines_of(path)), bits)


def _pattern(entry: dict[str, Any]) -> dict[str, Any]:
    if UNSHARED_SYNTAX.search(entry["pattern"]):
        raise BadList(f"pattern {entry['pattern']!r} would not mean the same in both languages")
    _check_dots(entry["pattern"])
    if entry.get("check", "always") not in CHECKS:
        raise BadList(f"pattern {entry['pattern']!r}: there is no check {entry['check']!r}")
    return entry


def _check_dots(pattern: str) -> None:
    if "." in ESCAPES_AND_CLASSES.sub("", pattern):
        raise BadList(f"pattern {pattern!r}: a dot would not mean the same in both languages")


def _language(folder: Path, folding: Folding, sounds: list[tuple[str, str]]) -> dict[str, Any]:
    paths = {path: facts_of(path) for path in sorted(folder.rglob("*.txt")) if path.parent.name != "classes"}
    classes = {
        path.stem: [_term(path, line, folding) for line in lines_of(path)]
        for path in sorted((folder / "classes").glob("*.txt"))
    }
    lists = [_list(path, facts, folding) for path, facts in paths.items() if facts["kind"] not in POINT_KINDS]
    points = Points(*(_points(paths, kind) for kind in POINT_KINDS))
    return section(lists, classes, sounds, points)


def _list(path: Path, facts: dict[str, str], folding: Folding) -> TermList:
    kind = facts["kind"]
    if kind not in (*HEALTH_KINDS, *SPECIAL_KINDS) and not kind.startswith("near:"):
        raise BadList(f"{path}: there is no kind {kind}")
    return TermList(
        kind,
        tuple(dict.fromkeys(_term(path, line, folding) for line in lines_of(path))),
        crisis=facts.get("crisis") == "yes",
        misspelled=facts.get("misspelled") == "yes",
        sure=facts.get("sure") != "no",
    )


def _term(path: Path, line: str, folding: Folding) -> str:
    try:
        return term_of(line, folding)
    except BadList as error:
        raise BadList(f"{path}: {error}") from None


def _points(paths: dict[Path, dict[str, str]], kind: str) -> dict[str, int]:
    """Words and pairs of words in the lists of this kind, with their points."""
    points: dict[str, int] = {}
    for path in (path for path, facts in paths.items() if facts["kind"] == kind):
        for line in lines_of(path):
            words, equals, number = line.rpartition(" = ")
            if not equals:
                raise BadList(f"{path}: {line!r}")
            points[words] = int(number)
    return points


def main() -> None:
    try:
        data = as_bytes(build())
    except BadList as error:
        sys.exit(f"compiler: {error}")
    DATA.parent.mkdir(parents=True, exist_ok=True)
    DATA.write_bytes(data)
    print(f"{DATA.name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
