from __future__ import annotations

import json

from tests.crypto.vectors import FOLDER, Vector, each, outcome
from tests.vectors import make_kit
from widget.crypto.kit import Kit, KitEpoch
from widget.crypto.kitfile import is_demo, open_kit, pack_demo_kit, pack_kit

# The least that a file may ask for: tests need not wait for the whole second.
OPERATIONS, MEMORY = 2, 64 * 1024 * 1024


@each("kit")
def test_kit(vector: Vector) -> None:
    found, kit = outcome(lambda: open_kit(vector["file"].encode(), vector["passphrase"]))
    assert found == vector["outcome"]
    if kit is not None:
        assert kit.to_json() == vector["kit"]
        assert is_demo(vector["file"].encode()) == (vector["passphrase"] is None)


def test_the_kits_vectors_are_what_their_script_makes() -> None:
    assert make_kit.text() == (FOLDER / "kit.json").read_text(encoding="utf-8")


def test_a_wrapped_kit_opens_with_its_passphrase_and_shows_nothing_else() -> None:
    kit = Kit.new()
    data = pack_kit(kit, "some words", OPERATIONS, MEMORY)
    assert open_kit(data, "some words") == kit
    assert outcome(lambda: open_kit(data, "some  words"))[0] == "cannot_open"
    assert set(json.loads(data)) == {"v", "kind", "demo", "argon2id", "nonce", "sealed"}
    assert pack_kit(kit, "some words", OPERATIONS, MEMORY) != data


def test_a_demonstrations_kit_says_so() -> None:
    kit = Kit.new()
    assert is_demo(pack_demo_kit(kit))
    assert open_kit(pack_demo_kit(kit)) == kit


def test_what_is_granted_makes_the_epochs_keys_again() -> None:
    epoch = KitEpoch.new(7)
    again = KitEpoch.from_json(epoch.to_json())
    assert again == epoch
    assert (again.xwing_public, again.sign_public) == (epoch.xwing_public, epoch.sign_public)
    assert (len(epoch.xwing_public), len(epoch.sign_public)) == (1216, 32)


def test_neither_kit_nor_epoch_shows_a_seed() -> None:
    assert repr(Kit.new()) == "Kit()"
    assert repr(KitEpoch.new(7)) == "KitEpoch(n=7)"
