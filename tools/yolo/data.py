"""Pictures with boxes in COCO's format."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .errors import KitError

# A box may reach out of its picture by rounding, not by more.
OVERHANG_PX = 2
# Where in a picture file it says that it lies on its side, and from which value on it does.
_ORIENTATION, _TURNED = 0x0112, 5


@dataclass(frozen=True)
class Picture:
    """One picture and what is in it.

    Attributes:
        id: its number in the annotation file.
        path: the file.
        source: the collection it comes from.
        labelled: bool [classes]; a class that is not labelled may be visible without a box.
        boxes: float32 [n, 4] x1, y1, x2, y2 in pixels.
        classes: int64 [n], indices of the class names.
        width, height: in pixels, as the annotation file says.
        taught: whether training may ask a teacher what is in it; it shall not where the teacher knows no better than the
            labels, such as of drawn pictures.
    """

    id: int
    path: Path
    source: str
    labelled: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray
    width: int
    height: int
    taught: bool = True


def load(file: Path, names: list[str]) -> list[Picture]:
    """Reads annotations in COCO's format; file names are relative to the file's folder.

    An image's own keys ``source`` and ``labelled`` (category ids) are optional: by default the file's name, and all.
    Boxes of other classes, of crowds and without an area are left out. Of each picture the head is read.

    Raises:
        KitError: when the file or a picture is missing, something is not in COCO's format, a picture is none or has another
            size, or none of the classes is among the categories.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        categories = {c["id"]: c["name"] for c in content["categories"]}
        images = {image["id"]: image for image in content["images"]}
        if len(images) != len(content["images"]):
            raise ValueError("an image's id stands twice")
        category = {k: names.index(name) for k, name in categories.items() if name in names}
        found: dict[Any, list] = {k: [] for k in images}
        for a in content["annotations"]:
            _check(a, categories, images)
            if a["category_id"] in category and not a.get("iscrowd") and min(a["bbox"][2:]) > 0:
                found[a["image_id"]].append((category[a["category_id"]], *a["bbox"]))
        pictures = [_picture(file, image, found[k], category, categories, len(names)) for k, image in images.items()]
    except OSError as e:
        raise KitError(f"{file}: can't be read: {e.strerror}") from e
    except KeyError as e:
        raise KitError(f"{file}: is not in COCO's format: {e} is missing") from e
    except (ValueError, TypeError) as e:
        raise KitError(f"{file}: is not in COCO's format: {e}") from e
    if not pictures:
        raise KitError(f"{file}: has no images; it must list at least one")
    if not category:
        raise KitError(
            f"{file}: has none of the classes {', '.join(names)}; its categories are {', '.join(categories.values())}"
        )
    for one in pictures:
        _check_file(file, one)
    return pictures


def _check(a: dict, categories: dict, images: dict) -> None:
    """Raises ValueError when an annotation can't be one."""
    who, box = f"annotation {a.get('id', '?')}", a["bbox"]
    if a["category_id"] not in categories:
        raise ValueError(f"{who}: category {a['category_id']} is not among the categories")
    if a["image_id"] not in images:
        raise ValueError(f"{who}: image {a['image_id']} is not among the images")
    if len(box) != 4 or not all(math.isfinite(number) for number in box) or min(box[2:]) < 0:
        raise ValueError(f"{who}: bbox must be [x, y, width, height], is {box}")
    width, height = images[a["image_id"]]["width"], images[a["image_id"]]["height"]
    if min(box[:2]) < -OVERHANG_PX or box[0] + box[2] > width + OVERHANG_PX or box[1] + box[3] > height + OVERHANG_PX:
        raise ValueError(f"{who}: bbox must be [x, y, width, height] inside its picture of {width}x{height}, is {box}")


def _picture(file: Path, image: dict, found: list, category: dict[int, int], categories: dict, classes: int) -> Picture:
    asked = image.get("labelled", list(categories))
    unknown = next((c for c in asked if c not in categories), None)
    if unknown is not None:
        raise ValueError(f"image {image['id']}: labelled names category {unknown}, which is not among the categories")
    labelled = np.zeros(classes, bool)
    labelled[[category[c] for c in asked if c in category]] = True
    rows = np.array(found, np.float32).reshape(-1, 5)
    boxes = np.concatenate([rows[:, 1:3], rows[:, 1:3] + rows[:, 3:5]], 1)
    path, source = file.parent / image["file_name"], image.get("source", file.stem)
    return Picture(image["id"], path, source, labelled, boxes, rows[:, 0].astype(np.int64), image["width"], image["height"])


def _check_file(file: Path, one: Picture) -> None:
    """Looks at the head of a picture alone: all of them take seconds, not minutes."""
    try:
        with Image.open(one.path) as head:
            width, height = head.size
            if head.getexif().get(_ORIENTATION, 1) >= _TURNED:
                width, height = height, width
    except FileNotFoundError:
        raise KitError(f"{file}: names a picture that is not there: {one.path}") from None
    except (OSError, Image.DecompressionBombError) as e:
        raise KitError(f"{file}: names a file that is no picture that can be read: {one.path}") from e
    if (width, height) != (one.width, one.height):
        raise KitError(f"{file}: says that {one.path} is of {one.width}x{one.height} pixels, it is of {width}x{height}")
