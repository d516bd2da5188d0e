"""gunicorn's own log, which would name addresses and URLs: only sentences known to hold neither are kept."""

from __future__ import annotations

import logging

from gunicorn.config import Config  # type: ignore[import-untyped]  # gunicorn has no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from widget.logs import told

# Before any request: its traceback may say all that the operator needs.
STARTING = "Exception in worker process"
WITHHELD = "a message that may name a request was withheld"
# Of gunicorn 27: what it says of its own start, stop and processes.
SAFE = frozenset(
    (
        "Starting gunicorn %s",
        "Listening at: %s (%s)",
        "Listening at: %s",
        "Using worker: %s",
        "Booting worker with pid: %s",
        "Worker exiting (pid: %s)",
        "Worker (pid:%s) exited with code %s.",
        "Worker (pid:%s) was sent %s!",
        "Worker (pid:%s) was sent %s! Perhaps out of memory?",
        "WORKER TIMEOUT (pid:%s)",
        "Handling signal: %s",
        "Shutting down: %s",
        "Reason: %s",
        "Hang up: %s",
        "Parent changed, shutting down: %s",
        "Autorestarting worker after current request.",
        "Unhandled exception in main loop",
        STARTING,
        "Connection in use: %s",
        "Invalid address: %s",
        "Can't connect to %s",
        "Socket error processing request.",
        "Error handling request",
        "Invalid request",
    )
)
# Sentences that go on with an address, a URL or an error's words.
CUT = ("Invalid request from", "Error handling request", "connection to", "Exception during worker exit")


class ScrubbedLogger(Logger):  # type: ignore[misc]  # its base has no types
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(scrub)

    def access(self, *_: object) -> None:
        """Nothing, even where an access log is configured: it would name addresses and paths."""


def scrub(record: logging.LogRecord) -> bool:
    """Keeps the record, without what it may say of a request."""
    template = str(record.msg)
    if template not in SAFE:
        record.msg = next((start for start in CUT if template.startswith(start)), WITHHELD)
        record.args = ()
    if record.exc_info and record.exc_info[1] is not None and template != STARTING:
        record.exc_text = told(record.exc_info[1])  # which formatters then take for the traceback
    return True
