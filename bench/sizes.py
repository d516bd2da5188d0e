"""How much a patient's browser loads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

BUILT = Path(__file__).parent.parent / "static" / "built"
LEVEL = 9


def sizes() -> dict[str, tuple[int, int]]:
    """Entry -> bytes as built, bytes with gzip."""
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    contents = {name: (BUILT / hashed).read_bytes() for name, hashed in manifest.items()}
    return {name: (len(content), len(gzip.compress(content, LEVEL))) for name, content in contents.items()}
