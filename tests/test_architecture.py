"""The house keeps its plan: imports flow one way, the rooms are where the design says, and nobody reads the
environment but those who start a program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "widget"
BROWSER = ROOT / "static"

GROUND = {"crypto", "health", "parsing", "files"}
STORE = GROUND | {"settings", "store"}
RECORDS = STORE | {"records"}
OUTBOX = RECORDS | {"outbox"}
STAFF = OUTBOX | {"staff"}
EVERYTHING = STAFF | {"doors", "logs", "commands", "cli", "demo", ""}

# Room -> the rooms it may import beside itself. "" is widget/__init__.py, which puts the house together.
MAY_IMPORT = {
    "crypto": set(),
    "health": set(),
    "parsing": set(),
    "files": set(),
    "settings": {"parsing"},
    "logs": set(),
    "store": GROUND | {"settings"},
    "records": STORE,
    "outbox": RECORDS,
    "staff": OUTBOX,
    "doors": STAFF | {"logs"},
    "demo": EVERYTHING - {"commands", "cli", ""},
    "commands": EVERYTHING - {"cli", "doors"},
    "cli": EVERYTHING,
    "": EVERYTHING,
}
# Programs start here; every other module is handed its settings.
READ_THE_ENVIRONMENT = {"__init__", "settings", "demo.site", "demo.vendor"}
# Directories and files that every reader and tool expects at the top.
AT_THE_TOP = ["app.py", "widget", "static", "templates", "tests", "requirements.txt", "Makefile", "docs"]
JAVASCRIPT_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The first part of a module's name within widget; nothing for widget/__init__.py."""
    return "" if module == "__init__" else module.partition(".")[0]


def ours(path: Path) -> set[str]:
    """The modules of ours that a file imports, named within widget; imports inside functions count too."""
    package = path.relative_to(PACKAGE).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            kept = ("widget", *package)[: len(package) + 2 - node.level]
            start = ".".join([*kept, *filter(None, [node.module])])
            names = [start] if node.module else [f"{start}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "widget" else [module]
        else:
            continue
        found |= {name.removeprefix("widget.") for name in names if name.split(".")[0] == "widget"}
    return {"__init__" if name == "widget" else name for name in found}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    room = room_of(name_of(path))
    wrong = {name for name in ours(path) if room_of(name) != room and room_of(name) not in MAY_IMPORT[room]}
    assert not wrong, f"{name_of(path)} must not import {sorted(wrong)}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_settings_are_passed_in(path: Path) -> None:
    if name_of(path) in READ_THE_ENVIRONMENT or room_of(name_of(path)) in ("cli", "commands"):
        return
    text = path.read_text(encoding="utf-8")
    assert "from_environment(" not in text
    assert "os.environ" not in text
    assert "getenv" not in text


@pytest.mark.parametrize("name", AT_THE_TOP)
def test_what_is_expected_at_the_top_is_there(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("room", ["crypto", "health"])
def test_cryptography_and_detector_of_the_browser_import_nothing_else_of_ours(room: str) -> None:
    folder = BROWSER / "js" / room
    beside = BROWSER / "js" / f"{room}.js"
    files = [*folder.glob("*.js"), *([beside] if beside.exists() else [])]
    assert files
    for path in files:
        for target in JAVASCRIPT_IMPORT.findall(path.read_text(encoding="utf-8")):
            there = (path.parent / target).resolve()
            assert not target.startswith(".") or there.parent == folder or there == beside, (
                f"{path.name}: {target}"
            )


def test_what_runs_on_the_sites_page_holds_no_cryptography_and_no_detector() -> None:
    seen: set[Path] = set()
    waiting = [BROWSER / "embed.js"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        targets = JAVASCRIPT_IMPORT.findall(path.read_text(encoding="utf-8"))
        waiting += {(path.parent / target).resolve() for target in targets if target.endswith(".js")} - seen
    assert {path.parent.name for path in seen} <= {"static", "embed"}
