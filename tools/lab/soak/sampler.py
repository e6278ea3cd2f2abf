"""Measures the daemon once a second."""

from __future__ import annotations

import threading
from collections.abc import Callable

from soak import processes
from soak.journal import Journal, Sample
from soak.service import Run, Service

PERIOD_S = 1.0


class Sampler:
    """A thread that keeps what the daemon takes, while it is ready."""

    def __init__(self, service: Service, clients: Callable[[], int], frames: Callable[[], int], journal: Journal) -> None:
        self._service, self._clients, self._frames, self._journal = service, clients, frames, journal
        self._finishing = threading.Event()
        self._thread = threading.Thread(target=self._measure, name="sampler")

    def start(self) -> None:
        """Measures until finish()."""
        self._thread.start()

    def finish(self) -> None:
        """Measures no more."""
        self._finishing.set()
        self._thread.join()

    def _measure(self) -> None:
        while not self._finishing.wait(PERIOD_S):
            run = self._service.run
            if run is None or run.ready is None:
                continue
            sample = self._look(run)
            if sample and run.ended is None:
                self._journal.sample(sample)

    def _look(self, run: Run) -> Sample | None:
        clients = self._clients()
        jvm, files = processes.look(run.pid), processes.open_files(run.pid)
        if jvm is None or jvm.state in "ZX":
            return None
        kids = self._service.children()
        return Sample(
            self._journal.now(),
            run.number,
            jvm.rss_bytes / processes.MIB,
            sum(kid.rss_bytes for kid in kids) / processes.MIB,
            files - clients,
            jvm.threads,
            len(kids),
            jvm.cpu_s + sum(kid.cpu_s for kid in kids),
            clients,
            self._frames(),
        )
