"""An operator who types commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from click.testing import Result

from widget import create_app
from widget.records import inboxes
from widget.records.inboxes import Inbox
from widget.settings import Settings
from widget.store import Store


@dataclass
class Operator:
    """`instance` is where the commands work; `environment` goes on top."""

    instance: Path
    environment: dict[str, str] = field(default_factory=dict)
    stores: list[Store] = field(default_factory=list)

    def types(self, *words: str, given: str = "") -> str:
        """What the command printed; it has to succeed."""
        done = self._runs(words, given)
        assert done.exit_code == 0, done.output
        return done.stdout

    def remarks(self, *words: str) -> str:
        """What the command said on standard error beside what it printed; it has to succeed."""
        done = self._runs(words, "")
        assert done.exit_code == 0, done.output
        return done.stderr

    def fails(self, *words: str, given: str = "") -> str:
        """What the command said on standard error: one sentence and no traceback."""
        done = self._runs(words, given)
        assert done.exit_code != 0, done.output
        assert isinstance(done.exception, SystemExit), repr(done.exception)
        assert len(done.stderr.strip().splitlines()) <= 4, done.stderr
        return done.stderr

    def prints_and_fails(self, *words: str) -> tuple[str, str]:
        """What the command printed before it failed, and what it said."""
        done = self._runs(words, "")
        assert done.exit_code == 1, done.output
        return done.stdout, done.stderr

    def store(self) -> Store:
        store = Store(self.settings().database_url)
        self.stores.append(store)
        return store

    def inbox(self, slug: str) -> Inbox:
        """As it is stored now."""
        return self.store().read(lambda connection: inboxes.get(connection, slug))

    def settings(self) -> Settings:
        return Settings.from_environment({"SOTTO_INSTANCE": str(self.instance)} | self.environment)

    def leaves(self) -> None:
        for store in self.stores:
            store.close()

    def _runs(self, words: tuple[str, ...], given: str) -> Result:
        runner = create_app(self.settings()).test_cli_runner()
        return runner.invoke(args=list(words), input=given)
