"""The disk with the service's state is full."""

from __future__ import annotations

import os
import random
import subprocess
import threading

from soak.journal import Journal
from soak.service import Service

SIZE = "128k"


class Disk:
    """A small disk in memory holds the state; it is filled and emptied."""

    name = "disk"

    def __init__(self, service: Service, journal: Journal, ending: threading.Event) -> None:
        self._service, self._journal, self._ending = service, journal, ending
        self._ballast = service.state / "ballast"

    @classmethod
    def mount(cls, service: Service) -> str:
        """Puts the small disk in place; returns why that can't be done, or nothing."""
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(service.state)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stderr.strip() or "mount failed"

    @classmethod
    def unmount(cls, service: Service) -> None:
        """Takes it away."""
        subprocess.run(["umount", str(service.state)], capture_output=True, check=False)

    def act(self, chance: random.Random) -> None:
        """Full for a while."""
        seconds = chance.uniform(3, 25)
        self._journal.event(self.name, f"full, {seconds:.1f} s")
        self._service.filled()
        self._fill()
        self._ending.wait(seconds)
        self.restore()

    def restore(self) -> None:
        """There is room."""
        self._ballast.unlink(missing_ok=True)
        self._service.disk_full = False

    def _fill(self) -> None:
        file = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(file, bytes(4096))
        except OSError:
            pass  # that is what it is for
        finally:
            os.close(file)
