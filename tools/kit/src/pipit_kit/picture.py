"""Pictures for the network: read, and letterboxed exactly as the daemon does it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .errors import KitError

GREY = 114
MULTIPLE = 32
_BITS = 14
# Where in a picture file it says that it lies on its side, and from which value on it does.
_ORIENTATION, _TURNED = 0x0112, 5


def read(path: Path) -> np.ndarray:
    """A picture as uint8 RGB [height, width, 3].

    Raises:
        KitError: when it is missing or no picture.
    """
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise KitError(f"{path}: " + ("is no picture that can be read" if path.exists() else "no such file"))
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def size(path: Path) -> tuple[int, int]:
    """Width and height of a picture as :func:`read` gives it, turned if it lies on its side; only the file's head is read.

    Raises:
        OSError: when it is missing or no picture.
    """
    try:
        with Image.open(path) as head:
            width, height = head.size
            turned = head.getexif().get(_ORIENTATION, 1) >= _TURNED
    except Image.DecompressionBombError as e:
        raise OSError(str(e)) from e
    return (height, width) if turned else (width, height)


@dataclass(frozen=True)
class Letterbox:
    """Where a picture lies in the network's input: aspect kept, centred, grey around it.

    Attributes:
        input_width, input_height: sides of the input, multiples of 32.
        left, top, width, height: of the picture in the input.
        picture_width, picture_height: of the picture itself.
    """

    input_width: int
    input_height: int
    left: int
    top: int
    width: int
    height: int
    picture_width: int
    picture_height: int

    @staticmethod
    def into(input_width: int, input_height: int, picture_width: int, picture_height: int) -> Letterbox:
        """A picture of a size in an input of a size."""
        scale = min(input_width / picture_width, input_height / picture_height)
        width = max(1, math.floor(picture_width * scale + 0.5))
        height = max(1, math.floor(picture_height * scale + 0.5))
        left, top = (input_width - width) // 2, (input_height - height) // 2
        return Letterbox(input_width, input_height, left, top, width, height, picture_width, picture_height)

    @staticmethod
    def auto(side: int, picture_width: int, picture_height: int) -> Letterbox:
        """The longer side of the input is ``side``, the other the least multiple of 32 that holds the picture."""
        longer = max(picture_width, picture_height)
        width, height = (
            max(1, math.ceil(side * n / longer / MULTIPLE - 1e-9)) * MULTIPLE for n in (picture_width, picture_height)
        )
        return Letterbox.into(width, height, picture_width, picture_height)

    def paint(self, picture: np.ndarray) -> np.ndarray:
        """The input: uint8 [input_height, input_width, 3]."""
        canvas = np.full((self.input_height, self.input_width, 3), GREY, np.uint8)
        canvas[self.top : self.top + self.height, self.left : self.left + self.width] = resize(picture, self.width, self.height)
        return canvas

    def to_picture(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes [n, 4] x1, y1, x2, y2 from the input's pixels to the picture's, cut at its edges."""
        offset = np.array([self.left, self.top] * 2)
        scale = np.array([self.picture_width / self.width, self.picture_height / self.height] * 2)
        return ((boxes - offset) * scale).clip(0, [self.picture_width, self.picture_height] * 2)


def resize(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """Resizes with a triangle filter as wide as the reduction, in the fixed-point arithmetic of the daemon's Resampler.

    Source of the method: P. Heckbert, "Zoom", in Graphics Gems III, 1992.
    """
    if picture.shape[:2] == (height, width):
        return picture
    rows, columns = _weights(picture.shape[0], height), _weights(picture.shape[1], width)
    # Whole numbers below 2^24 all along: float32 is exact.
    half = float(1 << (_BITS - 1))
    x = picture.astype(np.float32)
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
