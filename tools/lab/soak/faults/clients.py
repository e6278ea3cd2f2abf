"""Clients that come, go, stall, and send what no one should."""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Iterator

from soak.checks import Order
from soak.client import Line
from soak.eventchecker import EventChecker, Received
from soak.journal import Journal

# What the kernel keeps for a client that does not read: little, so that it is full soon.
STALLED_BYTES = 16384


class Clients:
    """One ill-behaved client at a time; count() is how many connections are open."""

    name = "client"

    def __init__(self, port: int, checker: EventChecker, journal: Journal, ending: threading.Event) -> None:
        self._port, self._checker, self._journal, self._ending = port, checker, journal, ending
        self._open: set[Line] = set()
        self.received: list[Received] = []
        self.gaps = 0

    def count(self) -> int:
        """Connections that are open now."""
        return len(self._open)

    def act(self, chance: random.Random) -> None:
        """One of all kinds, by chance; that the daemon ends meanwhile is not an error."""
        kind = chance.choice((self._visit, self._stall, self._stall, self._garbage, self._flood, self._crowd, self._half))
        self._journal.event(self.name, kind.__name__.strip("_"))
        with contextlib.suppress(EOFError, OSError):
            kind(chance)

    def restore(self) -> None:
        """They have gone."""

    @contextlib.contextmanager
    def _line(self, receive_bytes: int = 0) -> Iterator[Line]:
        line = Line(self._port, receive_bytes)
        self._open.add(line)
        try:
            yield line
        finally:
            line.close()
            self._open.discard(line)

    def _visit(self, chance: random.Random) -> None:
        """Comes, listens, goes, perhaps without a word."""
        with self._line() as line:
            for _ in line.messages(chance.uniform(0, 5)):
                pass
            if chance.random() < 0.5:
                line.reset()

    def _stall(self, chance: random.Random) -> None:
        """Reads nothing for a while and asks for much; then reads it all: what is missing must be admitted."""
        with self._line(STALLED_BYTES) as line:
            line.subscribe()
            end = time.monotonic() + chance.uniform(8, 25)
            snapshot = json.dumps({"cmd": "snapshot"}).encode() + b"\n"
            while time.monotonic() < end and not self._ending.is_set():
                # The answers fill what the kernel keeps; then the daemon reads no more, and more would be a flood.
                if line.unread() == 0:
                    line.offer(snapshot)
                self._ending.wait(0.02)
            self._read_all(line)

    def _read_all(self, line: Line) -> None:
        now = self._checker.mono_ms
        order = Order()
        frames: list[tuple[str, int]] = []
        lost = pending = 0
        for message in line.messages(60):
            for complaint in order.complaints(message):
                self._journal.fail("order", f"a slow client: {complaint}")
            if message["type"] == "frame":
                frames.append((message["camera"], message["number"]))
                lost, pending = lost + pending, 0
            elif message["type"] == "gap":
                pending += message["frames"] if frames else 0
                self.gaps += 1
            if message["mono_ms"] > now + 500:
                break
        if frames:
            self.received.append(Received(message["boot_id"], frames[0], frames[-1], len(frames), lost))

    def _garbage(self, chance: random.Random) -> None:
        """Sends what is no command."""
        pieces = (
            lambda: chance.randbytes(chance.randrange(1, 4000)) + b"\n",
            lambda: b'{"cmd":"subscribe","types":["nothing"]}\n',
            lambda: b"[" * 2000 + b"\n",
            lambda: b"GET / HTTP/1.1\r\nHost: pipit\r\n\r\n",
            lambda: b"x" * 70000 + b"\n",
            lambda: '{"cmd":"ping","id":"\ud800"}\n'.encode("utf-8", "surrogatepass"),
        )
        with self._line() as line:
            for _ in range(chance.randrange(1, 40)):
                line.raw(chance.choice(pieces)())
                self._ending.wait(chance.uniform(0, 0.05))
            for _ in line.messages(1):
                pass

    def _flood(self, chance: random.Random) -> None:
        """Sends more than is allowed in a second."""
        piece = chance.choice((b'{"cmd":"ping"}\n', b"\n", b"y" * 60000))
        with self._line() as line:
            for _ in range(400):
                line.raw(piece)
            for _ in line.messages(2):
                pass

    def _crowd(self, chance: random.Random) -> None:
        """More clients than are allowed, all at once."""
        with contextlib.ExitStack() as lines:
            for _ in range(chance.randrange(5, 20)):
                lines.enter_context(self._line())
            self._ending.wait(chance.uniform(0, 3))

    def _half(self, chance: random.Random) -> None:
        """Closes its sending side within a command."""
        with self._line() as line:
            line.raw(b'{"cmd":"subscribe","ty'[: chance.randrange(1, 20)])
            line.finish_sending()
            for _ in line.messages(12):
                pass
