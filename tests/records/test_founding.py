"""From a kit to an inbox that browsers can follow, over a bundle that shows every change."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cast import Instance
from widget.crypto.kit import Kit
from widget.crypto.statements import Authority, Keys, Signed, follow, pin_of
from widget.records import inboxes
from widget.records.bundles import Bundle, BundleError, make_bundle, open_grant
from widget.records.charter import Charter, CharterError, slug_of, topics_from
from widget.records.founding import add_bundle
from widget.records.snippet import pins, policy, snippet
from widget.store.models import holder, root

GOOD = Charter("Lakeside", "lakeside", ("https://www.lakeside.example",), topics_from((), ("en", "es")))


def add(instance: Instance, bundle: Bundle, account_id: int | None = None) -> None:
    instance.store.write(
        lambda c: add_bundle(c, instance.keys, bundle, account_id=account_id, now=instance.now)
    )


def test_an_inbox_is_found_with_all_that_it_was_made_with(instance: Instance) -> None:
    found = instance.inbox
    assert (found.name, found.slug, found.test, found.retention_days) == ("Riverside", "riverside", False, 30)
    assert found.sites == ("https://www.riverside.example",)
    assert [topic.code for topic in found.topics][:2] == ["appointment", "prescription"]
    assert found.languages == ("en", "es")
    assert found.settings["answer_within_hours"] == 24


def test_an_unknown_inbox_is_none(instance: Instance) -> None:
    assert instance.store.read(lambda c: inboxes.find(c, "nowhere")) is None


def test_a_browser_follows_the_answer_from_either_pin_to_the_running_epoch(instance: Instance) -> None:
    answer = instance.store.read(lambda c: inboxes.keys_answer(c, instance.inbox))
    statements = [Signed.from_json(answer[kind]) for kind in ("authority", "keys")]
    given = pins(instance.inbox).split(".")
    reached = follow(given, "riverside", instance.inbox.root_public, *statements, instance.now)
    assert (reached.inbox, reached.epoch.n) == (instance.inbox.id, 1)
    assert given == [pin_of(instance.kit.root_public), pin_of(instance.kit.spare_root_public)]


def test_thirteen_months_are_made_and_follow_on_each_other(instance: Instance) -> None:
    epochs = instance.store.read(lambda c: inboxes.epochs(c, instance.inbox.id))
    assert [epoch.number for epoch in epochs] == list(range(1, 14))
    assert epochs[0].seal_from <= instance.now < epochs[0].seal_until
    assert all(one.seal_until == other.seal_from for one, other in pairwise(epochs))


def test_a_letter_is_taken_for_a_day_beyond_its_epoch_unless_that_was_revoked(instance: Instance) -> None:
    epoch = instance.epoch
    assert epoch.takes_letters(epoch.seal_until + 86399)
    assert not epoch.takes_letters(epoch.seal_until + 86400)
    assert epoch.takes_letters(epoch.seal_from - 86400)
    assert not replace(epoch, revoked_at=1).takes_letters(epoch.seal_from)


def test_a_second_inbox_of_a_kit_shares_its_root_and_holder(instance: Instance) -> None:
    add(instance, make_bundle(instance.kit, GOOD, instance.now))
    counted = [
        instance.store.read(lambda c, t=table: c.scalar(select(func.count()).select_from(t)))
        for table in (root, holder)
    ]
    assert counted == [1, 1]
    assert [each.slug for each in instance.store.read(inboxes.every)] == ["lakeside", "riverside"]


def test_only_the_kit_opens_the_grants(instance: Instance) -> None:
    halves = open_grant(instance.kit, instance.bundle.inbox, instance.bundle.grants[2])
    assert halves.xwing_public == instance.bundle.epochs[2].xwing_public
    assert halves.sign_public == instance.bundle.epochs[2].sign_public


def test_a_bundle_holds_no_secret_and_reads_as_it_was_written(kit: Kit, bundle: Bundle) -> None:
    packed = bundle.pack()
    assert Bundle.parse(packed) == bundle
    halves = open_grant(kit, bundle.inbox, bundle.grants[0])
    for secret in (kit.root_seed, kit.holder_seed, halves.xwing_seed, halves.sign_seed):
        assert secret not in packed
        assert secret.hex().encode() not in packed


def altered(bundle: Bundle, **changes: Any) -> bytes:
    return json.dumps(json.loads(bundle.pack()) | changes).encode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"root": "A" * 43}, "The bundle's statements do not hold (bad_signature)."),
        ({"inbox": "A" * 22}, "The bundle's parts do not belong together."),
        ({"grants": []}, "The bundle's parts do not belong together."),
        ({"kind": "kit"}, "The file is not an inbox bundle."),
        ({"v": 2}, "The file is not an inbox bundle."),
        ({"keys": {}}, "The file is not an inbox bundle, or was damaged."),
        ({"charter": {}}, "The inbox's description is not complete."),
    ],
)
def test_a_bundle_that_was_changed_is_refused(
    instance: Instance, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises((BundleError, CharterError)) as refused:
        add(instance, Bundle.parse(altered(instance.bundle, **changes)))
    assert str(refused.value) == sentence


def test_keys_that_another_lead_signed_are_refused(instance: Instance) -> None:
    one, other = (make_bundle(instance.kit, GOOD, instance.now) for _ in range(2))
    stranger = Keys.parse(one.keys.data).sign(bytes(32))
    with pytest.raises(BundleError, match="bad_signature"):
        add(instance, replace(one, keys=stranger))
    with pytest.raises(BundleError, match="bad_signature"):
        add(instance, replace(one, keys=other.keys))


def test_a_bundle_whose_slug_the_root_did_not_sign_is_refused(instance: Instance) -> None:
    bundle = make_bundle(instance.kit, GOOD, instance.now)
    elsewhere = replace(bundle, charter=replace(GOOD, slug="elsewhere"))
    with pytest.raises(BundleError, match="wrong_place"):
        add(instance, elsewhere)


def test_an_inbox_that_is_there_or_an_account_that_is_not_is_refused(instance: Instance) -> None:
    with pytest.raises(BundleError, match="There is an inbox riverside already"):
        add(instance, instance.bundle)
    renamed = replace(Authority.parse(instance.bundle.authority.data), slug=GOOD.slug)
    moved = replace(instance.bundle, charter=GOOD, authority=renamed.sign(instance.kit.root_seed))
    with pytest.raises(BundleError, match="under another slug"):
        add(instance, moved)
    with pytest.raises(BundleError, match="There is no account 7"):
        add(instance, make_bundle(instance.kit, GOOD, instance.now), account_id=7)


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "No"},
        {"slug": "x" * 33},
        {"name": ""},
        {"name": "a\nb"},
        {"sites": ("https://a.example/path",)},
        {"sites": ("http://a.example",)},
        {"sites": ("https://A.example",)},
        {"sites": ("*",)},
        {"topics": ()},
        {"topics": topics_from(("billing", "billing"), ("en",))},
        {"languages": ("en", "fr")},
        {"languages": ()},
        {"retention_days": 0},
        {"retention_days": 4000},
        {"retention_days": 90, "test": True},
        {"answer_within_hours": 0},
    ],
)
def test_what_an_inbox_cannot_be_is_told_in_one_sentence(changes: dict[str, Any]) -> None:
    with pytest.raises(CharterError) as refused:
        replace(GOOD, **changes)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("given", ["nothing-of-ours", "a=One", "a=One|", "a=One|Dos|Three words: and signs"])
def test_topics_that_are_not_understood_are_refused(given: str) -> None:
    with pytest.raises(CharterError):
        replace(GOOD, topics=topics_from((given,), ("en", "es")))


def test_a_topic_may_have_words_of_its_own_for_the_vendor() -> None:
    (topic,) = topics_from(("refill=Refill|Receta|Request",), ("en", "es"))
    assert (topic.code, topic.label["es"], topic.vendor_label) == ("refill", "Receta", "Request")


def test_a_name_gives_a_slug() -> None:
    assert slug_of("Riverside Tele-Health, Inc.") == "riverside-tele-health-inc"


def test_the_snippet_has_link_pins_and_script_and_the_policy_allows_both(instance: Instance) -> None:
    text = snippet(instance.inbox, "https://care.example")
    assert f'href="https://care.example/f/riverside#{pins(instance.inbox)}" data-sotto' in text
    assert '<script src="https://care.example/embed.js" async></script>' in text
    assert (
        policy("https://care.example")
        == "script-src https://care.example/embed.js; frame-src https://care.example"
    )
