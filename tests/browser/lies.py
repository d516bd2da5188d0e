"""What a server can do that wants to deceive: each lie changes an answer of the real one in place.

It has all that a server has: every sealed letter, every signed statement, what was true before. Keys that
sign it makes itself, or has of somebody who was removed. It even has the patient's return key, which no
server knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.browser.scene import Facts, Scene
from widget.crypto import xwing
from widget.crypto.encoding import from_base64url, to_base64url, to_json
from widget.crypto.handover import Handover, sign_handover
from widget.crypto.header import INBOX, NOTE, PATIENT, RETURN, STAFF, Header
from widget.crypto.kit import KitEpoch
from widget.crypto.labels import random_bytes, sign_public
from widget.crypto.layout import STANZA_BYTES, letter_hash, take_apart
from widget.crypto.letter import Message, key_id_of, open_letter, seal_letter
from widget.crypto.memo import Memo, seal_memo
from widget.crypto.returncode import derive
from widget.crypto.statements import Authority, Keys, Lead, Member, Roster, Signed, root_hash
from widget.records.bundles import first_lead_seed, seal_grant

FORGED = "FORGED: please call 555-6666 and read out your card number."
STANZAS_AT = 121  # after HEADER, commitment and count

Lie = Callable[[Scene, Any], None]


def sealed(letter: Facts) -> bytes:
    text = letter["letter"]
    return from_base64url(text, len(text) * 3 // 4)


# About keys: `entry` has root, authority and keys, and at the desk roster and grants


def puts_its_own_key_in(_: Scene, entry: Facts) -> None:
    """The signature stays that of the real ones."""
    genuine = Signed.from_json(entry["keys"])
    entry["keys"] = Signed(with_a_key_of_its_own(genuine).data, genuine.signature).to_json()


def signs_keys_itself(_: Scene, entry: Facts) -> None:
    seed = random_bytes(32)
    keys = Keys.parse(with_a_key_of_its_own(Signed.from_json(entry["keys"])).data)
    lead = Lead(sign_public(seed), 0, 2**40)
    entry["keys"] = replace(keys, issue=replace(keys.issue, lead=lead.id)).sign(seed).to_json()


def names_itself_a_lead(_: Scene, entry: Facts) -> None:
    """AUTHORITY, which the root alone signs, with one more in it."""
    seed = random_bytes(32)
    authority = Authority.parse(Signed.from_json(entry["authority"]).data)
    lead = Lead(sign_public(seed), 0, 2**40)
    more = replace(authority, leads=(*authority.leads, lead))
    keys = Keys.parse(with_a_key_of_its_own(Signed.from_json(entry["keys"])).data)
    entry["authority"] = more.sign(seed).to_json()
    entry["keys"] = replace(keys, issue=replace(keys.issue, lead=lead.id)).sign(seed).to_json()


def swaps_the_root(scene: Scene, entry: Facts) -> None:
    """Signed from top to bottom, by strangers."""
    bundle = scene.stranger
    entry["root"] = to_base64url(bundle.root_public)
    entry["authority"], entry["keys"] = bundle.authority.to_json(), bundle.keys.to_json()


def gives_another_inboxs_keys(scene: Scene, entry: Facts) -> None:
    for name in ("authority", "keys"):
        entry[name] = scene.other_inbox[name]


def gives_old_keys(scene: Scene, entry: Facts) -> None:
    for name in ("authority", "keys"):
        entry[name] = scene.before[name]


def gives_keys_that_have_run_out(scene: Scene, entry: Facts) -> None:
    """A lead has signed them, for a time that is over."""
    keys = Keys.parse(Signed.from_json(entry["keys"]).data)
    seed = first_lead_seed(scene.kit, keys.issue.inbox)
    signer = Lead(sign_public(seed), 0, 0).id
    past = replace(keys, issue=replace(keys.issue, lead=signer), not_after=keys.issue.issued - 1)
    entry["keys"] = past.sign(seed).to_json()


def gives_an_old_list_of_members(scene: Scene, entry: Facts) -> None:
    entry["roster"] = scene.before["roster"]


def gives_no_list_of_members(_: Scene, entry: Facts) -> None:
    entry["roster"] = None


def puts_a_stranger_into_the_list(_: Scene, entry: Facts) -> None:
    genuine = Signed.from_json(entry["roster"])
    roster = Roster.parse(genuine.data)
    stranger = Member(
        random_bytes(16), "agent", xwing.public_of(random_bytes(32)), sign_public(random_bytes(32))
    )
    more = replace(roster, members=(*roster.members, stranger)).sign(random_bytes(32))
    entry["roster"] = Signed(more.data, genuine.signature).to_json()


def grants_a_key_of_its_own(_: Scene, entry: Facts) -> None:
    lead = next(
        each for each in Roster.parse(Signed.from_json(entry["roster"]).data).members if each.role == "lead"
    )
    inbox = from_base64url(entry["id"], 16)
    grant = seal_grant(inbox, KitEpoch.new(entry["grants"][-1]["n"]), lead.xwing_public, random_bytes(32))
    entry["grants"][-1]["letter"] = to_base64url(grant)


# About letters


def puts_in_anothers_letter(scene: Scene, letters: list[Facts]) -> None:
    letters.append(scene.elsewhere[0])


def puts_in_another_inboxs_letter(scene: Scene, letters: list[Facts]) -> None:
    letters.append(scene.abroad[0])


def puts_another_letter_first(scene: Scene, letters: list[Facts]) -> None:
    letters[0] = scene.elsewhere[0]


def writes_an_answer(scene: Scene, letters: list[Facts]) -> None:
    letters.append(forged(scene, letters, STAFF, random_bytes(32), scene.running.xwing_public))


def writes_with_a_key_that_was_taken_back(scene: Scene, letters: list[Facts]) -> None:
    """Who was removed has it still, and it was good once."""
    letters.append(forged(scene, letters, STAFF, scene.revoked.sign_seed, scene.revoked.xwing_public))


def writes_a_note(scene: Scene, letters: list[Facts]) -> None:
    letters.append(forged(scene, letters, NOTE, random_bytes(32), scene.running.xwing_public))


def writes_in_the_patients_name(scene: Scene, letters: list[Facts]) -> None:
    letters.append(forged(scene, letters, PATIENT, random_bytes(32), scene.running.xwing_public))


def gives_one_twice(_: Scene, letters: list[Facts]) -> None:
    letters.insert(2, letters[1] | {"id": to_base64url(random_bytes(16))})


def turns_two_around(_: Scene, letters: list[Facts]) -> None:
    letters[1:3] = reversed(letters[1:3])


def leaves_one_out(_: Scene, letters: list[Facts]) -> None:
    del letters[1]


def leaves_the_first_out(_: Scene, letters: list[Facts]) -> None:
    del letters[0]


def changes_one(_: Scene, letters: list[Facts]) -> None:
    changed = bytearray(sealed(letters[1]))
    changed[-100] ^= 1
    letters[1] = letters[1] | {"letter": to_base64url(bytes(changed))}


def holds_the_newest_back(_: Scene, letters: list[Facts]) -> None:
    del letters[-1]


def swaps_the_return_key(_: Scene, letters: list[Facts]) -> None:
    """In the first letter's stanza, which nothing signs: as if the answers were to go to somebody else."""
    first = bytearray(sealed(letters[0]))
    stanzas = take_apart(bytes(first)).stanzas
    at = STANZAS_AT + STANZA_BYTES * next(i for i, each in enumerate(stanzas) if each.kind == RETURN)
    first[at + 1 : at + 17] = key_id_of(xwing.public_of(random_bytes(32)))
    letters[0] = letters[0] | {"letter": to_base64url(bytes(first))}


# About the conversation as a whole: `facts` has handovers, and the statements of the inboxes on the way


def forges_a_hand_over(scene: Scene, facts: Facts) -> None:
    hand_over(scene, facts, scene.other_inbox, random_bytes(32))


def hands_over_to_strangers(scene: Scene, facts: Facts) -> None:
    """With the keys of somebody who is in the team."""
    bundle = scene.stranger
    strangers = {
        "id": to_base64url(bundle.inbox),
        "slug": "strangers",
        "root": to_base64url(bundle.root_public),
        "authority": bundle.authority.to_json(),
        "keys": bundle.keys.to_json(),
    }
    hand_over(scene, facts, strangers, scene.running.sign_seed)


def swaps_the_memo(scene: Scene, facts: Facts) -> None:
    """So that another root is believed; but the server has no key to seal it under."""
    memo = Memo(root_hash(scene.stranger.root_public), scene.stranger.inbox, 1, bytes(32))
    conversation = from_base64url(facts["conversation"], 16)
    facts["memo"] = to_base64url(seal_memo(random_bytes(32), conversation, memo))


# About members, as a lead's page gets them


def puts_its_key_in_a_newcomers_place(_: Scene, facts: Facts) -> None:
    for each in waiting(facts):
        each["xwing_pk"] = to_base64url(xwing.public_of(random_bytes(32)))


def gives_a_newcomer_another_role(_: Scene, facts: Facts) -> None:
    for each in waiting(facts):
        each["role"] = each["invite"]["role"] = "lead"


def lists_a_stranger(_: Scene, facts: Facts) -> None:
    [sam] = named(facts, "Sam Agent")
    facts["members"].append(sam | {"id": to_base64url(random_bytes(16)), "name": "Mallory Stranger"})


def leaves_a_member_out(_: Scene, facts: Facts) -> None:
    facts["members"].remove(named(facts, "Sam Agent")[0])


def shows_another_role(_: Scene, facts: Facts) -> None:
    named(facts, "Sam Agent")[0]["role"] = "auditor"


def swaps_the_kit(scene: Scene, facts: Facts) -> None:
    facts["kit"] = to_base64url(scene.stranger.holder_public)


# What they are made of


def waiting(facts: Facts) -> list[Facts]:
    return [each for each in facts["members"] if each["state"] == "waiting"]


def named(facts: Facts, name: str) -> list[Facts]:
    return [each for each in facts["members"] if each["name"] == name]


def with_a_key_of_its_own(genuine: Signed) -> Signed:
    keys = Keys.parse(genuine.data)
    mine = KitEpoch.new(1)
    swapped = [
        replace(each, xwing_public=mine.xwing_public, sign_public=mine.sign_public) for each in keys.epochs
    ]
    return replace(keys, epochs=tuple(swapped)).sign(random_bytes(32))


def forged(scene: Scene, letters: list[Facts], direction: int, seed: bytes, epoch_public: bytes) -> Facts:
    """A letter as the next one, right in all but who signed it."""
    headers = [take_apart(sealed(each)).header for each in letters]
    place, seq = headers[0], sum(each.direction == direction for each in headers) + 1
    header = Header(
        direction, place.inbox, place.conversation, random_bytes(16), seq, letter_hash(sealed(letters[-1]))
    )
    to = [(INBOX, epoch_public), (RETURN, derive(scene.code).xwing_public)]
    words = to_json({"text": FORGED}) if direction == NOTE else facts_of(scene, letters).saying(FORGED).pack()
    letter = seal_letter(header, words, to[:1] if direction == NOTE else to, seed)
    facts = {
        "id": to_base64url(header.letter),
        "direction": direction,
        "seq": seq,
        "letter": to_base64url(letter),
    }
    return facts | {"received": letters[-1]["received"] + 1, "until": letters[-1]["until"]}


def facts_of(scene: Scene, letters: list[Facts]) -> Message:
    """What every letter says of the conversation. The server itself cannot read it."""
    seed = derive(scene.code).xwing_seed
    return Message.parse(open_letter(sealed(letters[0]), RETURN, seed, sign_public=None, place=None).payload)


def hand_over(scene: Scene, facts: Facts, to: Facts, seed: bytes) -> None:
    here = take_apart(sealed(scene.letters[0])).header
    target = from_base64url(to["id"], 16)
    last = letter_hash(sealed(scene.letters[-1]))
    record = Handover(
        here.conversation,
        here.inbox,
        here.inbox,
        target,
        1,
        scene.letters[-1]["received"],
        scene.running.n,
        last,
    )
    signature = sign_handover(seed, record.pack())
    facts["handovers"] = [{"record": to_base64url(record.pack()), "signature": to_base64url(signature)}]
    way = facts.get("inboxes") or [facts["keys"] | {"id": facts["inbox"], "slug": "here"}]
    facts["inboxes"] = facts["path"] = [*way, to]
