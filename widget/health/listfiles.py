"""The readable lists: their facts, their lines, and how a term is written.

A list starts with its facts (`# kind: symptom`), among them where its terms come from and under which
licence; then one term a line, in the language that `terms.py` describes.
"""

import re
from pathlib import Path
from typing import Any

from .folding import UNKNOWN, Folding
from .tokens import tokens_of

FACTS = {"kind", "crisis", "sure", "misspelled", "source", "licence"}
ELEMENT = re.compile(r"~|#|(?:(?:[a-z0-9]+\*?|\*[a-z]{3,}|<[a-z-]+>|_|#)(?:\||$|(?=\?$)))+\??")

# What a list says of itself, in its first lines.
FACT = re.compile("# ([a-z]+): (.+)")


class BadList(Exception):
    """A list that cannot be read; the message names file and line."""


def facts_of(path: Path) -> dict[str, str]:
    """A list's `# fact: value` lines. Raises BadList where one that is needed is missing."""
    lines = path.read_text("utf-8").splitlines()
    pairs = (FACT.fullmatch(line) for line in lines)
    facts = {pair.group(1): pair.group(2) for pair in pairs if pair}
    if facts.keys() - FACTS or not {"kind", "source", "licence"} <= facts.keys():
        raise BadList(f"{path} must state its kind, source and licence: {facts}")
    return facts


def lines_of(path: Path) -> list[str]:
    """The lines of a list behind its facts; `# mg` is a term."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    last = max((at for at, line in enumerate(lines) if FACT.fullmatch(line)), default=-1)
    return [line for line in lines[last + 1 :] if line]


def term_of(line: str, folding: Folding) -> str:
    """The term as the detectors read it: folded, and cut into tokens as texts are. Raises BadList."""
    elements: list[str] = []
    for part in folding.fold(line).text.split():
        plain = part.isalnum() or not re.search("[*#<|?_~]", part)
        elements += [token.word for token in tokens_of(part)] if plain else [part.replace("'", "")]
    bad = [element for element in elements if not ELEMENT.fullmatch(element)]
    if bad or UNKNOWN in line or not elements or elements[0][0] in "~_" or elements[0].endswith("?"):
        raise BadList(f"{line!r} is no term")
    return " ".join(elements)


def fold_table(path: Path) -> dict[str, Any]:
    """What `folding.txt` says: code points to drop, runs to shift, characters to replace, and those that
    Unicode decomposes. Raises BadList.
    """
    table: dict[str, Any] = {"drop": [], "run": [], "into": {}, "decompose": []}
    for line in path.read_text("utf-8").splitlines():
        act, _, rest = line.partition(" ")
        if act in ("drop", "run", "decompose"):
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
