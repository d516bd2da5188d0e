"""The key folder: secrets that only its owner reads, keys that rotate, and days that end."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from widget.crypto.compartment import notify_key_id
from widget.crypto.envelope import key_id_of
from widget.store.keyfolder import KeyFolder, Shredded

NOW = 1_795_176_000
TODAY = NOW // 86400
HOUR = 3600
DAY = 86400


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    made = KeyFolder(tmp_path / "keys", lambda: NOW)
    made.create()
    return made


def test_everything_in_it_is_closed_to_others(folder: KeyFolder, tmp_path: Path) -> None:
    folder.rotate_post_key(NOW)
    folder.rotate_notify_key(NOW)
    folder.shred_key(TODAY)
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_secrets_differ_by_use_and_stay_the_same(folder: KeyFolder, tmp_path: Path) -> None:
    folder.create()
    again = KeyFolder(tmp_path / "keys")
    assert folder.secret("tokens") == again.secret("tokens")
    assert folder.secret("tokens") != folder.secret("accounts")
    assert len(folder.secret("tokens")) == 32


def test_a_folder_that_was_not_made_has_no_secret(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        KeyFolder(tmp_path / "nowhere").secret("tokens")


def test_nothing_in_it_shows_in_its_text(folder: KeyFolder) -> None:
    key = folder.rotate_post_key(NOW)
    assert key.private.hex() not in repr(key)
    assert repr(key.private) not in repr(key)


class TestNotifyKeys:
    def test_the_first_is_used_at_once_and_the_next_in_an_hour(self, folder: KeyFolder) -> None:
        first = folder.rotate_notify_key(NOW)
        assert folder.published_notify_key(NOW) == first
        assert first.id == notify_key_id(first.public)
        second = folder.rotate_notify_key(NOW + DAY)
        assert folder.rotate_notify_key(NOW + DAY + 1) == second
        assert folder.published_notify_key(NOW + DAY + HOUR - 1) == first
        assert folder.published_notify_key(NOW + DAY + HOUR) == second

    def test_without_one_there_is_none_to_publish(self, folder: KeyFolder) -> None:
        with pytest.raises(LookupError, match="db upgrade"):
            folder.published_notify_key(NOW)

    def test_its_private_half_lies_apart(self, folder: KeyFolder, tmp_path: Path) -> None:
        made = folder.rotate_notify_key(NOW)
        private = folder.notify_private(made.id)
        assert bytes(PrivateKey(private).public_key) == made.public
        holding = [path for path in tmp_path.rglob("*") if path.is_file() and holds(path, private)]
        assert holding == [tmp_path / "keys" / "notify" / "private" / f"{made.id.hex()}.key"]

    def test_who_cannot_read_private_halves_knows_the_public_ones(
        self, folder: KeyFolder, tmp_path: Path
    ) -> None:
        made = folder.rotate_notify_key(NOW)
        shutil.rmtree(tmp_path / "keys" / "notify" / "private")
        web = KeyFolder(tmp_path / "keys")
        assert web.published_notify_key(NOW) == made
        assert web.takes_notify_key(made.id, NOW)
        assert not web.takes_notify_key(bytes(8), NOW)
        with pytest.raises(KeyError):
            web.notify_private(made.id)

    def test_one_that_another_process_made_is_known(self, folder: KeyFolder, tmp_path: Path) -> None:
        folder.rotate_notify_key(NOW)
        other = KeyFolder(tmp_path / "keys").rotate_notify_key(NOW + DAY)
        assert folder.takes_notify_key(other.id, NOW)

    def test_an_old_one_is_taken_for_a_day(self, folder: KeyFolder) -> None:
        first, second = folder.rotate_notify_key(NOW), folder.rotate_notify_key(NOW + DAY)
        ends = second.use_from + DAY
        assert folder.takes_notify_key(first.id, ends - 1)
        assert not folder.takes_notify_key(first.id, ends)
        assert folder.takes_notify_key(second.id, ends)

    def test_an_old_one_opens_for_as_long_as_it_is_needed_and_is_then_destroyed(
        self, folder: KeyFolder, tmp_path: Path
    ) -> None:
        first, second = folder.rotate_notify_key(NOW), folder.rotate_notify_key(NOW + DAY)
        ends = second.use_from + 90 * DAY
        assert folder.destroy_retired_notify_keys(ends - 1, 90 * DAY) == 0
        assert folder.notify_private(first.id)
        assert folder.destroy_retired_notify_keys(ends, 90 * DAY) == 1
        assert folder.notify_keys == (second,)
        assert [path.stem for path in (tmp_path / "keys").rglob("*.key")] == [second.id.hex()]
        assert folder.destroy_retired_notify_keys(ends + 1000 * DAY, 90 * DAY) == 0

    def test_one_that_cannot_be_read_is_told_by_its_id(
        self, folder: KeyFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        made = folder.rotate_notify_key(NOW)
        (tmp_path / "keys" / "notify" / "00112233445566ff.json").write_text("[]")
        assert KeyFolder(tmp_path / "keys").notify_keys == (made,)
        assert [record.getMessage() for record in caplog.records] == [
            "notification key 00112233445566ff cannot be read"
        ]


def holds(path: Path, secret: bytes) -> bool:
    content = path.read_bytes()
    return secret in content or secret.hex().encode() in content


class TestPostKeys:
    def test_the_first_is_used_at_once(self, folder: KeyFolder) -> None:
        made = folder.rotate_post_key(NOW)
        assert folder.published_post_key(NOW) == (made.id, made.public)
        assert made.id == key_id_of(made.public)
        assert bytes(PrivateKey(folder.post_key(made.id).private).public_key) == made.public

    def test_without_one_there_is_none_to_publish(self, folder: KeyFolder) -> None:
        with pytest.raises(LookupError, match="post-key rotate"):
            folder.published_post_key(NOW)

    def test_the_next_is_used_an_hour_after_it_was_published(self, folder: KeyFolder) -> None:
        first = folder.rotate_post_key(NOW)
        second = folder.rotate_post_key(NOW + DAY)
        assert folder.published_post_key(NOW + DAY + HOUR - 1)[0] == first.id
        assert folder.published_post_key(NOW + DAY + HOUR)[0] == second.id

    def test_one_that_waits_is_not_followed_by_another(self, folder: KeyFolder) -> None:
        folder.rotate_post_key(NOW)
        waiting = folder.rotate_post_key(NOW + DAY)
        assert folder.rotate_post_key(NOW + DAY + 1) == waiting
        assert len(folder.post_keys) == 2

    def test_an_old_one_opens_for_thirty_days_and_is_then_destroyed(self, folder: KeyFolder) -> None:
        first = folder.rotate_post_key(NOW)
        folder.rotate_post_key(NOW + DAY)
        ends = NOW + DAY + HOUR + 30 * DAY
        assert folder.destroy_retired_post_keys(ends - 1) == 0
        assert folder.post_key(first.id) == replace(first, retire_at=ends)
        assert folder.destroy_retired_post_keys(ends) == 1
        with pytest.raises(KeyError):
            KeyFolder(folder._path).post_key(first.id)

    def test_the_only_one_is_never_destroyed(self, folder: KeyFolder) -> None:
        made = folder.rotate_post_key(NOW)
        assert folder.destroy_retired_post_keys(NOW + 1000 * DAY) == 0
        assert folder.published_post_key(NOW + 1000 * DAY)[0] == made.id

    def test_one_that_another_process_made_is_found(self, folder: KeyFolder, tmp_path: Path) -> None:
        folder.rotate_post_key(NOW)
        other = KeyFolder(tmp_path / "keys").rotate_post_key(NOW + DAY)
        assert folder.post_key(other.id) == other
        assert folder.published_post_key(NOW + DAY + HOUR)[0] == other.id

    def test_a_half_written_file_is_not_read(self, folder: KeyFolder, tmp_path: Path) -> None:
        made = folder.rotate_post_key(NOW)
        (tmp_path / "keys" / "post" / ".00.json.part").write_bytes(b"{")
        assert [key.id for key in KeyFolder(tmp_path / "keys").post_keys] == [made.id]

    def test_one_that_cannot_be_read_takes_no_other_with_it(
        self, folder: KeyFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        made = folder.rotate_post_key(NOW)
        post = tmp_path / "keys" / "post"
        cut = '{"public": "canary'
        for name in ("00112233445566ff.json", "canary.json"):
            (post / name).write_text(cut)
        (post / "ffffffffffffffff.json").write_text("[]")
        (post / "gone.json").symlink_to(tmp_path / "as if destroyed between listing and reading")
        read = KeyFolder(tmp_path / "keys")
        assert read.published_post_key(NOW)[0] == read.post_keys[0].id == made.id
        told = sorted(record.getMessage() for record in caplog.records)
        ids = ("(no id)", "00112233445566ff", "ffffffffffffffff")
        assert told == [f"post key {key} cannot be read" for key in ids]

    def test_one_that_is_mended_in_its_place_is_read(self, folder: KeyFolder, tmp_path: Path) -> None:
        made = folder.rotate_post_key(NOW)
        (file,) = (tmp_path / "keys" / "post").iterdir()
        whole = file.read_bytes()
        file.write_bytes(whole[:20])
        read = KeyFolder(tmp_path / "keys")
        assert read.post_keys == ()
        file.write_bytes(whole)
        assert read.post_keys == (made,)

    def test_a_destroyed_one_opens_nothing_in_a_process_that_knew_it(self, folder: KeyFolder) -> None:
        first = folder.rotate_post_key(NOW)
        folder.rotate_post_key(NOW + DAY)
        KeyFolder(folder._path).destroy_retired_post_keys(NOW + 40 * DAY)
        assert first.id not in [key.id for key in folder.post_keys]
        with pytest.raises(KeyError):
            folder.post_key(first.id)


class TestShredKeys:
    def test_a_days_key_is_the_same_for_everyone(self, folder: KeyFolder, tmp_path: Path) -> None:
        key = folder.shred_key(TODAY + 30)
        assert len(key) == 32
        assert KeyFolder(tmp_path / "keys", lambda: NOW).shred_key(TODAY + 30) == key
        assert folder.kept_shred_key(TODAY + 30) == key

    def test_days_have_different_keys(self, folder: KeyFolder) -> None:
        assert folder.shred_key(TODAY) != folder.shred_key(TODAY + 1)

    def test_a_day_that_is_over_gets_no_key(self, folder: KeyFolder) -> None:
        with pytest.raises(Shredded, match="the key of 2026-11-19 is gone"):
            folder.shred_key(TODAY - 1)

    def test_looking_makes_none(self, folder: KeyFolder, tmp_path: Path) -> None:
        with pytest.raises(Shredded):
            folder.kept_shred_key(TODAY + 1)
        assert not (tmp_path / "keys" / "shred").exists()

    def test_destroying_ends_the_days_before_and_no_other(self, tmp_path: Path) -> None:
        clock = [NOW]
        folder = KeyFolder(tmp_path / "keys", lambda: clock[0])
        kept = [folder.shred_key(TODAY + day) for day in range(3)]
        clock[0] += 2 * DAY
        assert folder.destroy_shred_keys(TODAY + 2) == 2
        for day in (0, 1):
            with pytest.raises(Shredded):
                folder.shred_key(TODAY + day)
        assert folder.shred_key(TODAY + 2) == kept[2]

    def test_a_file_that_is_no_days_key_is_left_alone(self, folder: KeyFolder, tmp_path: Path) -> None:
        folder.shred_key(TODAY)
        note = tmp_path / "keys" / "shred" / "notes.key"
        note.write_bytes(b"")
        assert folder.destroy_shred_keys(TODAY + 100) == 1
        assert note.exists()

    def test_processes_that_make_a_days_key_at_once_agree_on_one(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda _: KeyFolder(tmp_path, lambda: NOW).shred_key(TODAY), range(32)))
        assert len(set(made)) == 1
