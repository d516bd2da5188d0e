"""Roundup runs every time; Request Tracker installs packages as root, and so only when asked."""

from __future__ import annotations

import pytest

from tests.trackers.fixtures import RT_IS_ON

collect_ignore = [] if RT_IS_ON else ["test_rt.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not RT_IS_ON:
        terminalreporter.write_line(
            "Request Tracker was LEFT OUT: SOTTO_TEST_RT=1 installs it (root on Debian) and runs its tests.",
            yellow=True,
        )
