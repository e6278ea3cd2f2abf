"""Average precision by COCO's own code, under one protocol for every stage of a network."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from . import picture
from .data import Picture
from .detection import Detections, Forward, Limits, detect
from .network import Head
from .picture import Letterbox

# The protocol: the longer side of the input, the other by the picture's shape, as the daemon does it.
SIDE = 416
LIMITS = Limits(min_score=0.001, nms_iou=0.45, most=100)

# Takes a picture, its place in the input, and the heads' logits.
OnOutputs = Callable[[Picture, Letterbox, Sequence[torch.Tensor]], None]


@dataclass(frozen=True)
class Accuracy:
    """Average precision of some pictures.

    Attributes:
        pictures: how many.
        boxes: how many of each class are labelled.
        ap50: at an overlap of 0.5, by class; classes without a box are left out.
        ap: the mean from 0.5 to 0.95, by class.
        curves: by class, precision at an overlap of 0.5 for a recall of 0, 0.01, ... 1.
    """

    pictures: int
    boxes: dict[str, int]
    ap50: dict[str, float]
    ap: dict[str, float]
    curves: dict[str, np.ndarray]

    @property
    def mean_ap50(self) -> float:
        return float(np.mean(list(self.ap50.values()))) if self.ap50 else float("nan")

    @property
    def mean_ap(self) -> float:
        return float(np.mean(list(self.ap.values()))) if self.ap else float("nan")


def run(
    forward: Forward,
    heads: list[Head],
    pictures: Iterable[Picture],
    on_picture: Callable[[], None] = lambda: None,
    side: int = SIDE,
    on_outputs: OnOutputs | None = None,
) -> list[Detections]:
    """What a network of any stage finds in the pictures, under the protocol; ``on_outputs`` sees each picture's logits."""
    found = []
    for one in pictures:
        image = picture.read(one.path)
        letterbox = Letterbox.auto(side, image.shape[1], image.shape[0])

        def seen(camera: torch.Tensor, one: Picture = one, letterbox: Letterbox = letterbox) -> Sequence[torch.Tensor]:
            outputs = forward(camera)
            if on_outputs:
                on_outputs(one, letterbox, outputs)
            return outputs

        found.append(detect(seen, heads, image, letterbox, LIMITS))
        on_picture()
    return found


def camera(one: Picture, side: int = SIDE) -> torch.Tensor:
    """A picture as the protocol gives it to a network: uint8 [1, height, width, 3]."""
    image = picture.read(one.path)
    return torch.from_numpy(Letterbox.auto(side, image.shape[1], image.shape[0]).paint(image))[None]


def accuracy(pictures: list[Picture], found: list[Detections], names: list[str]) -> Accuracy:
    """AP of what was found. In a picture whose labels leave a class out, what was found of it doesn't count."""
    truth, results = [], []
    for i, (one, detections) in enumerate(zip(pictures, found)):
        for label, box in zip(one.classes, one.boxes):
            truth.append((i, int(label), [*box[:2], *(box[2:] - box[:2])]))
        for label, score, box in zip(detections.classes, detections.scores, detections.boxes):
            if one.labelled[label]:
                bbox = [*map(float, box[:2]), *map(float, box[2:] - box[:2])]
                results.append({"image_id": i, "category_id": int(label), "bbox": bbox, "score": float(score)})
    boxes = {name: sum(label == k for _, label, _ in truth) for k, name in enumerate(names)}
    if not truth or not results:
        zero = {name: 0.0 for name in names if boxes[name]}
        return Accuracy(len(pictures), boxes, zero, dict(zero), {name: np.zeros(101) for name in zero})
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "images": [{"id": i, "width": p.width, "height": p.height} for i, p in enumerate(pictures)],
            "categories": [{"id": k, "name": name} for k, name in enumerate(names)],
            "annotations": [
                {"id": n + 1, "image_id": i, "category_id": k, "bbox": b, "area": b[2] * b[3], "iscrowd": 0}
                for n, (i, k, b) in enumerate(truth)
            ],
        }
        coco.createIndex()
        scored = COCOeval(coco, coco.loadRes(results), "bbox")
        scored.evaluate()
        scored.accumulate()
    precision = scored.eval["precision"][:, :, :, 0, -1]  # [overlap, recall, class], all sizes, 100 detections
    present = [(k, name) for k, name in enumerate(names) if boxes[name]]
    return Accuracy(
        len(pictures),
        boxes,
        {name: float(precision[0, :, k].mean()) for k, name in present},
        {name: float(precision[:, :, k].mean()) for k, name in present},
        {name: precision[0, :, k] for k, name in present},
    )


def by_source(pictures: list[Picture], found: list[Detections], names: list[str]) -> dict[str, Accuracy]:
    """Accuracy of each source, and of 'coco2017+voc2012', the honestly labelled ones, when they are there."""
    groups = {source: {source} for source in sorted({p.source for p in pictures})}
    if {"coco2017", "voc2012"} <= groups.keys():
        groups = {"coco2017+voc2012": {"coco2017", "voc2012"}, **groups}
    result = {}
    for name, sources in groups.items():
        chosen = [(p, d) for p, d in zip(pictures, found) if p.source in sources]
        result[name] = accuracy([p for p, _ in chosen], [d for _, d in chosen], names)
    return result
