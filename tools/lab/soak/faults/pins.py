"""The GPIO chip vanishes and returns; somebody plays with the key."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from soak.journal import Journal
from soak.pins import SimulatedChip
from soak.service import Service


class Pins:
    """A chip that is pulled out, and a key that is pressed."""

    name = "pins"

    def __init__(
        self,
        chip: SimulatedChip,
        service: Service,
        may_vanish: Callable[[], bool],
        journal: Journal,
        ending: threading.Event,
    ) -> None:
        self._chip, self._service, self._may_vanish = chip, service, may_vanish
        self._journal, self._ending = journal, ending

    def act(self, chance: random.Random) -> None:
        """The key, or the chip."""
        seconds = chance.uniform(0.2, 8)
        if self._may_vanish() and chance.random() < 0.3:
            self._journal.event(self.name, f"the chip is away, {seconds:.1f} s")
            self._away(True)
            self._chip.vanish()
            self._ending.wait(seconds)
            self._chip.appear()
            self._away(False)
            return
        self._journal.event(self.name, f"the key is pressed, {seconds:.1f} s")
        self._chip.press(True)
        self._ending.wait(seconds)
        self._chip.press(False)

    def restore(self) -> None:
        """The chip is there."""
        if not self._chip.live:
            self._chip.appear()

    def _away(self, away: bool) -> None:
        """A run that begins without the chip may end for it; one that has it must have it again when it is back."""
        self._service.pins_away = away
        run = self._service.run
        if run and run.ready is None:
            run.excused.append("pins")
