"""What /proc has of a process and of all in its session."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1 << 20
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    """A line of /proc/PID/stat, as far as it matters here."""

    pid: int
    name: str
    state: str
    session: int
    cpu_s: float
    threads: int
    rss_bytes: int


def parse(stat: str) -> Process:
    """Reads a line of /proc/PID/stat; a name may have blanks and parentheses."""
    head, _, tail = stat.rpartition(")")
    pid, _, name = head.partition(" (")
    words = tail.split()
    cpu = int(words[11]) + int(words[12])
    return Process(int(pid), name, words[0], int(words[3]), cpu / TICKS, int(words[17]), int(words[21]) * PAGE)


def look(pid: int) -> Process | None:
    """One process; None when there is none."""
    try:
        return parse((PROC / str(pid) / "stat").read_text())
    except OSError:
        return None


def of_session(session: int) -> list[Process]:
    """All processes of a session that have not ended."""
    found = (look(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit())
    return [process for process in found if process and process.session == session and process.state not in "ZX"]


def open_files(pid: int) -> int:
    """How many file descriptors a process has."""
    try:
        return len(os.listdir(PROC / str(pid) / "fd"))
    except OSError:
        return 0
