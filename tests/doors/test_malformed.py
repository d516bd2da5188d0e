"""Ten thousand envelopes that no browser makes: each gets its class's answer, and none leaves a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.doors import hostile, hostile_letters
from tests.doors.conftest import OpenDoor
from tests.doors.hostile import Case, Cases, Genuine
from tests.doors.visitors import Door
from widget.doors.refusals import REFUSALS

CLASSES = (
    hostile.cut_short,
    hostile.a_byte_flipped,
    hostile.too_long,
    hostile.noise_alone,
    hostile.another_version,
    hostile.another_key,
    hostile.a_cut_box,
    hostile_letters.slips_out_of_form,
    hostile_letters.words_of_other_vocabularies,
    hostile_letters.ids_that_do_not_fit,
    hostile_letters.headers_of_other_letters,
    hostile_letters.letters_out_of_form,
    hostile_letters.epochs_that_nobody_knows,
    hostile_letters.compartments_out_of_form,
)
OF_EACH = 750  # 10,500 in all

exhaustive = settings(
    max_examples=OF_EACH,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a failure shows as it is, without another thousand envelopes to shorten it
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def unlimited(open_door: OpenDoor, sqlite_url: str) -> Door:
    return open_door(sqlite_url, SOTTO_LIMITER_ENABLED="0")


@pytest.mark.parametrize("cases", CLASSES, ids=lambda cases: cases.__name__)
def test_each_gets_the_answer_of_its_class_and_leaves_no_trace(
    unlimited: Door, cases: Callable[[Genuine], Cases]
) -> None:
    draft = unlimited.draft()
    genuine = Genuine(draft, draft.inner())
    token, before, tried = unlimited.token(), unlimited.digest(), [0]

    @exhaustive
    @given(cases(genuine))
    def knock(case: Case) -> None:
        envelope, code = case
        answer = unlimited.post(envelope, X_Form_Token=token)
        assert answer.status_code < 500
        assert (answer.status_code, answer.get_json()["error"]) == (REFUSALS[code][0], code)
        tried[0] += 1

    knock()
    assert tried[0] >= OF_EACH
    assert unlimited.digest() == before
    assert unlimited.post(genuine.envelope, X_Form_Token=token).status_code == 201


def test_there_are_ten_thousand() -> None:
    assert len(CLASSES) * OF_EACH >= 10_000
