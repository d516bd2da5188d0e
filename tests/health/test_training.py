"""What the points are learned from is what the detector sees."""

from __future__ import annotations

from collections import Counter

from scripts.health.train import Rows, as_told
from widget.health.fingerprints import number_in

BITS = 4


def test_a_sign_that_shares_a_number_counts_as_the_chosen_one() -> None:
    chosen = "fever"
    same = next(f"word{n}" for n in range(999) if number_in(BITS, f"word{n}") == number_in(BITS, chosen))
    other = next(f"word{n}" for n in range(999) if number_in(BITS, f"word{n}") != number_in(BITS, chosen))
    rows = Rows([Counter({chosen: 1, same: 2, other: 3})])
    told = as_told(rows, {number_in(BITS, chosen): chosen}, BITS)
    assert told.signs == [Counter({chosen: 3})]
    assert rows.signs == [Counter({chosen: 1, same: 2, other: 3})]
