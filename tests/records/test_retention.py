"""What has expired can be read by nobody, and is gone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, insert, select, update

from tests.cast import Instance, stored
from widget.crypto.rest import open_at_rest
from widget.records import activity, retention
from widget.store.keyfolder import KeyFolder, Shredded
from widget.store.models import account, chain, chain_body, conversation, grant, letter, outbox, submission

DAY = 86400


def count(instance: Instance, table) -> int:
    return instance.store.read(lambda c: c.scalar(select(func.count()).select_from(table))) or 0


def purge(instance: Instance, days: int) -> int:
    return retention.purge(instance.store, instance.keys, instance.now + days * DAY)


def test_a_letters_last_day_counts_from_its_receipt(instance: Instance) -> None:
    last = retention.expiry_day(instance.inbox, instance.now)
    assert retention.readable_until(last, backup_days=0) == date(2026, 12, 20)
    assert retention.readable_until(last, backup_days=7) == date(2026, 12, 27)


def test_on_its_last_day_a_letter_is_there_and_a_day_later_it_is_gone(instance: Instance) -> None:
    instance.writes("one")
    purge(instance, 30)
    assert len(stored(instance)) == 1
    purge(instance, 31)
    assert stored(instance) == []
    assert count(instance, conversation) == 0


def test_an_expired_letter_cannot_be_read_from_a_copy_of_the_database(instance: Instance) -> None:
    instance.writes("one")
    row = instance.store.read(lambda c: c.execute(select(letter)).one())
    assert open_at_rest(instance.keys.shred_key(row.expiry_day), row.id, row.sealed)
    purge(instance, 31)
    with pytest.raises(Shredded):
        instance.keys.kept_shred_key(row.expiry_day)


def test_a_conversation_lasts_as_long_as_its_newest_letter(instance: Instance) -> None:
    letters = instance.writes("one")
    letters.at += 10 * DAY
    newest = letters.adds("two")
    purge(instance, 31)
    assert stored(instance) == [newest]
    assert count(instance, conversation) == 1


def test_of_a_letter_that_expires_before_the_others_only_its_place_is_left_until_they_do(
    instance: Instance,
) -> None:
    letters = instance.writes("one")
    letters.at += 10 * DAY
    letters.adds("two")
    purge(instance, 31)
    rows = instance.store.read(lambda c: c.execute(select(letter).order_by(letter.c.seq)).all())
    assert [(row.seq, row.sealed == b"") for row in rows] == [(1, True), (2, False)]
    assert purge(instance, 31) == 0
    purge(instance, 41)
    assert (count(instance, letter), count(instance, conversation)) == (0, 0)


def test_a_submission_outlives_every_post_key_that_a_copy_could_be_sealed_to(
    instance: Instance,
) -> None:
    instance.writes("one")
    kept = retention.submission_expires_at(instance.now)
    instance.store.write(lambda c: c.execute(update(submission).values(expires_at=kept)))
    purge(instance, 38)
    assert (count(instance, conversation), count(instance, submission)) == (0, 1)
    purge(instance, 46)
    assert count(instance, submission) == 0


def test_the_grants_of_an_epoch_last_as_long_as_its_letters(instance: Instance) -> None:
    first_month_and_grace = 10 + 1
    purge(instance, first_month_and_grace + 30)
    assert count(instance, grant) == 13
    purge(instance, first_month_and_grace + 31)
    assert count(instance, grant) == 12


def test_a_notice_that_has_left_goes_with_its_conversation(instance: Instance) -> None:
    begun = instance.writes("one")

    def queue(connection) -> None:
        row = {"vendor": "webhook", "settings": "{}", "sealed_credentials": b""}
        number = connection.execute(insert(account).values(row).returning(account.c.id)).scalar_one()
        for state in ("sent", "waiting"):
            notice = {"kind": "opened", "notice": "{}", "state": state, "due_at": 1, "account_id": number}
            connection.execute(insert(outbox).values(delivery_id=state, reference=begun.reference, **notice))

    instance.store.write(queue)
    purge(instance, 30)
    assert count(instance, outbox) == 2
    purge(instance, 31)
    left = instance.store.read(lambda c: c.scalars(select(outbox.c.state)).all())
    assert left == ["waiting"]


def test_the_chain_keeps_its_entries_and_loses_their_bodies(instance: Instance) -> None:
    today = retention.day_of(instance.now)
    instance.store.write(lambda c: activity.append(c, "notice", None, "worker", "sent", b"body", today))
    purge(instance, 0)
    assert count(instance, chain_body) == 1
    purge(instance, 1)
    assert (count(instance, chain_body), count(instance, chain)) == (0, 1)
    instance.store.read(activity.verify)


def test_more_rows_than_fit_in_one_write_are_all_purged(instance: Instance, monkeypatch) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    for number in range(5):
        instance.writes("x", reference=f"AAAAAAAAA{number}")
    assert purge(instance, 31) == 10  # a conversation takes its letters with it
    assert stored(instance) == []


def test_shred_keys_are_made_ahead_for_the_longest_retention(instance: Instance, tmp_path) -> None:
    for path in (tmp_path / "keys" / "shred").iterdir():
        path.unlink()
    fresh = KeyFolder(tmp_path / "keys", lambda: instance.now)
    retention.make_shred_keys(instance.store, fresh, instance.now)
    made = sorted(path.stem for path in (tmp_path / "keys" / "shred").iterdir())
    assert (made[0], made[-1]) == ("2026-11-20", "2026-12-22")
