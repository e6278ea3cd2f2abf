"""Makes faults of all kinds, at random but from a seed, until the time is over."""

from __future__ import annotations

import random
import threading
from typing import Protocol

from soak.journal import Journal

# A daemon that is killed again and again shows no slow growth, one that is not shows no bad exits: they take turns.
TURN_S = 1200.0


class Fault(Protocol):
    """One kind of fault."""

    name: str

    def act(self, chance: random.Random) -> None:
        """Makes it once, and undoes it."""

    def restore(self) -> None:
        """All is well."""


def kills_allowed(t: float, total: float) -> bool:
    """Whether the daemon may be ended now: in the second half of each turn."""
    turn = min(total, TURN_S)
    return t % turn >= turn / 2


class FaultLoop:
    """One kind of fault again and again, on a thread of its own, with pauses between."""

    def __init__(self, fault: Fault, pause: tuple[float, float], seed: int | str) -> None:
        self._fault, self._pause = fault, pause
        self._chance = random.Random(f"{seed} {fault.name}")

    def run(self, journal: Journal, ending: threading.Event) -> None:
        """Until the end."""
        while not ending.wait(self._chance.uniform(*self._pause)):
            try:
                self._fault.act(self._chance)
            except Exception as error:  # the soak's own failure is none of the daemon's, but must not pass unseen
                journal.fail("soak", f"{self._fault.name}: {error!r}")
        self._fault.restore()
