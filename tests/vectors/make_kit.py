"""Writes kit.json:  .venv/bin/python -m tests.vectors.make_kit

Apart from make.mjs because libsodium.js has Argon2id in its larger build alone. The same every time.
"""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

from nacl import bindings
from nacl.pwhash import argon2id

from widget.crypto.encoding import to_base64url

PASSPHRASE = "correct horse battery sta\u0301ple"
SAME_PASSPHRASE = "correct horse battery st\u00e1ple"
OPERATIONS, MEMORY = 2, 64 * 1024 * 1024


def drawn(name: str, count: int = 32) -> bytes:
    return hashlib.shake_256(f"vectors/kit/{name}".encode()).digest(count)


def label(name: str) -> bytes:
    return b"sotto/1/" + name.encode() + b"\0"


def contents() -> dict[str, Any]:
    return {name: to_base64url(drawn(name)) for name in ("root_seed", "spare_root_seed", "holder_seed")}


def wrapped(content: bytes, operations: int = OPERATIONS, memory: int = MEMORY) -> dict[str, Any]:
    salt, nonce = drawn("salt", 16), drawn("nonce", 24)
    # Composed, as the normal form NFC has it.
    words = argon2id.kdf(32, SAME_PASSPHRASE.encode(), salt, OPERATIONS, MEMORY)
    key = hashlib.blake2b(label("wrap-kit"), key=words, digest_size=32).digest()
    aad = label("kit") + struct.pack(">IQ", operations, memory) + salt
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(content, aad, nonce, key)
    return {
        "v": 1,
        "kind": "kit",
        "demo": False,
        "argon2id": {"operations": operations, "memory": memory, "salt": to_base64url(salt)},
        "nonce": to_base64url(nonce),
        "sealed": to_base64url(sealed),
    }


def vectors() -> list[dict[str, Any]]:
    kit = contents()
    text = json.dumps(kit).encode()
    demo = {"v": 1, "kind": "kit", "demo": True, "kit": kit}
    whole = wrapped(text)
    altered = whole["sealed"].replace(whole["sealed"][40], "A" if whole["sealed"][40] != "A" else "B", 1)

    def of(name: str, outcome: str, file: object, passphrase: str | None = PASSPHRASE) -> dict[str, Any]:
        return {"name": name, "outcome": outcome, "file": json.dumps(file), "passphrase": passphrase}

    return [
        {**of("a demonstration's kit", "ok", demo, None), "kit": kit},
        {**of("a kit under a passphrase", "ok", whole), "kit": kit},
        {**of("the same passphrase typed as other code points", "ok", whole, SAME_PASSPHRASE), "kit": kit},
        of("another passphrase", "cannot_open", whole, "correct horse"),
        of("no passphrase", "cannot_open", whole, None),
        of("altered", "cannot_open", {**whole, "sealed": altered}),
        of(
            "a cost that was changed",
            "cannot_open",
            {**whole, "argon2id": {**whole["argon2id"], "operations": 3}},
        ),
        of("a cost of next to nothing", "malformed", wrapped(text, operations=1)),
        of("a cost that exhausts a machine", "malformed", wrapped(text, memory=2**41)),
        of("contents that are no kit", "malformed", wrapped(b"{}")),
        of("a version to come", "wrong_version", {**demo, "v": 2}),
        of("another kind of file", "malformed", {**demo, "kind": "keys"}),
        of("a list", "malformed", [demo]),
        of("a seed cut short", "malformed", {**demo, "kit": {**kit, "root_seed": "AAAA"}}, None),
        of("neither open nor wrapped", "malformed", {"v": 1, "kind": "kit"}),
    ]


def text() -> str:
    about = "The kit's file. Bytes are base64url; outcomes and formats are in docs/envelope.md."
    return json.dumps({"about": about, "vectors": vectors()}, indent=1) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "kit.json").write_text(text(), encoding="utf-8")
