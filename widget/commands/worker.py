"""flask worker"""

from __future__ import annotations

import signal
import threading
from functools import partial

import click
from flask.cli import with_appcontext

from widget import logs
from widget.commands.context import key_folder, opened, settings
from widget.outbox import status
from widget.outbox.answermail import AnswerMail
from widget.outbox.delivery import Delivery
from widget.outbox.worker import JOBS, Job, Worker
from widget.staff import digesting


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Deliver notices, tell patients of answers, make and rotate keys, and end what has expired."""
    stop = threading.Event()
    with opened() as store:
        store.read(status.counts)  # one clear sentence where there is no database yet
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        keys = key_folder()
        delivery = Delivery(store, keys, lease_seconds=settings().lease_seconds)
        digests = Job("digests", digesting.EVERY_SECONDS, partial(digesting.send_due, settings()))
        answers = AnswerMail(settings(), store, keys)
        Worker(store, keys, delivery, stop, logs.log_bug, (*JOBS, digests), (answers.step,)).run()
