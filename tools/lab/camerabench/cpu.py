"""CPU time of a process's threads, as the kernel has it under /proc."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Thread:
    """A thread's name and the CPU time in ns that it has used so far."""

    name: str
    ns: int


def parse_stat(stat: str) -> Thread:
    """Reads /proc/PID/task/TID/stat; a name may have blanks and parentheses."""
    head, _, tail = stat.rpartition(")")
    words = tail.split()
    return Thread(head.partition("(")[2], (int(words[11]) + int(words[12])) * TICK_NS)


def threads(pid: int) -> dict[int, Thread]:
    """All threads of a process. Their time is exact where the kernel counts it so, else in its clock ticks."""
    found = {}
    for folder in (PROC / str(pid) / "task").iterdir():
        try:
            thread = parse_stat((folder / "stat").read_text())
            found[int(folder.name)] = Thread(thread.name, exact(folder) or thread.ns)
        except OSError:
            continue  # it has just ended
    return found


def exact(folder: Path) -> int:
    """ns on a CPU by the scheduler's own count; 0 where the kernel has none."""
    try:
        return int((folder / "schedstat").read_text().split()[0])
    except OSError:
        return 0


def spent(before: dict[int, Thread], after: dict[int, Thread]) -> Counter[str]:
    """CPU time in ns between two looks, by the threads' names without numbers."""
    used: Counter[str] = Counter()
    for tid, thread in after.items():
        begun = before.get(tid)
        name = re.sub(r"\d+", "N", thread.name)
        used[name] += thread.ns - (begun.ns if begun else 0)
    return used
