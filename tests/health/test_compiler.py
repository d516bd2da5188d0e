"""The data file and the lists that it is built from."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from widget.health.compiler import LISTS, BadList, as_bytes, build
from widget.health.detector import DATA, Detector

LARGEST_DATA = 60 * 1024


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LISTS, tmp_path / "lists"))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_lists_give_the_same_bytes(seed: str) -> None:
    program = "import sys; from widget.health.compiler import *; sys.stdout.buffer.write(as_bytes(build()))"
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env)
    assert done.stdout == DATA.read_bytes()


def test_the_data_fits_a_telephone() -> None:
    assert len(gzip.compress(DATA.read_bytes())) <= LARGEST_DATA


def test_a_term_is_added_by_one_line(lists: Path) -> None:
    assert not Detector(build(lists)).scan("the zebra plan").health
    with (lists / "en" / "medicine.txt").open("a") as terms:
        terms.write("zebra plan\n")
    assert Detector(build(lists)).scan("the zebra plan").health


def test_an_exception_is_added_by_one_line(lists: Path) -> None:
    with (lists / "en" / "exceptions.txt").open("a") as terms:
        terms.write("lupus street band\n")
    found = Detector(build(lists)).scan("the lupus street band. lupus")
    assert [finding.start for finding in found.findings] == [23]


def test_a_language_is_added_by_a_folder(lists: Path) -> None:
    (lists / "xx").mkdir()
    (lists / "xx" / "condition.txt").write_text(
        "# kind: condition\n# source: test\n# licence: test\nkrankheitx\n"
    )
    assert Detector(build(lists)).scan("krankheitx").findings[0].kind == "condition"


def test_weak_terms_add_up_within_a_sentence_alone(lists: Path) -> None:
    facts = "# kind: symptom\n# source: test\n# licence: test\n"
    (lists / "en" / "test.txt").write_text(facts + "qqone = 5\nqqtwo = 5\n")
    detector = Detector(build(lists))
    [finding] = detector.scan("a qqone and qqtwo").findings
    assert (finding.start, finding.end) == (2, 17)
    assert not detector.scan("a qqone. And qqtwo").health
    assert not detector.scan("a qqone and qqone").health


@pytest.mark.parametrize("bad", ["<nowhere> hurts", "~ hurts", "maybe? hurts", "a**b", "*ab", "病"])
def test_a_line_that_cannot_be_read_is_refused(lists: Path, bad: str) -> None:
    with (lists / "en" / "symptom.txt").open("a", encoding="utf-8") as terms:
        terms.write(f"{bad}\n")
    with pytest.raises(BadList):
        build(lists)


@pytest.mark.parametrize("missing", ["kind", "source", "licence"])
def test_a_list_states_its_kind_source_and_licence(lists: Path, missing: str) -> None:
    path = lists / "en" / "symptom.txt"
    path.write_text(path.read_text("utf-8").replace(f"# {missing}: ", "# "), "utf-8")
    with pytest.raises(BadList):
        build(lists)


def test_syntax_that_python_and_javascript_read_differently_is_refused(lists: Path) -> None:
    path = lists / "patterns.toml"
    path.write_text(path.read_text("utf-8") + "\n[[pattern]]\nkind = 'ssn'\npattern = '\\d'\n", "utf-8")
    with pytest.raises(BadList):
        build(lists)


def test_the_data_is_written_as_it_is_read() -> None:
    assert as_bytes(build()) == DATA.read_bytes()
