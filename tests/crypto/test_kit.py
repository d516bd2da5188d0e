from __future__ import annotations

import json

from tests.crypto.vectors import Vector, each, outcome
from widget.crypto.kit import Kit, KitEpoch, KitInbox
from widget.crypto.kitfile import is_demo, open_kit, pack_demo_kit, pack_kit
from widget.crypto.labels import random_bytes
from widget.crypto.letter import key_id_of

# The least that a file may ask for: tests need not wait for the whole second.
OPERATIONS, MEMORY = 2, 64 * 1024 * 1024


def kit_of_one_inbox() -> Kit:
    inbox = KitInbox(random_bytes(16), "riverside", random_bytes(32), (KitEpoch.new(1), KitEpoch.new(2)))
    return Kit.new().with_inbox(inbox)


@each("kit")
def test_kit(vector: Vector) -> None:
    found, kit = outcome(lambda: open_kit(vector["file"].encode(), vector["passphrase"]))
    assert found == vector["outcome"]
    if kit is not None:
        assert kit.to_json() == vector["kit"]
        assert is_demo(vector["file"].encode()) == (vector["passphrase"] is None)


def test_a_wrapped_kit_opens_with_its_passphrase_and_shows_nothing_else() -> None:
    kit = kit_of_one_inbox()
    data = pack_kit(kit, "some words", OPERATIONS, MEMORY)
    assert open_kit(data, "some words") == kit
    assert outcome(lambda: open_kit(data, "some  words"))[0] == "cannot_open"
    assert set(json.loads(data)) == {"v", "kind", "demo", "argon2id", "nonce", "sealed"}
    assert pack_kit(kit, "some words", OPERATIONS, MEMORY) != data


def test_a_demonstrations_kit_says_so() -> None:
    kit = kit_of_one_inbox()
    assert is_demo(pack_demo_kit(kit))
    assert open_kit(pack_demo_kit(kit)) == kit


def test_a_kit_finds_its_inboxes_and_their_epochs() -> None:
    kit = kit_of_one_inbox()
    (inbox,) = kit.inboxes
    assert kit.inbox(inbox.id) == inbox
    assert kit.inbox(random_bytes(16)) is None
    assert inbox.epoch_named(key_id_of(inbox.epochs[1].xwing_public)) == inbox.epochs[1]
    assert inbox.epoch_named(random_bytes(16)) is None


def test_an_inbox_that_is_in_the_kit_is_replaced() -> None:
    kit = kit_of_one_inbox()
    (inbox,) = kit.inboxes
    renewed = KitInbox(inbox.id, inbox.slug, inbox.lead_seed, (KitEpoch.new(3),))
    assert kit.with_inbox(renewed).inboxes == (renewed,)


def test_a_kit_shows_no_seed() -> None:
    kit = kit_of_one_inbox()
    shown = repr(kit)
    (inbox,) = kit.inboxes
    seeds = [kit.root_seed, kit.spare_root_seed, kit.holder_seed, inbox.lead_seed]
    seeds += [seed for epoch in inbox.epochs for seed in (epoch.xwing_seed, epoch.sign_seed)]
    assert not [seed for seed in seeds if repr(seed) in shown]
    assert "seed" not in shown
