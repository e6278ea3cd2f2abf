"""What happened and what was measured, as it comes: events.csv and samples.csv."""

from __future__ import annotations

import csv
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

# Of one check's failures so many are kept; the rest are counted.
KEPT = 5


@dataclass(frozen=True)
class Sample:
    """The daemon at one moment. Its own clients are not in fds: those come and go as the soak likes."""

    t: float
    run: int
    jvm_mib: float
    kids_mib: float
    fds: int
    threads: int
    kids: int
    cpu_s: float
    clients: int
    frames: int


class Journal:
    """Writes down events and samples and collects failures; for all threads. Times are seconds since its making."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.samples: list[Sample] = []
        self.skipped: list[str] = []
        self.failures: dict[str, list[str]] = {}
        self.counts: dict[str, int] = {}
        self._start = time.monotonic()
        self._lock = threading.Lock()
        self._events = (folder / "events.csv").open("w", newline="", buffering=1)
        self._samples = (folder / "samples.csv").open("w", newline="", buffering=1)
        csv.writer(self._events).writerow(["t", "kind", "what"])
        csv.writer(self._samples).writerow([field.name for field in fields(Sample)])

    def now(self) -> float:
        """Seconds since the start, by a clock that does not jump."""
        return time.monotonic() - self._start

    def event(self, kind: str, what: str) -> None:
        """Something was done or has happened."""
        t = self.now()
        with self._lock:
            csv.writer(self._events).writerow([f"{t:.2f}", kind, what])
            self.counts[kind] = self.counts.get(kind, 0) + 1
        print(f"{t:8.1f}  {kind:9} {what}", file=sys.stderr, flush=True)

    def fail(self, check: str, reason: str) -> None:
        """Something that must not be: the soak goes on, its verdict stands."""
        with self._lock:
            reasons = self.failures.setdefault(check, [])
            reasons.append(f"at {self.now():.1f} s: {reason}")
            shown = len(reasons) <= KEPT
        if shown:
            self.event("FAIL", f"{check}: {reason}")

    def skip(self, what: str) -> None:
        """Something can't be tried here."""
        self.skipped.append(what)
        self.event("SKIPPED", what)

    def sample(self, sample: Sample) -> None:
        """Keeps a measurement."""
        row = [round(value, 2) if isinstance(value, float) else value for value in asdict(sample).values()]
        with self._lock:
            self.samples.append(sample)
            csv.writer(self._samples).writerow(row)


def read_samples(folder: Path) -> list[Sample]:
    """The samples of a soak that has ended."""
    with (folder / "samples.csv").open(newline="") as file:
        kinds: dict[str, Callable[[str], Any]] = {
            field.name: float if field.type == "float" else int for field in fields(Sample)
        }
        return [Sample(**{name: kinds[name](value) for name, value in row.items()}) for row in csv.DictReader(file)]


def read_events(folder: Path) -> list[tuple[float, str, str]]:
    """The events of a soak that has ended."""
    with (folder / "events.csv").open(newline="") as file:
        return [(float(row["t"]), row["kind"], row["what"]) for row in csv.DictReader(file)]
