"""What counts by span tell of how long things took."""

from __future__ import annotations

from random import Random

import pytest

from widget.records.counting import Amount
from widget.records.figures import BOUNDS, span_of
from widget.staff.sums import MEDIAN, NINE_OF_TEN, Spread


def spread(took: list[int]) -> Spread:
    found = Spread()
    for minutes in took:
        found.add(span_of(minutes), Amount(1, minutes))
    return found


def true(took: list[int], share: float) -> int:
    return sorted(took)[-(-int(share * 100) * len(took) // 100) - 1]


def test_where_there_is_none_there_is_no_time() -> None:
    assert (spread([]).within(MEDIAN), spread([]).mean()) == (None, None)


@pytest.mark.parametrize("minutes", [0, 7, 15, 16, 90, 43200, 43201, 500_000])
def test_of_one_and_of_those_alike_at_a_spans_end_the_time_is_exact(minutes: int) -> None:
    assert [spread([minutes]).within(share) for share in (MEDIAN, NINE_OF_TEN)] == [minutes] * 2
    assert spread([minutes]).mean() == minutes
    at_an_end = min(BOUNDS, key=lambda bound: abs(bound - minutes))
    assert spread([at_an_end] * 9).within(NINE_OF_TEN) == at_an_end


def test_a_time_is_in_the_span_where_it_is() -> None:
    random = Random(1)
    for _ in range(300):
        took = [int(random.lognormvariate(5, 2)) for _ in range(random.randrange(1, 40))]
        for share in (MEDIAN, NINE_OF_TEN):
            found, exact = spread(took).within(share), true(took, share)
            assert found is not None
            low = BOUNDS[span_of(exact) - 1] if span_of(exact) else 0
            assert low <= found
            assert span_of(exact) == len(BOUNDS) or found <= BOUNDS[span_of(exact)]


def test_of_many_a_time_is_about_right() -> None:
    random = Random(2)
    for middle in (4, 5, 6, 7, 8):
        took = [int(random.lognormvariate(middle, 1)) for _ in range(2000)]
        for share in (MEDIAN, NINE_OF_TEN):
            assert spread(took).within(share) == pytest.approx(true(took, share), rel=0.1)


def test_the_mean_is_exact() -> None:
    took = [1, 2, 3, 1000, 100_000]
    assert spread(took).mean() == round(sum(took) / 5)
