"""What must be true of the messages of one connection, as pure logic: messages in, complaints out."""

from __future__ import annotations

# The types of live messages, as docs/protocol.md lists them for the command subscribe.
LIVE = ["new", "update", "end", "zone", "line", "rule", "frame", "camera", "health", "output", "input", "config"]
NUMBERED = frozenset(LIVE) - {"frame"}
# Frames that one camera may have under way: one comes in, one waits, one is with the model.
UNDER_WAY = 3

Message = dict


class Order:
    """Numbers without holes but those that a gap admits; one boot_id; a clock that never falls."""

    def __init__(self) -> None:
        self.lost = 0
        self._boot: str | None = None
        self._seq = 0
        self._mono = 0
        self._dismissed = False

    def complaints(self, message: Message) -> list[str]:
        """Takes the next message of a connection that hides no numbered type."""
        kind, seq = message["type"], message["seq"]
        if self._boot is None:
            self._boot, self._seq, self._mono = message["boot_id"], seq, message["mono_ms"]
            refused = kind == "error" and message["code"] == "too_many_clients"
            return [] if kind == "hello" or refused else [f"the first message is {kind}, not hello"]
        found = [f"{kind} {seq} comes after the last word"] if self._dismissed else []
        self._dismissed = kind == "error" and message["code"].startswith("too_many_")
        if message["boot_id"] != self._boot:
            found.append(f"boot_id changes within a connection, at {kind} {seq}")
        if message["mono_ms"] < self._mono:
            found.append(f"mono_ms falls from {self._mono} to {message['mono_ms']} at {kind} {seq}")
        expected = self._seq
        if kind in NUMBERED:
            expected += 1
        elif kind == "gap" and message["from"] is not None:
            if message["from"] != expected + 1:
                found.append(f"a gap begins at {message['from']}, the last message was {expected}")
            self.lost += message["to"] - message["from"] + 1
            expected = message["to"]
        if seq != expected:
            found.append(f"{kind} has number {seq}, expected was {expected}")
        self._seq = seq
        if kind != "gap":  # that is written when it is sent, the others when they happen
            self._mono = message["mono_ms"]
        return found


class State:
    """What the live messages come to; a snapshot must say the same."""

    def __init__(self) -> None:
        self._known: dict[str, dict] | None = None

    def complaints(self, message: Message) -> list[str]:
        """Takes the next message."""
        kind = message["type"]
        if kind == "snapshot":
            before, self._known = self._known, load(message)
            return [] if before is None else differences(before, self._known)
        if kind == "gap":
            self._known = None  # what is true only the next snapshot knows
        elif self._known is not None:
            fold(self._known, message)
        return []


def load(snapshot: Message) -> dict[str, dict]:
    """A snapshot as tables."""
    known: dict[str, dict] = {"cameras": {}, "tracks": {}, "zones": {}, "rules": {}, "outputs": {}, "inputs": {}}
    kinds = {"cameras": "camera", "tracks": "new", "zones": "zone", "outputs": "output", "inputs": "input"}
    for table, kind in kinds.items():
        for row in snapshot[table]:
            fold(known, {**row, "type": kind})
    known["rules"] = dict.fromkeys(snapshot["rules"], True)
    return known


def fold(known: dict[str, dict], message: Message) -> None:
    """Brings a live message into the tables."""
    kind = message["type"]
    if kind in ("new", "update"):
        known["tracks"][message["id"]] = (message["camera"], message["label"], sorted(message["current_zones"]))
    elif kind == "end":
        known["tracks"].pop(message["id"], None)
    elif kind == "zone":
        known["zones"][message["camera"], message["zone"], message["label"]] = message["count"]
    elif kind == "rule" and message["state"] == "fired":
        known["rules"][message["rule"]] = True
    elif kind == "rule":
        known["rules"].pop(message["rule"], None)
    elif kind == "camera":
        known["cameras"][message["camera"]] = (message["state"], message["attempt"])
    elif kind in ("output", "input"):
        known[kind + "s"][message[kind]] = message["state"]


def differences(live: dict[str, dict], snapshot: dict[str, dict]) -> list[str]:
    """Where a snapshot contradicts the messages before it."""
    return [
        f"{table}: {key} is {snapshot[table].get(key)} in the snapshot, {live[table].get(key)} by the messages before"
        for table in live
        for key in sorted(live[table].keys() | snapshot[table].keys(), key=str)
        if live[table].get(key) != snapshot[table].get(key)
    ]


class Losses:
    """Every frame of a camera was processed, or counted as dropped, or is under way.

    The frame with number N is the camera's N-th, from 0. Before one is taken to the model, all that it replaced were
    counted; while it is with the model more may be. So between two frame messages the counter lies between the frames
    missing before the first and those missing before the second. How many frames were processed before this client came
    is unknown; a count of the missing that is wrong by even one leaves no such number possible.
    """

    def __init__(self) -> None:
        self.received = 0
        self._min, self._max = 0, 1 << 62  # processed before the first frame message
        self._dropped: int | None = None
        self._last = -1
        self._owed = -1  # a later health must have captured more than this

    def frame(self, number: int, dropped: int) -> list[str]:
        """Takes a frame message."""
        if number <= self._last:
            return [f"frame {number} comes after {self._last}"]
        absent = number - self.received
        if self._dropped is not None:
            self._max = min(self._max, absent - self._dropped)
        self._min = max(self._min, absent - dropped)
        self._dropped, self._last = dropped, number
        self.received += 1
        return self._judge(f"frame {number}: {absent} before it did not come, {dropped} were counted as dropped")

    def health(self, captured: int, dropped: int) -> list[str]:
        """Takes the camera's part of a health message."""
        found = []
        if captured <= self._owed:
            found.append(f"health counts {captured} frames, but number {self._owed} had been processed before")
        self._owed = self._last
        self._min = max(self._min, captured - dropped - self.received - UNDER_WAY)
        if self.received:
            found += self._judge(f"{captured} captured, {dropped} dropped, {self.received} processed")
        return found

    def restart(self) -> None:
        """Frame messages were lost on the way: counting begins again."""
        self.received = 0
        self._min, self._max = 0, 1 << 62
        self._dropped = None
        self._last = -1

    def _judge(self, what: str) -> list[str]:
        if self._min <= self._max:
            return []
        self.restart()
        return [f"{what}: some were lost uncounted, or counted but not lost"]


class Outputs:
    """No output is on for longer than its max-on, by the daemon's own clock."""

    def __init__(self, max_on: dict[str, float], safe_on: set[str], slack: float) -> None:
        self._max_on = max_on
        self._safe_on = safe_on
        self._slack = slack
        self._since: dict[str, float] = {}
        self.states: dict[str, str] = {}

    def complaints(self, message: Message) -> list[str]:
        """Takes the next message of any type."""
        now = message["mono_ms"] / 1000
        rows = [message] if message["type"] == "output" else message["outputs"] if message["type"] == "snapshot" else []
        found = self._late(now)
        for row in rows:
            name, state = row["output"], row["state"]
            limited = state == "on" and not (row["cause"] == "start" or row["cause"].startswith("safe:"))
            if not limited:
                self._since.pop(name, None)
            elif name in self._max_on:
                self._since.setdefault(name, now)
            self.states[name] = state
        return found

    def allow(self, seconds: float) -> None:
        """The daemon was not allowed to run for so long."""
        self._since = {name: since + seconds for name, since in self._since.items()}

    def unsafe(self) -> list[str]:
        """The outputs that are not at their safe state."""
        return [name for name, state in self.states.items() if state != ("on" if name in self._safe_on else "off")]

    def _late(self, now: float) -> list[str]:
        late = [name for name, since in self._since.items() if now - since > self._max_on[name] + self._slack]
        return [f"{name} is on for {now - self._since.pop(name):.1f} s, max-on is {self._max_on[name]:g} s" for name in late]


class Crashes:
    """How many crashes the daemon must have counted: the exits that it was not asked for, or not given time for."""

    def __init__(self) -> None:
        self._min = self._max = 0
        self._pending = False
        self._reached = False

    def started(self, pending: bool) -> None:
        """A run begins; the one before has left its mark behind, or not."""
        self._pending, self._reached = pending, False

    def reached(self) -> None:
        """The run serves clients: it has counted."""
        if self._pending and not self._reached:
            self._min += 1
            self._max += 1
        self._reached = True

    def ended(self, kept: bool) -> None:
        """The run has ended; whether what it counted could be written."""
        if self._pending and not self._reached:
            self._max += 1  # perhaps it had come so far
        elif self._pending and not kept:
            self._min -= 1

    def complaints(self, counted: int) -> list[str]:
        """Takes the count of a health message."""
        self.reached()
        low, high = self._min, self._max
        self._min = self._max = counted
        expected = str(low) if low == high else f"{low} to {high}"
        return [] if low <= counted <= high else [f"{counted} crashes are counted, there were {expected}"]
