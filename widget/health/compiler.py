"""Builds the data file that both detectors read from the readable lists: `python -m widget.health.compiler`.

The same lists give the same bytes. Each list starts with its facts (`# kind: symptom`), among them where its
terms come from and under which licence; then one term a line, in the language that `terms.py` describes.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from .checks import CHECKS
from .detector import DATA
from .folding import UNKNOWN, Folding
from .tokens import tokens_of

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
# A term of this weight is a finding by itself; lighter ones add up within a sentence.
THRESHOLD = 10
LONGEST_SENTENCE = 600
FACTS = {"kind", "crisis", "weight", "misspelled", "source", "licence"}
SPECIAL_KINDS = ("exception", "none")
# Syntax whose meaning differs between Python's and JavaScript's regular expressions.
UNSHARED_SYNTAX = re.compile(r"\\[a-mo-qs-zA-Z0-9]|(?<!\\)\(\?[^:!=]")
ELEMENT = re.compile(r"~|#|(?:(?:[a-z0-9]+\*?|\*[a-z]{3,}|<[a-z-]+>|_|#)(?:\||$|(?=\?$)))+\??")


class BadList(Exception):
    """A list that cannot be read; the message names file and line."""


def build(lists: Path = LISTS) -> dict[str, Any]:
    """The data as one JSON-able object. Raises BadList."""
    fold = _fold_table(lists / "folding.txt")
    folding = Folding(fold)
    rules = tomllib.loads((lists / "patterns.toml").read_text("utf-8"))
    return {
        "version": 1,
        "kinds": [*HEALTH_KINDS, *IDENTIFIER_KINDS],
        "identifiers": list(IDENTIFIER_KINDS),
        "threshold": THRESHOLD,
        "fold": fold,
        "sentence": {
            "end": rules["sentence"]["end"],
            "word": rules["sentence"]["word"],
            "joins": rules["sentence"]["joins"],
            "abbreviations": _words(lists / "abbreviations.txt"),
            "longest": LONGEST_SENTENCE,
        },
        "spelling": {**rules["spelling"], "ordinary": _words(lists / "ordinary.txt")},
        "patterns": [_pattern(entry) for entry in rules["pattern"]],
        "facts": rules["facts"],
        "languages": {
            folder.name: _language(folder, folding) for folder in sorted(lists.iterdir()) if folder.is_dir()
        },
    }


def as_bytes(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _fold_table(path: Path) -> dict[str, Any]:
    table: dict[str, Any] = {"drop": [], "run": [], "into": {}}
    for line in path.read_text("utf-8").splitlines():
        act, _, rest = line.partition(" ")
        if act in ("drop", "run"):
            codes, _, target = rest.partition(" ")
            first, _, last = codes.partition("-")
            span = [int(first, 16), int(last or first, 16)]
            table[act].append([*span, target] if act == "run" else span)
        elif act == "into":
            target, _, sources = rest.partition(" ")
            table["into"][target] = sources
        elif act == "space":
            table["into"][" "] = table["into"].get(" ", "") + chr(int(rest, 16))
        elif not line.startswith("#") and line:
            raise BadList(f"{path}: {line!r}")
    return table


def _pattern(entry: dict[str, Any]) -> dict[str, Any]:
    if UNSHARED_SYNTAX.search(entry["pattern"]):
        raise BadList(f"pattern {entry['pattern']!r} would not mean the same in both languages")
    if entry.get("check", "always") not in CHECKS:
        raise BadList(f"pattern {entry['pattern']!r}: there is no check {entry['check']!r}")
    optional = {
        "check": "always",
        "near": "",
        "unless": "",
        "before": "",
        "first": "digit",
        "needs": "number",
    }
    return {**optional, **entry}


def _language(folder: Path, folding: Folding) -> dict[str, Any]:
    classes = {
        path.stem: [_term(line, folding, path) for line in _words(path)]
        for path in sorted((folder / "classes").glob("*.txt"))
    }
    lists = [
        _list(path, folding, classes)
        for path in sorted(folder.rglob("*.txt"))
        if path.parent.name != "classes"
    ]
    return {"classes": classes, "lists": lists}


def _list(path: Path, folding: Folding, classes: dict[str, list[str]]) -> dict[str, Any]:
    facts = _facts(path)
    terms: dict[str, None] = {}
    for line in _words(path):
        term, _, weight = line.partition(" = ")
        text = _term(term, folding, path)
        unknown = set(re.findall("<([a-z-]+)>", text)) - classes.keys()
        if unknown or not text or text[0] in "~_" or text.split(" ")[0].endswith("?"):
            raise BadList(f"{path}: {line!r}")
        terms[f"{text} = {int(weight)}" if weight else text] = None
    return {
        "kind": facts["kind"],
        "crisis": facts.get("crisis") == "yes",
        "misspelled": facts.get("misspelled") == "yes",
        "weight": int(facts.get("weight", THRESHOLD)),
        "terms": "\n".join(sorted(terms)),
    }


def _facts(path: Path) -> dict[str, str]:
    """A list's `# fact: value` lines."""
    lines = path.read_text("utf-8").splitlines()
    pairs = (re.fullmatch("# ([a-z]+): (.+)", line) for line in lines)
    facts = {pair.group(1): pair.group(2) for pair in pairs if pair}
    kind = facts.get("kind", "")
    known = kind in HEALTH_KINDS or kind in SPECIAL_KINDS or kind.startswith("near:")
    if facts.keys() - FACTS or not known or not facts.get("source") or not facts.get("licence"):
        raise BadList(f"{path} must state its kind, source and licence: {facts}")
    return facts


def _words(path: Path) -> list[str]:
    """The lines of a list that are no comment."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("# ") and line != "#"]


def _term(line: str, folding: Folding, path: Path) -> str:
    """The term as the detectors read it: folded, and cut into tokens as texts are."""
    elements: list[str] = []
    for part in folding.fold(line).text.split():
        plain = part.isalnum() or not re.search("[*#<|?_~]", part)
        elements += [token.word for token in tokens_of(part)] if plain else [part.replace("'", "")]
    bad = [element for element in elements if not ELEMENT.fullmatch(element)]
    if bad or UNKNOWN in line:
        raise BadList(f"{path}: {line!r} holds {bad}")
    return " ".join(elements)


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
