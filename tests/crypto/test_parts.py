"""The small formats and what all formats are made of."""

from __future__ import annotations

from tests.crypto.vectors import Vector, data, each, outcome
from widget.crypto import deletion, labels, memo, rest
from widget.crypto.statements import Authority, Roster, Signed, follow_roster


@each("blocks")
def test_building_blocks(vector: Vector) -> None:
    given, result = data(vector["data"]), data(vector["result"])
    if vector["name"].startswith("HASH"):
        assert labels.digest(vector["label"], given) == result
    elif vector["name"] == "KDF":
        assert labels.derive(data(vector["key"]), vector["label"], given) == result
    elif vector["name"] == "AE":
        how = data(vector["key"]), data(vector["nonce"]), data(vector["aad"])
        assert labels.encrypt(*how, given) == result
        assert labels.decrypt(*how, result) == given
    else:
        assert labels.sign_public(data(vector["seed"])) == data(vector["public"])
        assert labels.sign(data(vector["seed"]), vector["label"], given) == result
        labels.verify(data(vector["public"]), vector["label"], given, result)


@each("memo")
def test_memo(vector: Vector) -> None:
    key, conversation = data(vector["key"]), data(vector["conversation"])
    found, opened = outcome(lambda: memo.open_memo(key, conversation, data(vector["memo"])))
    assert found == vector["outcome"]
    if opened is not None:
        expected = vector["expected"]
        ids = (
            data(expected["root"]),
            data(expected["inbox"]),
            expected["keys_seq"],
            data(expected["first_letter"]),
        )
        assert opened == memo.Memo(*ids)
        assert memo.open_memo(key, conversation, memo.seal_memo(key, conversation, opened)) == opened


@each("rest")
def test_at_rest(vector: Vector) -> None:
    shred_key, row = data(vector["shred_key"]), data(vector["row_id"])
    found, opened = outcome(lambda: rest.open_at_rest(shred_key, row, data(vector["stored"])))
    assert found == vector["outcome"]
    if opened is not None:
        assert opened == data(vector["data"])
        assert rest.day_of(data(vector["stored"])) == vector["day"]
        again = rest.seal_at_rest(shred_key, vector["day"], row, opened)
        assert rest.open_at_rest(shred_key, row, again) == opened
        assert again != data(vector["stored"])


@each("deletion")
def test_wish_for_deletion(vector: Vector) -> None:
    public, conversation, at = data(vector["public"]), data(vector["conversation"]), vector["at"]
    signature = data(vector["signature"])
    found, _ = outcome(lambda: deletion.verify_deletion(public, conversation, at, signature))
    assert found == vector["outcome"]
    if found == "ok":
        assert deletion.sign_deletion(data(vector["seed"]), conversation, at) == signature


@each("roster")
def test_following_a_roster(vector: Vector) -> None:
    def read() -> Roster:
        authority = Authority.parse(Signed.from_json(vector["authority"]).data)
        return follow_roster(authority, Signed.from_json(vector["roster"]), vector["now"], vector["seen_seq"])

    found, roster = outcome(read)
    assert found == vector["outcome"]
    if roster is not None:
        assert [member.to_json() for member in roster.members] == [vector["member"]]
        assert roster.sign(data(vector["lead_seed"])) == Signed.from_json(vector["roster"])
        assert roster.member(data(vector["member"]["id"])) == roster.members[0]
        assert roster.member(bytes(16)) is None
