"""Words and numbers of a folded text."""

import re
from dataclasses import dataclass

_TOKEN = re.compile("[a-z]+(?:'[a-z]+)*|[0-9]+")


@dataclass(frozen=True)
class Token:
    """`word` is without apostrophes; `start` and `end` are offsets in the folded text."""

    word: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.word[0] <= "9"


def tokens_of(folded: str) -> list[Token]:
    return [Token(m.group().replace("'", ""), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
