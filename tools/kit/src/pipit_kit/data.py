"""Images with labelled boxes: in COCO's format, or with the label files of Darknet or VOC."""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import files, imagefile, labels, subset
from .errors import KitError

# A box may reach out of its image by rounding, not by more.
OVERHANG_PX = 2
# A warning names so many classes, and counts the others.
MAX_NAMED = 6
# Which names are taken for each other's misspellings: person and persons, not cat and car.
MUCH_ALIKE = 0.8


@dataclass(frozen=True)
class LabelledImage:
    """One image and what is in it.

    Attributes:
        id: its number in the annotation file.
        path: the file.
        source: the collection it comes from.
        labelled: bool [classes]; a class that is not labelled may be visible without a box.
        boxes: float32 [n, 4] x1, y1, x2, y2 in pixels of the image as it is shown.
        classes: int64 [n], indices of the class names.
        width, height: in pixels, as the annotation file says.
        distill: whether training may ask a teacher what is in it; not so where the teacher has no better knowledge than the
            labels, such as of drawn images.
    """

    id: int
    path: Path
    source: str
    labelled: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray
    width: int
    height: int
    distill: bool = True


def warn(line: str) -> None:
    """Prints a line where it does not mix with a step's result."""
    print(line, file=sys.stderr)


def load(
    path: Path,
    names: list[str],
    names_file: Path | None = None,
    renames: Sequence[str] = (),
    notify: Callable[[str], None] = warn,
) -> list[LabelledImage]:
    """Reads images with their labels; boxes of other classes, of crowds and without an area are left out.

    An image's own keys ``source`` and ``labelled`` (category ids) are optional in COCO's format: by default the file's name,
    and all. Of each image the head is read.

    Args:
        path: COCO's JSON, or a folder or a list of images that have label files.
        names: the classes that are wanted.
        names_file: what Darknet's class numbers count in.
        renames: changes ``old=new`` of the data's class names; an old name may become one that is there.
        notify: takes each warning, a line.

    Raises:
        KitError: when something is missing or not in its format, an image is none or has another size, or none of the
            classes is labelled.
    """
    return labelled_images(path, read(path, names, names_file, renames, notify), names, notify)


def read(
    path: Path,
    classes: list[str] | None,
    names_file: Path | None = None,
    renames: Sequence[str] = (),
    notify: Callable[[str], None] = warn,
) -> dict[str, Any]:
    """Content in COCO's format of data of any format; names of images are relative to the working folder, or whole.

    Args:
        path, names_file, renames, notify: as of :func:`load`.
        classes: what Darknet's class numbers count in when there is no names file.

    Raises:
        KitError: when something is missing or not in its format.
    """
    try:
        json_file = labels.is_json(path)
    except OSError as e:
        raise KitError(f"{path}: can't be read: {e.strerror}") from e
    content = _coco(path) if json_file else labels.read(path, classes, names_file, notify)
    return _renamed(path, content, subset.changes(renames), notify)


def labelled_images(
    path: Path, content: dict[str, Any], names: list[str], notify: Callable[[str], None] = warn
) -> list[LabelledImage]:
    """The images of content that was read from a path, with their boxes of some classes.

    Raises:
        KitError: when none of the classes is labelled.
    """
    categories = {c["id"]: c["name"] for c in content["categories"]}
    category = {k: names.index(name) for k, name in categories.items() if name in names}
    if not category:
        its = f"its categories are {some(list(categories.values()))}" if categories else "it has no objects at all"
        hint = next((_hint(old, new) for old in categories.values() if (new := subset.nearest(old, names, MUCH_ALIKE))), "")
        raise KitError(f"{path}: has none of the classes {', '.join(names)}; {its}{hint}")
    _compare(path, content, names, notify)
    found: dict[Any, list] = {image["id"]: [] for image in content["images"]}
    for a in content["annotations"]:
        if a["category_id"] in category and not a.get("iscrowd") and min(a["bbox"][2:]) > 0:
            found[a["image_id"]].append((category[a["category_id"]], *a["bbox"]))
    return [_labelled_image(image, found[image["id"]], category, len(names)) for image in content["images"]]


def write_coco(content: dict[str, Any], out: Path) -> None:
    """Writes content in COCO's format, whole or not at all; images are named relative to the file's folder."""
    folder = out.parent.resolve()
    images = []
    for image in content["images"]:
        path = Path(image["file_name"])
        images.append({**image, "file_name": os.path.relpath(path.parent.resolve() / path.name, folder)})
    files.write_text(out, json.dumps({**content, "images": images}))


def _coco(file: Path) -> dict[str, Any]:
    """A checked COCO file's content, with the folder put before the names of images."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        categories = {c["id"]: c["name"] for c in content["categories"]}
        images = {image["id"]: image for image in content["images"]}
        if len(images) != len(content["images"]):
            raise ValueError("an image's id stands twice")
        if len(categories) != len(content["categories"]):
            raise ValueError("a category's id stands twice")
        for a in content["annotations"]:
            _check(a, categories, images)
        for image in images.values():
            unknown = next((c for c in image.get("labelled", ()) if c not in categories), None)
            if unknown is not None:
                raise ValueError(f"image {image['id']}: labelled names category {unknown}, which is not among the categories")
            image["file_name"] = str(file.parent / image["file_name"])
            image.setdefault("source", file.stem)
    except OSError as e:
        raise KitError(f"{file}: can't be read: {e.strerror}") from e
    except KeyError as e:
        raise KitError(f"{file}: is not in COCO's format: {e} is missing") from e
    except (ValueError, TypeError) as e:
        raise KitError(f"{file}: is not in COCO's format: {e}") from e
    if not images:
        raise KitError(f"{file}: has no images; it must list at least one")
    boxes = [a["bbox"] for a in content["annotations"] if min(a["bbox"][2:]) > 0]
    if boxes and all(x + width <= 1 and y + height <= 1 for x, y, width, height in boxes):
        raise KitError(f"{file}: all boxes lie within 0 to 1, so they look relative; COCO's boxes are in pixels")
    for image in images.values():
        _check_file(file, Path(image["file_name"]), image["width"], image["height"])
    return content


def _check(a: dict, categories: dict, images: dict) -> None:
    """Raises ValueError when an annotation can't be one."""
    who, box = f"annotation {a.get('id', '?')}", a["bbox"]
    if a["category_id"] not in categories:
        raise ValueError(f"{who}: category {a['category_id']} is not among the categories")
    if a["image_id"] not in images:
        raise ValueError(f"{who}: image {a['image_id']} is not among the images")
    numbers = isinstance(box, list) and len(box) == 4 and all(isinstance(v, (int, float)) and math.isfinite(v) for v in box)
    if not numbers or min(box[2:]) < 0:
        raise ValueError(f"{who}: bbox must be [x, y, width, height], is {box}")
    width, height = images[a["image_id"]]["width"], images[a["image_id"]]["height"]
    if min(box[:2]) < -OVERHANG_PX or box[0] + box[2] > width + OVERHANG_PX or box[1] + box[3] > height + OVERHANG_PX:
        raise ValueError(f"{who}: bbox must be [x, y, width, height] inside its image of {width}x{height}, is {box}")


def _check_file(file: Path, path: Path, width: int, height: int) -> None:
    """Looks at the head of an image alone: all of them take seconds, not minutes."""
    try:
        size = imagefile.size(path)
    except FileNotFoundError:
        raise KitError(f"{file}: names an image that is not there: {path}") from None
    except OSError as e:
        raise KitError(f"{file}: names a file that is no image that can be read: {path}") from e
    if size != (width, height):
        raise KitError(f"{file}: says that {path} is of {width}x{height} pixels, it is of {size[0]}x{size[1]}")


def _renamed(path: Path, content: dict[str, Any], changes: dict[str, str], notify: Callable[[str], None]) -> dict[str, Any]:
    """Content with classes renamed; those of one name become one, labelled in an image where all of them are."""
    present = [c["name"] for c in content["categories"]]
    for old in changes:
        if old not in present:
            notify(f"{path}: has no class '{old}' to be renamed{subset.suggestion(old, present)}")
    first: dict[str, dict] = {}
    merged: dict[Any, Any] = {}
    for category in content["categories"]:
        name = changes.get(category["name"], category["name"])
        merged[category["id"]] = first.setdefault(name, {**category, "name": name})["id"]
    images = []
    for image in content["images"]:
        if "labelled" in image:
            unlabelled = {merged[k] for k in merged.keys() - set(image["labelled"])}
            image = {**image, "labelled": [c["id"] for c in first.values() if c["id"] not in unlabelled]}
        images.append(image)
    annotations = [{**a, "category_id": merged[a["category_id"]]} for a in content["annotations"]]
    return {**content, "categories": list(first.values()), "images": images, "annotations": annotations}


def _compare(path: Path, content: dict[str, Any], names: list[str], notify: Callable[[str], None]) -> None:
    """Warns of the data's classes that aren't wanted, and notes the wanted ones that it doesn't label."""
    categories = {c["id"]: c["name"] for c in content["categories"]}
    counts = Counter(categories[a["category_id"]] for a in content["annotations"])
    lacking = [name for name in names if name not in categories.values()]
    meant = {name: subset.nearest(name, lacking, MUCH_ALIKE) for name in counts if name not in names}
    if meant:
        order = sorted(meant, key=lambda name: (meant[name] is None, -counts[name]))
        texts = [f"{name} ({counts[name]} box{'es' * (counts[name] > 1)}{_hint(name, meant[name])})" for name in order]
        notify(f"{path}: left out, not among the network's classes: {some(texts)}")
    if lacking:
        notify(f"{path}: does not label {some(lacking)}: what is found of that is neither right nor wrong")


def _hint(old: str, new: str | None) -> str:
    return f"; did you mean --rename '{old}={new}'?" if new else ""


def some(texts: list[str]) -> str:
    """A list of texts that does not become too long."""
    more = len(texts) - MAX_NAMED
    return ", ".join(texts[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _labelled_image(image: dict, found: list, category: dict[Any, int], classes: int) -> LabelledImage:
    labelled = np.zeros(classes, bool)
    labelled[[category[c] for c in image.get("labelled", category) if c in category]] = True
    rows = np.array(found, np.float32).reshape(-1, 5)
    boxes = np.concatenate([rows[:, 1:3], rows[:, 1:3] + rows[:, 3:5]], 1)
    which = rows[:, 0].astype(np.int64)
    return LabelledImage(
        image["id"], Path(image["file_name"]), image["source"], labelled, boxes, which, image["width"], image["height"]
    )
