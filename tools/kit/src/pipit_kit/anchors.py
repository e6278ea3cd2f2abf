"""Notices anchors that the weights were not made for: their boxes are all too large or too small by the same factor.

A box's side is exp(output) times its anchor's, so the ratio of predicted to labelled sides shows the anchor that the weights
expect. Objectness and classes do not depend on it: only boxes that do not fit show a wrong mask.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from . import darknet
from .data import LabelledImage
from .letterbox import Letterbox
from .loss import decode
from .network import Network

# Medians of the sides' ratios from 1 / 1.15 to 1.15 pass; natural logarithm.
TOLERANCE = math.log(1.15)
# An anchor with fewer matches says nothing.
MIN_MATCHES = 20
# Objectness times class probability of a prediction that counts.
MIN_SCORE = 0.2
# How far a prediction's centre may lie from its label's, as a fraction of the label's sides.
MAX_OFFSET = 0.25


@dataclass(frozen=True)
class YoloAnchors:
    """What one [yolo] section says of anchors.

    Attributes:
        pairs: width and height in input pixels, all that the section lists.
        mask: indices of those that the head uses.
    """

    pairs: tuple[tuple[float, float], ...]
    mask: tuple[int, ...]

    def sides(self, mask: Sequence[int] | None = None) -> np.ndarray:
        """Of the used anchors, or those of another mask: float [anchors, 2]."""
        return np.array([self.pairs[k] for k in (self.mask if mask is None else mask)], float)


def of_cfg(cfg: str) -> list[YoloAnchors]:
    """The anchors of each [yolo] section of a cfg that a network could be built of."""
    found = []
    for section in darknet.parse(cfg):
        if section.kind == "yolo":
            numbers = section.numbers("anchors")
            pairs = tuple(zip(numbers[::2], numbers[1::2]))
            mask = section.numbers("mask", int) if "mask" in section.options else range(len(pairs))
            found.append(YoloAnchors(pairs, tuple(mask)))
    return found


@dataclass
class SideRatios:
    """Collects, image by image, how much larger than labels a network's boxes are.

    Attributes:
        network: whose outputs they are, at any stage.
        rows: head, anchor's place in the head's mask, predicted over labelled width, the same of height.
    """

    network: Network
    rows: list[tuple[int, int, float, float]] = field(default_factory=list)

    def add(self, one: LabelledImage, letterbox: Letterbox, outputs: Sequence[torch.Tensor]) -> None:
        """Matches each anchor's predictions with an image's labels; the outputs are [1, channels, height, width] logits.

        A prediction belongs to the label of its class that alone has its centre inside, near its own. The overlap is not
        asked: boxes of a wrong anchor may have little. Of each label and anchor the best-scored prediction counts.
        """
        scale = np.array([letterbox.width / letterbox.image_width, letterbox.height / letterbox.image_height])
        centres = (one.boxes[:, :2] + one.boxes[:, 2:]) / 2 * scale + [letterbox.left, letterbox.top]
        sides = (one.boxes[:, 2:] - one.boxes[:, :2]) * scale
        for at, (output, head) in enumerate(zip(outputs, self.network.heads)):
            boxes, logits = decode(output, head)
            chances = logits.sigmoid().flatten(0, 2)  # [cells, anchors, 1 + classes]
            scores = chances[..., :1] * chances[..., 1:]
            for anchor, label in {(k, int(c)) for k in range(len(head.anchors)) for c in one.classes}:
                score = scores[:, anchor, label].numpy()
                sure = np.flatnonzero(score >= MIN_SCORE)
                box = boxes.flatten(0, 2)[sure, anchor].numpy()
                mine = one.classes == label
                offset = np.abs(box[:, None, :2] - centres[mine]) / sides[mine]  # [sure, labels, 2]
                alone = (offset < 0.5).all(2).sum(1) == 1
                for k, truth in enumerate(sides[mine]):
                    near = np.flatnonzero(alone & (offset[:, k] < MAX_OFFSET).all(1))
                    if len(near):
                        width, height = box[near[score[sure][near].argmax()], 2:] / truth
                        self.rows.append((at, anchor, float(width), float(height)))

    def findings(self) -> list[str]:
        """Lines that say which boxes do not fit and what would; none when all is well or matches are too few."""
        return findings(np.array(self.rows, float).reshape(-1, 4), of_cfg(self.network.cfg))


@dataclass(frozen=True)
class _Slot:
    """One anchor of a head: the median of its matches' ratios and three standard errors of it, natural logarithms [2]."""

    head: int
    anchor: int
    count: int
    median: np.ndarray
    doubt: np.ndarray

    def misfit(self, factor: np.ndarray | float = 1.0) -> float:
        """How far beyond the median's own uncertainty a side is off if the anchor's sides were ``factor`` times theirs."""
        return float((np.abs(self.median + np.log(factor)) - self.doubt).max())


def findings(matches: np.ndarray, anchors: Sequence[YoloAnchors]) -> list[str]:
    """What matches of predictions with labels say of a network's anchors: a line for each head that is off.

    A head is off when the median of an anchor's ratios is, by more than three of the median's standard errors of 0.93
    interquartile ranges / sqrt(n) (R. McGill, J. Tukey and W. Larsen, "Variations of Box Plots", 1978). Proposed is what fits
    best of another run of the listed anchors in that head, all anchors times one factor, and width and height in each other's
    place; if none of them makes all medians pass, the anchors as they were measured.

    Args:
        matches: [n, 4] head, anchor's place in the mask, predicted over labelled width, the same of height.
        anchors: of each head.
    """
    slots = _slots(matches, anchors)
    measured = [slot for slot in slots if slot.count >= MIN_MATCHES]
    off = sorted({slot.head for slot in measured if slot.misfit() > TOLERANCE})
    if not off:
        return []
    now = [one.sides() for one in anchors]
    proposals = [_other_masks(slots, anchors, off), _scaled(measured, anchors), _swapped(anchors)]
    passing = [one for one in proposals if all(s.misfit(one.factor(s, now)) <= TOLERANCE for s in measured)]
    best = min(passing, key=lambda one: one.cost(slots, now), default=None) or _measured(measured, anchors)
    lines = []
    for head in off:
        mine = matches[matches[:, 0] == head]
        ratios = mine[:, 2:]
        better = ratios * (best.sides[head] / now[head])[mine[:, 1].astype(int)]
        which = f"[yolo] number {head + 1} ({_mask(anchors[head].mask)})"
        lines.append(
            f"{which} makes boxes {_median(ratios)} of the labels', the median of {len(mine)}; with {best.texts[head]} it "
            f"would be {_median(better)}. The weights seem to be of another cfg: correct it and import again"
        )
    return lines


@dataclass(frozen=True)
class _Proposal:
    """Other anchors: by head their sides, float [anchors, 2], and the text of the change."""

    sides: list[np.ndarray]
    texts: list[str]

    def factor(self, slot: _Slot, now: list[np.ndarray]) -> np.ndarray:
        """By what the sides of an anchor's boxes would change [2]."""
        return self.sides[slot.head][slot.anchor] / now[slot.head][slot.anchor]

    def cost(self, slots: Sequence[_Slot], now: list[np.ndarray]) -> float:
        """How far the worse side is off, summed over matches."""
        return sum(slot.count * float(np.abs(slot.median + np.log(self.factor(slot, now))).max()) for slot in slots)


def _other_masks(slots: Sequence[_Slot], anchors: Sequence[YoloAnchors], off: Sequence[int]) -> _Proposal:
    """The best run of the listed anchors in each head that is off; anchors with few matches have their say, too."""
    now = [one.sides() for one in anchors]
    masks = [one.mask for one in anchors]
    for head in off:
        size, mine = len(masks[head]), [slot for slot in slots if slot.head == head]
        runs = [tuple(range(first, first + size)) for first in range(len(anchors[head].pairs) - size + 1)]
        tried = [_Proposal([*now[:head], anchors[head].sides(run), *now[head + 1 :]], []) for run in runs]
        masks[head] = min(zip(runs, tried), key=lambda one: one[1].cost(mine, now))[0]
    return _Proposal([one.sides(mask) for one, mask in zip(anchors, masks)], [_mask(mask) for mask in masks])


def _scaled(measured: Sequence[_Slot], anchors: Sequence[YoloAnchors]) -> _Proposal:
    """All anchors times one factor: those of another input size."""
    factor = math.exp(-float(np.median([slot.median for slot in measured])))
    texts = [f"{_listed(np.array(one.pairs) * factor)} (times {factor:.2f}, for another input size)" for one in anchors]
    return _Proposal([one.sides() * factor for one in anchors], texts)


def _swapped(anchors: Sequence[YoloAnchors]) -> _Proposal:
    """Each anchor's width and height in each other's place."""
    texts = [f"{_listed(np.array(one.pairs)[:, ::-1])} (width first, then height)" for one in anchors]
    return _Proposal([one.sides()[:, ::-1] for one in anchors], texts)


def _measured(measured: Sequence[_Slot], anchors: Sequence[YoloAnchors]) -> _Proposal:
    """The anchors of the masks as the labels have them, where there are matches enough to say."""
    sides = [one.sides() for one in anchors]
    for slot in measured:
        sides[slot.head][slot.anchor] /= np.exp(slot.median)
    texts = []
    for one, right in zip(anchors, sides):
        pairs = np.array(one.pairs, float)
        pairs[list(one.mask)] = right
        texts.append(f"{_listed(pairs)} for this mask")
    return _Proposal(sides, texts)


def _slots(matches: np.ndarray, anchors: Sequence[YoloAnchors]) -> list[_Slot]:
    """All anchors that have matches."""
    slots = []
    for head, one in enumerate(anchors):
        for anchor in range(len(one.mask)):
            ratios = np.log(matches[(matches[:, 0] == head) & (matches[:, 1] == anchor), 2:])
            if len(ratios):
                low, median, high = np.quantile(ratios, (0.25, 0.5, 0.75), axis=0)
                slots.append(_Slot(head, anchor, len(ratios), median, 3 * 0.93 * (high - low) / math.sqrt(len(ratios))))
    return slots


def _median(ratios: np.ndarray) -> str:
    width, height = np.median(ratios, axis=0)
    return f"{width:.2f} of the width and {height:.2f} of the height"


def _mask(mask: Sequence[int]) -> str:
    return "mask = " + ",".join(str(k) for k in mask)


def _listed(pairs: np.ndarray) -> str:
    return "anchors = " + ", ".join(f"{width:.0f},{height:.0f}" for width, height in pairs)
