"""The pictures of a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from matplotlib.figure import Figure

from . import picture
from .data import Picture
from .detection import Detections
from .evaluation import Accuracy
from .layers import LayerNoise

DPI = 110
# Detections on the sheet score at least this.
SHOWN = 0.35
COLOURS = [(230, 60, 60), (60, 160, 230), (70, 190, 80), (240, 160, 30), (170, 90, 220), (20, 170, 170), (220, 90, 160)]


def precision_recall(stages: dict[str, Accuracy], out: Path) -> None:
    """One plot a class, one line a stage."""
    names = list(next(iter(stages.values())).curves)
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    figure = Figure(figsize=(3 * columns, 2.6 * rows), layout="constrained")
    for k, name in enumerate(names):
        axes = figure.add_subplot(rows, columns, k + 1, xlim=(0, 1), ylim=(0, 1), title=name)
        for stage, accuracy in stages.items():
            axes.plot(np.linspace(0, 1, 101), accuracy.curves[name], label=f"{stage} {accuracy.ap50[name]:.3f}", linewidth=1)
        axes.legend(fontsize=6)
        axes.grid(alpha=0.3)
    figure.supxlabel("recall")
    figure.supylabel("precision at an overlap of 0.5")
    figure.savefig(out, dpi=DPI)


def signal_to_noise(flavours: dict[str, list[LayerNoise]], out: Path) -> None:
    """How much of each layer's signal int8 leaves."""
    figure = Figure(figsize=(8, 3.5), layout="constrained")
    axes = figure.add_subplot(ylabel="signal to noise (dB)", xlabel="layer")
    for name, layers in flavours.items():
        axes.plot([layer.layer for layer in layers], [layer.snr_db for layer in layers], marker="o", label=name)
    layers = next(iter(flavours.values()))
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


def sheet(pictures: Sequence[Picture], found: dict[str, Sequence[Detections]], names: list[str], out: Path) -> None:
    """A row for each picture, a column for each stage, boxes drawn."""
    side = 240
    rows = []
    for i, one in enumerate(pictures):
        tiles = []
        for stage, detections in found.items():
            tile = _outlined(picture.read(one.path), detections[i], names)
            scale = side / max(tile.shape[:2])
            tile = cv2.resize(tile, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            canvas = np.full((side, side, 3), 255, np.uint8)
            canvas[: tile.shape[0], : tile.shape[1]] = tile
            if i == 0:
                cv2.putText(canvas, stage, (6, side - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
            tiles.append(canvas)
        rows.append(np.hstack(tiles))
    cv2.imwrite(str(out), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))


def _outlined(image: np.ndarray, detections: Detections, names: list[str]) -> np.ndarray:
    for label, score, box in zip(detections.classes, detections.scores, detections.boxes):
        if score < SHOWN:
            continue
        colour = COLOURS[label % len(COLOURS)]
        x1, y1, x2, y2 = (round(float(v)) for v in box)
        cv2.rectangle(image, (x1, y1), (x2, y2), colour, 2)
        text = f"{names[label]} {score:.2f}"
        cv2.putText(image, text, (x1 + 2, y1 + 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, colour, 1, cv2.LINE_AA)
    return image
