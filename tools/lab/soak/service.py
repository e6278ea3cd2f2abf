"""Plays systemd: starts the daemon, hears what it notifies, starts it again when it has ended, cleans up after it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from soak import processes
from soak.checks import Crashes
from soak.journal import Journal

# As the unit has them.
START_S, STOP_S, WATCHDOG_S, ABORT_S, RESTART_S = 180.0, 15.0, 30.0, 5.0, 1.0
EX_UNAVAILABLE, EX_TEMPFAIL, SIGTERM_EXIT = 69, 75, 143
SAFE_S = 2.0
JAVA_NOT_UP = b"Error occurred during initialization of VM"


@dataclass
class Run:
    """One life of the daemon. Times are the journal's; why is who ended it, empty for itself."""

    number: int
    pid: int
    started: float
    log: Path
    ready: float | None = None
    ended: float | None = None
    why: str = ""
    boot_id: str = ""
    full_disk: bool = False
    fed: float = 0.0
    asked: float | None = None
    excused: list[str] = field(default_factory=list)


def judge_end(why: str, code: int, excuses: list[str]) -> str | None:
    """What is wrong with how the daemon ended; None when nothing is. A code below 0 is a signal."""
    if why == "SIGTERM":
        # A signal that comes before Java does ends the start script.
        right = code in (0, SIGTERM_EXIT, -signal.SIGTERM) or (code == 1 and "java" in excuses)
    elif why == "SIGSEGV":
        # Java reports it at length and then exits with 1, as it is to leave no core behind.
        right = code in (1, -signal.SIGSEGV, -signal.SIGABRT)
    elif why in ("SIGABRT", "watchdog"):
        right = code in (-signal.SIGABRT, -signal.SIGKILL)
    elif why == "SIGKILL":
        right = code == -signal.SIGKILL
    else:
        right = False
    if right or (code == EX_TEMPFAIL and "cameras" in excuses) or (code == EX_UNAVAILABLE and "pins" in excuses):
        return None
    return f"it ended with {code} ({why or 'by itself'})"


class Service:
    """The daemon as a service. A thread of its own runs it; other threads may only ask."""

    def __init__(self, program: Path, config: Path, folder: Path, slow: float, journal: Journal) -> None:
        self._slow = slow
        self.state, self.runtime = folder / "state", folder / "run"
        for made in (self.state, self.runtime):
            made.mkdir()
        self.run: Run | None = None
        self.runs: list[Run] = []
        self.crashes = Crashes()
        self.environment: dict[str, str] = {}
        self.disk_full = False
        self.pins_away = False
        # Called after each end, once the outputs were made safe: whether the end was clean.
        self.after_end: list[Callable[[Run, bool], None]] = []
        self._program, self._config, self._journal = program, config, journal
        self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._address = str(folder / "notify")
        self._notify.bind(self._address)
        self._notify.settimeout(0.1)
        self._lock = threading.RLock()
        self._finishing = threading.Event()
        self._stopped_since: float | None = None
        self._thread = threading.Thread(target=self._serve, name="service")

    def start(self) -> None:
        """Runs it until finish()."""
        self._thread.start()

    def finish(self) -> None:
        """Stops the daemon for good, as at shutdown, and waits for its end."""
        self._finishing.set()
        self.end(signal.SIGTERM)
        self._thread.join()

    def end(self, number: signal.Signals) -> bool:
        """Sends a signal that ends it; False when it is not running, or ending already."""
        with self._lock:
            run = self.run
            if run is None or run.ended is not None or run.why:
                return False
            run.why = number.name
            run.asked = self._journal.now() if number == signal.SIGTERM else None
            self._send(run, number)
            self.proceed()  # one that may not run does not end either; systemd does the same
        return True

    def stop(self) -> bool:
        """It may not run (SIGSTOP) until proceed()."""
        with self._lock:
            run = self.run
            if run is None or run.ready is None or run.ended is not None or run.why:
                return False
            self._stopped_since = self._journal.now()
            self._send(run, signal.SIGSTOP)
        return True

    def proceed(self) -> float:
        """It may run again; returns for how long it could not."""
        with self._lock:
            since, self._stopped_since = self._stopped_since, None
            if since is None:
                return 0.0
            if self.run and self.run.ended is None:
                self._send(self.run, signal.SIGCONT)
                self.run.fed = self._journal.now()
            return self._journal.now() - since

    def filled(self) -> None:
        """The disk with the state is full from now on, until disk_full is taken back."""
        with self._lock:
            self.disk_full = True
            if self.run and not self.run.boot_id:
                self.run.full_disk = True

    def children(self) -> list[processes.Process]:
        """What the daemon has started and has not ended."""
        run = self.run
        return [one for one in processes.of_session(run.pid) if one.pid != run.pid] if run else []

    def _serve(self) -> None:
        while not self._finishing.is_set():
            run = self._begin()
            while self._alive():
                self._hear(run)
                self._enforce(run)
            self._ended(run, self._process.returncode)
            self._finishing.wait(RESTART_S)

    def _begin(self) -> Run:
        number = len(self.runs) + 1
        log = self._journal.folder / "logs" / f"run-{number:04}.log"
        log.parent.mkdir(exist_ok=True)
        home = str(self.runtime)
        environment = {
            **os.environ,
            **self.environment,
            "NOTIFY_SOCKET": self._address,
            "WATCHDOG_USEC": str(int(WATCHDOG_S * 1e6)),
            "RUNTIME_DIRECTORY": home,
            "STATE_DIRECTORY": str(self.state),
            "HOME": home,
            "XDG_CACHE_HOME": home,
            "GST_REGISTRY": f"{home}/gstreamer.registry",
        }
        with self._lock, log.open("wb") as out:
            self.crashes.started((self.runtime / "running").exists())
            command = [str(self._program), "run", "--config", str(self._config)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, start_new_session=True
            )
            run = Run(number, self._process.pid, self._journal.now(), log, full_disk=self.disk_full)
            run.excused += ["pins"] if self.pins_away else []
            self.runs.append(run)
            self.run = run
            if self._finishing.is_set():  # asked while there was none to ask
                self.end(signal.SIGTERM)
        self._journal.event("start", f"run {number}, process {run.pid}")
        return run

    def _hear(self, run: Run) -> None:
        try:
            said = self._notify.recv(4096).decode().splitlines()
        except TimeoutError:
            return
        now = self._journal.now()
        if "READY=1" in said and run.ready is None:
            run.ready = run.fed = now
            self._journal.event("ready", f"run {run.number} after {now - run.started:.1f} s")
        if "WATCHDOG=1" in said:
            run.fed = now

    def _enforce(self, run: Run) -> None:
        """The limits that the unit sets."""
        now = self._journal.now()
        with self._lock:
            if run.asked is not None and now - run.asked > STOP_S * self._slow:
                self._journal.fail("ends", f"run {run.number} has not ended {STOP_S * self._slow:g} s after SIGTERM")
                run.asked, run.why = None, "SIGKILL"
                self._send(run, signal.SIGKILL)
            elif run.why or not self._alive():
                return
            elif run.ready is None and now - run.started > START_S * self._slow:
                self._journal.fail("watchdog", f"run {run.number} is not ready after {START_S * self._slow:g} s")
                self.end(signal.SIGKILL)
            elif run.ready is not None and now - run.fed > WATCHDOG_S:
                self._starved(run)

    def _starved(self, run: Run) -> None:
        if self._stopped_since is None:
            self._journal.fail("watchdog", f"run {run.number} said nothing for {WATCHDOG_S:g} s")
        self._journal.event("watchdog", f"run {run.number} is ended")
        run.why, self._stopped_since = "watchdog", None
        self._send(run, signal.SIGABRT)
        self._send(run, signal.SIGCONT)
        threading.Timer(ABORT_S, self._send, (run, signal.SIGKILL)).start()

    def _alive(self) -> bool:
        with self._lock:
            return self._process.poll() is None

    def _send(self, run: Run, number: signal.Signals) -> None:
        """Never to another process: a number is given again only after its end was waited for, under the lock."""
        with self._lock:
            if run is self.run and self._process.returncode is None:
                os.kill(run.pid, number)

    def _ended(self, run: Run, code: int) -> None:
        run.ended = self._journal.now()
        clean = code >= 0 and code in (0, SIGTERM_EXIT, EX_TEMPFAIL)
        self._journal.event("end", f"run {run.number} with {code} ({run.why or 'by itself'})")
        # A signal in the instant in which Java sets itself up: Java may take it for a fault of its own.
        if JAVA_NOT_UP in run.log.read_bytes():
            run.excused.append("java")
        wrong = judge_end(run.why, code, run.excused)
        if wrong:
            self._journal.fail("ends", f"run {run.number}: {wrong}; see {run.log.name}")
        self._clear(run, clean)
        self._make_safe()
        self._look_at_mark(run, clean)
        self.crashes.ended(kept=not run.full_disk or (clean and not self.disk_full))
        for listener in self.after_end:
            listener(run, clean)

    def _clear(self, run: Run, clean: bool) -> None:
        """Kills what is left of the service's processes; after a clean end there is nothing."""
        left = processes.of_session(run.pid)
        if clean and left:
            names = ", ".join(f"{one.name} {one.pid}" for one in left)
            self._journal.fail("ends", f"run {run.number} left processes behind: {names}")
        for one in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)

    def _make_safe(self) -> None:
        begun = time.monotonic()
        environment = {**os.environ, "RUNTIME_DIRECTORY": str(self.runtime)}
        command = [str(self._program), "gpio-safe"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0 and not self.pins_away:
            self._journal.fail("outputs", f"gpio-safe exits with {done.returncode}: {done.stderr.strip()}")
        took = time.monotonic() - begun
        if took > SAFE_S:
            self._journal.event("slow", f"gpio-safe took {took:.1f} s")

    def _look_at_mark(self, run: Run, clean: bool) -> None:
        marked = (self.runtime / "running").exists()
        if run.boot_id and marked == clean:
            what = "has closed, but left the mark of a crash" if clean else "has not closed, but left no mark of it"
            self._journal.fail("crashes counted", f"run {run.number} {what}")
