"""What the steps have in common: options, data, progress."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from tqdm import tqdm

from .. import data, package
from ..data import LabelledImage
from ..errors import KitError
from ..letterbox import MULTIPLE
from ..stages import Stage

LABELLED = "images with labels: a COCO file, a folder or a list, see docs/model-kit.md"
SIDE_HELP = "longer side of the input in pixels (default: the larger of the cfg's width and height)"
# Seconds between two lines of progress where they go into a file.
PROGRESS_S = 0.1 if sys.stderr.isatty() else 15.0

Steps: TypeAlias = "argparse._SubParsersAction[Any]"


def add_step(steps: Steps, name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
    """A step's own parser, to be given its options."""
    parser: argparse.ArgumentParser = steps.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def add_out(parser: argparse.ArgumentParser, text: str) -> None:
    """Where the step's result goes."""
    parser.add_argument("-o", "--out", type=Path, required=True, help=text)


def add_data_options(parser: argparse.ArgumentParser, names: bool = True) -> None:
    """The options of all steps that read labelled images."""
    if names:
        parser.add_argument(
            "--names", type=Path, help="what the class numbers of Darknet's label files count in, a name a line"
        )
    parser.add_argument("--rename", action="append", default=[], metavar="OLD=NEW", help="read a class of the data as another")


def add_every(parser: argparse.ArgumentParser, text: str = "use every Nth image alone") -> None:
    """Fewer images, for a look or a rehearsal."""
    parser.add_argument("--every", type=positive, default=1, help=text)


def add_image_count(parser: argparse.ArgumentParser, default: int, text: str = "how many of them") -> None:
    """How many images are taken, from all over their file."""
    parser.add_argument(
        "--pictures", dest="images", type=positive, default=default, metavar="N", help=f"{text} (default %(default)s)"
    )


def positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, is {value}")
    return value


def side(text: str) -> int:
    """A side of an input, for argparse."""
    if (value := int(text)) < MULTIPLE or value % MULTIPLE:
        raise argparse.ArgumentTypeError(f"must be a multiple of {MULTIPLE}, is {value}")
    return value


def program() -> Path:
    """The daemon's bin/pipit; tools/model says where it is built."""
    return Path(os.environ.get("PIPIT_PROGRAM", "pipit"))


def progress(total: int | None, unit: str = "image") -> tqdm:
    """A bar on standard error."""
    return tqdm(total=total, unit=unit, dynamic_ncols=True, mininterval=PROGRESS_S)


def load(args: argparse.Namespace, path: Path, classes: list[str]) -> list[LabelledImage]:
    """Labelled images, by the options of :func:`add_data_options`."""
    return data.load(path, classes, args.names, args.rename)


def sample(images: list[LabelledImage], count: int) -> list[LabelledImage]:
    """So many of the images, from all over their file."""
    return images[:: max(1, len(images) // count)][:count]


def digest(images: list[LabelledImage]) -> str:
    """A short hash of the images' files, for the history."""
    return package.hash_of([one.path for one in images])[:12]


def warn_of_anchors(file: Path, stage: Stage) -> None:
    """Prints which anchors do not fit what the stage has found."""
    for line in stage.misfits():
        data.warn(f"{file}: {line}")


def read_json(file: Path | None) -> dict[str, Any]:
    """A JSON file's object; an empty one without a file.

    Raises:
        KitError: when it holds something else.
    """
    if file is None:
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as e:
        raise KitError(f"{file}: must be JSON: {e}") from e
    if not isinstance(content, dict):
        raise KitError(f"{file}: must be a JSON object, is a {type(content).__name__}")
    return content
