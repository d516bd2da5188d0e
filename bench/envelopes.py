"""Seals envelopes ahead of the measuring: that is the browser's work, not the door's."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.whole.patient import Patient

# About what people write to support; with the rest it is padded to 4 KiB.
TEXT = "My refill has not arrived, and the pharmacy does not know why. Could you look into the order? " * 8
BATCH = 250


@dataclass
class Sealer:
    """Seals for one patient on all cores."""

    patient: Patient
    pool: ProcessPoolExecutor

    def write(self, count: int, path: Path) -> Path:
        """Writes `count` envelopes, each after its length (4 bytes, big-endian). Returns the file."""
        with path.open("wb") as file:
            for batch in self.pool.map(seal, [self.patient] * (count // BATCH + 1), batches(count)):
                file.write(batch)
        return path


def batches(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, BATCH)
        count -= BATCH


def seal(patient: Patient, count: int) -> bytes:
    envelopes = [patient.seal(TEXT) for _ in range(count)]
    return b"".join(struct.pack(">I", len(envelope)) + envelope for envelope in envelopes)


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(os.cpu_count())
