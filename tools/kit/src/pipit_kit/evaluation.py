"""Average precision by COCO's own code, under one protocol for every stage of a network."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from . import confusable, imagefile
from .data import LabelledImage
from .detection import Detections, Forward, Limits, detect, overlaps
from .layers import Head
from .letterbox import Letterbox

# Right is what overlaps a labelled box so far.
OVERLAP = 0.5
# A table with more classes than this has them in rows.
MAX_COLUMNS = 10
# The protocol, but for the input's longer side: that is the network's own, or what a user asks for.
LIMITS = Limits(min_score=0.001, nms_iou=0.45, max_detections=100)

# Takes an image, its place in the input, and the heads' logits.
OnOutputs = Callable[[LabelledImage, Letterbox, Sequence[torch.Tensor]], None]


@dataclass(frozen=True)
class Accuracy:
    """Average precision of some images.

    Attributes:
        images: how many.
        boxes: how many of each class are labelled.
        ap50: at an overlap of 0.5, by class; classes without a box are left out.
        ap: the mean from 0.5 to 0.95, by class.
        curves: by class, precision at an overlap of 0.5 for a recall of 0, 0.01, ... 1.
    """

    images: int
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
    classes: list[str],
    images: Iterable[LabelledImage],
    side: int,
    on_image: Callable[[], object] = lambda: None,
    on_outputs: OnOutputs | None = None,
) -> list[Detections]:
    """What a network of any stage finds in the images, under the protocol.

    Args:
        forward, heads, classes: the network's.
        images: of any size.
        side: the input's longer one in pixels, a multiple of 32; the other goes by the image's shape, as in the daemon.
        on_image: called after each.
        on_outputs: sees each image's logits.
    """
    limits = replace(LIMITS, groups=confusable.groups(classes))
    found = []
    for one in images:
        image = imagefile.read(one.path)
        letterbox = Letterbox.auto(side, image.shape[1], image.shape[0])

        def seen(camera: torch.Tensor, one: LabelledImage = one, letterbox: Letterbox = letterbox) -> Sequence[torch.Tensor]:
            outputs = forward(camera)
            if on_outputs:
                on_outputs(one, letterbox, outputs)
            return outputs

        found.append(detect(seen, heads, image, letterbox, limits))
        on_image()
    return found


def camera(one: LabelledImage, side: int) -> torch.Tensor:
    """An image as the protocol gives it to a network: uint8 [1, height, width, 3]."""
    image = imagefile.read(one.path)
    return torch.from_numpy(Letterbox.auto(side, image.shape[1], image.shape[0]).paint(image))[None]


def accuracy(images: list[LabelledImage], found: list[Detections], names: list[str]) -> Accuracy:
    """AP of what was found. In an image whose labels leave a class out, what was found of it doesn't count."""
    truth, results = [], []
    for i, (one, detections) in enumerate(zip(images, found)):
        for label, box in zip(one.classes, one.boxes):
            truth.append((i, int(label), [*box[:2], *(box[2:] - box[:2])]))
        for label, score, box in zip(detections.classes, detections.scores, detections.boxes):
            if one.labelled[label]:
                bbox = [*map(float, box[:2]), *map(float, box[2:] - box[:2])]
                results.append({"image_id": i, "category_id": int(label), "bbox": bbox, "score": float(score)})
    boxes = {name: sum(label == k for _, label, _ in truth) for k, name in enumerate(names)}
    if not truth or not results:
        zero = {name: 0.0 for name in names if boxes[name]}
        return Accuracy(len(images), boxes, zero, dict(zero), {name: np.zeros(101) for name in zero})
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "images": [{"id": i, "width": p.width, "height": p.height} for i, p in enumerate(images)],
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
        len(images),
        boxes,
        {name: float(precision[0, :, k].mean()) for k, name in present},
        {name: float(precision[:, :, k].mean()) for k, name in present},
        {name: precision[0, :, k] for k, name in present},
    )


def matched(classes: np.ndarray, boxes: np.ndarray, one: LabelledImage) -> np.ndarray:
    """Which boxes, best first, overlap a labelled one of their class that none before has."""
    right = np.zeros(len(boxes), bool)
    free = np.ones(len(one.boxes), bool)
    for n, (label, box) in enumerate(zip(classes, boxes)):
        overlap = np.where(free & (one.classes == label), overlaps(box, one.boxes), 0) if len(one.boxes) else np.zeros(1)
        best = overlap.argmax()
        if overlap[best] >= OVERLAP:
            right[n], free[best] = True, False
    return right


def by_source(images: list[LabelledImage], found: list[Detections], names: list[str]) -> dict[str, Accuracy]:
    """Accuracy of each source, and of 'coco2017+voc2012', the honestly labelled ones, when they are there."""
    groups = {source: {source} for source in sorted({p.source for p in images})}
    if {"coco2017", "voc2012"} <= groups.keys():
        groups = {"coco2017+voc2012": {"coco2017", "voc2012"}, **groups}
    result = {}
    for name, sources in groups.items():
        chosen = [(p, d) for p, d in zip(images, found) if p.source in sources]
        result[name] = accuracy([p for p, _ in chosen], [d for _, d in chosen], names)
    return result


def table(results: dict[int, dict[str, Accuracy]], classes: list[str]) -> list[str]:
    """AP50 as text, by source and input side; classes without a box are left out.

    Up to ten classes are columns; of more, each has a line below with its figure of each side in the first source.
    """
    sides, sources = list(results), list(next(iter(results.values())))
    present = [
        name for name in classes if any(name in one.ap50 for by_source in results.values() for one in by_source.values())
    ]
    wide = present if len(present) <= MAX_COLUMNS else []
    lines = [f"{'AP50':24}{'side':>5}{'images':>9}{'mean':>7}" + "".join(f"{name[:12]:>13}" for name in wide)]
    for source in sources:
        for side in sides:
            one = results[side][source]
            row = "".join(_figure(one.ap50.get(name), 13) for name in wide)
            lines.append(f"{source[:23]:24}{side:5}{one.images:9}{one.mean_ap50:7.3f}{row}")
    if not wide:
        lines += ["", f"{'class, in ' + sources[0]:33}{'boxes':>7}" + "".join(f"{side:>9}" for side in sides)]
        for name in present:
            each = [results[side][sources[0]] for side in sides]
            lines.append(f"{name[:32]:33}{each[0].boxes[name]:7}" + "".join(_figure(one.ap50.get(name), 9) for one in each))
    return lines


def _figure(value: float | None, width: int) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:{width}.3f}"
