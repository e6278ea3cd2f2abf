"""Test vectors that the kit and the daemon share: what a stage is given, and what it must give.

The daemon computes letterbox, resampling, decoding and suppression in Java, the kit in NumPy and PyTorch; a model is judged
by the one and runs in the other. ``python -m pipit_kit.vectors FOLDER`` writes the files, a test of either language reads
them: the kit's recomputes each expected value, the daemon's VectorsTest compares its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .confusable import groups
from .detection import Limits, candidates, suppress
from .layers import Head
from .letterbox import Letterbox, resize

Case = dict[str, Any]


def letterbox(case: Case) -> Case:
    """Where an image lies in an input whose longer side, or both sides, are given; boxes of the input in the image."""
    width, height = case["image"]
    if "side" in case:
        box = Letterbox.auto(case["side"], width, height)
    else:
        input_width, input_height = case["fixed"]
        box = Letterbox.into(input_width, input_height, width, height)
    return {
        "input": [box.input_width, box.input_height],
        "placed": [box.left, box.top, box.width, box.height],
        "boxes_in_image": box.to_image(np.array(case["boxes_in_input"], float)).round(4).tolist(),
    }


def resampler(case: Case) -> Case:
    """RGB bytes, row by row, resized."""
    (width, height), target = case["size"], case["target"]
    image = np.array(case["pixels"], np.uint8).reshape(height, width, 3)
    return {"resized": resize(image, *target).ravel().tolist()}


def yolo_head(case: Case) -> Case:
    """Boxes that one output's logits [height, width, channels] come to: class, score, corners in input pixels."""
    numbers = case["anchors"]
    head = Head(case["stride"], tuple(zip(numbers[::2], numbers[1::2])), case["classes"], case["scale_x_y"])
    width, height = case["grid"]
    output = torch.tensor(case["logits"]).reshape(1, height, width, head.channels).permute(0, 3, 1, 2)
    found = candidates([output], [head], case["min_score"])
    rows = zip(found.classes.tolist(), found.scores.tolist(), found.boxes.tolist())
    return {"found": [[label, round(score, 5), *(round(v, 3) for v in box)] for label, score, box in rows]}


def nms(case: Case) -> Case:
    """Indices of the boxes that stay, best first; each box is class, score, corners."""
    rows = np.array(case["boxes"], np.float32).reshape(-1, 6)
    limits = Limits(0, case["max_iou"], case["max_kept"], groups(case["names"]))
    return {"kept": suppress(rows[:, 0].astype(int), rows[:, 1], rows[:, 2:], limits).tolist()}


def _letterbox_cases() -> list[Case]:
    whole = [[-20, -20, 2000, 2000], [10, 12, 30, 31], [5.5, 6.25, 5.5, 6.25]]
    shapes: dict[str, Case] = {
        "landscape": {"side": 416, "image": [768, 432]},
        "portrait": {"side": 416, "image": [1080, 1920]},
        "square": {"side": 416, "image": [500, 500]},
        "strip one pixel wide": {"side": 416, "image": [1, 900]},
        "strip one pixel high": {"side": 320, "image": [4000, 1]},
        "one pixel": {"side": 64, "image": [1, 1]},
        "smaller than the input": {"side": 416, "image": [33, 47]},
        "a side that rounds up by a hair": {"side": 416, "image": [416, 31]},
        "half a pixel rounds up": {"side": 416, "image": [832, 469]},
        "bars beside": {"fixed": [416, 256], "image": [320, 640]},
        "bars above": {"fixed": [256, 416], "image": [641, 479]},
    }
    return [{"name": name, **shape, "boxes_in_input": whole} for name, shape in shapes.items()]


def _resampler_cases() -> list[Case]:
    rng = np.random.default_rng(15)
    sizes = {
        "same size": ([3, 2], [3, 2]),
        "reduced": ([9, 7], [4, 3]),
        "reduced to one pixel": ([17, 5], [1, 1]),
        "enlarged": ([2, 3], [5, 7]),
        "portrait, one way larger, one way smaller": ([4, 9], [7, 5]),
        "strip one pixel wide": ([1, 11], [1, 4]),
        "strip one pixel wide, widened": ([1, 3], [4, 6]),
        "one pixel": ([1, 1], [3, 2]),
        "one row to many columns": ([8, 1], [3, 2]),
    }
    return [
        {"name": name, "size": size, "target": target, "pixels": rng.integers(0, 256, 3 * size[0] * size[1]).tolist()}
        for name, (size, target) in sizes.items()
    ] + [{"name": "black beside white", "size": [4, 1], "target": [3, 1], "pixels": [0] * 6 + [255] * 6}]


def _yolo_head_cases() -> list[Case]:
    rng = np.random.default_rng(7)
    usual = {"stride": 16, "anchors": [10, 20, 30, 45], "classes": 2, "scale_x_y": 1.0, "min_score": 0.25}

    def some(grid: list[int]) -> list[float]:
        return rng.normal(0, 2, grid[0] * grid[1] * 2 * 7).round(2).tolist()

    def one(*values: float) -> Case:
        """A grid of two cells of which the last anchor alone has an object."""
        return {"grid": [2, 1], "logits": [-20.0] * 21 + [float(v) for v in values]}

    return [
        {"name": "wider than high", **usual, "grid": [3, 2], "logits": some([3, 2])},
        {"name": "higher than wide", **usual, "grid": [1, 4], "logits": some([1, 4])},
        {"name": "scale_x_y above 1", **usual, "scale_x_y": 1.05, "grid": [2, 2], "logits": some([2, 2])},
        {"name": "scale_x_y of 2, at a cell's edge", **usual, "scale_x_y": 2.0, **one(30, -30, 0, 0, 5, 5, -20)},
        {"name": "a score that is the limit", **usual, "min_score": 0.5, **one(0, 0, 0, 0, 40, 0, -20)},
        {"name": "both classes of one box", **usual, **one(0.5, -0.5, 0.3, -0.3, 3, 2, 1)},
        {"name": "a product below the limit", **usual, "min_score": 0.5, **one(0, 0, 0, 0, 0.1, 0.1, -20)},
        {"name": "sides beyond the largest", **usual, **one(0, 0, 7, 6.5, 5, 5, -20)},
        {"name": "nothing", **usual, "grid": [2, 1], "logits": [-20.0] * 28},
    ]


def _nms_cases() -> list[Case]:
    names = ["car", "truck", "person", "bicycle", "motorbike"]
    usual = {"names": names, "max_iou": 0.45, "max_kept": 100}
    rng = np.random.default_rng(3)
    corners = rng.uniform(0, 25, (40, 2)).round(1)
    sides = rng.uniform(8, 40, (40, 2)).round(1)
    crowd = np.concatenate([rng.integers(0, 5, (40, 1)), rng.uniform(0.1, 0.9, (40, 1)).round(1), corners, corners + sides], 1)
    boxes = {
        "equal scores: the first stays": [[0, 0.5, 0, 0, 10, 10], [0, 0.5, 1, 0, 11, 10], [0, 0.5, 40, 0, 50, 10]],
        "touching boxes are two objects": [[0, 0.9, 0, 0, 10, 10], [0, 0.8, 10, 0, 20, 10], [0, 0.7, 0, 10, 10, 20]],
        "the same box twice": [[2, 0.7, 3, 4, 9, 12], [2, 0.7, 3, 4, 9, 12]],
        "an area of zero": [[0, 0.9, 5, 5, 5, 5], [0, 0.8, 5, 5, 5, 5], [0, 0.7, 0, 0, 10, 10]],
        "a sure one removes a confusable class": [[0, 0.5, 0, 0, 100, 10], [1, 0.9, 0, 0, 89, 10], [4, 0.6, 0, 0, 9, 9]],
        "just sure": [[0, 0.39, 0, 0, 100, 10], [1, 0.4, 0, 0, 100, 10]],
        "not sure: both guesses stay": [[0, 0.38, 0, 0, 100, 10], [1, 0.39, 0, 0, 100, 10]],
        "confusable, but apart": [[3, 0.5, 0, 0, 100, 10], [4, 0.9, 0, 0, 59, 10]],
        "classes that are not confusable": [[0, 0.5, 0, 0, 10, 10], [2, 0.9, 0, 0, 10, 10]],
        "a suppressed box suppresses nothing": [[0, 0.9, 0, 0, 10, 10], [0, 0.8, 3, 0, 13, 10], [0, 0.7, 6, 0, 16, 10]],
        "a crowd with equal scores": crowd.tolist(),
        "none": [],
    }
    cases = [{"name": name, **usual, "boxes": rows} for name, rows in boxes.items()]
    overlap = [[0, 0.9, 0, 0, 10, 10], [0, 0.8, 0, 0, 10, 5]]
    cases.append({"name": "an overlap that is the limit", **usual, "max_iou": 0.5, "boxes": overlap})
    cases.append({"name": "no more than allowed", **usual, "max_kept": 3, "boxes": crowd[:12].tolist()})
    return cases


# By the file's name: what a stage must give for a case, and the cases without that.
STAGES: dict[str, tuple[Callable[[Case], Case], Callable[[], list[Case]]]] = {
    "letterbox": (letterbox, _letterbox_cases),
    "resampler": (resampler, _resampler_cases),
    "yolo_head": (yolo_head, _yolo_head_cases),
    "nms": (nms, _nms_cases),
}


def text(stage: str) -> str:
    """A stage's file: JSON, a case a line."""
    expected, cases = STAGES[stage]
    lines = (json.dumps({**case, "expected": expected(case)}) for case in cases())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    """Writes all files."""
    folder = Path(sys.argv[1])
    for stage in STAGES:
        (folder / f"{stage}.json").write_text(text(stage), encoding="utf-8")


if __name__ == "__main__":
    main()
