"""flask worker"""

from __future__ import annotations

import signal
import threading

import click

from widget import logs
from widget.commands.context import key_folder, opened, settings
from widget.outbox import status
from widget.outbox.delivery import Delivery
from widget.outbox.worker import Worker


@click.command("worker")
def worker() -> None:
    """Deliver notices, rotate and make keys, and end what has expired, until stopped."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    with opened() as store:
        store.read(status.counts)  # one clear sentence where there is no database yet
        keys = key_folder()
        delivery = Delivery(store, keys, lease_seconds=settings().lease_seconds)
        Worker(store, keys, delivery, stop, logs.log_bug).run()
