"""The image files of a data set: those in a folder, or those that a list names."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from . import labelfile
from .errors import KitError

IMAGE_ENDINGS = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".tif", ".tiff", ".webp", ".ppm", ".pgm"}
# Files that a list may be mistaken for.
NO_LISTS = {
    ".xml": "is one image's labels; give the folder of all",
    ".names": "is a file of names; give it by --names, and here the images' folder or list",
    **dict.fromkeys((".yaml", ".yml"), "YAML is not read; give the folder of images that it names"),
}
# Folders of images that have a sibling with the label files.
IMAGE_FOLDERS = ("images", "jpegimages")


class Listing:
    """Files of folders, each read once."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[tuple[str, str], list[Path]]] = {}

    def of(self, folder: Path) -> dict[tuple[str, str], list[Path]]:
        """A folder's files by name without ending and ending in small letters; nothing of a folder that is not there."""
        if folder not in self._folders:
            files = defaultdict(list)
            for file in sorted(folder.iterdir()) if folder.is_dir() else ():
                files[file.stem, file.suffix.lower()].append(file)
            self._folders[folder] = files
        return self._folders[folder]


def images_in_folder(folder: Path) -> list[Path]:
    """The images in a folder; if it has none, those below it, or below that folder in it that is named for them."""
    images = _below(folder, "*")
    if not images:
        inner = next((one for one in sorted(folder.iterdir()) if one.name.lower() in IMAGE_FOLDERS and one.is_dir()), folder)
        images = _below(inner, "**/*")
    if not images:
        raise KitError(f"{folder}: has no images ({', '.join(sorted(IMAGE_ENDINGS))}){json_in(folder)}")
    return images


def json_in(folder: Path) -> str:
    """A hint at a COCO file, as the end of a message."""
    if not folder.is_dir():
        return ""
    files = [*sorted(folder.glob("*.json")), folder.with_name(f"{folder.name}.json")]
    return next((f"; is {file} what you mean?" for file in files if file.is_file()), "")


def _below(folder: Path, pattern: str) -> list[Path]:
    """Images in a folder's order of names; not the hidden ones that some systems put beside each file."""
    every = (one for one in folder.glob(pattern) if one.suffix.lower() in IMAGE_ENDINGS and not one.name.startswith("."))
    return sorted(one for one in every if one.is_file())


def images_in_list(file: Path, listing: Listing) -> list[Path]:
    """The images that a text file names: looked for from its own folder, then from the working folder."""
    ending = file.suffix.lower()
    if ending in NO_LISTS or ending in IMAGE_ENDINGS:
        raise KitError(f"{file}: {NO_LISTS.get(ending, 'is an image; give the folder that it is in')}")
    lines = [(at, line.strip()) for at, line in enumerate(labelfile.read_text(file).split("\n"), 1) if line.strip()]
    if ending == ".data":
        named = "; ".join(line for _, line in lines if line.startswith(("train", "valid", "names")))
        raise KitError(f"{file}: is no list of images but names lists; give one, and --names: {named}")
    if not lines:
        raise KitError(f"{file}: names no images; it must have an image's path a line")
    images = [(at, line, _found(file, line, listing)) for at, line in lines]
    missing = [(at, line) for at, line, image in images if image is None]
    if missing:
        at, line = missing[0]
        count = f"{len(missing)} of {len(lines)} lines do" if len(lines) > 1 else "it does"
        raise KitError(
            f"{file}:{at}: must name an image, from the list's folder or the working folder, is '{line}' ({count} not)"
        )
    return [image for _, _, image in images if image is not None]


def _found(file: Path, line: str, listing: Listing) -> Path | None:
    for text in (line, line.replace("\\", "/")):  # lists are made on Windows, too
        for image in (file.parent / text, Path(text)):
            if os.path.isfile(image):  # false for what can be no path, too
                return image
    if file.parent.parent.name == "ImageSets":  # VOC's own lists have names without an ending
        images = listing.of(file.parent.parent.parent / "JPEGImages")
        return next((image for ending in IMAGE_ENDINGS for image in images.get((line, ending), ())), None)
    return None
