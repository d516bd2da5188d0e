"""The data file and the lists that it is built from."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.health.scores import LARGEST_DATA
from widget.health.compiler import LISTS, BadList, as_bytes, build
from widget.health.detector import DATA, Detector
from widget.health.fingerprints import Words
from widget.health.listfiles import lines_of


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


def test_no_name_has_the_number_of_an_ordinary_word() -> None:
    paths = [path for path in LISTS.glob("*/**/*.txt") if "\n# misspelled: yes" in path.read_text("utf-8")]
    names = {line for path in paths for line in lines_of(path) if line.isalpha()}
    ordinary = Words(build()["spelling"]["ordinary"])
    assert names & set(lines_of(LISTS / "ordinary.txt")) == set()
    assert [name for name in sorted(names) if name in ordinary] == []


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


FACTS = "# kind: {kind}\n# source: test\n# licence: test\n"


def test_points_add_up_within_a_sentence_alone(lists: Path) -> None:
    (lists / "en" / "test.txt").write_text(
        FACTS.format(kind="hint") + "qqone = 90\nqqtwo = 90\nqqno = -200\n"
    )
    detector = Detector(build(lists))
    [finding] = detector.scan("qqone and qqtwo!").findings
    assert (finding.start, finding.end) == (0, 15)
    assert not detector.scan("qqone and qqtwo qqno").health
    assert [f.start for f in detector.scan("qqno. qqone").findings] == [6]


def test_points_decide_about_an_unsure_term_and_never_about_a_sure_one(lists: Path) -> None:
    points = FACTS.format(kind="hint") + "qqyes = 90\nqqno = -90\n"
    unsure = FACTS.format(kind="condition") + "# sure: no\nqqmaybe\n"
    (lists / "en" / "points.txt").write_text(points)
    (lists / "en" / "unsure.txt").write_text(unsure)
    (lists / "en" / "sure.txt").write_text(FACTS.format(kind="condition") + "qqsurely\n")
    detector = Detector(build(lists))
    assert [f.kind for f in detector.scan("a qqmaybe qqyes").findings] == ["condition"]
    assert not detector.scan("a qqmaybe qqno").health
    assert detector.scan("a qqsurely qqno").health


def test_what_two_lists_hold_means_what_both_say(lists: Path) -> None:
    for name, more in {"first": "# crisis: yes\n# misspelled: yes\n", "then": "# misspelled: yes\n"}.items():
        facts = FACTS.format(kind="none" if name == "first" else "symptom")
        (lists / "en" / f"{name}.txt").write_text(f"{facts}{more}qqboth words\nqqbothnames\n")
    detector = Detector(build(lists))
    for text in ("a qqboth words", "a qqbothnames", "a qqbothnamez"):
        found = detector.scan(text)
        assert found.crisis
        assert [finding.kind for finding in found.findings] == ["symptom"]


def test_a_name_that_also_begins_a_term_is_found_and_its_near_misses_are_not(lists: Path) -> None:
    named, begun = FACTS.format(kind="condition"), FACTS.format(kind="procedure")
    (lists / "en" / "named.txt").write_text(f"{named}# misspelled: yes\nqqnamedso\n")
    (lists / "en" / "begun.txt").write_text(f"{begun}qqnamedso ~ clinic\nqqnamedsi ~ clinic\n")
    detector = Detector(build(lists))
    assert [finding.kind for finding in detector.scan("a qqnamedso now").findings] == ["condition"]
    assert not detector.scan("a qqnamedsi now").health


PATTERN = """
[[pattern]]
kind = "address"
rather = "qqmine"
unless = "qqtheirs"
pattern = "9999 here"
"""


def told_by(lists: Path, pattern: str, contexts: dict[str, str]) -> Detector:
    """One that knows this pattern too, and a word for each of these contexts."""
    for name, word in contexts.items():
        (lists / "en" / f"{name}.txt").write_text(FACTS.format(kind=f"near:{name}") + f"{word}\n")
    path = lists / "patterns.toml"
    path.write_text(path.read_text("utf-8") + pattern, "utf-8")
    return Detector(build(lists))


def test_the_nearest_label_says_whose_it_is_and_none_need_stand_there(lists: Path) -> None:
    detector = told_by(lists, PATTERN, {"qqmine": "qqmine", "qqtheirs": "qqtheirs"})
    assert detector.scan("9999 here").identifier
    assert not detector.scan("qqtheirs 9999 here").identifier
    assert not detector.scan("qqmine qqtheirs 9999 here").identifier
    assert detector.scan("qqtheirs qqmine 9999 here").identifier


THEIRS = """
[[pattern]]
kind = "phone"
near = "qqlabel"
rather = "qqmine"
theirs = "qqtheirs"
pattern = "9999 here"
"""


def test_what_is_somebody_elses_needs_more_than_a_label(lists: Path) -> None:
    words = {"qqlabel": "qqlabel", "qqmine": "qqmine", "qqtheirs": "qqtheirs"}
    detector = told_by(lists, THEIRS, words | {"others": "qqothers", "own": "qqown"})
    assert detector.scan("qqlabel 9999 here").identifier
    assert not detector.scan("qqtheirs qqlabel 9999 here").identifier
    assert detector.scan("qqtheirs qqmine qqlabel 9999 here").identifier
    assert not detector.scan("qqlabel 9999 here qqothers").identifier
    assert detector.scan("qqmine qqlabel 9999 here qqothers").identifier
    assert detector.scan("qqtheirs qqlabel 9999 here qqown").identifier
    assert detector.scan("qqtheirs. qqlabel 9999 here").identifier


def test_a_question_that_says_nothing_of_the_writer_asks_for_somebody_elses(lists: Path) -> None:
    words = {"qqlabel": "qqlabel", "qqmine": "qqmine", "qqtheirs": "qqtheirs"}
    detector = told_by(lists, THEIRS, words | {"asked": "qqis", "writer": "qqi"})
    assert detector.scan("qqis it qqlabel 9999 here").identifier
    assert detector.scan("so qqlabel 9999 here?").identifier
    assert not detector.scan("qqis it qqlabel 9999 here?").identifier
    assert not detector.scan("qqis it qqlabel 9999 here, or not?").identifier
    assert detector.scan("qqis it qqmine qqlabel 9999 here?").identifier
    assert detector.scan("qqis it qqlabel 9999 here, qqi wonder?").identifier
    assert detector.scan("qqis it? qqlabel 9999 here").identifier


def test_a_term_of_few_choices_means_what_its_phrases_mean(lists: Path) -> None:
    (lists / "en" / "test.txt").write_text(FACTS.format(kind="symptom") + "qqfirst|qqsecond qqlast?\n")
    data = build(lists)
    assert not any("qqfirst" in entry["terms"] for entry in data["words"]["en"]["lists"])
    detector = Detector(data)
    assert [len(detector.scan(f"a {text} b").findings) for text in ("qqfirst", "qqsecond qqlast")] == [1, 1]
    assert not detector.scan("a qqlast b").findings


def test_alarms_raise_a_crisis_and_no_finding(lists: Path) -> None:
    (lists / "en" / "test.txt").write_text(FACTS.format(kind="alarm") + "qqdanger = 90\n")
    found = Detector(build(lists)).scan("the qqdanger")
    assert found.crisis
    assert not found.findings


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


@pytest.mark.parametrize("pattern", ["\\d", "(?i:a)", "a.b", "[.]."])
def test_syntax_that_python_and_javascript_read_differently_is_refused(lists: Path, pattern: str) -> None:
    path = lists / "patterns.toml"
    path.write_text(
        path.read_text("utf-8") + f"\n[[pattern]]\nkind = 'ssn'\npattern = '{pattern}'\n", "utf-8"
    )
    with pytest.raises(BadList):
        build(lists)


def test_no_dot_decides_where_a_sentence_ends(lists: Path) -> None:
    path = lists / "patterns.toml"
    path.write_text(path.read_text("utf-8").replace("joins = '''", "joins = '''x.|"), "utf-8")
    with pytest.raises(BadList):
        build(lists)


def test_the_data_is_written_as_it_is_read() -> None:
    assert as_bytes(build()) == DATA.read_bytes()
