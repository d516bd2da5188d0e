"""Files with secrets are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from widget import files


def test_a_file_is_made_closed_to_others(tmp_path: Path) -> None:
    files.create(tmp_path / "kit", b"secret")
    assert (tmp_path / "kit").read_bytes() == b"secret"
    assert (tmp_path / "kit").stat().st_mode & 0o777 == 0o600


def test_one_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    files.create(tmp_path / "kit", b"first")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "kit", b"second")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


def test_replacing_leaves_one_file(tmp_path: Path) -> None:
    files.create(tmp_path / "key", b"first")
    files.replace(tmp_path / "key", b"second")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"second"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        files.create(tmp_path / "kit", None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_with_its_parents_and_closed(tmp_path: Path) -> None:
    folder = files.private_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert files.private_folder(folder) == folder


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert files.private_folder(tmp_path / "open").stat().st_mode & 0o777 == 0o700
