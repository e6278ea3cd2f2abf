"""A client that behaves well and receives everything; it checks what it receives."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

from soak.checks import Losses, Message, Order, Outputs, State
from soak.client import Line
from soak.fixtures import MAX_ON, RTSP_AWAY_S, RTSP_CAMERA, SAFE_ON
from soak.journal import Journal
from soak.service import Run, Service

SNAPSHOT_S = 5.0
AGAIN_S = 0.2
# What a busy machine may add to an output's max-on.
SLACK_S = 5.0


@dataclass(frozen=True)
class Received:
    """What a slow client got: its first and last frame, how many came, how many were reported to it as lost."""

    boot_id: str
    first: tuple[str, int]
    last: tuple[str, int]
    came: int
    lost: int


class EventChecker:
    """Connects to each run of the daemon as soon as it can, and again whenever it is cut off."""

    def __init__(self, port: int, service: Service, slow: float, journal: Journal) -> None:
        self.frames = 0
        self.mono_ms = 0
        self.fresh: set[str] = set()
        self.cameras: dict[str, str] = {}
        self._slack = SLACK_S * slow
        self.outputs = Outputs(MAX_ON, SAFE_ON, self._slack)
        self._port, self._service, self._journal = port, service, journal
        self._losses: dict[str, Losses] = {}
        self._order: dict[str, dict[tuple[str, int], int]] = {}
        self._holes: dict[str, list[int]] = {}
        self._away_since: float | None = None
        self._finishing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="event checker")
        service.after_end.append(self._at_end)

    def start(self) -> None:
        """Listens until finish()."""
        self._thread.start()

    def finish(self) -> None:
        """Ends listening."""
        self._finishing.set()
        self._thread.join()

    def compare(self, received: Received) -> str | None:
        """Whether what a slow client lost was reported to it exactly: empty, or what is wrong; None where that is unknown."""
        order = self._order.get(received.boot_id, {})
        first, last = order.get(received.first), order.get(received.last)
        if first is None or last is None or any(first < hole <= last for hole in self._holes.get(received.boot_id, [])):
            return None
        lost = last - first + 1 - received.came
        return "" if lost == received.lost else f"a slow client lost {lost} frames, but the gaps report {received.lost}"

    def _listen(self) -> None:
        while not self._finishing.is_set():
            try:
                line = Line(self._port)
            except OSError:
                self._finishing.wait(AGAIN_S)
                continue
            try:
                self._hear(line)
            except EOFError:
                pass
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                self._journal.fail("order", f"a message can't be read: {error!r}")
            finally:
                line.close()
            self._finishing.wait(AGAIN_S)

    def _hear(self, line: Line) -> None:
        run = self._service.run
        assert run is not None, "what accepts connections was started"
        line.subscribe()
        order, state = Order(), State()
        while not self._finishing.is_set():
            for message in line.messages(SNAPSHOT_S):
                self._complain("order", order.complaints(message))
                self._complain("snapshot", state.complaints(message))
                self._complain("outputs", self.outputs.complaints(message))
                self._take(message, run)
            line.send(cmd="snapshot")

    def _take(self, message: Message, run: Run) -> None:
        kind = message["type"]
        self.mono_ms = message["mono_ms"]
        if kind == "hello":
            self._greeted(message["boot_id"], run)
        elif kind == "snapshot":
            for row in message["cameras"]:
                self._camera(row, message["mono_ms"], run)
        elif kind == "camera":
            self._camera(message, message["mono_ms"], run)
        elif kind == "frame":
            self._frame(message)
        elif kind == "gap":
            self._gap(message)
        elif kind == "health":
            self._health(message, run)

    def _greeted(self, boot_id: str, run: Run) -> None:
        if run.ended is None:  # else these are words of a dead daemon, read late
            self._service.crashes.reached()
        if boot_id == run.boot_id:
            return
        if run.boot_id or any(other.boot_id == boot_id for other in self._service.runs):
            self._journal.fail("order", f"run {run.number} has boot_id {boot_id}; runs and boot_ids do not fit")
        run.boot_id = boot_id
        self._losses, self._away_since = {}, None
        self.cameras, self.fresh = {}, set()

    def _camera(self, row: dict, mono_ms: int, run: Run) -> None:
        name, state = row["camera"], row["state"]
        self.cameras[name] = state
        if name == RTSP_CAMERA:
            self._away_since = None if state == "ok" else self._away_since or mono_ms
        self._excuse(mono_ms, run)

    def _excuse(self, mono_ms: int, run: Run) -> None:
        """A run whose live camera stays away may end itself."""
        since = self._away_since
        if since is not None and mono_ms - since > 1000 * (RTSP_AWAY_S - 5) and "cameras" not in run.excused:
            run.excused.append("cameras")

    def _frame(self, message: Message) -> None:
        camera, number = message["camera"], message["number"]
        self.frames += 1
        self.fresh.add(camera)
        order = self._order.setdefault(message["boot_id"], {})
        order[camera, number] = len(order)
        losses = self._losses.setdefault(camera, Losses())
        self._complain("losses", [f"{camera}: {what}" for what in losses.frame(number, message["dropped"])])

    def _gap(self, message: Message) -> None:
        self._journal.event("gap", f"the checker lost {message['from']} to {message['to']}, {message['frames']} frames")
        if message["frames"]:
            boot_id = message["boot_id"]
            self._holes.setdefault(boot_id, []).append(len(self._order.get(boot_id, {})))
            for losses in self._losses.values():
                losses.restart()

    def _health(self, message: Message, run: Run) -> None:
        self._excuse(message["mono_ms"], run)
        if run.ended is None:
            self._complain("crashes counted", self._service.crashes.complaints(message["recovery"]["crashes"]))
        for camera, counts in message["cameras"].items():
            losses = self._losses.setdefault(camera, Losses())
            found = losses.health(counts["captured"], counts["dropped"])
            self._complain("losses", [f"{camera}: {what}" for what in found])

    def _at_end(self, run: Run, clean: bool) -> None:
        """A daemon that has closed has said that its outputs are safe."""
        if clean and run.boot_id:
            self._finishing.wait(0.5)  # its last words are still read
            for name in self.outputs.unsafe():
                self._journal.fail("outputs", f"run {run.number} has closed, the last that was heard of {name} is unsafe")
        self.outputs = Outputs(MAX_ON, SAFE_ON, self._slack)

    def _complain(self, check: str, complaints: list[str]) -> None:
        for complaint in complaints:
            self._journal.fail(check, complaint)
