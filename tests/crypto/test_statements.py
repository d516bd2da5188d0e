from __future__ import annotations

from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto.errors import SealError
from widget.crypto.labels import random_bytes, sign_public
from widget.crypto.statements import (
    Authority,
    Epoch,
    InboxKeys,
    Issue,
    Keys,
    Lead,
    Signed,
    follow,
    pin_of,
    root_hash,
)
from widget.crypto.xwing import public_of

NOW = 1_800_000_000


@each("statements")
def test_following(vector: Vector) -> None:
    def followed() -> InboxKeys:
        signed = (Signed.from_json(vector[kind]) for kind in ("authority", "keys"))
        link = vector["pins"], vector["slug"]
        return follow(*link, data(vector["root"]), *signed, vector["now"], vector["seen_seq"])

    found, keys = outcome(followed)
    assert found == vector["outcome"]
    if keys is not None:
        expected = vector["expected"]
        assert keys.inbox == data(expected["inbox"])
        assert keys.root == root_hash(data(vector["root"]))
        assert (keys.seq, keys.epoch.n, keys.good_until) == (
            expected["seq"],
            expected["epoch"],
            expected["good_until"],
        )


def test_what_is_signed_here_is_followed_here() -> None:
    root, lead, inbox = random_bytes(32), random_bytes(32), random_bytes(16)
    listed = Lead(sign_public(lead), NOW - 10, NOW + 10)
    authority = Authority(inbox, "riverside", 1, (listed,), NOW + 10, bytes(32))
    epoch = Epoch(4, public_of(random_bytes(32)), random_bytes(32), NOW, NOW + 5)
    keys = Keys(Issue(inbox, 1, listed.id, 1, NOW - 5), NOW + 9, (epoch,))
    pins = [pin_of(sign_public(root))]
    found = follow(pins, "riverside", sign_public(root), authority.sign(root), keys.sign(lead), NOW)
    assert found == InboxKeys(inbox, root_hash(sign_public(root)), 1, epoch, NOW + 5)
    assert Authority.parse(authority.sign(root).data) == authority
    assert Keys.parse(keys.sign(lead).data) == keys


def test_a_statement_is_checked_over_the_bytes_as_received() -> None:
    root, inbox = random_bytes(32), random_bytes(16)
    signed = Authority(inbox, "riverside", 1, (), NOW, bytes(32)).sign(root)
    respaced = Signed(signed.data.replace(b",", b", "), signed.signature)
    assert Authority.parse(respaced.data) == Authority.parse(signed.data)
    assert outcome(lambda: respaced.check(sign_public(root), "authority"))[0] == "bad_signature"
    assert outcome(lambda: signed.check(sign_public(root), "authority"))[0] == "ok"


def test_deeply_nested_json_is_malformed() -> None:
    nested = Signed(b'{"v":' + b"[" * 100_000, bytes(64))
    assert outcome(lambda: Keys.parse(nested.data))[0] == "malformed"


def test_every_error_has_a_name_of_its_own() -> None:
    codes = [error.code for error in SealError.__subclasses__()]
    assert len(set(codes)) == len(codes) == 16
    assert "seal_error" not in codes
