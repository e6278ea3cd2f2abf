"""Image files: their pixels, and their size as their heads say it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .errors import KitError

# Where an image file says that it lies on its side, and from which value on it does.
_ORIENTATION, _TURNED = 0x0112, 5


def read(path: Path) -> np.ndarray:
    """An image as uint8 RGB [height, width, 3].

    Raises:
        KitError: when it is missing or no image.
    """
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise KitError(f"{path}: " + ("is no image that can be read" if path.exists() else "no such file"))
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def size(path: Path) -> tuple[int, int]:
    """Width and height of an image as :func:`read` gives it, turned if it lies on its side; only the file's head is read.

    Raises:
        OSError: when it is missing or no image.
    """
    try:
        with Image.open(path) as head:
            width, height = head.size
            turned = head.getexif().get(_ORIENTATION, 1) >= _TURNED
    except Image.DecompressionBombError as e:
        raise OSError(str(e)) from e
    return (height, width) if turned else (width, height)
