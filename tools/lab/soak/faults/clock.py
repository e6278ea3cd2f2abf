"""The wall clock jumps."""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import time
from pathlib import Path

from soak.journal import Journal

JUMPS_S = (-86400 * 365 * 3, -86400, -3600, -61, -2, 2, 61, 3600, 86400, 86400 * 365 * 3)
SOURCE = Path(__file__).parent.parent / "jump.c"


class Clock:
    """Jumps there and, sooner or later, back."""

    name = "clock"

    def __init__(self, setter: FakeClock | OwnClock, journal: Journal) -> None:
        self._setter, self._journal = setter, journal

    def act(self, chance: random.Random) -> None:
        """One jump."""
        seconds = chance.choice((*JUMPS_S, 0))
        self._journal.event(self.name, f"{seconds:+d} s from the true time")
        self._setter.jump(seconds)

    def restore(self) -> None:
        """The true time."""
        self._setter.jump(0)


class FakeClock:
    """A clock that only the daemon and its children see: jump.c, which is loaded before the C library's own."""

    def __init__(self, folder: Path) -> None:
        self._library, self._file = folder / "jump.so", folder / "jump"
        self.jump(0)
        command = ["gcc", "-O2", "-shared", "-fPIC", "-o", str(self._library), str(SOURCE)]
        subprocess.run(command, check=True)

    @staticmethod
    def possible() -> bool:
        """Whether there is a compiler."""
        return shutil.which("gcc") is not None

    def environment(self) -> dict[str, str]:
        """What the daemon must be started with."""
        return {"LD_PRELOAD": str(self._library), "PIPIT_SOAK_JUMP": str(self._file)}

    def jump(self, seconds: int) -> None:
        """So far from the true time."""
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(struct.pack("q", seconds))


class OwnClock:
    """The machine's own clock; only for a machine that is made for this and thrown away."""

    def __init__(self) -> None:
        self._truth = time.time() - time.monotonic()

    @staticmethod
    def possible() -> bool:
        """Whether this user may set it."""
        return os.geteuid() == 0

    def jump(self, seconds: int) -> None:
        """So far from the true time."""
        subprocess.run(["date", "-s", f"@{self._truth + time.monotonic() + seconds:.3f}"], capture_output=True, check=True)
