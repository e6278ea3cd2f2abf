"""The images of a report."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from matplotlib.figure import Figure

from . import imagefile
from .data import LabelledImage
from .detection import Detections
from .evaluation import Accuracy
from .layernoise import LayerNoise

DPI = 110
# Detections on the sheet score at least this.
SHOWN = 0.35
# Of the sheet, in pixels: a tile's width, the space between tiles, the line of names above.
TILE, GAP, HEAD = 260, 4, 26
COLOURS = [(230, 60, 60), (60, 160, 230), (70, 190, 80), (240, 160, 30), (170, 90, 220), (20, 170, 170), (220, 90, 160)]


def precision_recall(stages: dict[str, Accuracy], out: Path) -> None:
    """One plot a class, one line a stage."""
    names = list(next(iter(stages.values())).curves)
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    figure = Figure(figsize=(3 * columns, 2.6 * rows), layout="constrained")
    styles = itertools.cycle(["-", "--", "-.", ":"])  # stages that hardly differ lie on each other
    lines = [(stage, accuracy, next(styles)) for stage, accuracy in stages.items()]
    for k, name in enumerate(names):
        axes = figure.add_subplot(rows, columns, k + 1, xlim=(0, 1), ylim=(0, 1.02), title=name)
        drawn = [axes.plot(np.linspace(0, 1, 101), one.curves[name], style, linewidth=1.3)[0] for _, one, style in lines]
        axes.grid(alpha=0.3)
    if names:
        place = {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0)}
        figure.legend(drawn, list(stages), ncol=min(4, len(stages)), fontsize=9, frameon=False, **place)
    figure.supxlabel("recall")
    figure.supylabel("precision at an overlap of 0.5")
    figure.savefig(out, dpi=DPI, bbox_inches="tight")


def signal_to_noise(schemes: dict[str, list[LayerNoise]], out: Path) -> None:
    """How much of each layer's signal int8 leaves."""
    figure = Figure(figsize=(8, 3.5), layout="constrained")
    axes = figure.add_subplot(ylabel="signal to noise (dB)", xlabel="layer")
    for name, layers in schemes.items():
        axes.plot([layer.layer for layer in layers], [layer.snr_db for layer in layers], marker="o", label=name)
    layers = next(iter(schemes.values()))
    axes.set_xticks([x.layer for x in layers], [f"{x.layer} {x.kind}" for x in layers], rotation=60, ha="right", fontsize=7)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(out, dpi=DPI)


def ranges(layers: list[LayerNoise], out: Path) -> None:
    """Each layer's activations: all of them thin, all but a thousandth at either end thick."""
    figure = Figure(figsize=(8, 3.5), layout="constrained")
    axes = figure.add_subplot(ylabel="activation", xlabel="layer")
    x = [layer.layer for layer in layers]
    axes.vlines(x, [y.low for y in layers], [y.high for y in layers], linewidth=1)
    axes.vlines(x, [y.middle[0] for y in layers], [y.middle[1] for y in layers], linewidth=6)
    axes.set_yscale("symlog")
    axes.set_xticks(x, [f"{y.layer} {y.kind}" for y in layers], rotation=60, ha="right", fontsize=7)
    axes.grid(alpha=0.3)
    figure.savefig(out, dpi=DPI)


def sheet(images: Sequence[LabelledImage], found: Mapping[str, Sequence[Detections]], names: list[str], out: Path) -> None:
    """A row for each image, a column for each stage with its name above, boxes drawn."""
    head = np.full((HEAD, len(found) * (TILE + GAP), 3), 255, np.uint8)
    for k, stage in enumerate(found):
        _write(head, stage, (k * (TILE + GAP) + 2, HEAD - 8), (0, 0, 0), 0.5)
    rows = [head]
    for i, one in enumerate(images):
        image = imagefile.read(one.path)
        scale = TILE / image.shape[1]
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        tiles = [_outlined(image.copy(), detections[i], scale, names) for detections in found.values()]
        rows.append(np.hstack([np.pad(tile, ((0, GAP), (0, GAP), (0, 0)), constant_values=255) for tile in tiles]))
    width = max(row.shape[1] for row in rows)
    rows = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), constant_values=255) for row in rows]
    cv2.imwrite(str(out), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))


def _outlined(image: np.ndarray, detections: Detections, scale: float, names: list[str]) -> np.ndarray:
    """Draws what was found, worst first, on an image that was scaled already: text keeps its size."""
    found = zip(detections.classes, detections.scores, detections.boxes)
    for label, score, box in sorted(found, key=lambda one: one[1]):
        if score < SHOWN:
            continue
        colour = COLOURS[label % len(COLOURS)]
        x1, y1, x2, y2 = (round(float(v) * scale) for v in box)
        cv2.rectangle(image, (x1, y1), (x2, y2), colour, 2)
        text = f"{names[label]} {score:.2f}"
        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.4, 1)
        x, y = max(0, min(x1, image.shape[1] - width - 4)), max(y1, 0)
        cv2.rectangle(image, (x, y), (x + width + 4, y + height + 6), colour, cv2.FILLED)
        _write(image, text, (x + 2, y + height + 3), (255, 255, 255), 0.4)
    return image


def _write(image: np.ndarray, text: str, at: tuple[int, int], colour: tuple[int, int, int], size: float) -> None:
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, 1, cv2.LINE_AA)
