"""Passed or failed, and why: what was measured is flat, what was logged is no defect, what had to be true was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

from soak.journal import Sample

# A young Java grows: its heap fills up to its limit, its compiler's code is made. So a run's first minute is not looked at,
# and between the first and the last third of the rest the middle values may grow by so much. The same holds for a run of
# hours, where a leak of 1 KiB for each frame or of one file for each camera that came back is far beyond it.
WARM_UP_S = 60.0
MIN_S = 45.0
LIMITS = {"jvm_mib": 32.0, "kids_mib": 24.0, "fds": 8.0, "threads": 4.0, "kids": 1.0}
UNITS = {
    "jvm_mib": "MiB of the JVM",
    "kids_mib": "MiB of its children",
    "fds": "files",
    "threads": "threads",
    "kids": "children",
}

CHECKS = [
    "order",
    "snapshot",
    "losses",
    "slow clients",
    "outputs",
    "ends",
    "watchdog",
    "crashes counted",
    "cameras",
    "log",
    "flat",
]

DEFECT = re.compile(r"^pipit: |internal error|^Exception in|^\s+at [\w.$/]+\(|failed; \d+ since|does not stop|be ended$")
# What Java says of its own death by a signal that was sent to it.
OBITUARY = re.compile(r"^# A fatal error has been detected|SIGSEGV|SIGABRT")


@dataclass
class Growth:
    """One figure of one run, early and late."""

    run: int
    what: str
    seconds: float
    early: float
    late: float

    @property
    def flat(self) -> bool:
        """Whether it grew by no more than is allowed."""
        return self.late - self.early <= LIMITS[self.what]

    def __str__(self) -> str:
        return f"run {self.run}, {self.seconds:.0f} s: {self.early:g} to {self.late:g} {UNITS[self.what]}"


@dataclass
class Verdict:
    """Lines to print, the last of them PASS or FAIL."""

    lines: list[str] = field(default_factory=list)
    passed: bool = True


def growths(samples: Iterable[Sample]) -> Iterator[Growth]:
    """For each run that was long enough, each figure's middle value in its first and its last third."""
    runs: dict[int, list[Sample]] = {}
    for sample in samples:
        runs.setdefault(sample.run, []).append(sample)
    for run, rows in runs.items():
        warm = [row for row in rows if row.t - rows[0].t >= WARM_UP_S]
        if not warm or warm[-1].t - warm[0].t < MIN_S:
            continue
        third = max(1, len(warm) // 3)
        for what in LIMITS:
            early, late = (median(getattr(row, what) for row in part) for part in (warm[:third], warm[-third:]))
            yield Growth(run, what, warm[-1].t - warm[0].t, round(early, 1), round(late, 1))


def defects(log: Iterable[str]) -> list[str]:
    """Lines of a log that only a defect writes; what Java says when it is killed is none."""
    found = []
    for line in log:
        if OBITUARY.search(line):
            break
        if DEFECT.search(line):
            found.append(line.strip())
    return found


def judge(samples: list[Sample], failures: dict[str, list[str]], skipped: list[str], figures: list[str]) -> Verdict:
    """All checks in one; failures: those that were found on the way."""
    verdict = Verdict()
    grown = list(growths(samples))
    failures = {**failures}
    if steep := [f"{growth}, {LIMITS[growth.what]:g} more are allowed" for growth in grown if not growth.flat]:
        failures["flat"] = failures.get("flat", []) + steep
    if not grown:
        skipped = [*skipped, f"flat: no run lasted for {WARM_UP_S + MIN_S:.0f} s"]
    for check in [*CHECKS, *sorted(failures.keys() - set(CHECKS))]:
        reasons = failures.get(check, [])
        verdict.lines.append(f"FAILED {check}: {len(reasons)}, the first {reasons[0]}" if reasons else f"ok {check}")
        verdict.passed &= not reasons
    verdict.lines += [str(growth) for growth in grown]
    verdict.lines += figures
    verdict.lines += [f"SKIPPED {what}" for what in skipped]
    wrong = ", ".join(check for check in failures if failures[check])
    verdict.lines.append("PASS" if verdict.passed else f"FAIL: {wrong}")
    return verdict
