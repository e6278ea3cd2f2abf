"""The label file of one image: Darknet's text or VOC's XML."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from .errors import KitError

# Boxes may reach out of their image by so much of its side: tools round, and not all cut at the edge.
OVERHANG = 0.005
# VOC's pixels begin at 1, and a tool that begins at 0 or rounds up is a pixel off.
OVERHANG_PX = 2
COLUMNS = "class x y width height"


@dataclass(frozen=True)
class Label:
    """One object of an image.

    Attributes:
        location: the file, and the line or object, for messages.
        kind: Darknet's class number or VOC's name.
        box: x, y, width and height in pixels, cut at the image's edges.
        left_out: whether it shall count neither as an object nor as background: VOC's "difficult".
    """

    location: str
    kind: int | str
    box: tuple[float, float, float, float]
    left_out: bool = False


def darknet(file: Path, width: int, height: int) -> list[Label]:
    """Reads lines of class number, centre x, centre y, width and height; the four are fractions of the image's sides.

    Raises:
        KitError: naming the first line that is wrong.
    """
    labels = []
    for at, line in enumerate(read_text(file).split("\n"), 1):
        columns, location = line.split(), f"{file}:{at}"
        if not columns:
            continue
        if len(columns) != 5:
            raise KitError(f"{location}: must have five columns, {COLUMNS}, has {len(columns)}{_more(len(columns))}")
        number, *box = _numbers(columns, location)
        if number < 0 or not number.is_integer():
            raise KitError(f"{location}: the class must be a whole number from 0 on, is {columns[0]}")
        for key, value, text in zip(COLUMNS.split()[1:], box, columns[1:]):
            if not -OVERHANG <= value <= 1 + OVERHANG or (value < 0 and key in ("width", "height")):
                hint = "; are these pixels?" if value > 1 else ""
                raise KitError(f"{location}: {key} must be a fraction of the image's, from 0 to 1, is {text}{hint}")
        x, y, w, h = box
        edges = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        if min(edges[:2]) < -OVERHANG or max(edges[2:]) > 1 + OVERHANG:
            raise KitError(
                f"{location}: the box reaches out of its image: from {edges[0]:g}, {edges[1]:g} to {edges[2]:g}, {edges[3]:g}; "
                "x and y are those of its centre"
            )
        labels.append(
            Label(location, int(number), _cut([v * side for v, side in zip(edges, [width, height] * 2)], width, height))
        )
    return labels


def voc(file: Path, width: int, height: int) -> list[Label]:
    """Reads an ``annotation``: of each ``object`` the name, the corners, counted from 1, and whether it is difficult.

    Raises:
        KitError: naming the file, and the line or object that is wrong.
    """
    try:
        root = ET.fromstring(file.read_bytes())
    except OSError as e:
        raise KitError(f"{file}: can't be read: {e.strerror}") from e
    except (ET.ParseError, ValueError, LookupError) as e:
        raise KitError(f"{file}: is no XML: {e}") from e
    if root.tag != "annotation":
        raise KitError(f"{file}: must be VOC's <annotation>, is <{root.tag}>")
    said = tuple(root.findtext(f"size/{side}", "").strip() for side in ("width", "height"))
    # Some tools write no size, or zeros.
    if said not in (("", ""), ("0", "0"), (str(width), str(height))):
        raise KitError(f"{file}: says that its image is of {'x'.join(said)} pixels, it is of {width}x{height}")
    labels = []
    for at, one in enumerate(root.findall("object"), 1):
        name = one.findtext("name", "").strip()
        location = f"{file}: object {at} ({name or 'without a name'})"
        corners = [one.findtext(f"bndbox/{key}", "").strip() for key in ("xmin", "ymin", "xmax", "ymax")]
        if not name or not all(corners):
            raise KitError(f"{location}: must have a name, and a bndbox with xmin, ymin, xmax, ymax")
        x1, y1, x2, y2 = _numbers(corners, location)
        # The first pixel and the last one belong to the box.
        edges = [x1 - 1, y1 - 1, x2, y2]
        if edges[2] < edges[0] or edges[3] < edges[1]:
            raise KitError(f"{location}: xmax and ymax must not be less than xmin and ymin, is {' '.join(corners)}")
        if min(edges[:2]) < -OVERHANG_PX or edges[2] > width + OVERHANG_PX or edges[3] > height + OVERHANG_PX:
            hint = "; the corners must be pixels" if max(x2, y2) <= 1 else ""
            raise KitError(f"{location}: must lie inside its image of {width}x{height}, is {' '.join(corners)}{hint}")
        left_out = one.findtext("difficult", "0").strip() == "1"
        labels.append(Label(location, name, _cut(edges, width, height), left_out))
    return labels


def is_darknet(file: Path) -> bool:
    """Whether a text file's first line looks like Darknet's label, not like a list, names or a note."""
    with file.open("rb") as content:
        columns = content.readline(200).split()
    try:
        return len([float(column) for column in columns]) == 5
    except ValueError:
        return False


def read_text(file: Path) -> str:
    """A text file's content.

    Raises:
        KitError: when it can't be read or is no text.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as e:
        raise KitError(f"{file}: can't be read: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KitError(f"{file}: must be text in UTF-8") from e


def _numbers(texts: list[str], location: str) -> list[float]:
    numbers = []
    for text in texts:
        try:
            numbers.append(float(text))
        except ValueError:
            numbers.append(math.nan)
        if not math.isfinite(numbers[-1]):
            raise KitError(f"{location}: must be numbers, has '{text}'")
    return numbers


def _more(columns: int) -> str:
    """What a line of so many columns may be."""
    if columns == 6:
        return "; are these a network's detections, with a score?"
    return "; outlines of shapes are not read, only boxes" if columns > 6 and columns % 2 else ""


def _cut(edges: list[float], width: int, height: int) -> tuple[float, float, float, float]:
    """Edges x1, y1, x2, y2 as a box inside the image."""
    x1, y1, x2, y2 = (min(max(v, 0.0), side) for v, side in zip(edges, [width, height] * 2))
    return x1, y1, x2 - x1, y2 - y1
