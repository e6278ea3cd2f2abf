"""From the network's outputs to detections, in the daemon's way: threshold, decode, suppress, map back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from .layers import Head
from .letterbox import Letterbox
from .loss import corners, decode

# Overlap above which two boxes of a group of confusable classes are one object, where the better one scores at least so much:
# while neither does, both guesses are worth keeping. On 929 photos of the shipped model, 58 had two such boxes of a score of
# 0.3, and have 10 so, for 0.5 points of AP50; always and at 0.8 it is 18, for 1.1 points.
CONFUSABLE_IOU = 0.6
CONFUSABLE_SCORE = 0.4

# Takes uint8 [1, height, width, 3], returns per head [1, channels, height / stride, width / stride] logits.
Forward = Callable[[torch.Tensor], Sequence[torch.Tensor]]


@dataclass(frozen=True)
class Limits:
    """What is kept.

    Attributes:
        min_score: objectness times class probability.
        nms_iou: overlap above which two boxes of a class are one object.
        max_detections: detections in an image.
        groups: by class index the group of classes that are taken for one another; empty: each class for itself.
    """

    min_score: float = 0.001
    nms_iou: float = 0.45
    max_detections: int = 100
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Detections:
    """What was found in an image, best first.

    Attributes:
        classes: int64 [n].
        scores: float32 [n].
        boxes: float32 [n, 4] x1, y1, x2, y2 in pixels of the image.
    """

    classes: np.ndarray
    scores: np.ndarray
    boxes: np.ndarray


def detect(forward: Forward, heads: Sequence[Head], image: np.ndarray, letterbox: Letterbox, limits: Limits) -> Detections:
    """Runs a network of any stage on an image, uint8 RGB [height, width, 3]."""
    camera = torch.from_numpy(letterbox.paint(image))[None]
    with torch.no_grad():
        outputs = forward(camera)
    found = candidates(outputs, heads, limits.min_score)
    classes, scores, boxes = found.classes.numpy(), found.scores.numpy(), found.boxes.numpy()
    keep = suppress(classes, scores, boxes, limits)
    return Detections(classes[keep], scores[keep], letterbox.to_image(boxes[keep]).astype(np.float32))


def of_floats(network: torch.nn.Module) -> Forward:
    """A float network as one that takes bytes."""
    return lambda camera: network(camera.permute(0, 3, 1, 2).float() / 255)


@dataclass(frozen=True)
class Candidates:
    """Boxes of one image that pass a score, before suppression, [n] each.

    Attributes:
        classes: indices.
        scores: objectness times class probability.
        boxes: corners [n, 4] in input pixels.
        objectness: logits.
        chances: of the class, if there is an object.
    """

    classes: torch.Tensor
    scores: torch.Tensor
    boxes: torch.Tensor
    objectness: torch.Tensor
    chances: torch.Tensor


def candidates(outputs: Sequence[torch.Tensor], heads: Sequence[Head], min_score: float) -> Candidates:
    """All boxes of one image that pass."""
    found = []
    for output, head in zip(outputs, heads):
        boxes, logits = decode(output, head)
        boxes, logits = corners(boxes).reshape(-1, 4), logits.reshape(-1, 1 + head.classes)
        chances = logits[:, 1:].sigmoid()
        scores = logits[:, :1].sigmoid() * chances
        which, classes = (scores >= min_score).nonzero(as_tuple=True)
        found.append((classes, scores[which, classes], boxes[which], logits[which, 0], chances[which, classes]))
    return Candidates(*(torch.cat(parts) for parts in zip(*found)))


def suppress(classes: np.ndarray, scores: np.ndarray, boxes: np.ndarray, limits: Limits) -> np.ndarray:
    """Greedy non-maximum suppression within each class, and behind boxes that are sure within each group of classes.

    Returns:
        Indices of what stays, best first.
    """
    left = np.argsort(-scores, kind="stable")
    groups = np.array(limits.groups)[classes] if limits.groups else classes
    kept: list[int] = []
    while len(left) and len(kept) < limits.max_detections:
        best, left = left[0], left[1:]
        kept.append(best)
        kinds = groups if scores[best] >= CONFUSABLE_SCORE else classes
        related = kinds[left] == kinds[best]
        overlap = np.zeros(len(left))
        overlap[related] = overlaps(boxes[best], boxes[left[related]])
        limit = np.where(classes[left] == classes[best], limits.nms_iou, CONFUSABLE_IOU)
        left = left[overlap <= limit]
    return np.array(kept, np.int64)


def overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Common area of a box [4] with each of others [n, 4] over the area of both together, [n]."""
    sides = (np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])).clip(min=0)
    both = sides.prod(1)
    return both / ((box[2:] - box[:2]).prod() + (others[:, 2:] - others[:, :2]).prod(1) - both + 1e-9)
