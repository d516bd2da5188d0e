"""What the browser seals, Python opens, and the other way round. Node runs the browser's own modules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crypto.cast import Conversation
from tests.crypto.vectors import data
from widget.crypto import memo
from widget.crypto.compartment import open_address
from widget.crypto.encoding import to_base64url
from widget.crypto.envelope import Opened, open_envelope, post_public_of
from widget.crypto.header import INBOX, RETURN, Place
from widget.crypto.labels import random_bytes, sign_public
from widget.crypto.letter import Message, letter_hash, open_letter
from widget.crypto.returncode import derive, new_code
from widget.crypto.statements import Authority, Epoch, Issue, Keys, Lead, pin_of, root_hash

NOW = 1_800_000_000
TEXTS = ["Please help", 'Ü 🙂 \u2028 "quoted" \\ \u0000', "x" * 30_000, ""]

root, lead, post, notify = (random_bytes(32) for _ in range(4))
talk = Conversation()


class Browser:
    """One node process that answers a line at a time."""

    def __init__(self) -> None:
        command = ["node", str(Path(__file__).parent / "sealer.mjs")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.process.communicate(timeout=20)
    assert browser.process.returncode == 0


def keys_answer() -> dict[str, Any]:
    """As the door gives it."""
    listed = Lead(sign_public(lead), NOW - 10, NOW + 10_000)
    authority = Authority(talk.inbox, "riverside", 1, (listed,), NOW + 10_000, bytes(32))
    epoch = Epoch(1, talk.epoch.xwing_public, talk.epoch.sign_public, NOW - 5, NOW + 5_000)
    keys = Keys(Issue(talk.inbox, 1, listed.id, 4, NOW - 5), NOW + 900, (epoch,))
    return {
        "inbox": to_base64url(talk.inbox),
        "root": to_base64url(sign_public(root)),
        "authority": authority.sign(root).to_json(),
        "keys": keys.sign(lead).to_json(),
        "post_key": {"public": to_base64url(post_public_of(post))},
        "notify_key": {"public": to_base64url(post_public_of(notify))},
        "now": NOW,
        "kept_days": 30,
    }


def submitted(browser: Browser, text: str) -> tuple[Opened, dict[str, Any]]:
    letter = {
        "text": text,
        "name": "Ana",
        "contact": "ana@example.org",
        "topic": "refill",
        "urgency": "urgent",
        "language": "es",
        "notify": "ana@example.com",
    }
    link = {"pins": [pin_of(sign_public(root))], "slug": "riverside"}
    answer = browser.ask(op="submit", **link, answer=keys_answer(), now=NOW, letter=letter)
    return open_envelope(data(answer["envelope"]), post), answer


@pytest.mark.parametrize("text", TEXTS, ids=["plain", "odd characters", "long", "empty"])
def test_python_opens_what_the_browser_seals(browser: Browser, text: str) -> None:
    opened, answer = submitted(browser, text)
    keys = derive(answer["code"])
    assert open_address(opened.compartment.sealed, notify) == "ana@example.com"
    slip = opened.slip
    assert (slip.topic, slip.urgency, slip.language) == ("refill", "urgent", "es")
    assert (slip.locator, slip.token_hash, slip.patient_sign_public) == (
        keys.locator,
        keys.token_hash,
        keys.sign_public,
    )
    place = Place(talk.inbox, slip.conversation)
    letter = open_letter(
        opened.letter, INBOX, talk.epoch.xwing_seed, sign_public=slip.patient_sign_public, place=place
    )
    first = Message.parse(letter.payload)
    assert (first.text, first.name, first.contact) == (text, "Ana", "ana@example.org")
    assert (first.return_public, first.patient_public) == (keys.xwing_public, keys.sign_public)
    assert open_letter(opened.letter, RETURN, keys.xwing_seed, sign_public=None, place=place) == letter
    found = memo.open_memo(keys.memo_key, slip.conversation, slip.memo)
    assert found == memo.Memo(root_hash(sign_public(root)), talk.inbox, 4, letter.hash)
    assert (answer["seq"], answer["notAfter"]) == (4, NOW + 900)


def test_half_a_surrogate_pair_that_was_typed_still_makes_a_letter_that_opens(browser: Browser) -> None:
    opened, _ = submitted(browser, "cut \ud83d short")
    letter = open_letter(opened.letter, INBOX, talk.epoch.xwing_seed, sign_public=None, place=None)
    assert Message.parse(letter.payload).text == "cut \ufffd short"


@pytest.mark.parametrize("text", TEXTS, ids=["plain", "odd characters", "long", "empty"])
def test_the_browser_opens_what_python_seals(browser: Browser, text: str) -> None:
    letter = talk.first(text)
    found = browser.ask(
        op="open", letter=to_base64url(letter), kind=RETURN, seed=to_base64url(talk.patient.xwing_seed)
    )
    assert Message.parse(data(found["payload"])).text == text
    assert data(found["hash"]) == letter_hash(letter)


def test_the_browser_opens_a_reply_of_the_staff(browser: Browser) -> None:
    reply = talk.reply(letter_hash(talk.first()))
    found = browser.ask(
        op="open",
        letter=to_base64url(reply),
        kind=RETURN,
        seed=to_base64url(talk.patient.xwing_seed),
        signPublic=to_base64url(talk.epoch.sign_public),
    )
    assert Message.parse(data(found["payload"])) == talk.message("Gladly")


def test_both_derive_the_same_keys_from_any_code(browser: Browser) -> None:
    for _ in range(20):
        code = new_code()
        keys, found = derive(code), browser.ask(op="derive", code=code)
        assert data(found["locator"]) == keys.locator
        assert data(found["xwingSeed"]) == keys.xwing_seed
        assert data(found["signPublic"]) == keys.sign_public


def test_the_browser_opens_a_memo_of_python(browser: Browser) -> None:
    code, conversation = new_code(), random_bytes(16)
    sealed = memo.seal_memo(
        derive(code).memo_key, conversation, memo.Memo(bytes(32), bytes(16), 2**53 - 1, bytes(32))
    )
    question = {"code": code, "conversation": to_base64url(conversation), "memo": to_base64url(sealed)}
    assert browser.ask(op="memo", **question) == {"root": to_base64url(bytes(32)), "keysSeq": 2**53 - 1}
