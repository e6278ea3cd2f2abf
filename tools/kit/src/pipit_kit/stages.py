"""One network at any stage of its way, ready to be evaluated: Darknet, float, fused, int8 here, int8 in the daemon."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from . import darknet, evaluation, int8file, int8network, subset
from .anchors import SideRatios
from .checkpoint import Checkpoint
from .data import LabelledImage
from .detection import Detections, Forward, of_floats
from .errors import KitError
from .network import DEFAULT_SIDE, Network

# Images in one call of the daemon: their names must fit on a command line.
AT_ONCE = 200

# Finds what is in images, at an input's longer side; the last argument is called after each image.
Find = Callable[[Sequence[LabelledImage], int, Callable[[], object]], list[Detections]]


@dataclass(frozen=True)
class Stage:
    """A network at one stage.

    Attributes:
        classes: names by index.
        side: the input's longer one that it was made for.
        find: runs it.
        misfits: says of what it found so far whether the anchors fit, a line for each that does not; nothing of a daemon's.
    """

    classes: list[str]
    side: int
    find: Find
    misfits: Callable[[], list[str]] = list


def _here(forward: Forward, network: Network, classes: list[str]) -> Stage:
    ratios = SideRatios(network)

    def find(images: Sequence[LabelledImage], side: int, on_image: Callable[[], object]) -> list[Detections]:
        return evaluation.run(forward, network.heads, classes, images, side, on_image, ratios.add)

    return Stage(classes, network.side, find, ratios.findings)


def of_darknet(cfg: Path, weights: Path, classes: list[str]) -> Stage:
    """Darknet's files, run by OpenCV.

    Raises:
        KitError: when the files or the names do not fit together.
    """
    network = Network(darknet.read_cfg(cfg), str(cfg))
    darknet.load_weights(network, weights)
    if network.heads[0].classes != len(classes):
        raise KitError(f"{cfg}: has {network.heads[0].classes} classes, the names are {len(classes)}")
    forward = by_opencv(cfg, weights)
    return _here(lambda camera: forward(camera.permute(0, 3, 1, 2).float() / 255), network, classes)


def narrowed(stage: Stage, classes: list[str]) -> Stage:
    """A network of more classes, of which these alone count: what it finds of others is left out.

    Raises:
        KitError: when it has not all of them, under these or Darknet's names.
    """
    number = {name: k for k, name in enumerate(stage.classes)}
    known: list[int] = []
    for name in classes:
        k = number.get(name, number.get(darknet.SYNONYMS.get(name, name)))
        if k is None:
            raise KitError(f"the network has no class '{name}'{subset.suggestion(name, stage.classes)}")
        known.append(k)

    def find(images: Sequence[LabelledImage], side: int, on_image: Callable[[], object]) -> list[Detections]:
        result = []
        for found in stage.find(images, side, on_image):
            keep = np.isin(found.classes, known)
            mine = np.array([known.index(k) for k in found.classes[keep]], np.int64)
            result.append(Detections(mine, found.scores[keep], found.boxes[keep]))
        return result

    return Stage(classes, stage.side, find)


def by_opencv(cfg: Path, weights: Path) -> Callable[[torch.Tensor], list[torch.Tensor]]:
    """Darknet's files as OpenCV computes them: float [n, 3, height, width] from 0 to 1 to the heads' logits.

    Raises:
        KitError: when this OpenCV reads no such files: version 5 does not any more.
    """
    if not hasattr(cv2.dnn, "readNetFromDarknet"):
        raise KitError(f"OpenCV {cv2.__version__} reads no Darknet files; take a version 4")
    layers = darknet.parse(darknet.read_cfg(cfg), str(cfg))[1:]
    # OpenCV stumbles over a byte-order mark, and of a key that stands twice takes the last: it is given what was read here. It
    # wants the input's sides, which change nothing in front of the heads.
    text = "[net]\nwidth=416\nheight=416\nchannels=3\n\n" + darknet.written(layers)
    try:
        reader = cv2.dnn.readNetFromDarknet(np.frombuffer(text.encode(), np.uint8), np.fromfile(weights, np.uint8))
    except cv2.error as e:
        raise KitError(f"{cfg}: OpenCV {cv2.__version__} can't read it: {e.err}") from e
    names = reader.getLayerNames()
    # Of a yolo layer OpenCV makes two, and the one before them is its input.
    wanted = [names[names.index(f"permute_{i}") - 1] for i, layer in enumerate(layers) if layer.kind == "yolo"]

    def forward(x: torch.Tensor) -> list[torch.Tensor]:
        reader.setInput(x.numpy())
        return [torch.from_numpy(np.array(output)) for output in reader.forward(wanted)]

    return forward


def of_file(file: Path) -> Stage:
    """A checkpoint or an int8 network.

    Raises:
        KitError: when it is neither.
    """
    if file.is_dir():
        raise KitError(f"{file}: is a folder; a package is evaluated through the daemon: add --daemon")
    if not file.is_file():
        raise KitError(f"{file}: no such file")
    try:
        checkpoint = Checkpoint.load(file)
    except KitError:
        part = int8file.load(file)
        return _here(int8network.of_bytes(part.network, part.scheme), part.network.body.network, part.classes)
    network = checkpoint.network()
    return _here(of_floats(network), network, checkpoint.classes)


def fused(file: Path) -> Stage:
    """A checkpoint with its batch norms folded in."""
    checkpoint = Checkpoint.load(file)
    network = int8network.fuse(checkpoint.network())
    return _here(of_floats(network), network, checkpoint.classes)


def check_built(pipit: Path) -> None:
    """Looks whether the daemon's program is there.

    Raises:
        KitError: when it is not.
    """
    if not pipit.is_file():
        raise KitError(f"{pipit}: no such file; build the daemon: mvn -DskipTests package")


def of_daemon(pipit: Path, package: Path, engine: str = "auto") -> Stage:
    """A package, run by the daemon's own program.

    Args:
        pipit: the program, daemon/target/pipit/bin/pipit.
        package: the package's folder.
        engine: libtorch's quantized engine.

    Raises:
        KitError: when the package can't be read; later, when the program fails, with its words.
    """
    try:
        card = json.loads((package / "model.json").read_text(encoding="utf-8"))
        classes, side = card["classes"], card.get("input", {}).get("side", DEFAULT_SIDE)
    except (OSError, ValueError, KeyError) as e:
        raise KitError(f"{package}: is no model package ({e!r})") from e
    check_built(pipit)

    def find(images: Sequence[LabelledImage], side: int, on_image: Callable[[], object]) -> list[Detections]:
        found = []
        for first in range(0, len(images), AT_ONCE):
            some = [one.path for one in images[first : first + AT_ONCE]]
            for detections in run_daemon(pipit, package, classes, some, engine, side, evaluation.LIMITS.min_score):
                found.append(detections)
                on_image()
        return found

    return Stage(classes, side, find)


def run_daemon(
    pipit: Path, package: Path, classes: list[str], images: Sequence[Path], engine: str, side: int, min_score: float
) -> list[Detections]:
    """What the daemon's program finds in some images, after it has checked the package by its golden cases.

    Raises:
        KitError: when it fails, with its words.
    """
    options = ["--json", "--model", str(package), "--engine", engine]
    options += ["--input-side", str(side), "--min-score", str(min_score)]
    command = [str(pipit), "detect", *options, *map(str, images)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(images):
        raise KitError(f"{pipit}: exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return [_detections(json.loads(line)["detections"], classes) for line in lines]


def _detections(rows: list[dict], classes: list[str]) -> Detections:
    return Detections(
        np.array([classes.index(row["label"]) for row in rows], np.int64),
        np.array([row["score"] for row in rows], np.float32),
        np.array([row["box"] for row in rows], np.float32).reshape(-1, 4),
    )
