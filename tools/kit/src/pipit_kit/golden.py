"""Golden cases: images with what a network must find in them, on every engine and processor that is right.

Engines round ties differently, and some round the bias. In a deep network such a step grows from layer to layer until half of
the outputs are other numbers, and scores differ by more than any fixed tolerance. So tolerances are measured: the network
runs on each engine that is here, in the daemon where that is built, and with its biases moved a little. All these runs must
pass with room to spare.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import torch

from .detection import Detections, Forward, Limits, detect
from .int8network import ByteInput, of_bytes
from .layers import Head
from .letterbox import Letterbox
from .schemes import engine_of, engines_for

# Of scores, and of boxes' edges in pixels.
_SCORES, _EDGES = (0.06, 0.1, 0.15, 0.2, 0.3, 0.4), (6.0, 12.0, 24.0, 48.0, 96.0)
# The narrowest that holds is taken; the last one holds whatever is found.
_PAIRS = sorted(product(_SCORES, _EDGES), key=lambda pair: _SCORES.index(pair[0]) + _EDGES.index(pair[1]))
TOLERANCES = (*_PAIRS, (1.0, 1e4))
# Part of a tolerance that the runs here may need: other processors need some, too.
NEEDED = 2 / 3
# Runs with moved biases, and by which part of an output step: it turns one output in 64 over, a tie being the rarest of them.
RUNS = 4
MOVE = 1 / 64


@dataclass(frozen=True)
class Object:
    """What was found: label, score, and box [x1, y1, x2, y2] in pixels of the image."""

    label: str
    score: float
    box: tuple[float, ...]

    def near(self, other: Object, score: float, px: float) -> bool:
        """Whether two runs mean the same by it."""
        off = max(abs(a - b) for a, b in zip(self.box, other.box))
        return self.label == other.label and abs(self.score - other.score) <= score and off <= px

    def as_json(self) -> dict[str, Any]:
        """As model.json has it."""
        return {"label": self.label, "score": self.score, "box": list(self.box)}


@dataclass(frozen=True)
class Case:
    """What an image's case says.

    Attributes:
        score_tolerance, box_tolerance_px: by how much a score and an edge may differ.
        expect: by scheme.
        firm: by scheme, how many of those must be found; the others score too little beyond the tolerance for that.
    """

    score_tolerance: float
    box_tolerance_px: float
    expect: dict[str, list[Object]]
    firm: dict[str, int]

    def text(self) -> str:
        """What the case is worth, in a line."""
        within = f"scores may differ by {self.score_tolerance:g}, edges by {self.box_tolerance_px:g} pixels"
        if any(self.firm.values()):
            return ", ".join(f"{count} must be found ({name})" for name, count in self.firm.items()) + f"; {within}"
        why = "what is found hangs on rounding" if self.score_tolerance == 1 else "nothing in it scores enough"
        return f"checks only that the network runs: {why}; another golden image would check more"


def image_of(image: np.ndarray, side: int) -> np.ndarray:
    """An image, uint8 RGB [height, width, 3], as a case has it: letterboxed, the network's input of a longer side."""
    return Letterbox.auto(side, image.shape[1], image.shape[0]).paint(image)


def case(
    networks: dict[str, ByteInput],
    image: np.ndarray,
    classes: list[str],
    limits: Limits,
    others: dict[str, list[Object]] | None = None,
) -> Case:
    """Measures a case.

    Args:
        networks: by scheme.
        image: see :func:`image_of`.
        classes: names by index.
        limits: of the model's card.
        others: what another program that runs these networks finds in it, by scheme.
    """
    runs = {
        name: [find(forward, network.heads, image, classes, limits) for forward in _forwards(network)]
        for name, network in networks.items()
    }
    for name, found in (others or {}).items():
        runs[name].append(found)
    for score, px in TOLERANCES:
        central = {name: _central(found, limits.min_score, score, px) for name, found in runs.items()}
        expect = {name: found for name, found in central.items() if found is not None}
        if len(expect) == len(runs):
            break
    firm = {name: sum(o.score > limits.min_score + score for o in objects) for name, objects in expect.items()}
    return Case(score, px, expect, firm)


def _central(runs: list[list[Object]], min_score: float, score: float, px: float) -> list[Object] | None:
    """The first run from which no other one differs by more than a part of the tolerances."""
    if score == 1:
        return runs[0]
    within = (min_score, NEEDED * score, NEEDED * px)
    return next((one for one in runs if all(same(one, other, *within) for other in runs)), None)


def find(forward: Forward, heads: Sequence[Head], image: np.ndarray, classes: list[str], limits: Limits) -> list[Object]:
    """What a network on bytes finds in an image at its own size, best first."""
    height, width = image.shape[:2]
    return objects_of(detect(forward, heads, image, Letterbox.into(width, height, width, height), limits), classes)


def objects_of(found: Detections, classes: list[str]) -> list[Object]:
    """Detections with their labels' names, rounded as in model.json."""
    return [
        Object(classes[label], round(float(score), 4), tuple(round(float(side), 1) for side in corners))
        for label, score, corners in zip(found.classes, found.scores, found.boxes)
    ]


def same(expected: list[Object], found: list[Object], min_score: float, score: float, px: float) -> bool:
    """Whether the daemon's self-test (SelfTest.compare) passes: what scores little more than ``min_score`` may be missing."""
    left = list(found)
    for wanted in expected:
        match = next((other for other in left if wanted.near(other, score, px)), None)
        if match is not None:
            left.remove(match)
        elif wanted.score > min_score + score:
            return False
    return all(other.score <= min_score + score for other in left)


def _forwards(network: ByteInput) -> Iterator[Forward]:
    """The network as it is, then on the other engines that are here, then with moved biases."""
    engines = engines_for(network.scheme)
    yield of_bytes(network, network.scheme)
    for engine in engines[1:]:
        yield of_bytes(_moved(network, engine), network.scheme, engine)
    signs = torch.Generator().manual_seed(0)
    for _ in range(RUNS):
        yield of_bytes(_moved(network, engines[0], signs), network.scheme)


def _moved(network: ByteInput, engine: str, signs: torch.Generator | None = None) -> ByteInput:
    """A copy packed for an engine; with signs, each bias goes up or down by a part of an output step."""
    with engine_of(network.scheme, engine):
        copied = copy.deepcopy(network)
        for layer in copied.body.network.convolutions():
            if hasattr(layer.conv, "scale"):  # in int8
                bias = layer.conv.bias()
                if signs is not None:
                    ups = torch.randint(0, 2, bias.shape, generator=signs) * 2 - 1
                    bias = bias + ups * (layer.conv.scale * MOVE)
                layer.conv.set_weight_bias(layer.conv.weight(), bias)
    return copied
