"""The daemon itself is ended, stopped and starved, at any moment."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable

from soak.eventchecker import EventChecker
from soak.journal import Journal
from soak.pins import Guard
from soak.service import WATCHDOG_S, Service


class KillFault:
    """A signal ends it, also while it starts or ends."""

    name = "end it"

    def __init__(self, service: Service, may_kill: Callable[[], bool], journal: Journal, ending: threading.Event) -> None:
        self._service, self._may_kill, self._journal, self._ending = service, may_kill, journal, ending

    def act(self, chance: random.Random) -> None:
        """The signal, by chance; half of them wait until it is ready, which may take long."""
        if not self._may_kill():
            return
        if chance.random() < 0.5:
            while not self._ready() and not self._ending.wait(0.2):
                pass
            self._ending.wait(chance.uniform(0, 10))
        number = chance.choice((signal.SIGTERM, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT))
        run = self._service.run
        if run and self._service.end(number):
            state = "ready" if run.ready is not None else "starting"
            self._journal.event(self.name, f"{number.name} for run {run.number}, which is {state}")

    def restore(self) -> None:
        """It is started again."""

    def _ready(self) -> bool:
        run = self._service.run
        return run is not None and run.ready is not None and run.ended is None


class Pauses:
    """It is not allowed to run: for a moment, or until its watchdog ends it."""

    name = "pause"

    def __init__(
        self,
        service: Service,
        checker: EventChecker,
        guard: Guard | None,
        may_starve: Callable[[], bool],
        journal: Journal,
        ending: threading.Event,
    ) -> None:
        self._service, self._checker, self._guard = service, checker, guard
        self._may_starve, self._journal, self._ending = may_starve, journal, ending

    def act(self, chance: random.Random) -> None:
        """Stops it and lets it go on."""
        seconds = WATCHDOG_S + 5 if self._may_starve() and chance.random() < 0.3 else chance.uniform(0.5, 6)
        if self._service.stop():
            self._journal.event(self.name, f"{seconds:.1f} s")
            self._checker.outputs.allow(seconds)
            if self._guard:
                self._guard.allow(seconds)
            self._ending.wait(seconds)
            self.restore()

    def restore(self) -> None:
        """It runs."""
        self._service.proceed()
