"""Scores that say how often they are right.

A network's score is a number between 0 and 1 by which boxes can be ranked; that boxes with a score of 0.5 are right in half of
all cases does not follow. One that learnt from another network's outputs or at another size is often far too modest, and each
threshold that a user sets means something else with each network. Here the objectness gets a slope and an offset, so that
scores fit what is labelled. They go into the last convolutions' weights: nothing is computed that was not before.

Source: J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999; C. Guo et al., "On Calibration of Modern Neural
Networks", ICML 2017.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import evaluation, picture
from .data import Picture
from .detection import Limits, candidates, of_floats, overlaps, suppress
from .errors import KitError
from .network import Conv, Head, Network, Yolo
from .picture import Letterbox

# What is hardly ever right says nothing of scores that count.
LEAST_SCORE = 0.01
# Right is what overlaps a labelled box so far, as for AP50.
OVERLAP = 0.5
STEPS = 50
# Right boxes, and wrong ones, without which there is nothing to tell.
ENOUGH = 10


@dataclass(frozen=True)
class Line:
    """What all heads' objectness logits become: slope * logit + offset."""

    slope: float
    offset: float


@dataclass(frozen=True)
class Judged:
    """Boxes that stay after suppression, [n] each.

    Attributes:
        objectness: its logit.
        chance: of its class, if there is an object.
        right: whether it overlaps a labelled box of its class that no better one has.
    """

    objectness: torch.Tensor
    chance: torch.Tensor
    right: torch.Tensor


def calibrate(network: Network, pictures: list[Picture], side: int, on_picture: Callable[[], None] = lambda: None) -> Line:
    """Changes the heads' objectness in place, and tells how.

    Args:
        network: float, in eval mode.
        pictures: labelled ones, best such as it was not trained on.
        side: of the input, the longer one in pixels.
        on_picture: called after each.

    Raises:
        KitError: when a head is not the output of a plain convolution, or of the boxes that were found too few are right, or
            wrong, to tell; the network is as it was.
    """
    outputs = [_last(network, i) for i, layer in enumerate(network.layers) if isinstance(layer, Yolo)]
    line = _line(_judged(network, pictures, side, on_picture))
    for conv, head in zip(outputs, network.heads):
        _fold(conv, head, line)
    return line


def _last(network: Network, yolo: int) -> nn.Conv2d:
    (source,) = network.inputs_of(yolo)
    layer = network.layers[source]
    if not isinstance(layer, Conv) or layer.bn is not None or not isinstance(layer.act, nn.Identity):
        raise KitError(f"layer {source} must be a convolution without batch norm and activation, for it feeds a yolo layer")
    return layer.conv


def _judged(network: Network, pictures: list[Picture], side: int, on_picture: Callable[[], None]) -> Judged:
    parts = []
    forward = of_floats(network)
    for one in pictures:
        image = picture.read(one.path)
        letterbox = Letterbox.auto(side, image.shape[1], image.shape[0])
        with torch.no_grad():
            outputs = forward(torch.from_numpy(letterbox.paint(image))[None])
        parts.append(_of_picture(outputs, network.heads, one, letterbox))
        on_picture()
    return Judged(*(torch.cat(columns) for columns in zip(*parts)))


def _of_picture(outputs: tuple[torch.Tensor, ...], heads: list[Head], one: Picture, letterbox: Letterbox) -> tuple:
    found = candidates(outputs, heads, LEAST_SCORE)
    classes, boxes = found.classes.numpy(), found.boxes.numpy()
    keep = suppress(classes, found.scores.numpy(), boxes, Limits(LEAST_SCORE, evaluation.LIMITS.nms_iou))
    keep = keep[one.labelled[classes[keep]]]
    right = _right(classes[keep], letterbox.to_picture(boxes[keep]), one)
    return found.objectness[keep], found.chances[keep], torch.from_numpy(right)


def _right(classes: np.ndarray, boxes: np.ndarray, one: Picture) -> np.ndarray:
    """Which boxes, best first, overlap a labelled one of their class that none before has."""
    right = np.zeros(len(boxes), bool)
    free = np.ones(len(one.boxes), bool)
    for n, (label, box) in enumerate(zip(classes, boxes)):
        overlap = np.where(free & (one.classes == label), overlaps(box, one.boxes), 0) if len(one.boxes) else np.zeros(1)
        best = overlap.argmax()
        if overlap[best] >= OVERLAP:
            right[n], free[best] = True, False
    return right


def _line(judged: Judged) -> Line:
    """The line under which the labels are most likely."""
    count, right = len(judged.right), int(judged.right.sum())
    if min(right, count - right) < ENOUGH:
        raise KitError(
            f"of {count} boxes that were found {right} are right; {ENOUGH} must be right and {ENOUGH} not: bring more pictures"
        )
    z, y, c = judged.objectness.double(), judged.right.double(), judged.chance.double().clamp(max=1 - 1e-6)
    line = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.binary_cross_entropy((line[0].clamp(min=0.1) * z + line[1]).sigmoid() * c, y)
        value.backward()
        return value

    optimizer.step(loss)
    slope, offset = line.detach().tolist()
    return Line(max(slope, 0.1), offset)


@torch.no_grad()
def _fold(conv: nn.Conv2d, head: Head, line: Line) -> None:
    each = 5 + head.classes
    conv.weight[4::each] *= line.slope
    conv.bias[4::each] = conv.bias[4::each] * line.slope + line.offset
