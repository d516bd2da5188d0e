"""Learns the points of words from the corpus: writes hints.txt and alarms.txt of each language, and
points.toml.

    python -m scripts.health.train          (make points)

A logistic regression (scikit-learn's liblinear) over the signs of a sentence, how many of them were judged to
tell (judged/), and whether an unsure or a sure term stands in it. A message is labelled, not its sentences:
of one with a health detail, the sentence that tells most is taken to hold it, and the others count only if
they seem to tell too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scripts.health.corpus import Message, crisis_messages, health_messages
from widget.health.compiler import LISTS, build
from widget.health.detector import Detector, Strength

JUDGED_SIGN = "<judged>"
UNSURE_TERM = "<unsure>"
SURE_TERM = "<sure>"
ROUNDS = 3
# A sentence of a telling message that is not the one that tells most counts so much in the first round.
FAINT = 0.15
# Words that say nothing by themselves: how a story is told must not decide what it tells.
FUNCTION_WORDS = Path(__file__).with_name("function-words.txt")
JUDGED = Path(__file__).with_name("judged")
# Points of a sentence that just tells, if it has no sign at all to speak for or against it.
THRESHOLD = 10
SCALES = LISTS / "points.toml"
SCALES_HEADER = """\
# How many points a sentence needs, and how many of them a term brings that is not sure.
# Learned by scripts/health/train.py from widget/health/corpus, with hints.txt and alarms.txt.
"""
HEADER = """\
# kind: {kind}
# source: learned by scripts/health/train.py from widget/health/corpus
# licence: the project's own
"""


@dataclass(frozen=True)
class Task:
    """One kind of points: what it is learned from, how much, and how sure a sentence must be to speak up."""

    kind: str
    file: str
    scale: str
    judged: str  # file of signs that were judged to tell, behind `LANGUAGE-`
    strength: float  # inverse of the L2 penalty
    caution: float  # log-odds above even that a sentence without a term needs
    trust: float  # log-odds that one with an unsure term needs less
    most: int  # signs that are kept


HINTS = Task("hint", "hints.txt", "health", "health.txt", strength=1.0, caution=1.2, trust=0.2, most=2900)
ALARMS = Task("alarm", "alarms.txt", "danger", "danger.txt", strength=1.0, caution=-0.1, trust=-0.2, most=950)
# What an ordinary message weighs for alarms, beside those that tell of danger or sound like it.
ORDINARY = 0.15
# What a message weighs that tests/health/cases hold the detector to.
GUARD = 6.0
GUARDS = "cases"


@dataclass
class Sentences:
    """Sentences of messages, as rows: `owner` is the message's index, `judged` counts
    its judged signs, `terms` is the strength of its terms."""

    signs: list[set[str]] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)
    terms: list[Strength] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Model:
    signs: dict[str, float]
    bias: float

    def points(self, caution: float) -> dict[str, int]:
        """Scaled so that a sentence without a sign lies just the threshold below it."""
        scale = THRESHOLD / (caution - self.bias)
        rounded = {sign: round(weight * scale) for sign, weight in self.signs.items()}
        return {sign: points for sign, points in rounded.items() if points}


def main() -> None:
    detector = Detector(build())
    health, crisis = health_messages(), crisis_messages()
    calm = [replace(message, label=False) for message in health if is_calm(message, detector)]
    scales: list[str] = []
    for task, told, ordinary in ((HINTS, health, []), (ALARMS, crisis, calm)):
        rows, model = learn(detector, task, told, ordinary)
        model = with_judged(model, detector, task)
        trusting = replace(model, signs=model.signs | {UNSURE_TERM: model.signs[UNSURE_TERM] + task.trust})
        points = trusting.points(task.caution)
        unsure = points.pop(UNSURE_TERM)
        for known in (SURE_TERM, JUDGED_SIGN):
            points.pop(known, 0)
        print(
            f"{task.kind}: {len(told)} messages, {len(points)} signs; an unsure term brings {unsure} points"
        )
        write(task, points, rows, told)
        scales.append(f"\n[{task.scale}]\nthreshold = {THRESHOLD}\nunsure = {unsure}\n")
    SCALES.write_text(SCALES_HEADER + "".join(scales), "utf-8")


def weight_of(message: Message) -> float:
    return GUARD if message.source.endswith(GUARDS) else 1.0


def is_calm(message: Message, detector: Detector) -> bool:
    """Health details may be an emergency; those without a word of danger are taken for calm."""
    return not message.label or all(
        reading.danger is Strength.NONE for reading in detector.readings(message.text)
    )


def judged_signs(task: Task) -> dict[str, frozenset[str]]:
    """Language -> signs."""
    return {
        language: frozenset((JUDGED / f"{language}-{task.judged}").read_text("utf-8").splitlines())
        for language in ("en", "es")
    }


def with_judged(model: Model, detector: Detector, task: Task) -> Model:
    """Each judged sign gets what such signs bring, on top of what it brings itself; sure terms need none."""
    signs = {sign for signs in judged_signs(task).values() for sign in signs}
    bonus = model.signs[JUDGED_SIGN]
    telling = {sign for sign in signs if not (task is HINTS and is_sure(sign, detector))}
    return Model(model.signs | {sign: model.signs.get(sign, 0.0) + bonus for sign in telling}, model.bias)


def is_sure(word: str, detector: Detector) -> bool:
    return any(reading.health is Strength.SURE for reading in detector.readings(word))


def learn(
    detector: Detector, task: Task, told: list[Message], ordinary: list[Message]
) -> tuple[Sentences, Model]:
    rows = sentences(detector, task, [*told, *ordinary])
    labels = np.array([message.label for message in [*told, *ordinary]])
    weights = np.array([weight_of(message) for message in told] + [ORDINARY] * len(ordinary))
    signs = vocabulary(rows)
    model = fit(rows, signs, labels, weights, task.strength)
    counts = Counter(sign for row in rows.signs for sign in row)
    by_use = sorted(signs, key=lambda sign: -abs(model.signs[sign]) * counts[sign] ** 0.5)
    kept = {*by_use[: task.most], JUDGED_SIGN, UNSURE_TERM, SURE_TERM}
    return rows, fit(rows, sorted(kept), labels, weights, task.strength)


def sentences(detector: Detector, task: Task, all_messages: list[Message]) -> Sentences:
    rows = Sentences()
    judged = frozenset().union(*judged_signs(task).values())
    for index, message in enumerate(all_messages):
        for reading in detector.readings(message.text):
            terms = reading.health if task is HINTS else reading.danger
            rows.signs.append(reading.signs | term_signs(terms))
            rows.judged.append(len(reading.signs & judged))
            rows.terms.append(terms)
            rows.owner.append(index)
    return rows


def term_signs(strength: Strength) -> set[str]:
    return {sign for sign, least in ((UNSURE_TERM, 1), (SURE_TERM, 2)) if strength >= least}


def vocabulary(rows: Sentences) -> list[str]:
    """Signs that stand in two sentences or more, without those made of function words alone."""
    functional = {*FUNCTION_WORDS.read_text("utf-8").split(), "#", "^", "$"}
    counts = Counter(sign for row in rows.signs for sign in row)
    telling = {
        sign for sign, count in counts.items() if count > 1 and not functional.issuperset(sign.split(" "))
    }
    return sorted(telling | {JUDGED_SIGN})


def fit(rows: Sentences, signs: list[str], labels: np.ndarray, weights: np.ndarray, strength: float) -> Model:
    """Of a telling message, the sentence that tells most is taken to; which one, is learned in rounds."""
    columns = {sign: column for column, sign in enumerate(signs)}
    matrix = as_matrix(rows, columns)
    owner = np.array(rows.owner)
    label, weight = labels[owner], weights[owner]
    score = np.array(rows.terms, dtype=float)
    regression = LogisticRegression(C=strength, solver="liblinear", max_iter=300, random_state=0)
    for turn in range(ROUNDS):
        others = label & ~most_telling(score, owner)
        used = weight.copy()
        used[others & (score <= 0)] *= FAINT if turn == 0 else 0
        kept = used > 0
        regression.fit(matrix[kept], label[kept], sample_weight=used[kept])
        score = regression.decision_function(matrix)
    return Model(dict(zip(signs, regression.coef_[0], strict=True)), regression.intercept_[0])


def as_matrix(rows: Sentences, columns: dict[str, int]) -> csr_matrix:
    """Ones for the signs of each sentence, and the number of its judged ones."""
    found = [
        {columns[sign]: 1 for sign in signs if sign in columns} | {columns[JUDGED_SIGN]: judged}
        for signs, judged in zip(rows.signs, rows.judged, strict=True)
    ]
    ends = np.cumsum([0, *map(len, found)])
    indices = np.array([column for row in found for column in row], dtype=np.int32)
    values = np.array([value for row in found for value in row.values()], dtype=float)
    return csr_matrix((values, indices, ends), shape=(len(found), len(columns)))


def most_telling(score: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """True at one sentence of each message."""
    order = np.lexsort((-score, owner))
    first = np.concatenate([[True], owner[order][1:] != owner[order][:-1]])
    chosen = np.zeros(len(score), dtype=bool)
    chosen[order[first]] = True
    return chosen


def write(task: Task, points: dict[str, int], rows: Sentences, told: list[Message]) -> None:
    """Each sign goes to the language that uses it most."""
    uses: dict[str, Counter[str]] = {message.language: Counter() for message in told}
    for signs, owner in zip(rows.signs, rows.owner, strict=True):
        if owner < len(told):
            uses[told[owner].language].update(signs)
    for language, signs in judged_signs(task).items():
        uses[language].update(signs)
    for language in uses:
        own = (sign for sign in points if max(uses, key=lambda other: uses[other][sign]) == language)
        lines = "".join(f"{sign} = {points[sign]}\n" for sign in sorted(own))
        (LISTS / language / task.file).write_text(HEADER.format(kind=task.kind) + lines, "utf-8")


if __name__ == "__main__":
    main()
