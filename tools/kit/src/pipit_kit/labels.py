"""Images with a label file each, Darknet's text or VOC's XML, read into the content of a COCO file.

Sources: Darknet's ``class x y width height`` and its way from an image's path to its label file's; the annotation files of
M. Everingham et al., "The PASCAL Visual Object Classes (VOC) Challenge", 2010.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import darknet, imagefile, labelfile
from .errors import KitError
from .imagelist import IMAGE_FOLDERS, Listing, images_in_folder, images_in_list, json_in
from .labelfile import Label


@dataclass(frozen=True)
class Format:
    """One sort of label files.

    Attributes:
        name: for messages.
        ending: of a file.
        folder: the sibling of a folder of images that holds the files.
        parse: reads a file, given the width and height of its image.
    """

    name: str
    ending: str
    folder: str
    parse: Callable[[Path, int, int], list[Label]]


DARKNET = Format("Darknet's", ".txt", "labels", labelfile.darknet)
VOC = Format("VOC's", ".xml", "Annotations", labelfile.voc)


def is_json(path: Path) -> bool:
    """Whether a file is, or begins like, JSON."""
    if path.is_dir():
        return False
    if path.suffix.lower() == ".json":
        return True
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(path: Path, classes: list[str] | None, names_file: Path | None, notify: Callable[[str], None]) -> dict[str, Any]:
    """Content in COCO's format of a folder or list of images with label files.

    An image's label file has its name with another ending; it lies in the folder ``labels`` (VOC: ``Annotations``) where
    the path has ``images`` or ``JPEGImages``, the last one counts, or else beside the image. An image without one is taken
    as one without objects.

    Args:
        path: a folder, read with those in it, or a text file with an image's path a line.
        classes: what Darknet's class numbers count in when there is no names file.
        names_file: what they count in; by default the one ``*.names`` or ``classes.txt`` beside the data.
        notify: takes each warning, a line.

    Raises:
        KitError: naming the file, and the line or object, that can't be used.
    """
    listing = Listing()
    images = images_in_folder(path) if path.is_dir() else images_in_list(path, listing)
    formats = (VOC, DARKNET) if path.is_dir() else (DARKNET, VOC)
    found = [{image: file for image in images if (file := label_file(image, one, listing))} for one in formats]
    if not any(found):
        tried = " nor ".join(str(label_folders(images[0], one)[0] / (images[0].stem + one.ending)) for one in formats)
        raise KitError(f"{path}: none of {len(images)} images has a label file, the first neither {tried}{json_in(path)}")
    used = int(len(found[1]) > len(found[0]))
    if all(found):
        notify(f"{path}: {formats[used].name} label files are read, {formats[1 - used].name} are not")
    one, files = formats[used], found[used]
    _check_stems(files)
    if len(files) < len(images):
        missing = len(images) - len(files)
        notify(f"{path}: {missing} of {len(images)} images have no label file: taken as images without objects")
    if path.is_dir():
        _note_orphans(path, set(files.values()), one, listing, notify)
    sizes = {image: _size(image) for image in images}
    labels = {image: one.parse(file, *sizes[image]) for image, file in files.items()}
    if one is DARKNET:
        names = _names(path, files, labels, classes, names_file, notify)
    else:
        names = sorted({str(label.kind) for some in labels.values() for label in some})
    source = path.resolve().name if path.is_dir() else path.stem
    return _content(source, sizes, labels, names)


def label_file(image: Path, one: Format, listing: Listing) -> Path | None:
    """An image's label file."""
    for folder in label_folders(image, one):
        for file in listing.of(folder).get((image.stem, one.ending), ()):
            return file
    return None


def label_folders(image: Path, one: Format) -> list[Path]:
    """Where an image's label file may lie, the first one counts."""
    parts = list(image.absolute().parent.parts)
    for at in reversed(range(len(parts))):
        if parts[at].lower() in IMAGE_FOLDERS:
            return [Path(*parts[:at], one.folder, *parts[at + 1 :]), image.parent]
    return [image.parent]


def _check_stems(files: dict[Path, Path]) -> None:
    """Raises KitError when two images would have one label file."""
    owners: dict[Path, Path] = {}
    for image, file in files.items():
        other = owners.setdefault(file, image)
        if other != image:
            raise KitError(f"{file}: is the label file of both {other} and {image}; give one of them another name")


def _note_orphans(path: Path, used: set[Path], one: Format, listing: Listing, notify: Callable[[str], None]) -> None:
    every = {file for folder in {file.parent for file in used} for some in listing.of(folder).values() for file in some}
    orphans = sorted(file for file in every - used if file.suffix.lower() == one.ending)
    orphans = [file for file in orphans if one is not DARKNET or labelfile.is_darknet(file)]
    if orphans:
        notify(f"{path}: {len(orphans)} label files have no image, the first is {orphans[0]}")


def _size(image: Path) -> tuple[int, int]:
    try:
        return imagefile.size(image)
    except OSError as e:
        raise KitError(f"{image}: is no image that can be read") from e


def _names(
    path: Path,
    files: dict[Path, Path],
    labels: dict[Path, list[Label]],
    classes: list[str] | None,
    given: Path | None,
    notify: Callable[[str], None],
) -> list[str]:
    """What Darknet's class numbers count in."""
    file = given or _names_file(path, files)
    if file:
        names, what = darknet.read_names(file), f"{file} has"
    elif classes is None:
        raise KitError(f"{path}: class numbers need names, and none are beside it; give them by --names FILE")
    else:
        names, what = classes, f"no names file is beside {path} (--names FILE gives one) and the network has"
    for label in (label for some in labels.values() for label in some):
        if int(label.kind) >= len(names):
            raise KitError(f"{label.location}: class {label.kind} must be below {len(names)}: {what} {len(names)} classes")
    if not given:
        notify(f"{path}: class numbers count in {file or 'the classes of the network: no names file is beside it'}")
    return names


def _names_file(path: Path, files: dict[Path, Path]) -> Path | None:
    """The one file of names in the data's folder, in that above it, or beside the label files."""
    folders = [path, path.parent] if path.is_dir() else [path.parent]
    folders += sorted({file.parent for file in files.values()})
    found: dict[tuple[str, ...], Path] = {}
    for folder in folders:
        for file in sorted(folder.iterdir()):
            if file.is_file() and (file.suffix == ".names" or file.name == "classes.txt"):
                found.setdefault(tuple(darknet.read_names(file)), file)
    if len(found) > 1:
        raise KitError(f"{path}: has several files of names, choose by --names: {', '.join(map(str, found.values()))}")
    return next(iter(found.values()), None)


def _content(
    source: str, sizes: dict[Path, tuple[int, int]], labels: dict[Path, list[Label]], names: Sequence[str]
) -> dict[str, Any]:
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, (image, (width, height)) in enumerate(sizes.items(), 1):
        images.append({"id": number, "file_name": str(image), "width": width, "height": height, "source": source})
        for label in labels.get(image, ()):
            kind = label.kind if isinstance(label.kind, int) else names.index(label.kind)
            x, y, w, h = (round(v, 3) for v in label.box)
            one = {"id": len(annotations) + 1, "image_id": number, "category_id": kind + 1, "bbox": [x, y, w, h]}
            annotations.append({**one, "area": w * h, "iscrowd": int(label.left_out)})
    categories = [{"id": k, "name": name} for k, name in enumerate(names, 1)]
    return {"images": images, "annotations": annotations, "categories": categories}
