"""Pins: those of the kernel's simulator, which are read back; elsewhere none, and the daemon only says what it would do."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from pathlib import Path

from soak.fixtures import INPUT, MAX_ON, OUTPUTS, SAFE_ON
from soak.journal import Journal
from soak.service import Run, Service

CONFIGFS = Path("/sys/kernel/config/gpio-sim")
PERSIST = Path("/sys/module/gpio_sim/parameters/persist")
LABEL = "pipit-soak"
ACTIVE_LOW = {"siren"}
LOOK_S = 0.1
# What a look may miss, and a busy machine may add.
SLACK_S = 5.0
NAMES = [*OUTPUTS, INPUT]


def dry_lines() -> dict[str, str]:
    """Where the outputs are, where there are no pins."""
    return {name: f"line = DRY{number}" for number, name in enumerate(NAMES)}


class SimulatedChip:
    """A chip of gpio-sim with a line for each output and input."""

    def __init__(self) -> None:
        self._folder = CONFIGFS / LABEL
        bank = self._folder / "bank0"
        bank.mkdir(parents=True, exist_ok=True)
        (bank / "num_lines").write_text(str(len(NAMES)))
        (bank / "label").write_text(LABEL)
        self.live = False

    @staticmethod
    def possible() -> bool:
        """Whether the simulator can be used."""
        if CONFIGFS.is_dir() or shutil.which("modprobe") is None:
            return CONFIGFS.is_dir()
        # With 'persist' (tools/lab/vm/modules) a line keeps its level when its owner is gone, as on many boards.
        for arguments in (["persist=1"], []):
            if subprocess.run(["modprobe", "gpio-sim", *arguments], capture_output=True, check=False).returncode == 0:
                break
        return CONFIGFS.is_dir()

    @staticmethod
    def keeps_levels() -> bool:
        """Whether a line that nobody has keeps its level; else it falls low."""
        return PERSIST.exists() and PERSIST.read_text().strip() in ("1", "Y")

    @staticmethod
    def lines() -> dict[str, str]:
        """Where the outputs are, for the configuration."""
        return {name: f'chip = "{LABEL}", offset = {number}' for number, name in enumerate(NAMES)}

    def appear(self) -> None:
        """The chip is there."""
        (self._folder / "live").write_text("1")
        chip = (self._folder / "bank0/chip_name").read_text().strip()
        device = (self._folder / "dev_name").read_text().strip()
        self._lines = Path("/sys/devices/platform") / device / chip
        while not Path("/dev", chip).exists():
            time.sleep(0.05)
        self.live = True

    def vanish(self) -> None:
        """The chip is gone, with whoever had its lines."""
        self.live = False
        (self._folder / "live").write_text("0")

    def on(self, name: str) -> bool | None:
        """Whether an output is on; None when it cannot be read."""
        try:
            high = (self._lines / f"sim_gpio{NAMES.index(name)}" / "value").read_text().strip() == "1"
        except OSError:
            return None
        return high != (name in ACTIVE_LOW)

    def press(self, down: bool) -> None:
        """Moves the key."""
        pull = self._lines / f"sim_gpio{NAMES.index(INPUT)}" / "pull"
        pull.write_text("pull-up" if down else "pull-down")

    def remove(self) -> None:
        """Takes it away."""
        if self.live:
            self.vanish()
        (self._folder / "bank0").rmdir()
        self._folder.rmdir()


class Guard:
    """Looks at the pins themselves: none on for longer than its max-on, all safe while the daemon is dead."""

    def __init__(self, chip: SimulatedChip, service: Service, slow: float, journal: Journal) -> None:
        self._chip, self._service, self._journal = chip, service, journal
        self._slack = SLACK_S * slow
        self._since: dict[str, float] = {}
        self._paused = 0.0
        self.changes = 0
        self._finishing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="pins")
        service.after_end.append(self._at_end)

    def start(self) -> None:
        """Looks until finish()."""
        self._thread.start()

    def finish(self) -> None:
        """Looks no more."""
        self._finishing.set()
        self._thread.join()

    def allow(self, seconds: float) -> None:
        """The daemon was not allowed to run for so long."""
        self._paused += seconds

    def _watch(self) -> None:
        while not self._finishing.wait(LOOK_S):
            now, run = self._journal.now(), self._service.run
            if run is None or run.ready is None or run.ended is not None:
                self._since.clear()  # a pin that nobody has claimed yet is nobody's
                continue
            for name, limit in MAX_ON.items():
                if not self._chip.on(name):
                    self._since.pop(name, None)
                    continue
                if name not in self._since:
                    self.changes += 1
                    self._since[name] = now - self._paused
                if now - self._paused - self._since[name] > limit + self._slack:
                    self._journal.fail("outputs", f"the pin of {name} is on for longer than max-on, {limit:g} s")
                    self._since[name] = now - self._paused

    def _at_end(self, run: Run, _clean: bool) -> None:
        """gpio-safe has run."""
        if run.ready is None:
            return
        for name in OUTPUTS:
            is_on, safe_on = self._chip.on(name), name in SAFE_ON
            safe_high = safe_on != (name in ACTIVE_LOW)
            if is_on not in (None, safe_on) and (self._chip.keeps_levels() or not safe_high):
                self._journal.fail("outputs", f"run {run.number} is dead, the pin of {name} is not at its safe level")
