"""The scores that a model recommends: for each class the minimum that a detection should have, and what that means."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .data import LabelledImage
from .detection import Detections
from .errors import KitError
from .evaluation import matched
from .letterbox import MULTIPLE
from .stages import Stage

# What is chosen lies between these: a score is no promise, and a class must stay reachable.
LOWEST, HIGHEST = 0.05, 0.95
# A precision is believed from so many boxes on.
ENOUGH = 10


@dataclass(frozen=True)
class Yield:
    """What a class's recommended score gives on some images.

    Attributes:
        score: the minimum that counts.
        labelled: objects of the class that are labelled.
        found: of them, so many are found.
        false: boxes that are of no labelled object, in all.
        images: so many, in which the class is labelled at all.
    """

    score: float
    labelled: int
    found: int
    false: int
    images: int

    @property
    def recall(self) -> float:
        """Found ones of those that are there, 0 to 1; NaN without any."""
        return self.found / self.labelled if self.labelled else math.nan

    @property
    def precision(self) -> float:
        """Right boxes of those that are reported, 0 to 1; NaN without any."""
        return self.found / (self.found + self.false) if self.found + self.false else math.nan

    @property
    def false_in_100(self) -> float:
        """False boxes in a hundred images."""
        return 100 * self.false / self.images if self.images else math.nan


def choose(
    images: Sequence[LabelledImage], found: Sequence[Detections], classes: list[str], precision: float
) -> dict[str, float]:
    """For each class the lowest score from which on so many of its boxes are right.

    Choose on images that were trained on, never on those that the model is judged by.

    Args:
        images, found: what is there and what was found, with low scores too.
        classes: names by index.
        precision: right boxes of all that score as much, above 0 and below 1.

    Raises:
        KitError: when no class can be judged by enough boxes.
    """
    judged = [_judged(images, found, k) for k in range(len(classes))]
    scores, right = (np.concatenate(parts) for parts in zip(*judged))
    everything = _lowest(scores, right, precision)
    if everything is None:
        raise KitError(f"fewer than {ENOUGH} boxes were found: bring more images with labels")
    # A class without enough boxes of its own gets what fits all of them together.
    chosen = {name: _lowest(*one, precision) or everything for name, one in zip(classes, judged)}
    return {name: min(max(math.floor(100 * score + 1e-3) / 100, LOWEST), HIGHEST) for name, score in chosen.items()}


def _judged(images: Sequence[LabelledImage], found: Sequence[Detections], k: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of a class's boxes, and which are right, where the class is labelled."""
    scores, right = [np.zeros(0)], [np.zeros(0, bool)]
    for one, detections in zip(images, found):
        if one.labelled[k]:
            mine = detections.classes == k
            scores.append(detections.scores[mine])
            right.append(matched(detections.classes[mine], detections.boxes[mine], one))
    return np.concatenate(scores), np.concatenate(right)


def _lowest(scores: np.ndarray, right: np.ndarray, precision: float) -> float | None:
    """The lowest score that gives a precision, or else the one that gives the best; None for too few boxes."""
    if len(scores) < ENOUGH:
        return None
    order = np.argsort(-scores, kind="stable")
    precisions = (np.cumsum(right[order]) / np.arange(1, len(order) + 1))[ENOUGH - 1 :]
    enough = np.flatnonzero(precisions >= precision)
    at = enough[-1] if len(enough) else int(precisions.argmax())
    return float(scores[order[ENOUGH - 1 + at]])


def measure(
    images: Sequence[LabelledImage], found: Sequence[Detections], classes: list[str], scores: dict[str, float]
) -> dict[str, Yield]:
    """What the scores give on some images, by class."""
    result = {}
    for k, name in enumerate(classes):
        given, right = _judged(images, found, k)
        right = right[given >= scores[name]]
        labelled = sum(int((one.classes == k).sum()) for one in images)
        showing = sum(bool(one.labelled[k]) for one in images)
        result[name] = Yield(scores[name], labelled, int(right.sum()), int((~right).sum()), showing)
    return result


def meaning(distances: dict[float, dict[str, Yield]]) -> list[dict]:
    """For model.json: by distance and class, of 100 objects how many are found, and how many false ones 100 images have."""
    return [
        {
            "distance": distance,
            "found_of_100": {name: round(100 * one.recall) for name, one in by_class.items() if one.labelled},
            "false_in_100_pictures": {name: round(one.false_in_100, 1) for name, one in by_class.items() if one.images},
            "precision": {name: round(one.precision, 2) for name, one in by_class.items() if one.found + one.false},
        }
        for distance, by_class in sorted(distances.items())
    ]


def at_distances(
    stage: Stage, images: Sequence[LabelledImage], scores: dict[str, float], side: int, on_image: Callable[[], object]
) -> dict[float, dict[str, Yield]]:
    """What the scores give at half the distance, where everything is twice as high in the input, as it is, and at about double.

    Returns:
        By the distance as a fraction of that of the images: by class.
    """
    sides = (2 * side, side, MULTIPLE * math.ceil(side / 2 / MULTIPLE))
    result = {}
    for other in sides:
        found = stage.find(images, other, on_image)
        result[round(side / other, 2)] = measure(images, found, stage.classes, scores)
    return result
