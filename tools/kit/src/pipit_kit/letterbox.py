"""Images as the network takes them: letterboxed and resized exactly as the daemon does it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np

GREY = 114
MULTIPLE = 32
_BITS = 14


@dataclass(frozen=True)
class Letterbox:
    """Where an image lies in the network's input: aspect kept, centred, grey around it.

    Attributes:
        input_width, input_height: sides of the input, multiples of 32.
        left, top, width, height: of the image in the input.
        image_width, image_height: of the image itself.
    """

    input_width: int
    input_height: int
    left: int
    top: int
    width: int
    height: int
    image_width: int
    image_height: int

    @staticmethod
    def into(input_width: int, input_height: int, image_width: int, image_height: int) -> Letterbox:
        """An image of a size in an input of a size."""
        scale = min(input_width / image_width, input_height / image_height)
        width = max(1, math.floor(image_width * scale + 0.5))
        height = max(1, math.floor(image_height * scale + 0.5))
        left, top = (input_width - width) // 2, (input_height - height) // 2
        return Letterbox(input_width, input_height, left, top, width, height, image_width, image_height)

    @staticmethod
    def auto(side: int, image_width: int, image_height: int) -> Letterbox:
        """The longer side of the input is ``side``, the other the smallest multiple of 32 that holds the image."""
        longer = max(image_width, image_height)
        width, height = (max(1, math.ceil(side * n / longer / MULTIPLE - 1e-9)) * MULTIPLE for n in (image_width, image_height))
        return Letterbox.into(width, height, image_width, image_height)

    def paint(self, image: np.ndarray) -> np.ndarray:
        """The input: uint8 [input_height, input_width, 3]."""
        canvas = np.full((self.input_height, self.input_width, 3), GREY, np.uint8)
        canvas[self.top : self.top + self.height, self.left : self.left + self.width] = resize(image, self.width, self.height)
        return canvas

    def to_image(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes [n, 4] x1, y1, x2, y2 from the input's pixels to the image's, cut at its edges."""
        offset = np.array([self.left, self.top] * 2)
        scale = np.array([self.image_width / self.width, self.image_height / self.height] * 2)
        return ((boxes - offset) * scale).clip(0, [self.image_width, self.image_height] * 2)


def resize(image: np.ndarray, width: int, height: int) -> np.ndarray:
    """Resizes with a triangle filter as wide as the reduction, in the fixed-point arithmetic of the daemon's Resampler.

    Source of the method: P. Heckbert, "Zoom", in Graphics Gems III, 1992.
    """
    if image.shape[:2] == (height, width):
        return image
    rows, columns = _weights(image.shape[0], height), _weights(image.shape[1], width)
    # Whole numbers below 2^24 all along: float32 is exact.
    half = float(1 << (_BITS - 1))
    x = image.astype(np.float32)
    x = np.floor((np.einsum("ab,hbc->hac", columns, x, optimize=True) + half) / (1 << _BITS))
    x = np.floor((np.tensordot(rows, x, 1) + half) / (1 << _BITS))
    return x.astype(np.uint8)


@functools.lru_cache(maxsize=256)
def _weights(source: int, target: int) -> np.ndarray:
    """[target, source] weights in units of 2^-14; each row's sum is 1."""
    scale = source / target
    support = max(1.0, scale)
    taps = min(source, math.ceil(support) * 2 + 1)
    matrix = np.zeros((target, source), np.float32)
    for i in range(target):
        centre = (i + 0.5) * scale
        first = max(0, min(source - taps, math.floor(centre - support + 0.5)))
        raw = np.maximum(0, 1 - np.abs((np.arange(first, first + taps) + 0.5 - centre) / support))
        fixed = np.floor(raw / raw.sum() * (1 << _BITS) + 0.5)
        fixed[np.argmax(fixed)] += (1 << _BITS) - fixed.sum()
        matrix[i, first : first + taps] = fixed
    return matrix
