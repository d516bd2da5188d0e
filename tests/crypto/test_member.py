"""A member's keys and wraps, and the invitation that brings them in."""

from __future__ import annotations

import pytest

from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto.errors import Malformed
from widget.crypto.invitation import ROLE_NUMBERS, invitation_mac, invitation_secret
from widget.crypto.labels import random_bytes
from widget.crypto.member import (
    NO_CREDENTIAL,
    WRAP_BYTES,
    Holder,
    MemberKeys,
    WrapKind,
    credential_hash,
    kind_of,
    new_salt,
    open_wrap,
    prf_input,
    seal_wrap,
)
from widget.crypto.statements import ROLES


@each("wrap")
def test_opening_a_wrap(vector: Vector) -> None:
    holder = Holder(data(vector["member"]), data(vector["credential"]))
    found, opened = outcome(lambda: open_wrap(data(vector["wrap"]), data(vector["key"]), holder))
    assert found == vector["outcome"]
    if opened is not None:
        assert opened == (data(vector["secret"]), data(vector["root"]))
        assert kind_of(data(vector["wrap"])) == vector["kind"]


@each("invitation")
def test_the_invitations_secret_and_the_newcomers_mac(vector: Vector) -> None:
    inbox = data(vector["inbox"])
    said = data(vector["member_secret"]), data(vector["invitation"]), inbox, vector["role"], vector["text"]
    assert invitation_secret(*said) == data(vector["secret"])
    keys = data(vector["xwing_pk"]), data(vector["sign_pk"])
    assert invitation_mac(data(vector["secret"]), data(vector["member"]), inbox, *keys) == data(vector["mac"])


@pytest.mark.parametrize("kind", list(WrapKind))
def test_what_is_wrapped_here_opens_here(kind: WrapKind) -> None:
    secret, root, key = random_bytes(32), random_bytes(32), random_bytes(32)
    holder = Holder(random_bytes(16), credential_hash(b"id") if kind is WrapKind.PASSKEY else NO_CREDENTIAL)
    wrap = seal_wrap(kind, key, new_salt(), holder, secret, root)
    assert len(wrap) == WRAP_BYTES
    assert open_wrap(wrap, key, holder) == (secret, root)
    with pytest.raises(Malformed):
        seal_wrap(kind, key, new_salt(), Holder(b"short"), secret, root)


def test_a_members_keys_have_labels_of_their_own() -> None:
    keys = MemberKeys.of(bytes(32))
    assert keys.xwing_seed != keys.sign_seed
    assert "seed" not in repr(keys)
    assert prf_input("desk.example") != credential_hash(b"desk.example")


def test_every_role_has_a_number() -> None:
    assert set(ROLE_NUMBERS) == set(ROLES)
