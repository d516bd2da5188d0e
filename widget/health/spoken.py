"""Numbers that are read out digit by digit: "six one four, 882, oh nine 17" is 614-882-0917."""

from collections.abc import Iterator, Mapping

from .folding import Folded
from .tokens import Token

# Fewer are "one or two", a house number, "nine one one".
LEAST_PARTS = 4
BETWEEN = ("", " ", "-", " - ", ",", ", ", " , ")


def in_digits(folded: Folded, tokens: list[Token], digits: Mapping[str, str]) -> Folded:
    """The text with such numbers in digits: a comma becomes a hyphen, what else stands between them goes.

    `digits` maps words to the digit that they name; `tokens` are those of the text. Where there are no such
    numbers, it is `folded` itself.
    """
    runs = list(_runs(folded.text, tokens, digits))
    if not runs:
        return folded
    text, origins, done = "", list[int](), 0
    for run in runs:
        origins += folded.origins[done : run[0].start]
        text += folded.text[done : run[0].start]
        done = run[0].start
        for token in run:
            pause = "-" if "," in folded.text[done : token.start] else ""
            said = pause + digits.get(token.word, token.word)
            origins += [folded.origins[token.start]] * len(said)
            text += said
            done = token.end
    return Folded(text + folded.text[done:], origins + folded.origins[done:], folded.length)


def _runs(text: str, tokens: list[Token], digits: Mapping[str, str]) -> Iterator[list[Token]]:
    """Digits in a row, four parts or more and most of them words: "614-882-0917, oh one thing" is none."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        is_said = token.is_number or token.word in digits
        if not is_said or (runs[-1] and text[runs[-1][-1].end : token.start] not in BETWEEN):
            runs.append([])
        if is_said:
            runs[-1].append(token)
    for run in runs:
        if len(run) >= LEAST_PARTS and 2 * sum(token.is_number for token in run) < len(run):
            yield run
