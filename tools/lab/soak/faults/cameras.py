"""Cameras that die, hang and return, and children that are killed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from collections.abc import Callable

from soak.fixtures import RTSP_AWAY_S, RTSP_CAMERA, NetworkCamera
from soak.journal import Journal
from soak.service import Service


class Network:
    """The network camera, the only live one, goes and comes back."""

    name = "camera"

    def __init__(self, camera: NetworkCamera, may_kill: Callable[[], bool], journal: Journal, ending: threading.Event) -> None:
        self._camera, self._may_kill, self._journal, self._ending = camera, may_kill, journal, ending

    def act(self, chance: random.Random) -> None:
        """Kills it or lets it hang, for a moment, a while, or so long that the daemon ends itself to be started again."""
        seconds = chance.choice((0.0, chance.uniform(0.5, 4), chance.uniform(4, 15)))
        if chance.random() < 0.1 and self._may_kill():
            seconds = RTSP_AWAY_S + 15
        hangs = chance.random() < 0.5
        self._journal.event(self.name, f"{RTSP_CAMERA} {'hangs' if hangs else 'is killed'}, {seconds:.1f} s")
        (self._camera.hang if hangs else self._camera.kill)()
        self._ending.wait(seconds)
        self.restore()

    def restore(self) -> None:
        """It runs."""
        self._camera.proceed()
        self._camera.start()


class Children:
    """A process that delivers frames is killed, or stopped until the daemon kills it."""

    name = "child"

    def __init__(self, service: Service, journal: Journal) -> None:
        self._service, self._journal = service, journal

    def act(self, chance: random.Random) -> None:
        """One of them, by chance."""
        children = sorted(self._service.children(), key=lambda one: one.pid)
        if not children:
            return
        child = chance.choice(children)
        number = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP))
        self._journal.event(self.name, f"{number.name} for {child.name} {child.pid}")
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, number)

    def restore(self) -> None:
        """The daemon restores them itself."""
