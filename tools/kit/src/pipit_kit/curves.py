"""A training's losses as an image."""

from __future__ import annotations

import csv
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

# Steps are averaged over so many rows of the record.
SMOOTH = 8


def draw(record: Path, out: Path) -> None:
    """Draws the losses that training wrote to ``record`` (CSV), smoothed, as a PNG."""
    with record.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    epochs = np.array([float(r["epoch"]) + float(r["step"]) / float(r["steps"]) for r in rows])
    with mpl.rc_context({"font.size": 9}):
        figure = Figure(figsize=(7, 4), layout="constrained")
        axes = figure.add_subplot(xlabel="epoch", ylabel="loss")
        for part in ("box", "objectness", "classes", "teacher"):
            values = np.array([float(r[part]) for r in rows])
            if not values.any():  # no teacher
                continue
            width = min(SMOOTH, len(values))
            smooth = np.convolve(values, np.ones(width) / width, "valid")
            axes.plot(epochs[width - 1 :], smooth, label=part)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.legend()
        figure.savefig(out, dpi=120)
