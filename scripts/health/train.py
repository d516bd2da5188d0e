"""Learns the points of words from the corpus: writes hints.txt and alarms.txt of each language, and
points.toml.

    python -m scripts.health.train          (make points)

A logistic regression (scikit-learn's liblinear) over the signs of sentences, and whether an unsure or a sure
term stands in them. A first one with an L1 penalty chooses the signs that tell most, a second one with an L2
penalty weighs those, together with what shares their numbers, and once more without the weakest. A message
is labelled, not its sentences: of one with a health detail, the sentence that tells most is taken to hold it,
and the others count only if they seem to tell too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scripts.health.corpus import Message, crisis_messages, health_messages
from widget.health.compiler import LISTS, build
from widget.health.detector import DANGER_SENTENCES, Detector, Reading, Strength
from widget.health.fingerprints import number_in
from widget.health.sections import ALARM_BITS, HINT_BITS

UNSURE_TERM = "<unsure>"
SURE_TERM = "<sure>"
TERMS = {UNSURE_TERM: Strength.UNSURE, SURE_TERM: Strength.SURE}
ROUNDS = 3
# A sentence of a telling message that is not the one that tells most counts so much in the first round.
FAINT = 0.15
# Words that say nothing by themselves: how a story is told must not decide what it tells.
FUNCTION_WORDS = Path(__file__).with_name("function-words.txt")
# Points are whole numbers; so many of them make a log-odds of one. A sign has one of a few sizes: finer ones
# take a bit more for each and tell no better.
POINTS = 6
SIZES = (5, 9, 13, 18)
SCALES = LISTS / "points.toml"
SCALES_HEADER = """\
# How many points a sentence needs, how many of them a term brings that is not sure, and how many more each
# further sentence needs that is read with it.
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
    bits: int  # of the numbers that tell its signs
    together: int  # neighbouring sentences that are read as one
    further: int  # points that each of them but the first has to bring
    chosen: float  # inverse of the L1 penalty: the greater, the more signs
    weighed: float  # inverse of the L2 penalty
    caution: float  # log-odds that it needs
    doubt: float  # log-odds that an unsure term brings less than the corpus says, which many were picked from
    least: int  # points below which a sign is not worth its bytes


HINTS = Task(
    "hint",
    "hints.txt",
    "health",
    HINT_BITS,
    together=1,
    further=0,
    chosen=0.46,
    weighed=1.0,
    caution=0.7,
    doubt=-0.15,
    least=3,
)
ALARMS = Task(
    "alarm",
    "alarms.txt",
    "danger",
    ALARM_BITS,
    DANGER_SENTENCES,
    further=1,
    chosen=0.33,
    weighed=1.0,
    caution=-1.8,
    doubt=1.6,
    least=3,
)
# What an ordinary message weighs for alarms, beside those that tell of danger or sound like it.
ORDINARY = 1.0


@dataclass
class Rows:
    """Sentences, or neighbours together: the signs in them, how often each, their strongest term, and the
    index of the message."""

    signs: list[Counter[str]] = field(default_factory=list)
    terms: list[Strength] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Model:
    signs: dict[str, float]
    bias: float


def main() -> None:
    detector = Detector(build())
    health, crisis = health_messages(), crisis_messages()
    calm = [
        replace(message, label=False, weight=ORDINARY * message.weight)
        for message in health
        if is_calm(message, detector)
    ]
    scales = [learn(detector, HINTS, health), learn(detector, ALARMS, [*crisis, *calm])]
    SCALES.write_text(SCALES_HEADER + "".join(scales), "utf-8")


def is_calm(message: Message, detector: Detector) -> bool:
    """Health details may be an emergency; those without a word of danger are taken for calm."""
    return not message.label or all(
        reading.danger is Strength.NONE for reading in detector.readings(message.text)
    )


def learn(detector: Detector, task: Task, messages: list[Message]) -> str:
    """Writes the task's points, and answers its part of points.toml."""
    rows = read_together(detector, task, messages)
    labels = np.array([message.label for message in messages])
    weights = np.array([message.weight for message in messages])
    choosing = LogisticRegression(C=task.chosen, l1_ratio=1, solver="liblinear", random_state=0)
    weighing = LogisticRegression(C=task.weighed, solver="liblinear", max_iter=300, random_state=0)
    telling = fit(choosing, rows, vocabulary(rows), labels, weights)
    useful = (sign for sign, weight in telling.signs.items() if weight and sign not in TERMS)
    chosen = {number_in(task.bits, sign): sign for sign in useful}
    told = as_told(rows, chosen, task.bits)
    model = fit(weighing, told, sorted({*chosen.values(), *TERMS}), labels, weights)
    # What the weak ones told, the others tell without them.
    model = fit(weighing, told, sorted({*strong_signs(model, task), *TERMS}), labels, weights)
    unsure = round(POINTS * (model.signs[UNSURE_TERM] - task.doubt))
    points = {sign: size(model.signs[sign]) for sign in strong_signs(model, task)}
    print(f"{task.kind}: {len(messages)} messages, {len(points)} signs; unsure terms bring {unsure}")
    write(task, points, rows, messages)
    threshold = round(POINTS * (task.caution - model.bias))
    return f"\n[{task.scale}]\nthreshold = {threshold}\nunsure = {unsure}\nfurther = {task.further}\n"


def strong_signs(model: Model, task: Task) -> list[str]:
    """The signs that are worth their bytes, without the terms."""
    strong = (sign for sign, weight in model.signs.items() if POINTS * abs(weight) >= task.least)
    return [sign for sign in strong if sign not in TERMS]


def size(weight: float) -> int:
    """The points of a sign of this log-odds."""
    nearest = min(SIZES, key=lambda points: abs(points - POINTS * abs(weight)))
    return nearest if weight > 0 else -nearest


def read_together(detector: Detector, task: Task, messages: list[Message]) -> Rows:
    rows = Rows()
    for index, message in enumerate(messages):
        readings = list(detector.readings(message.text))
        for at in range(len(readings)):
            neighbours = readings[at : at + task.together]
            rows.signs.append(Counter(sign for reading in neighbours for sign in reading.signs))
            rows.terms.append(max(strength_for(task, reading) for reading in neighbours))
            rows.owner.append(index)
    return rows


def strength_for(task: Task, reading: Reading) -> Strength:
    return reading.health if task.scale == HINTS.scale else reading.danger


def vocabulary(rows: Rows) -> list[str]:
    """Signs that stand in two rows or more, without those made of function words alone; and the terms."""
    functional = {*FUNCTION_WORDS.read_text("utf-8").split(), "#", "^", "$"}
    counts = Counter(sign for row in rows.signs for sign in row)
    telling = (sign for sign, count in counts.items() if count > 1)
    return sorted({sign for sign in telling if not functional.issuperset(sign.split(" "))} | TERMS.keys())


def fit(
    regression: LogisticRegression, rows: Rows, signs: list[str], labels: np.ndarray, weights: np.ndarray
) -> Model:
    """Of a telling message, the row that tells most is taken to; which one, is learned in rounds."""
    matrix = as_matrix(rows, {sign: column for column, sign in enumerate(signs)})
    owner = np.array(rows.owner)
    label, weight = labels[owner], weights[owner]
    score = np.array(rows.terms, dtype=float)
    for turn in range(ROUNDS):
        others = label & ~most_telling(score, owner)
        used = weight.copy()
        used[others & (score <= 0)] *= FAINT if turn == 0 else 0
        kept = used > 0
        regression.fit(matrix[kept], label[kept], sample_weight=used[kept])
        score = regression.decision_function(matrix)
    return Model(dict(zip(signs, regression.coef_[0], strict=True)), regression.intercept_[0])


def as_told(rows: Rows, chosen: dict[int, str], bits: int) -> Rows:
    """The rows as the detector reads them: a sign with the number of a chosen one is taken for it."""
    signs = {sign for row in rows.signs for sign in row}
    taken = {sign: chosen[number] for sign in signs if (number := number_in(bits, sign)) in chosen}
    told = [Counter[str]() for _ in rows.signs]
    for row, counts in zip(rows.signs, told, strict=True):
        for sign, count in row.items():
            if sign in taken:
                counts[taken[sign]] += count
    return replace(rows, signs=told)


def as_matrix(rows: Rows, columns: dict[str, int]) -> csr_matrix:
    """How often each sign stands in each row."""
    found = [dict(known(row, terms, columns)) for row, terms in zip(rows.signs, rows.terms, strict=True)]
    ends = np.cumsum([0, *map(len, found)])
    indices = np.array([column for row in found for column in row], dtype=np.int32)
    values = np.array([value for row in found for value in row.values()], dtype=float)
    return csr_matrix((values, indices, ends), shape=(len(found), len(columns)))


def known(row: Counter[str], terms: Strength, columns: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Column and value."""
    yield from ((columns[sign], count) for sign, count in row.items() if sign in columns)
    yield from ((columns[sign], 1) for sign, least in TERMS.items() if terms >= least)


def most_telling(score: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """True at one row of each message."""
    order = np.lexsort((-score, owner))
    first = np.concatenate([[True], owner[order][1:] != owner[order][:-1]])
    chosen = np.zeros(len(score), dtype=bool)
    chosen[order[first]] = True
    return chosen


def write(task: Task, points: dict[str, int], rows: Rows, messages: list[Message]) -> None:
    """Each sign goes to the language that uses it most."""
    uses: dict[str, Counter[str]] = {message.language: Counter() for message in messages}
    for signs, owner in zip(rows.signs, rows.owner, strict=True):
        uses[messages[owner].language].update(signs)
    for language in uses:
        own = (sign for sign in points if max(uses, key=lambda other: uses[other][sign]) == language)
        lines = "".join(f"{sign} = {points[sign]}\n" for sign in sorted(own))
        (LISTS / language / task.file).write_text(HEADER.format(kind=task.kind) + lines, "utf-8")


if __name__ == "__main__":
    main()
