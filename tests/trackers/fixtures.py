"""Real trackers, one of each for all tests of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.trackers.roundup import Roundup
from tests.trackers.rt import RequestTracker

RT_IS_ON = os.environ.get("SOTTO_TEST_RT") == "1"


@pytest.fixture(scope="session")
def roundup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roundup]:
    tracker = Roundup(tmp_path_factory.mktemp("roundup"))
    yield tracker
    tracker.stop()


@pytest.fixture(scope="session")
def rt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    tracker = RequestTracker(tmp_path_factory.mktemp("rt"))
    yield tracker
    tracker.stop()
