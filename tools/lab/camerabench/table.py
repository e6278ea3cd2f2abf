"""The results as a table, and what they say of the targets."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from camerabench.rows import Cost

CHILD, ALONE, FRIGATE, VIDEORATE, JAVA = "child", "decode alone", "Frigate", "videorate", "Java"
COLUMNS = (
    "stream",
    "decode alone",
    "child",
    "of it decoding thread",
    "rest",
    "child / decode alone",
    "Frigate's ffmpeg",
    "child / Frigate's",
    "videorate behind",
    "child / that",
    "Java",
    "of it camera thread",
)
# A frame rate below this fraction of what was asked for: the machine was too busy for the row to mean much.
KEPT_UP = 0.9


@dataclass
class Results:
    """What was measured of one stream: for each row its cost in each round, None where that failed."""

    stream: str
    fps: int
    codec: str
    rows: dict[str, list[Cost | None]] = field(default_factory=dict)

    def add(self, row: str, found: Cost | None) -> None:
        """Notes a row of the next round."""
        self.rows.setdefault(row, []).append(found)

    def median(self, row: str) -> float | None:
        """CPU ms per delivered frame."""
        return middle([one.total for one in self._measured(row)])

    def decoding(self) -> float | None:
        """CPU ms of the child's busiest thread: it decodes, scales and converts."""
        return middle([max(one.threads.values()) for one in self._measured(CHILD)])

    def rest(self) -> float | None:
        """CPU ms of the child's other threads."""
        return middle([one.total - max(one.threads.values()) for one in self._measured(CHILD)])

    def camera_thread(self) -> float | None:
        """CPU ms of the daemon's thread that reads the child's frames."""
        return middle(
            [sum(ms for name, ms in one.threads.items() if name.startswith("camera")) for one in self._measured(JAVA)]
        )

    def ratio(self, row: str) -> float | None:
        """The child's cost relative to a row's, each compared within its own round."""
        pairs = zip(self.rows.get(CHILD, []), self.rows.get(row, []))
        return middle([ours.total / other.total for ours, other in pairs if ours and other and other.total])

    def best_ratio(self, row: str) -> float | None:
        """The same of the cheapest round of each: other programs on the machine make frames dearer, never cheaper."""
        ours, other = self._measured(CHILD), self._measured(row)
        return min(one.total for one in ours) / min(one.total for one in other) if ours and other else None

    def behind(self) -> list[str]:
        """The rows that did not keep up with the stream."""
        return [row for row in self.rows if any(one.fps < KEPT_UP * self.fps for one in self._measured(row))]

    def _measured(self, row: str) -> list[Cost]:
        return [one for one in self.rows.get(row, []) if one]


def middle(values: list[float]) -> float | None:
    """The median; None of nothing."""
    return statistics.median(values) if values else None


def number(value: float | None) -> str:
    """A cell of the table."""
    return "-" if value is None else f"{value:.2f}"


def table(results: Sequence[Results]) -> str:
    """CPU ms per delivered frame, medians of the rounds, as Markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    for one in results:
        cells = [
            one.median(ALONE),
            one.median(CHILD),
            one.decoding(),
            one.rest(),
            one.ratio(ALONE),
            one.median(FRIGATE),
            one.ratio(FRIGATE),
            one.median(VIDEORATE),
            one.ratio(VIDEORATE),
            one.median(JAVA),
            one.camera_thread(),
        ]
        lines.append("| " + " | ".join([one.stream, *map(number, cells)]) + " |")
    return "\n".join(lines)


@dataclass(frozen=True)
class Target:
    """The child must cost at most limit times what a row costs, or less where it is strict."""

    row: str
    limit: float
    strict: bool = False

    def judge(self, found: Results) -> str:
        """One line: what was found, what is wanted, and whether it is met by the median."""
        ratio = found.ratio(self.row)
        met = ratio is not None and (ratio < self.limit if self.strict else ratio <= self.limit)
        word = "not measured" if ratio is None else "met" if met else "MISSED"
        bound = "below" if self.strict else "at most"
        ratios = f"{number(ratio)} (best rounds {number(found.best_ratio(self.row))})"
        return f"{found.stream}: child / {self.row} {ratios}, target {bound} {self.limit:g}: {word}"


def targets(codec: str) -> list[Target]:
    """What is wanted of streams with that codec."""
    first = Target(VIDEORATE, 0.5) if codec == "mjpeg" else Target(ALONE, 1.15)
    return [first, Target(FRIGATE, 1, strict=True)]


def verdict(results: Sequence[Results]) -> list[str]:
    """A line for each target, and one for each row that did not keep up."""
    lines = [target.judge(one) for one in results for target in targets(one.codec)]
    late = [
        f"{one.stream}: fewer frames than asked for in {row}: the machine was too busy"
        for one in results
        for row in one.behind()
    ]
    return lines + late
