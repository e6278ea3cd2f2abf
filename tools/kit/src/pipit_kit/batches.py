"""The batches that training takes of images: random views of them, alone or joined, with their boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch.utils.data import Dataset

from . import imagefile
from .data import LabelledImage
from .letterbox import GREY, MULTIPLE

# A box that the crop leaves less of is not asked for.
MIN_VISIBLE = 0.3
MIN_SIDE = 4


@dataclass(frozen=True)
class Batch:
    """What one step of training takes.

    Attributes:
        images: uint8 [n, 3, size, size].
        truths: float32 [m, 6]: image's index, class, centre x, centre y, width, height in pixels.
        labelled: bool [n, size / 32, size / 32, classes]; what is labelled in each block of 32x32 pixels, by the image that
            is there.
        distill: bool [n]; whether a teacher may be asked, see :class:`.data.LabelledImage`.
    """

    images: torch.Tensor
    truths: torch.Tensor
    labelled: torch.Tensor
    distill: torch.Tensor


class Batches(Dataset):
    """The batches of one epoch, each a function of (seed, epoch, its number) alone: a resumed run makes the same ones."""

    def __init__(
        self, images: list[LabelledImage], size: int, scale: int, batch: int, seed: int, epoch: int, mosaic: float = 0.0
    ) -> None:
        """An epoch.

        Args:
            images: to choose from; each comes once, and by chance again as a part of a mosaic.
            size: side of the input; the sides of batches vary around it by up to a fifth.
            scale: the side to which whole images would be letterboxed in use; crops keep the sizes objects have then.
            batch: images in a step.
            seed, epoch: decide all random choices.
            mosaic: fraction of inputs that are joined of four images.
        """
        self.images, self.size, self.scale, self.batch, self.mosaic = images, size, scale, batch, mosaic
        self.seed = (seed, epoch)
        self.order = np.random.default_rng(self.seed).permutation(len(images))

    def __len__(self) -> int:
        return len(self.order) // self.batch

    def __getitem__(self, number: int) -> Batch:
        cv2.setNumThreads(1)
        rng = np.random.default_rng((*self.seed, number))
        size = max(1, round(self.size * rng.uniform(0.8, 1.2) / MULTIPLE)) * MULTIPLE
        chosen = self.order[number * self.batch : (number + 1) * self.batch]
        images, truths, labelled, distill = [], [], [], []
        for i, k in enumerate(chosen):
            if self.mosaic and rng.random() < self.mosaic:
                others = rng.integers(0, len(self.images), 3)
                view = joined([self.images[j] for j in (k, *others)], size, self.scale, rng)
            else:
                view = augmented(self.images[k], (size, size), self.scale, rng)
            images.append(view.image)
            labelled.append(view.labelled)
            distill.append(view.distill)
            centres, sides = (view.boxes[:, :2] + view.boxes[:, 2:]) / 2, view.boxes[:, 2:] - view.boxes[:, :2]
            index = np.full((len(view.boxes), 1), i)
            truths.append(np.concatenate([index, view.classes[:, None], centres, sides], 1))
        stacked = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2)
        return Batch(
            stacked,
            torch.from_numpy(np.concatenate(truths)).float(),
            torch.from_numpy(np.stack(labelled)),
            torch.tensor(distill),
        )


@dataclass(frozen=True)
class View:
    """A random view of images, as training sees them.

    Attributes:
        image: uint8 [height, width, 3].
        classes: int64 [n].
        boxes: [n, 4] x1, y1, x2, y2 in its pixels.
        labelled: bool [height / 32, width / 32, classes], of each block.
        distill: whether a teacher may be asked of all of it.
    """

    image: np.ndarray
    classes: np.ndarray
    boxes: np.ndarray
    labelled: np.ndarray
    distill: bool


def joined(sources: Sequence[LabelledImage], size: int, scale: int, rng: np.random.Generator) -> View:
    """Views of four images around a random point of a square: more small objects and other surroundings at each step.

    Source: A. Bochkovskiy et al., "YOLOv4: Optimal Speed and Accuracy of Object Detection", 2020.
    """
    blocks = size // MULTIPLE
    # The point lies between blocks, so that each block is of one image; an image may get nothing of a small input.
    x, y = (int(rng.integers(blocks // 4, blocks - blocks // 4 + 1)) * MULTIPLE for _ in range(2))
    image = np.empty((size, size, 3), np.uint8)
    labelled = np.empty((blocks, blocks, len(sources[0].labelled)), bool)
    classes, boxes = [], []
    places = [(left, top) for top in ((0, y), (y, size)) for left in ((0, x), (x, size))]
    for source, ((x1, x2), (y1, y2)) in zip(sources, places):
        if x1 == x2 or y1 == y2:
            continue
        part = augmented(source, (x2 - x1, y2 - y1), scale, rng)
        image[y1:y2, x1:x2] = part.image
        rows, columns = (slice(a // MULTIPLE, b // MULTIPLE) for a, b in ((y1, y2), (x1, x2)))
        labelled[rows, columns] = part.labelled
        classes.append(part.classes)
        boxes.append(part.boxes + np.array([x1, y1, x1, y1]))
    return View(image, np.concatenate(classes), np.concatenate(boxes), labelled, all(source.distill for source in sources))


def augmented(source: LabelledImage, shape: tuple[int, int], scale: int, rng: np.random.Generator) -> View:
    """A random view of an image, of a width and a height: scaled, shifted, mirrored, its light changed."""
    size = max(shape)
    image = imagefile.read(source.path)
    height, width = image.shape[:2]
    # From the whole image at the input's size to a crop of it at the size it has in use, and a little beyond both.
    side = np.exp(rng.uniform(np.log(0.7 * size), np.log(1.2 * max(scale, size))))
    factor = side / max(width, height)
    stretch = np.exp(rng.uniform(-0.1, 0.1))
    scale_x, scale_y = factor * stretch, factor / stretch
    mirror = rng.random() < 0.5
    left, top = _place(width * scale_x, shape[0], rng), _place(height * scale_y, shape[1], rng)
    if mirror:
        matrix = np.array([[-scale_x, 0, left + width * scale_x], [0, scale_y, top]])
    else:
        matrix = np.array([[scale_x, 0, left], [0, scale_y, top]])
    smooth = cv2.INTER_AREA if factor < 0.6 else cv2.INTER_LINEAR
    view = cv2.warpAffine(image, matrix, shape, flags=smooth, borderValue=(GREY,) * 3)
    boxes = source.boxes * matrix[[0, 1, 0, 1], [0, 1, 0, 1]] + matrix[[0, 1, 0, 1], 2]
    if mirror:
        boxes = boxes[:, [2, 1, 0, 3]]
    inside = boxes.clip(0, [*shape, *shape])
    area = np.prod(boxes[:, 2:] - boxes[:, :2], 1)
    sides = inside[:, 2:] - inside[:, :2]
    keep = (sides.min(1, initial=size) >= MIN_SIDE) & (np.prod(sides, 1) >= MIN_VISIBLE * area)
    blocks = (shape[1] // MULTIPLE, shape[0] // MULTIPLE, len(source.labelled))
    everywhere = np.broadcast_to(source.labelled, blocks)
    return View(_light(view, rng), source.classes[keep], inside[keep], everywhere, source.distill)


def _place(length: float, size: int, rng: np.random.Generator) -> float:
    """Where an image of a length begins in a view: anywhere inside, or any crop of it."""
    return rng.uniform(min(0.0, size - length), max(0.0, size - length))


def _light(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Other gain, gamma, saturation and tint; grey in one of sixteen."""
    gain, gamma = rng.uniform(0.6, 1.4), np.exp(rng.uniform(-0.3, 0.3))
    ramp = 255 * (np.arange(256) / 255) ** gamma * gain
    tables = np.stack([ramp * rng.uniform(0.93, 1.07) for _ in range(3)], 1).clip(0, 255).astype(np.uint8)
    image = cv2.LUT(image, tables[None])
    saturation = 0.0 if rng.random() < 1 / 16 else rng.uniform(0.6, 1.4)
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return cv2.addWeighted(image, saturation, grey, 1 - saturation, 0)
