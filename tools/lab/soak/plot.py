"""A soak in one plot: soak.png beside its samples.csv and events.csv."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from soak.journal import Sample, read_events, read_samples

try:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
except ImportError:  # a machine under test need not draw
    pyplot = None

KINDS = ["camera", "child", "client", "pins", "clock", "disk", "pause", "end it", "watchdog", "FAIL"]
JVM, KIDS, GREY, RED = "#1f5fa8", "#c8791b", "#8a8a8a", "#c0262d"


def draw(folder: Path) -> Path:
    """Draws the plot of the soak in a folder; ImportError where matplotlib is missing."""
    if pyplot is None:
        raise ImportError("matplotlib")
    samples, events = read_samples(folder), read_events(folder)
    figure, axes = pyplot.subplots(4, 1, figsize=(12, 10), sharex=True, height_ratios=[3, 2, 2, 3], layout="constrained")
    memory, counts, speed, faults = axes
    for run in sorted({sample.run for sample in samples}):
        rows = [sample for sample in samples if sample.run == run]
        times = [row.t for row in rows]
        named = run == samples[0].run
        memory.plot(times, [row.jvm_mib for row in rows], color=JVM, label="JVM" if named else None)
        memory.plot(times, [row.kids_mib for row in rows], color=KIDS, label="its children, each in full" if named else None)
        counts.plot(times, [row.threads for row in rows], color=JVM, label="threads" if named else None)
        counts.plot(times, [row.fds for row in rows], color=KIDS, label="its own open files" if named else None)
        counts.plot(times, [row.clients for row in rows], color=GREY, lw=0.8, label="clients" if named else None)
        speed.plot(times[1:], cpu_percent(rows), color=JVM, lw=0.8, label="processor, % of one" if named else None)
    memory.set_ylabel("memory in RAM, MiB")
    counts.set_ylabel("count")
    speed.set_ylabel("%")
    kinds = [kind for kind in KINDS if any(event[1] == kind for event in events)]
    for height, kind in enumerate(kinds):
        times = [event[0] for event in events if event[1] == kind]
        faults.plot(times, [height] * len(times), "|", color=RED if kind == "FAIL" else JVM, ms=10)
    faults.set_yticks(range(len(kinds)), kinds)
    faults.set_ylim(len(kinds) - 0.5, -0.5)
    faults.set_xlabel("seconds; vertical lines: the daemon starts")
    for axis in axes:
        for t in (event[0] for event in events if event[1] == "start"):
            axis.axvline(t, color=GREY, lw=0.5, ls=":")
        axis.spines[["top", "right"]].set_visible(False)
        if axis is not faults:
            axis.set_ylim(bottom=0)
            axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    memory.set_title(f"Soak, {samples[-1].t / 60:.0f} minutes, {samples[-1].run} runs of the daemon", loc="left")
    image = folder / "soak.png"
    figure.savefig(image, dpi=110)
    return image


def cpu_percent(rows: list[Sample]) -> list[float]:
    """The processor's time from one sample to the next, in percent; a child that ends takes its time with it."""
    return [max(0.0, 100 * (b.cpu_s - a.cpu_s) / max(b.t - a.t, 1e-9)) for a, b in pairwise(rows)]
