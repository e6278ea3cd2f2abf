"""Scores that say how often they are right.

A network's score is a number between 0 and 1 by which boxes can be ranked; that boxes with a score of 0.5 are right in half of
all cases does not follow. One that learnt from another network's outputs or at another size is often far too modest, and each
threshold that a user sets means something else with each network, and with each class: what fits persons hides the cats. Here
the objectness gets a slope and an offset and each class an offset of its own, so that scores fit what is labelled. They go into
the last convolutions' weights: nothing is computed that was not before.

Source: J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999; C. Guo et al., "On Calibration of Modern Neural
Networks", ICML 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from . import evaluation, imagefile
from .data import LabelledImage
from .detection import Limits, candidates, of_floats, suppress
from .errors import KitError
from .layers import Conv, Head, Yolo
from .letterbox import Letterbox
from .network import Network

# What is hardly ever right says nothing of scores that count.
MIN_SCORE = 0.01
STEPS = 50
# Right boxes, and wrong ones, without which nothing follows.
ENOUGH = 10
# Boxes of which the half must speak for a class's own offset: few boxes move it little. (A box at a score of 0.5 curves the
# loss by a quarter.)
PRIOR = 20.0


@dataclass(frozen=True)
class Line:
    """What all heads' objectness logits become, slope * logit + offset, and what is added to each class's logit."""

    slope: float
    offset: float
    classes: tuple[float, ...]


@dataclass(frozen=True)
class Judged:
    """Boxes that stay after suppression, [n] each.

    Attributes:
        objectness: its logit.
        classes: its class's index.
        chance: logit of its class, if there is an object.
        right: whether it overlaps a labelled box of its class that no better one has.
    """

    objectness: torch.Tensor
    classes: torch.Tensor
    chance: torch.Tensor
    right: torch.Tensor


def calibrate(network: Network, images: list[LabelledImage], side: int, on_image: Callable[[], object] = lambda: None) -> Line:
    """Changes the heads' objectness in place, and returns how.

    Args:
        network: float, in eval mode.
        images: labelled ones, best such as it was not trained on.
        side: of the input, the longer one in pixels.
        on_image: called after each.

    Raises:
        KitError: when a head is not the output of a plain convolution, or of the boxes that were found too few are right, or
            wrong; the network is as it was.
    """
    outputs = [_last(network, i) for i, layer in enumerate(network.layers) if isinstance(layer, Yolo)]
    line = _line(_judged(network, images, side, on_image), network.heads[0].classes)
    for conv, head in zip(outputs, network.heads):
        _fold(conv, head, line)
    return line


def _last(network: Network, yolo: int) -> Any:
    (source,) = network.inputs_of(yolo)
    layer = network.layers[source]
    if not isinstance(layer, Conv) or layer.bn is not None or not isinstance(layer.act, nn.Identity):
        raise KitError(f"layer {source} must be a convolution without batch norm and activation, for it feeds a yolo layer")
    return layer.conv


def _judged(network: Network, images: list[LabelledImage], side: int, on_image: Callable[[], object]) -> Judged:
    parts = []
    forward = of_floats(network)
    for one in images:
        image = imagefile.read(one.path)
        letterbox = Letterbox.auto(side, image.shape[1], image.shape[0])
        with torch.no_grad():
            outputs = forward(torch.from_numpy(letterbox.paint(image))[None])
        parts.append(_of_image(outputs, network.heads, one, letterbox))
        on_image()
    return Judged(*(torch.cat(columns) for columns in zip(*parts)))


def _of_image(outputs: Sequence[torch.Tensor], heads: list[Head], one: LabelledImage, letterbox: Letterbox) -> tuple:
    found = candidates(outputs, heads, MIN_SCORE)
    classes, boxes = found.classes.numpy(), found.boxes.numpy()
    keep = suppress(classes, found.scores.numpy(), boxes, Limits(MIN_SCORE, evaluation.LIMITS.nms_iou))
    keep = keep[one.labelled[classes[keep]]]
    right = evaluation.matched(classes[keep], letterbox.to_image(boxes[keep]), one)
    return found.objectness[keep], found.classes[keep], found.chances[keep].logit(eps=1e-6), torch.from_numpy(right)


def _line(judged: Judged, classes: int) -> Line:
    """The line under which the labels are most likely, the offsets of classes being small."""
    count, right = len(judged.right), int(judged.right.sum())
    if min(right, count - right) < ENOUGH:
        raise KitError(
            f"of {count} boxes that were found {right} are right; {ENOUGH} must be right and {ENOUGH} not: bring more images"
        )
    z, y, c = judged.objectness.double(), judged.right.double(), judged.chance.double()
    line = torch.tensor([1.0, 0.0] + [0.0] * classes, dtype=torch.double, requires_grad=True)
    optimizer: Any = torch.optim.LBFGS([line], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        score = (line[0].clamp(min=0.1) * z + line[1]).sigmoid() * (c + line[2:][judged.classes]).sigmoid()
        value = F.binary_cross_entropy(score, y) + PRIOR / count / 8 * line[2:].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    slope, offset, *each = line.detach().tolist()
    return Line(max(slope, 0.1), offset, tuple(each))


@torch.no_grad()
def _fold(conv: Any, head: Head, line: Line) -> None:
    each = 5 + head.classes
    conv.weight[4::each] *= line.slope
    conv.bias[4::each] = conv.bias[4::each] * line.slope + line.offset
    for k, offset in enumerate(line.classes):
        conv.bias[5 + k :: each] += offset
